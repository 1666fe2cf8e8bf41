// <loss-plateau>: a figure for any page. This file, whose name and place stay, is all that a page loads before somebody touches a figure.

import { LossPlateau } from "./embed/plateau.js";

// A page may carry this file twice, of two versions: the first one serves every figure.
if (!customElements.get("loss-plateau")) customElements.define("loss-plateau", LossPlateau);

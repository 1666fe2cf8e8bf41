// Floors as pictures name them.

import { number } from "./format.js";

/**
 * A floor that lies on another is not named twice: of those that read the same, the first.
 * @param {import("./protocol").Floor[]} floors
 */
export function distinct(floors) {
	return floors.filter(({ loss }, i) => floors.findIndex((other) => number(other.loss) === number(loss)) === i);
}

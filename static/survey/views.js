// The views of the third program, loaded when the first of their tabs is opened.

import { make } from "../element.js";
import { Surveyor } from "./asking.js";
import { Gradients } from "./gradients.js";
import { Landscape } from "./landscape.js";
import { Residuals } from "./residuals.js";
import { Spectrum } from "./spectrum.js";

const kinds = { residuals: Residuals, gradients: Gradients, landscape: Landscape, spectrum: Spectrum };

/** @type {Promise<Surveyor> | undefined} */
let ready;

/**
 * @param {string} id of the view
 * @param {HTMLElement} host
 * @param {{worker: string}} files
 */
export async function open(id, host, files) {
	ready ??= dressed().then(() => new Surveyor(files));
	return new kinds[/** @type {keyof typeof kinds} */ (id)](host, await ready);
}

/** The style sheet of these views; without it they are plain. */
function dressed() {
	return new Promise((resolve) => {
		const link = make("link", { rel: "stylesheet", href: PLATEAU_SURVEY.style });
		link.addEventListener("load", () => resolve(undefined));
		link.addEventListener("error", () => resolve(undefined));
		document.head.append(link);
	});
}

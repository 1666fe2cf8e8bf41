// The colours of a loss: one hue from the page's own (high) to full strength (low), told apart by lightness alone, in either theme.

import { byId } from "../element.js";

/** @typedef {[number, number, number]} Colour red, green, blue, 0 to 255 */

/** @returns {Colour[]} the stops of the style sheet, from high to low */
export function stops() {
	const style = getComputedStyle(byId("main"));
	return [0, 1, 2, 3].map((i) => parse(style.getPropertyValue(`--loss-${i}`).trim()));
}

/**
 * The colour at a share of the way from the first stop to the last.
 * @param {Colour[]} stops
 * @param {number} share what is not a number is the first
 * @returns {Colour}
 */
export function between(stops, share) {
	const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1) || 0;
	const i = Math.min(Math.floor(at), stops.length - 2);
	const [from, to] = [stops[i], stops[i + 1]];
	return /** @type {Colour} */ (from.map((v, k) => Math.round(v + (to[k] - v) * (at - i))));
}

/**
 * @param {string} hex "#0072b2"
 * @returns {Colour}
 */
function parse(hex) {
	return /** @type {Colour} */ ([1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));
}

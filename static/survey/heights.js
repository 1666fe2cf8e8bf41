// The heights of a map: how far up each loss is between the lowest and the highest.

import { number } from "../format.js";
import { extent } from "../scale.js";
import { levels, logarithmic } from "./contours.js";

/** @typedef {import("../protocol").SurveyedMap} SurveyedMap */
/** @typedef {{lo: number, hi: number, share: (loss: number) => number}} HeightScale how far up a loss is, 0 at lo and 1 at hi */

/**
 * @param {SurveyedMap} map
 * @param {number} resolution a loss below it is rounding
 * @returns {HeightScale}
 */
export function heightScale(map, resolution) {
	const [least, hi] = extent(map.values.map(Number));
	const lo = least >= 0 ? Math.max(least, Math.min(resolution, hi)) : least;
	const span = hi - lo || 1;
	const ratio = Math.log(hi / lo) || 1;
	const share = logarithmic(lo, hi)
		? (/** @type {number} */ loss) => Math.log(Math.max(loss, lo) / lo) / ratio
		: (/** @type {number} */ loss) => (loss - lo) / span;
	return { lo, hi, share: (loss) => (Number.isNaN(loss) ? 1 : Math.min(Math.max(share(loss), 0), 1)) };
}

/**
 * The numbers beside the bar of colours: both ends, and the levels between them from the top down.
 * @param {HeightScale} scale
 */
export function marks({ lo, hi }) {
	const between = levels(lo, hi).reverse();
	return [hi, lo, ...between].map((loss, i) => ({ loss, text: number(Number(loss.toPrecision(i < 2 ? 3 : 2))) }));
}

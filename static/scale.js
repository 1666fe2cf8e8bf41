// Ends and ticks of axes; web/scale.go draws the pre-rendered pictures by the same rules.

/** @typedef {{min: number, max: number, ticks: number[]}} Scale */

/**
 * Covers lo..hi with about `want` round steps of 1, 2 or 5 times a power of ten; its ends are ticks when `whole`.
 * @param {number} lo
 * @param {number} hi
 * @param {number} want
 * @param {boolean} whole
 * @returns {Scale}
 */
export function linearScale(lo, hi, want, whole) {
	if (!(hi > lo)) {
		const pad = Math.max(Math.abs(lo), 1) / 2;
		[lo, hi] = [lo - pad, hi + pad];
	}
	let step = 10 ** Math.floor(Math.log10((hi - lo) / want));
	for (const times of [2, 2.5, 2]) {
		if ((hi - lo) / step <= want + 0.5) break;
		step *= times;
	}
	const [first, last] = whole ? [Math.floor(lo / step), Math.ceil(hi / step)] : [Math.ceil(lo / step), Math.floor(hi / step)];
	const ticks = [];
	for (let k = first; k <= last; k++) ticks.push(Number((k * step).toPrecision(12)));
	return whole ? { min: ticks[0], max: ticks[ticks.length - 1], ticks } : { min: lo, max: hi, ticks };
}

/**
 * Covers lo..hi, both positive, with whole decades: every one of them labelled up to eight, and then every 2nd, 5th, 10th...; where there are only one
 * or two, 2 and 5 times a power of ten too.
 * @param {number} lo
 * @param {number} hi
 * @returns {Scale}
 */
export function decadeScale(lo, hi) {
	const first = Math.floor(Math.log10(lo));
	const last = Math.max(first + 1, Math.ceil(Math.log10(hi)));
	let step = 1;
	for (const times of [2, 2.5, 2, 2, 2.5, 2]) {
		if ((last - first) / step <= 8) break;
		step *= times;
	}
	const ticks = [];
	for (let k = Math.ceil(first / step) * step; k <= last; k += step) {
		ticks.push(Number(`1e${k}`));
		if (last - first <= 2 && k < last) ticks.push(Number(`2e${k}`), Number(`5e${k}`));
	}
	return { min: Number(`1e${first}`), max: Number(`1e${last}`), ticks };
}

/**
 * The smallest and largest finite values.
 * @param {Iterable<number>[]} lists
 * @returns {[number, number]}
 */
export function extent(...lists) {
	let lo = Infinity;
	let hi = -Infinity;
	for (const list of lists) {
		for (const v of list) {
			if (v < lo && v > -Infinity) lo = v;
			if (v > hi && v < Infinity) hi = v;
		}
	}
	return [lo, hi];
}

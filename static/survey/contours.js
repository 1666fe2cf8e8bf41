// Lines of equal height through a square grid of values (marching squares), and which heights to draw.

import { linearScale } from "../scale.js";

/** @typedef {[number, number]} Point column and row, fractions between grid points */

/**
 * The lines at one level, each a chain of points; one that closes ends where it begins.
 * @param {ArrayLike<number>} values row by row
 * @param {number} side points along a side
 * @param {number} level
 * @returns {Point[][]}
 */
export function contour(values, side, level) {
	/** @type {Map<number, number[]>} of each edge of the grid that is crossed, the crossings it is joined with: one in each cell beside it */
	const joined = new Map();
	const join = (/** @type {number} */ from, /** @type {number} */ to) => joined.set(from, [...(joined.get(from) ?? []), to]);
	for (let row = 0; row + 1 < side; row++) {
		for (let column = 0; column + 1 < side; column++) {
			for (const [a, b] of pieces(values, side, level, column, row)) {
				join(a, b);
				join(b, a);
			}
		}
	}
	/** @type {Set<number>} */
	const walked = new Set();
	const walk = (/** @type {number} */ from) => {
		const chain = [from];
		walked.add(from);
		for (;;) {
			const ways = joined.get(chain[chain.length - 1]) ?? [];
			const next = ways.find((edge) => !walked.has(edge));
			if (next === undefined) {
				if (ways.includes(from) && chain.length > 2) chain.push(from);
				return chain.map((edge) => crossing(values, side, level, edge));
			}
			walked.add(next);
			chain.push(next);
		}
	};
	// Open lines first, from their ends; what is left closes.
	const ends = [...joined].filter(([, ways]) => ways.length === 1).map(([edge]) => edge);
	return [...ends, ...joined.keys()].flatMap((edge) => (walked.has(edge) ? [] : [walk(edge)]));
}

/**
 * Where the line crosses an edge.
 * @param {ArrayLike<number>} values
 * @param {number} side
 * @param {number} level
 * @param {number} edge twice the number of the grid point at its lower or left end, and one more where it goes up
 * @returns {Point}
 */
function crossing(values, side, level, edge) {
	const point = edge >> 1;
	const up = edge & 1;
	const from = values[point] - level;
	const share = from / (values[point] - values[point + (up ? side : 1)]);
	const [column, row] = [point % side, Math.floor(point / side)];
	return up ? [column, row + share] : [column + share, row];
}

/**
 * The up to two pieces of a line in one cell, from edge to edge.
 * @param {ArrayLike<number>} values
 * @param {number} side
 * @param {number} level
 * @param {number} column
 * @param {number} row
 * @returns {[number, number][]}
 */
function pieces(values, side, level, column, row) {
	const at = row * side + column;
	const corners = [at, at + 1, at + side + 1, at + side].map((point) => values[point] - level); // counterclockwise from the lower left
	if (!corners.every(Number.isFinite)) return [];
	const high = corners.map((v) => v > 0);
	const edges = [2 * at, 2 * (at + 1) + 1, 2 * (at + side), 2 * at + 1]; // below, right, above, left
	const crossed = edges.filter((_, i) => high[i] !== high[(i + 1) % 4]);
	if (crossed.length === 2) return [[crossed[0], crossed[1]]];
	if (crossed.length === 0) return [];
	// A saddle: the mean of the corners says which two of them hang together.
	const together = corners[0] + corners[1] + corners[2] + corners[3] > 0 === high[0];
	const [below, right, above, left] = edges;
	return together
		? [
				[below, right],
				[left, above],
			]
		: [
				[left, below],
				[right, above],
			];
}

/**
 * About eight round levels strictly between two values: decades, with 2 and 5 times a power of ten where there are few; even steps where the values are
 * alike or not all positive.
 * @param {number} lo
 * @param {number} hi
 * @returns {number[]}
 */
export function levels(lo, hi) {
	if (!(hi > lo)) return [];
	const inside = (/** @type {number} */ v) => v > lo && v < hi;
	if (!logarithmic(lo, hi)) return linearScale(lo, hi, 6, true).ticks.filter(inside);
	const decades = Math.log10(hi / lo);
	const digits = decades > 4 ? [1] : decades > 1.7 ? [1, 3] : [1, 1.5, 2, 3, 5, 7];
	const step = Math.max(1, Math.ceil(decades / 9));
	const out = [];
	for (let k = Math.floor(Math.log10(lo)); k <= Math.log10(hi); k++)
		if (k % step === 0) out.push(...digits.map((digit) => Number(`${digit}e${k}`)));
	return out.filter(inside);
}

/**
 * Whether losses so far apart are told by their order of magnitude.
 * @param {number} lo
 * @param {number} hi
 */
export function logarithmic(lo, hi) {
	return lo > 0 && hi / lo > 3;
}

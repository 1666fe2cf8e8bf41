// How dots look by how many there are. Few are large, opaque and set off from each other by an edge in the colour of the page. Many would cover the picture
// and one another with those edges, so they have none, are smaller, and are seen through: where they crowd, the colour is darker.

/** Up to this many dots are told apart one by one. */
export const fewDots = 60;

/**
 * @param {number} n
 * @returns {{size: number, edge: boolean, opacity: number}} size is the diameter in pixels; edge: with a border of its own
 */
export function dotsOf(n) {
	if (n <= fewDots) return { size: 11, edge: true, opacity: 1 };
	// Of 60 to 10,000 the logarithm goes from 0 to 1.
	const much = Math.min(Math.log(n / fewDots) / Math.log(10000 / fewDots), 1);
	return { size: 7 - 4 * much, edge: false, opacity: 0.9 - 0.6 * much };
}

// Room for names that would lie on one another.

/**
 * Places for rows of text, ascending, as near to the wanted ones as `gap` between them allows: each gives way downwards, and at the end all upwards.
 * @param {number[]} wanted ascending
 * @param {number} gap
 * @param {number} end the last place there is
 */
export function spread(wanted, gap, end) {
	/** @type {number[]} */
	const places = [];
	for (const at of wanted) places.push(Math.max(at, (places.at(-1) ?? -Infinity) + gap));
	for (let i = places.length - 1, last = end; i >= 0; i--, last -= gap) places[i] = Math.min(places[i], last);
	return places;
}

// Which run may be drawn beside another: one of the same problem. A point that is moved, added or taken away leaves it the same; other data do not,
// and neither their losses nor their epochs belong on one axis.

/** @typedef {import("./protocol").Run} Run */

/**
 * Whether two runs have the same columns and share at least half of their rows.
 * @param {Pick<Run, "points" | "inputs" | "outputs">} a
 * @param {Pick<Run, "points" | "inputs" | "outputs">} b
 */
export function comparable(a, b) {
	if (a.inputs !== b.inputs || a.outputs !== b.outputs) return false;
	/** @type {Map<string, number>} */
	const rows = new Map();
	for (const row of a.points) rows.set(String(row), (rows.get(String(row)) ?? 0) + 1);
	let shared = 0;
	for (const row of b.points) {
		const left = rows.get(String(row)) ?? 0;
		if (left === 0) continue;
		rows.set(String(row), left - 1);
		shared++;
	}
	return 2 * shared >= Math.min(a.points.length, b.points.length);
}

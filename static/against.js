// Predictions against targets: what the fit leaves of every output of every row.

/** @typedef {import("./protocol").Run} Run */
/** @typedef {import("./protocol").Frame} Frame */

/**
 * (target, prediction) of every output of every row.
 * @param {Pick<Run, "points" | "inputs" | "outputs">} run
 * @param {Pick<Frame, "predictions">} frame
 * @returns {[number, number][]}
 */
export function against(run, frame) {
	return run.points.flatMap((row, i) =>
		row.slice(run.inputs).map((target, j) => /** @type {[number, number]} */ ([target, frame.predictions[i * run.outputs + j]])),
	);
}

/**
 * The largest |target - prediction|, in the target's unit; NaN where there is one. Compared one by one: rows times outputs are more than a call takes
 * arguments.
 * @param {[target: number, prediction: number][]} pairs
 */
export function largestMiss(pairs) {
	let largest = 0;
	for (const [target, predicted] of pairs) largest = Math.max(largest, Math.abs(target - predicted));
	return largest;
}

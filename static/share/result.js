// The Result of the contract, as the command prints it, from what a page has drawn.

import { nestedWeights, rowsOfWidth } from "../weights.js";

/** @typedef {import("../watch.js").Picture} Picture */

/** @param {Picture} picture */
export function resultOf({ run, frame }) {
	return {
		experiment: run.experiment,
		epochs: frame.epoch,
		seconds: frame.seconds,
		...(frame.stopped && { stopped: frame.stopped }),
		loss: { ...frame.loss, curve: pairs(frame.curve) },
		weights: nestedWeights(frame.weights, /** @type {any} */ (run.experiment).network.layers),
		predictions: rowsOfWidth(frame.predictions, run.outputs),
	};
}

/** @param {Float64Array} curve */
function pairs(curve) {
	return rowsOfWidth(curve, 2);
}

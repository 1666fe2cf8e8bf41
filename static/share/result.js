// The Result of the contract, as the command prints it, from what a page has drawn.

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../protocol").Num} Num */

/** @param {Picture} picture */
export function resultOf({ run, frame }) {
	return {
		experiment: run.experiment,
		epochs: frame.epoch,
		seconds: frame.seconds,
		...(frame.stopped && { stopped: frame.stopped }),
		loss: { ...frame.loss, curve: pairs(frame.curve) },
		weights: keras(frame.weights, /** @type {any} */ (run.experiment).network.layers),
		predictions: rows(frame.predictions, run.outputs),
	};
}

/** @param {Float64Array} curve */
function pairs(curve) {
	return rows(curve, 2);
}

/**
 * Flat weights as Keras's get_weights() nests them: for each layer its kernel, inputs by units, and its bias.
 * @param {Float64Array} flat
 * @param {{units: number, use_bias?: boolean}[]} layers
 */
function keras(flat, layers) {
	const biases = layers.map((layer) => (layer.use_bias === false ? 0 : layer.units));
	// What the later layers leave is the first one's: inputs may have been turned into features.
	const later = layers.slice(1).reduce((sum, { units }, i) => sum + layers[i].units * units + biases[i + 1], 0);
	let inputs = (flat.length - later - biases[0]) / layers[0].units;
	let at = 0;
	/** @type {(Num[] | Num[][])[]} */
	const nested = [];
	for (const [i, { units }] of layers.entries()) {
		nested.push(rows(flat.subarray(at, at + inputs * units), units));
		at += inputs * units;
		if (biases[i] > 0) nested.push(Array.from(flat.subarray(at, at + units), finite));
		at += biases[i];
		inputs = units;
	}
	return nested;
}

/**
 * @param {Float64Array} flat
 * @param {number} width
 */
function rows(flat, width) {
	return Array.from({ length: flat.length / width }, (_, i) => Array.from(flat.subarray(i * width, (i + 1) * width), finite));
}

/**
 * As JSON carries it.
 * @param {number} value
 * @returns {Num}
 */
function finite(value) {
	return Number.isFinite(value) ? value : /** @type {Num} */ (String(value));
}

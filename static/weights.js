// Flat weights, as the engine has them, and as Keras's get_weights() nests them, which is how an Experiment holds them.

/** @typedef {import("./protocol").Num} Num */

/**
 * For each layer its kernel, inputs by units, and its bias where it has one.
 * @param {ArrayLike<number>} flat
 * @param {{units: number, use_bias?: boolean}[]} layers
 */
export function nestedWeights(flat, layers) {
	const biases = layers.map((layer) => (layer.use_bias === false ? 0 : layer.units));
	// What the later layers leave is the first one's.
	const later = layers.slice(1).reduce((sum, { units }, i) => sum + layers[i].units * units + biases[i + 1], 0);
	let inputs = (flat.length - later - biases[0]) / layers[0].units;
	let at = 0;
	/** @type {(Num[] | Num[][])[]} */
	const nested = [];
	for (const [i, { units }] of layers.entries()) {
		nested.push(Array.from({ length: inputs }, (_, row) => numbers(flat, at + row * units, units)));
		at += inputs * units;
		if (biases[i] > 0) nested.push(numbers(flat, at, units));
		at += biases[i];
		inputs = units;
	}
	return nested;
}

/**
 * Rows of numbers as JSON carries them.
 * @param {ArrayLike<number>} flat
 * @param {number} width
 */
export function rowsOfWidth(flat, width) {
	return Array.from({ length: flat.length / width }, (_, i) => numbers(flat, i * width, width));
}

/**
 * @param {ArrayLike<number>} flat
 * @param {number} from
 * @param {number} length
 * @returns {Num[]}
 */
function numbers(flat, from, length) {
	return Array.from({ length }, (_, i) => {
		const value = flat[from + i];
		return Number.isFinite(value) ? value : /** @type {Num} */ (String(value));
	});
}

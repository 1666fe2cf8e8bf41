// The shape of a network: its layers, what its units and weights are called, and where each weight lies in Keras's order. The names are the same wherever
// a unit or a weight is spoken of.

import { columnsOf } from "./columns.js";
import { get, nameOf } from "./experiment.js";
import { nestedWeights } from "./weights.js";

/** @typedef {import("./protocol").Json} Json */

/**
 * A layer: `kernel` and `bias` are where its weights begin, bias -1 where it has none; `before` counts the units of the layers before it.
 * @typedef {{units: number, inputs: number, activation: string, kernel: number, bias: number, before: number}} Layer
 */

export class Shape {
	/** @type {Layer[]} the last is the output */
	layers = [];
	parameters = 0;

	/** @param {import("./protocol").Run} run */
	constructor(run) {
		const { inputs: names, targets } = columnsOf(run.experiment, run);
		this.inputs = names;
		this.outputs = targets;
		let inputs = run.inputs;
		let before = 0;
		for (const layer of /** @type {Json[]} */ (get(run.experiment, "network.layers") ?? [])) {
			const units = Number(get(layer, "units") ?? 1);
			const kernel = this.parameters;
			const bias = get(layer, "use_bias") === false ? -1 : kernel + inputs * units;
			this.parameters = kernel + inputs * units + (bias < 0 ? 0 : units);
			this.layers.push({ units, inputs, activation: nameOf(get(layer, "activation")), kernel, bias, before });
			inputs = units;
			before += units;
		}
	}

	/** The layers between inputs and outputs. */
	get hidden() {
		return this.layers.slice(0, -1);
	}

	/**
	 * "unit 3" of one hidden layer, "unit 2.3" of the second of several; inputs (layer -1) and outputs by the names of the data.
	 * @param {number} layer
	 * @param {number} j
	 */
	unit(layer, j) {
		if (layer < 0) return this.inputs[j];
		if (layer === this.layers.length - 1) return this.outputs[j];
		return this.layers.length === 2 ? `unit ${j + 1}` : `unit ${layer + 1}.${j + 1}`;
	}

	/**
	 * What a weight joins: from -1 is the bias.
	 * @param {number} i in Keras's order
	 */
	weight(i) {
		const layer = this.layers.findLastIndex(({ kernel }) => kernel <= i);
		const { units, kernel, bias } = this.layers[layer];
		if (bias >= 0 && i >= bias) return { layer, from: -1, to: i - bias };
		return { layer, from: Math.floor((i - kernel) / units), to: (i - kernel) % units };
	}

	/**
	 * "x → unit 3", "the bias of unit 3"
	 * @param {number} i
	 */
	weightName(i) {
		const { layer, from, to } = this.weight(i);
		const unit = this.unit(layer, to);
		return from < 0 ? `the bias of ${unit}` : `${this.unit(layer - 1, from)} → ${unit}`;
	}

	/**
	 * Flat weights as Keras's get_weights() nests them, which is how an Experiment holds them.
	 * @param {ArrayLike<number>} flat
	 * @returns {Json[]}
	 */
	nested(flat) {
		return nestedWeights(
			flat,
			this.layers.map(({ units, bias }) => ({ units, use_bias: bias >= 0 })),
		);
	}
}

// ---- What units do --------------------------------------------------------------------------------------------------------

/** How many numbers of Inspection.units belong to one unit. */
const columns = 7;

/** Words for the badges, by their number in the protocol, and a sign for each in a square of 12. */
export const badges = [
	{ word: "", words: "", path: "" },
	{ word: "linear", words: "linear", path: "M1 11 11 1" },
	{ word: "dead", words: "dead", path: "M2 2l8 8M10 2l-8 8" },
	{ word: "saturated", words: "saturated", path: "M1 10h3.5l3-8H11" },
	{ word: "copy", words: "copies of another", path: "M1 1h7v7H1zM4 4h7v7H4z" },
];

/**
 * @typedef {{layer: number, unit: number, badge: number, copyOf: number, mean: number, spread: number, curve: number, part: number}} Unit
 */

/**
 * The units of an inspection as objects, in order.
 * @param {import("./protocol").Inspection} inspection
 * @param {Shape} shape
 * @returns {Unit[]}
 */
export function unitsOf({ units = new Float64Array() }, shape) {
	return Array.from({ length: units.length / columns }, (_, i) => {
		const [layer, badge, copyOf, mean, spread, curve, part] = units.subarray(i * columns, (i + 1) * columns);
		return { layer, unit: i - shape.layers[layer].before, badge, copyOf, mean, spread, curve, part };
	});
}

/**
 * "linear", "copy of unit 3", or nothing
 * @param {Unit} unit
 * @param {Shape} shape
 */
export function badgeOf({ layer, badge, copyOf }, shape) {
	const { word } = badges[badge];
	return copyOf >= 0 && word === "copy" ? `copy of ${shape.unit(layer, copyOf)}` : word;
}

/**
 * One sentence about all of them.
 * @param {Unit[]} units
 */
export function summary(units) {
	if (units.length === 0) return "There is no hidden layer: the output is all there is.";
	const counts = badges.map((_, badge) => units.filter((unit) => unit.badge === badge).length);
	const parts = badges.flatMap(({ word, words: many }, badge) =>
		badge > 0 && counts[badge] > 0 ? [`${counts[badge]} ${counts[badge] === 1 ? word : many}`] : [],
	);
	const all = units.length === 1 ? "1 hidden unit" : `${units.length} hidden units`;
	if (parts.length === 0) return `${all}: ${units.length === 1 ? "it bends" : "each bends and does something of its own"}.`;
	const rest =
		counts[0] > 0
			? `; ${counts[0]} ${counts[0] === 1 ? "bends" : "bend"} and ${counts[0] === 1 ? "does" : "do"} something of ${counts[0] === 1 ? "its" : "their"} own`
			: "; none bends of its own";
	return `${all}: ${parts.join(", ")}${rest}.`;
}

/**
 * What is trained: the same rows, the same weights to begin with, the same order, for every engine. Used by the page and
 * by the programs beside it.
 */

/**
 * @typedef {object} Workload
 * @property {"S" | "M" | "L" | "XL"} name
 * @property {number} inputs
 * @property {number[]} hidden
 * @property {"tanh" | "relu"} activation
 * @property {number} rows
 * @property {number} batch
 * @property {{ adam: number, sgd: number }} rate
 * @property {number} checked epochs after which losses are compared
 * @property {number} longest epochs of one run; then it begins anew, so that nobody is timed on a solved problem whose
 *   gradients are denormal numbers
 *
 * @typedef {object} Case
 * @property {Workload} workload
 * @property {"adam" | "sgd"} optimizer
 * @property {"float32" | "float64"} precision
 *
 * @typedef {object} Problem
 * @property {Case} case
 * @property {number} rate
 * @property {number[][]} x rows of inputs
 * @property {number[]} y
 * @property {number[][][]} kernels of each layer, inputs × units
 * @property {number[]} units of each layer, the output's 1 last
 */

/** @type {Workload[]} */
export const workloads = [
	{
		name: "S",
		inputs: 1,
		hidden: [10],
		activation: "tanh",
		rows: 3,
		batch: 3,
		rate: { adam: 1e-3, sgd: 0.05 },
		checked: 300,
		longest: 10_000,
	},
	{
		name: "M",
		inputs: 1,
		hidden: [32, 32],
		activation: "tanh",
		rows: 200,
		batch: 200,
		rate: { adam: 3e-3, sgd: 0.05 },
		checked: 40,
		longest: 2000,
	},
	{
		name: "L",
		inputs: 2,
		hidden: [64, 64],
		activation: "relu",
		rows: 1000,
		batch: 32,
		rate: { adam: 1e-3, sgd: 0.05 },
		checked: 3,
		longest: 40,
	},
	{
		name: "XL",
		inputs: 8,
		hidden: [256, 256],
		activation: "relu",
		rows: 4000,
		batch: 128,
		rate: { adam: 5e-4, sgd: 0.05 },
		checked: 1,
		longest: 25,
	},
];

/** @type {Case[]} */
export const cases = workloads.flatMap((workload) =>
	/** @type {const} */ (["adam", "sgd"]).flatMap((optimizer) =>
		/** @type {const} */ (["float32", "float64"]).map((precision) => ({ workload, optimizer, precision })),
	),
);

/** @param {Case} c */
export const keyOf = (c) => `${c.workload.name}-${c.optimizer}-${c.precision}`;

/**
 * Numbers from 0 to 1, the same in every run (mulberry32).
 * @param {number} seed
 */
function random(seed) {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** The points of the origin question, and smooth functions between 0.1 and 0.9 for the larger workloads. */
const origin = { x: [[-1], [0], [1]], y: [-0.2445248, 0.1232554, 0.1713998] };

/**
 * Every number is one that float32 holds, so that both precisions begin alike.
 * @param {Case} c
 * @returns {Problem}
 */
export function problemOf(c) {
	const { inputs, hidden, rows, rate } = c.workload;
	const next = random(1);
	const between = (/** @type {number} */ limit) => Math.fround((2 * next() - 1) * limit);
	const units = [...hidden, 1];
	const kernels = units.map((n, i) => {
		const from = i ? units[i - 1] : inputs;
		return Array.from({ length: from }, () => Array.from({ length: n }, () => between(Math.sqrt(6 / (from + n)))));
	});
	if (c.workload.name === "S") return { case: c, rate: rate[c.optimizer], ...origin, kernels, units };
	const x = Array.from({ length: rows }, () => Array.from({ length: inputs }, () => between(1)));
	const y = x.map((row) => Math.fround(0.5 + 0.4 * Math.sin(3 * row.reduce((sum, v, i) => sum + v / (i + 1), 0))));
	return { case: c, rate: rate[c.optimizer], x, y, kernels, units };
}

/**
 * All weights in Keras's order: each layer's kernel, then its bias, which is 0.
 * @param {Problem} p
 */
export function flatWeights(p) {
	return p.kernels.flatMap((kernel, i) => [...kernel.flat(), ...new Array(p.units[i]).fill(0)]);
}

/**
 * The problem as an Experiment of the site.
 * @param {Problem} p
 * @param {object} [optimizer] further arguments of the optimizer
 */
export function experimentOf(p, optimizer = {}) {
	const { workload, precision } = p.case;
	return JSON.stringify({
		version: 1,
		data: { points: p.x.map((row, i) => [...row, p.y[i]]), inputs: p.x[0].map((_, i) => `x${i + 1}`), targets: ["y"] },
		network: {
			layers: p.units.map((units, i) => (i < workload.hidden.length ? { units, activation: workload.activation } : { units })),
			weights: p.kernels.flatMap((kernel, i) => [kernel, new Array(p.units[i]).fill(0)]),
		},
		training: {
			optimizer: { name: p.case.optimizer, learning_rate: p.rate, ...optimizer },
			batch_size: workload.batch,
			shuffle: false,
			epochs: 1_000_000,
			precision,
		},
	});
}

/** @param {Workload} w */
export function parametersOf({ inputs, hidden }) {
	const units = [inputs, ...hidden, 1];
	return units.slice(1).reduce((sum, n, i) => sum + (units[i] + 1) * n, 0);
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { set } from "./experiment.js";
import { changeName, ownName, runName, settingChanges } from "./names.js";

/** @type {import("./protocol").Experiment} */
const origin = {
	data: { points: [[0, 1]] },
	network: {
		layers: [
			{ units: 10, activation: "linear" },
			{ units: 1, activation: "linear" },
		],
	},
	training: { optimizer: { name: "adam", learning_rate: 1e-5 }, epochs: 10000 },
};

test("a run is named by what sets it apart", () => {
	const fixed = set(set(origin, "network.layers[0].activation", "tanh"), "training.optimizer.learning_rate", 1e-3);
	assert.equal(runName(origin, fixed), "linear, 1e-5");
	assert.equal(runName(fixed, origin), "tanh, 1e-3");
	assert.equal(runName(origin, set(origin, "training.epochs", 20000)), "10\u202f000 epochs");
	assert.equal(runName(origin, set(origin, "network.layers[0].units", 3)), "10 units");
	assert.equal(runName(origin, set(origin, "network.layers", [{ units: 1 }])), "1 hidden layer");
	assert.equal(runName(origin, set(origin, "training.optimizer", { name: "sgd", learning_rate: 1e-5 })), "adam");
	assert.equal(runName(origin, set(origin, "data.points", [[0, 2]])), "");
	const own = set(origin, "network.weights", [[[1, 2]], [0, 0]]);
	assert.equal(runName(own, origin), "weights by hand");
	assert.equal(runName(origin, own), "drawn weights");
	assert.equal(changeName(origin, own), "weights by hand");
	assert.equal(changeName(own, set(own, "network.weights[0][0][1]", 3)), "weights by hand");
});

test("a run in a list is named by what changed since the one before", () => {
	const two = {
		...origin,
		data: {
			points: [
				[0, 1],
				[1, 2],
			],
			scale: { inputs: "none" },
		},
		training: { .../** @type {{}} */ (origin.training), batch_size: 2 },
	};
	/** @param {string} path @param {any} to @param {any} [from] */
	const changed = (path, to, from = two) => changeName(from, set(from, path, to));
	assert.equal(changed("network.layers[0].activation", "tanh"), "activation linear → tanh");
	assert.equal(changed("training.optimizer.learning_rate", 3e-4), "learning rate 1e-5 → 3e-4");
	assert.equal(changed("training.epochs", 3000), "epochs 10\u202f000 → 3000");
	assert.equal(changed("network.layers[0].units", 20), "units 10 → 20");
	assert.equal(changed("network.layers", [{ units: 1, activation: "linear" }]), "hidden layers 1 → 0");
	assert.equal(changed("training.optimizer", { name: "sgd", learning_rate: 1e-5, momentum: 0.9 }), "optimizer adam → sgd");
	assert.equal(
		changed("training.schedule", { name: "cosine_decay", decay_steps: 9 }, { ...two, training: { schedule: "constant" } }),
		"schedule constant → cosine decay",
	);
	assert.equal(changed("data.scale.inputs", "standard"), "scale of inputs none → standard");
	assert.equal(changed("data.points[1][1]", 3), "point 2 moved");
	assert.equal(
		changed("data.points", [
			[3, 4],
			[5, 6],
		]),
		"points moved",
	);
	const more = set(
		set(two, "data.points", [
			[0, 1],
			[1, 2],
			[2, 3],
		]),
		"training.batch_size",
		3,
	);
	assert.equal(changeName(two, more), "points 2 → 3", "a full batch stays one");
	assert.equal(changed("data.inputs", ["a", "b"], set(two, "data.inputs", ["x"])), "inputs x → a, b");
	const sine = { ...two, data: { generator: { name: "sine", seed: 0 } } };
	assert.equal(changed("data.generator.seed", 1, sine), "seed of the data 0 → 1");
	assert.equal(changed("data.generator.name", "line", sine), "generator sine → line");
	assert.equal(changed("view", { loss_axis: "linear" }), "");
	assert.equal(changed("title", "Another question"), "Another question");
	const both = set(set(two, "network.layers[0].activation", "relu"), "network.layers[1].activation", "relu");
	assert.equal(changeName(two, both), "activation linear → relu", "once for all layers");
	assert.deepEqual(settingChanges(two, two), []);
	assert.equal(ownName(two), "linear, 1e-5");
	assert.equal(ownName({ ...two, title: "XOR" }), "XOR");
});

test("a name for ten thousand rows reads each a few times, not each for each", () => {
	let read = 0;
	/** @param {number} shift @returns {any} */
	const rows = (shift) =>
		Array.from({ length: 10_000 }, (_, i) => {
			const row = [i, i + shift];
			const toJSON = () => {
				if (++read > 200_000) throw new Error("more than ten times for each row");
				return [...row];
			};
			return Object.defineProperty([...row], "toJSON", { value: toJSON });
		});
	const before = set(origin, "data.points", rows(0));
	assert.equal(changeName(before, set(origin, "data.points", rows(1))), "points moved");
	assert.equal(changeName(before, set(origin, "data.points", rows(1).slice(1))), "points 10\u202f000 → 9999");
	assert.equal(runName(before, set(origin, "data.points", rows(2))), "");
});

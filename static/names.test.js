import assert from "node:assert/strict";
import { test } from "node:test";
import { set } from "./experiment.js";
import { describeChanges, runName } from "./names.js";

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
});

test("changes make the words of a button, each once", () => {
	const changes = [
		{ path: "network.layers[0].activation", from: "linear", to: "leaky_relu" },
		{ path: "network.layers[1].activation", from: "linear", to: "leaky_relu" },
		{ path: "training.optimizer.learning_rate", from: 1e-5, to: 1e-3 },
	];
	assert.equal(describeChanges(changes), "leaky relu, 1e-3");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, get, nameOf, set, withRows } from "./experiment.js";

/** @type {import("./protocol").Experiment} */
const experiment = {
	data: {
		points: [
			[0, 1],
			[1, 2],
		],
	},
	network: { layers: [{ units: 10, activation: "linear" }, { units: 1 }] },
	training: { optimizer: "adam", batch_size: 2 },
};

test("a value is read and replaced by its path, and the rest is shared", () => {
	assert.equal(get(experiment, "network.layers[0].units"), 10);
	assert.equal(get(experiment, "network.layers[7].units"), undefined);
	const next = set(experiment, "network.layers[0].units", 3);
	assert.equal(get(next, "network.layers[0].units"), 3);
	assert.equal(get(experiment, "network.layers[0].units"), 10);
	assert.equal(next.data, experiment.data);
	assert.deepEqual(set({ a: 1, b: 2 }, "a", undefined), { b: 2 });
});

test("a name on the way opens into a choice", () => {
	assert.deepEqual(get(set(experiment, "training.optimizer.learning_rate", 0.1), "training.optimizer"), {
		name: "adam",
		learning_rate: 0.1,
	});
	assert.equal(nameOf({ name: "adam" }), "adam");
	assert.equal(nameOf("adam"), "adam");
	assert.equal(nameOf(3), "");
});

test("differences are the leaves that differ, and rows and weights as a whole", () => {
	const rows = [
		[0, 1],
		[1, 5],
	];
	const next = set(set(experiment, "network.layers[0].activation", "tanh"), "data.points", rows);
	assert.deepEqual(differences(experiment, next), [
		{ path: "data.points", from: get(experiment, "data.points"), to: rows },
		{ path: "network.layers[0].activation", from: "linear", to: "tanh" },
	]);
	assert.deepEqual(differences(experiment, structuredClone(experiment)), []);
});

test("a batch of all rows stays a batch of all rows", () => {
	assert.equal(get(withRows(experiment, [[0, 1]]), "training.batch_size"), 1);
	const small = set(experiment, "training.batch_size", 1);
	assert.equal(
		get(
			withRows(small, [
				[0, 1],
				[1, 2],
				[2, 3],
			]),
			"training.batch_size",
		),
		1,
	);
});

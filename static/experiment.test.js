import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { differences, edited, get, nameOf, set, withGenerator, withoutColumns, withRows } from "./experiment.js";

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

/** @type {{batch: number, before: number, rows: number, want: number, because: string}[]} */
const batches = JSON.parse(readFileSync(new URL("../web/testdata/batch.json", import.meta.url), "utf8"));
const rows = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => [i, i]);

for (const { batch, before, rows: after, want, because } of batches) {
	test(`a batch of ${batch} when ${before} rows become ${after} is one of ${want}: ${because}`, () => {
		const base = set(set(experiment, "training.batch_size", batch), "data.points", rows(before));
		const size = (/** @type {import("./protocol").Experiment} */ next) => get(next, "training.batch_size");
		assert.equal(size(withRows(base, rows(after))), want);
		assert.equal(size(withGenerator(base, { name: "sine", n: after }, before, after)), want);
	});
}

test("a batch without a number, or of no rows, stays as it is", () => {
	const half = set(experiment, "training.batch_size", "1e");
	assert.equal(get(withRows(half, []), "training.batch_size"), "1e");
	assert.equal(get(withRows(experiment, []), "training.batch_size"), 2);
});

test("weights that were given go with the shape they were given for, and only then", () => {
	const own = set(experiment, "network.weights", [[[1]], [0]]);
	const kept = (/** @type {string} */ path, /** @type {any} */ to) => get(edited(own, path, to), "network.weights") !== undefined;
	for (const [path, to] of /** @type {[string, any][]} */ ([
		["network.layers", [{ units: 1 }]],
		["network.layers[0].units", 3],
		["network.layers[0].use_bias", false],
	]))
		assert.ok(!kept(path, to), path);
	for (const [path, to] of /** @type {[string, any][]} */ ([
		["network.layers[0].activation", "tanh"],
		["network.layers[0].units", 10], // as many as there are
		["training.epochs", 3],
		["data.scale.inputs", "standard"],
	]))
		assert.ok(kept(path, to), path);
	assert.equal(get(edited(own, "network.layers[0].units", 3), "network.layers[0].units"), 3);
});

test("other columns have other names, outputs and weights", () => {
	const named = set(set(set(experiment, "data.inputs", ["a"]), "data.targets", ["b"]), "network.weights", [[[1]], [0]]);
	const next = withoutColumns(named);
	for (const path of ["data.inputs", "data.targets", "network.weights", "network.layers[1].units"])
		assert.equal(get(next, path), undefined, path);
	assert.equal(get(next, "network.layers[0].units"), 10);
	assert.equal(get(withGenerator(named, "sine", 2, 40), "data.inputs"), undefined);
	const sine = set(named, "data.generator", { name: "sine", n: 40 });
	assert.deepEqual(
		get(withGenerator(sine, { name: "sine", n: 20 }, 40, 20), "data.inputs"),
		["a"],
		"the same generator has the same",
	);
});

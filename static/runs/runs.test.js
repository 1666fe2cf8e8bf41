import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { set } from "../experiment.js";
import { keep } from "../kept.js";
import { packed, pins, Runs, titleOf, unpacked } from "./runs.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").State} State */

const scope = /** @type {any} */ (globalThis);
/** @param {Map<string, string>} stored */
const storage = (stored) => ({
	getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
	setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
	removeItem: (/** @type {string} */ key) => stored.delete(key),
});
/** @type {(() => void)[]} */
let leaving = [];

beforeEach(() => {
	leaving = [];
	scope.localStorage = storage(new Map());
	scope.sessionStorage = storage(new Map());
	keep("plateau.runs", undefined); // what a test without storage left in memory
	scope.addEventListener = (/** @type {string} */ type, /** @type {() => void} */ call) => {
		if (type === "pagehide") leaving.push(call);
	};
});

// What a list has yet to write must not reach the storage of the next test.
afterEach(() => {
	for (const call of leaving) call();
});

/** @type {Experiment} */
const origin = {
	data: {
		points: [
			[0, 1],
			[1, 2],
		],
	},
	network: {
		layers: [
			{ units: 10, activation: "linear" },
			{ units: 1, activation: "linear" },
		],
	},
	training: { optimizer: { name: "adam", learning_rate: 1e-5 }, epochs: 100 },
	view: { loss_axis: "log" },
};
const rate = (/** @type {number} */ value) => set(origin, "training.optimizer.learning_rate", value);

/**
 * @param {Experiment} experiment
 * @param {number} [loss]
 * @param {State} [state]
 * @param {number} [epoch]
 * @returns {any}
 */
function picture(experiment, loss = 0.5, state = "done", epoch = 100) {
	return {
		run: { experiment, epochs: 100 },
		frame: { state, epoch, loss: { initial: 1, final: loss }, curve: Float64Array.of(0, 1, epoch, loss) },
	};
}

/** A list that has seen these experiments trained, one after the other. @param {...Experiment} experiments */
function after(...experiments) {
	const runs = new Runs(() => {});
	for (const experiment of experiments) runs.see(picture(experiment), false, experiment);
	return runs;
}

const titles = (/** @type {Runs} */ runs) => runs.list.map(titleOf);

test("every run that ended is kept once, named by what changed since the one before", () => {
	const tanh = set(origin, "network.layers[0].activation", "tanh");
	const runs = after(origin, tanh, set(tanh, "training.optimizer.learning_rate", 3e-4), tanh, set(tanh, "title", "Mine"));
	assert.deepEqual(titles(runs), ["linear, 1e-5", "activation linear → tanh", "learning rate 1e-5 → 3e-4"]);
	assert.equal(runs.present, runs.list[1], "the same run again, whatever it is called");
	runs.see(picture(rate(1)), false, rate(1));
	assert.equal(titles(runs)[3], "activation tanh → linear, learning rate 1e-5 → 1", "since the one that was looked at");
});

test("what a gesture passes through is not kept, its end is, with the verdict it had already", () => {
	const runs = after(origin);
	for (const value of [1e-4, 1e-3, 1e-2]) runs.see(picture(rate(value)), true, rate(value));
	const last = picture(rate(1e-2));
	runs.see(last, true, rate(1e-2));
	runs.judge(/** @type {any} */ ({ state: "stuck", verdict: "Stuck." }));
	assert.deepEqual([runs.list.length, runs.list[0].verdict], [1, ""], "not the verdict of another run");
	runs.see(last, false, rate(1e-2));
	assert.deepEqual(titles(runs), ["linear, 1e-5", "learning rate 1e-5 → 0.01"]);
	assert.deepEqual([runs.list[1].state, runs.list[1].verdict], ["stuck", "Stuck."]);
});

test("a run that is not the one on the page is not kept", () => {
	const runs = after(origin);
	runs.see(picture(rate(1e-3)), false, rate(1e-2));
	assert.equal(runs.list.length, 1);
});

test("a run that was left is kept as such, until it has been to its end", () => {
	const runs = after(origin);
	runs.see(picture(rate(1), 0.9, "running", 40), false, rate(1));
	assert.equal(runs.list.length, 1);
	runs.see(picture(rate(2)), false, rate(2));
	assert.deepEqual(titles(runs), ["linear, 1e-5", "learning rate 1e-5 → 1", "learning rate 1 → 2"]);
	assert.deepEqual([runs.list[1].left, runs.list[1].epochs, runs.list[1].loss], [true, 40, 0.9]);
	runs.see(picture(rate(1), 0.3), false, rate(1));
	assert.deepEqual([runs.list.length, runs.list[1].left, runs.list[1].epochs, runs.list[1].loss], [3, false, 100, 0.3]);
});

test("a run that is stepped or run anew keeps the verdict on its end", () => {
	const runs = new Runs(() => {});
	const { run, frame } = picture(origin);
	runs.see({ run, frame }, false, origin);
	runs.judge(/** @type {any} */ ({ state: "stuck", verdict: "Stuck." }));
	runs.see({ run, frame: { ...frame, state: "paused", epoch: 1 } }, false, origin);
	runs.judge(/** @type {any} */ ({ state: "learning", verdict: "Learning." }));
	assert.deepEqual([runs.list.length, runs.list[0].state, runs.list[0].epochs], [1, "stuck", 100]);
});

test("what is deleted is put back where it was, and one that was made again is not there twice", () => {
	const runs = after(origin, rate(1), rate(2));
	const [, middle] = runs.list;
	runs.remove(middle);
	assert.equal(runs.list.length, 2);
	runs.putBack();
	assert.deepEqual(runs.list[1], middle);
	runs.remove(runs.list[2]);
	assert.equal(runs.present, undefined);
	runs.see(picture(rate(2)), false, rate(2));
	runs.putBack();
	assert.equal(runs.list.length, 3);
});

test("pins are as many as there are styles, and the oldest gives way", () => {
	const runs = after(...Array.from({ length: pins + 1 }, (_, i) => rate(i + 1)));
	for (const entry of runs.list) runs.pin(entry);
	assert.deepEqual(
		runs.list.map(({ pin }) => pin),
		[-1, 1, 2, 3, 0],
	);
	runs.pin(runs.list[2]);
	runs.pin(runs.list[0]);
	assert.deepEqual(
		runs.list.map(({ pin }) => pin),
		[2, 1, -1, 3, 0],
	);
});

test("fifty runs are kept, and those with a name or a pin longest", () => {
	const runs = after(rate(1), rate(2), rate(3));
	runs.rename(runs.list[0], "  mine ");
	runs.pin(runs.list[1]);
	for (let i = 4; i <= 55; i++) runs.see(picture(rate(i)), false, rate(i));
	assert.equal(runs.list.length, 50);
	assert.deepEqual(titles(runs).slice(0, 3), ["mine", "learning rate 1 → 2", "learning rate 7 → 8"]);
	runs.rename(runs.list[0], " ");
	assert.equal(titleOf(runs.list[0]), "linear, 1");
});

test("the list outlives the page, and is there without storage", () => {
	const runs = after(origin, rate(1));
	runs.rename(runs.list[1], "fast");
	runs.pin(runs.list[1]);
	for (const call of leaving) call();
	const again = new Runs(() => {});
	assert.deepEqual(again.list, runs.list);
	scope.sessionStorage = storage(new Map());
	assert.deepEqual(new Runs(() => {}).list, runs.list, "a new tab");
	again.see(picture(rate(1)), false, rate(1));
	assert.equal(again.present, again.list[1]);
	again.see(picture(rate(2)), false, rate(2));
	assert.deepEqual(
		again.list.map(({ id }) => id),
		[1, 2, 3],
	);

	scope.localStorage = scope.sessionStorage = undefined;
	const alone = after(origin, rate(1));
	for (const call of leaving) call();
	assert.equal(alone.list.length, 2);
});

test("two tabs do not write over each other", () => {
	const runs = after(origin, rate(1));
	const [mine] = leaving;
	mine();
	const own = scope.sessionStorage;
	scope.sessionStorage = storage(new Map());
	const other = after(origin, rate(2), rate(3));
	for (const call of leaving.slice(1)) call();
	scope.sessionStorage = own;
	assert.deepEqual(titles(new Runs(() => {})), titles(runs));
	assert.equal(other.list.length, 4, "it began with what was there");
});

test("data that runs share is stored once, and what does not fit is left out from the oldest on", () => {
	const points = Array.from({ length: 5000 }, (_, i) => [i, Math.sqrt(i)]);
	const large = set(origin, "data.points", points);
	const text = JSON.stringify(points).length;
	const same = after(...Array.from({ length: 20 }, (_, i) => set(large, "training.seed", i)));
	assert.ok(JSON.stringify(packed(same.list)).length < 2 * text);
	assert.deepEqual(unpacked(JSON.parse(JSON.stringify(packed(same.list)))), same.list);
	const other = after(...Array.from({ length: 20 }, (_, i) => set(large, "data.points[0][1]", i)));
	const kept = unpacked(JSON.parse(JSON.stringify(packed(other.list))));
	assert.ok(kept.length > 2 && kept.length < 20, String(kept.length));
	assert.deepEqual(kept, other.list.slice(-kept.length));
});

test("what is not sound in the storage is left out", () => {
	const good = packed(after(origin).list);
	for (const bad of [undefined, null, 3, {}, { runs: 1 }, { runs: [1, null, {}], data: [] }]) assert.deepEqual(unpacked(bad), []);
	assert.equal(unpacked({ ...good, runs: [.../** @type {any} */ (good.runs), { ...good.runs[0], curve: [1, "x"] }] }).length, 1);
	assert.equal(unpacked({ ...good, runs: [{ ...good.runs[0], pin: 9 }] }).length, 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { curveCsv, predictionsCsv } from "./numbers.js";
import { resultOf } from "./result.js";

/** @type {any} */
const picture = {
	run: {
		inputs: 1,
		outputs: 2,
		points: [
			[0, 1, 2],
			[1, 0.1, 0.2],
		],
		experiment: {
			data: { inputs: ["=cmd()"], targets: ['say "a", b', "-x"] },
			network: { layers: [{ units: 3 }, { units: 2, use_bias: false }] },
		},
	},
	frame: {
		epoch: 2,
		seconds: 0,
		stopped: "diverged",
		loss: { initial: 1, final: "NaN", best: 0.5, relative: 1 },
		curve: new Float64Array([1, 0.5, 2, NaN]),
		predictions: new Float64Array([1.5, 2.5, -1e-7, 0.25]),
		weights: new Float64Array([...Array(12).keys()]),
	},
};

test("numbers keep their digits, names are quoted and never formulas", () => {
	assert.equal(curveCsv(picture), "epoch,loss\r\n1,0.5\r\n2,NaN\r\n");
	const [head, ...rows] = predictionsCsv(picture).trimEnd().split("\r\n");
	assert.equal(head, `'=cmd(),"say ""a"", b",'-x,"say ""a"", b predicted",'-x predicted`);
	assert.deepEqual(rows, ["0,1,2,1.5,2.5", "1,0.1,0.2,-1e-7,0.25"]);
});

test("a log stands beside the run, epoch by epoch", () => {
	/** @type {any} */
	const log = { curve: new Float64Array([0, 3, 2, 1.5, 5, NaN]) };
	assert.equal(curveCsv(picture, log), "epoch,loss,your log\r\n0,,3\r\n1,0.5,\r\n2,NaN,1.5\r\n5,,NaN\r\n");
});

test("a result nests weights as Keras does and carries what is not finite as text", () => {
	const result = resultOf(picture);
	assert.deepEqual(result.weights, [
		[[0, 1, 2]],
		[3, 4, 5],
		[
			[6, 7],
			[8, 9],
			[10, 11],
		],
	]);
	assert.deepEqual(result.loss.curve, [
		[1, 0.5],
		[2, "NaN"],
	]);
	assert.equal(result.stopped, "diverged");
	assert.deepEqual(result.predictions, [
		[1.5, 2.5],
		[-1e-7, 0.25],
	]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { against, largestMiss } from "./against.js";

test("each prediction stands against its target", () => {
	const run = {
		points: [
			[0, 1, 2],
			[5, 3, 4],
		],
		inputs: 1,
		outputs: 2,
	};
	const pairs = against(run, { predictions: Float64Array.of(1, 2, 3, 4.5) });
	assert.deepEqual(pairs, [
		[1, 1],
		[2, 2],
		[3, 3],
		[4, 4.5],
	]);
	assert.equal(largestMiss(pairs), 0.5);
	assert.equal(largestMiss([...pairs, [1, NaN]]), NaN);
});

test("the largest miss of as many values as a page takes is found: 10,000 rows of 14 targets", () => {
	const points = Array.from({ length: 10_000 }, (_, i) => [i, ...Array.from({ length: 14 }, (_, j) => i + j)]);
	const predictions = new Float64Array(140_000).map((_, k) => Math.floor(k / 14) + (k % 14) + (k === 77_777 ? 2 : 1));
	assert.equal(largestMiss(against({ points, inputs: 1, outputs: 14 }, { predictions })), 2);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { nestedWeights, rowsOfWidth } from "./weights.js";

test("flat weights are nested as Keras nests them, with and without a bias", () => {
	const flat = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, Number.NaN, 10]);
	assert.deepEqual(nestedWeights(flat, [{ units: 3, use_bias: false }, { units: 1 }]), [
		[
			[1, 2, 3],
			[4, 5, 6],
		],
		[[7], [8], ["NaN"]],
		[10],
	]);
	assert.deepEqual(nestedWeights(Float64Array.from([1, 2, 3, 4]), [{ units: 2 }]), [[[1, 2]], [3, 4]]);
});

test("rows that are not finite are said in words", () => {
	assert.deepEqual(rowsOfWidth(Float64Array.from([1, Number.POSITIVE_INFINITY, 3, 4]), 2), [
		[1, "Infinity"],
		[3, 4],
	]);
});

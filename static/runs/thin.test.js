import assert from "node:assert/strict";
import { test } from "node:test";
import { thin } from "./thin.js";

test("a thinned curve keeps its ends and its spikes, in order", () => {
	const curve = Array.from({ length: 2000 }, (_, i) => [10 * i, i === 777 ? 50 : 1 / (i + 1)]).flat();
	const out = thin(curve, 60);
	assert.ok(out.length <= 2 * 122, String(out.length));
	assert.deepEqual(out.slice(0, 2), [0, 1]);
	assert.deepEqual(out.slice(-2), [19990, 0.0005]);
	assert.ok(out.includes(50));
	const epochs = out.filter((_, i) => i % 2 === 0);
	assert.deepEqual(
		epochs,
		[...epochs].sort((a, b) => a - b),
	);
	assert.equal(new Set(epochs).size, epochs.length);
});

test("a short curve stays whole, and one that diverges ends before it does", () => {
	assert.deepEqual(thin([0, 3, 1, 2, 2, 1, 3, 0.123456789], 60), [0, 3, 1, 2, 2, 1, 3, 0.12346]);
	assert.deepEqual(thin([0, 3, 1, 9, 2, Infinity, 3, NaN], 60), [0, 3, 1, 9]);
	assert.deepEqual(thin([0, NaN], 60), []);
	assert.deepEqual(thin([], 60), []);
	assert.deepEqual(thin([0, 1], 60), [0, 1]);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decadeScale, extent, linearScale } from "./scale.js";

// web/scale_test.go reads the same cases.
const cases = JSON.parse(readFileSync(new URL("../web/testdata/scale.json", import.meta.url), "utf8"));

test("linear axes have the ticks of the pre-rendered pictures", () => {
	for (const { lo, hi, want, whole, ticks } of cases.linear) assert.deepEqual(linearScale(lo, hi, want, whole).ticks, ticks);
});

test("decades have the ticks of the pre-rendered pictures", () => {
	for (const { lo, hi, ticks } of cases.decades) assert.deepEqual(decadeScale(lo, hi).ticks, ticks);
});

test("what is not finite has no extent", () => {
	assert.deepEqual(extent([1, Infinity, -3], [NaN, 2]), [-3, 2]);
});

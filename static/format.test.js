import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { count, duration, number, setting, words } from "./format.js";

// web/format_test.go reads the same cases.
const cases = JSON.parse(readFileSync(new URL("../web/testdata/format.json", import.meta.url), "utf8"));
/** @type {{[name: string]: (value: any) => string}} */
const write = { number, setting, count };

for (const [name, rows] of Object.entries(cases)) {
	test(`${name} looks the same as in the pre-rendered pictures`, () => {
		for (const [value, want] of rows) assert.equal(write[name](value), want, String(value));
	});
}

test("durations", () => {
	assert.equal(duration(0.0312), "31 ms");
	assert.equal(duration(1.2345), "1.23 s");
	assert.equal(duration(200), "3 min 20 s");
	assert.equal(duration(0.00001), "less than 1 ms");
	assert.equal(duration(0.9994), "999 ms");
	assert.equal(duration(0.9996), "1.00 s");
	assert.equal(duration(59.94), "59.9 s");
	assert.equal(duration(59.96), "1 min 0 s");
	assert.equal(duration(119.4), "1 min 59 s");
	assert.equal(duration(119.7), "2 min 0 s");
});

test("values of an experiment in words", () => {
	assert.equal(words("glorot_uniform"), "glorot uniform");
	assert.equal(words({ name: "leaky_relu", negative_slope: 0.1 }), "leaky relu");
	assert.equal(words(1e-5), "1e-5");
	assert.equal(words(true), "on");
});

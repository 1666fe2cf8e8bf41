import assert from "node:assert/strict";
import { test } from "node:test";
import { dotsOf, fewDots } from "./dots.js";

test("the more dots, the smaller and the more transparent, and only few have an edge", () => {
	assert.deepEqual(dotsOf(3), { size: 11, edge: true, opacity: 1 });
	assert.deepEqual(dotsOf(fewDots), dotsOf(3));
	let last = dotsOf(fewDots);
	for (const n of [fewDots + 1, 200, 1000, 10000]) {
		const now = dotsOf(n);
		assert.equal(now.edge, false);
		assert.ok(now.size < last.size && now.opacity < last.opacity, `${n} dots`);
		last = now;
	}
	// Seen on the page: 2 px is lost between the lines of the grid.
	assert.ok(last.size >= 3 && last.opacity >= 0.25);
	assert.deepEqual(dotsOf(100000), last);
});

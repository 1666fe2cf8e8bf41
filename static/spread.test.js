import assert from "node:assert/strict";
import { test } from "node:test";
import { spread } from "./spread.js";

test("names stay where they are when there is room, and give way when there is none", () => {
	assert.deepEqual(spread([10, 50, 90], 17, 200), [10, 50, 90]);
	assert.deepEqual(spread([10, 12, 14], 17, 200), [10, 27, 44]);
	assert.deepEqual(spread([180, 185, 190], 17, 200), [166, 183, 200], "upwards at the end");
	assert.deepEqual(spread([10, 190, 195, 196], 17, 200), [10, 166, 183, 200]);
	assert.deepEqual(spread([], 17, 200), []);
});

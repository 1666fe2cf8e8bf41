import assert from "node:assert/strict";
import { test } from "node:test";
import { comparable } from "./comparable.js";

const line = [
	[0, 0],
	[1, 1],
	[2, 2],
];

/**
 * @param {any[]} points
 * @param {number} [inputs]
 */
function run(points, inputs = 1) {
	return { points, inputs, outputs: 1 };
}

test("a point moved, added or taken away leaves the problem the same", () => {
	assert.ok(comparable(run(line), run(line)));
	assert.ok(
		comparable(
			run(line),
			run([
				[0, 0],
				[1, 5],
				[2, 2],
			]),
		),
	);
	assert.ok(comparable(run(line), run([...line, [3, 3]])));
	assert.ok(comparable(run(line), run(line.slice(1))));
	assert.ok(comparable(run([...line].reverse()), run(line)));
});

test("other data are another problem", () => {
	assert.ok(
		!comparable(
			run(line),
			run([
				[0, 1],
				[1, 0],
				[2, 1],
			]),
		),
	);
	assert.ok(
		!comparable(
			run(line),
			run(
				[
					[0, 0, 0],
					[1, 1, 1],
					[2, 2, 2],
				],
				2,
			),
		),
	);
	assert.ok(
		!comparable(
			run([
				[0, 0],
				[0, 0],
				[1, 1],
			]),
			run([
				[0, 0],
				[4, 4],
				[5, 5],
			]),
		),
		"a repeated row counts once for each",
	);
});

import assert from "node:assert/strict";
import test from "node:test";
import { contour, levels } from "./contours.js";

/**
 * @param {number} side
 * @param {(x: number, y: number) => number} f
 */
function grid(side, f) {
	return Array.from({ length: side * side }, (_, k) => f(k % side, Math.floor(k / side)));
}

test("the contour of a cone is one closed circle", () => {
	const side = 41;
	const values = grid(side, (x, y) => Math.hypot(x - 20, y - 20));
	const lines = contour(values, side, 12);
	assert.equal(lines.length, 1);
	const [line] = lines;
	assert.deepEqual(line[0], line[line.length - 1]);
	for (const [x, y] of line) assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - 12) < 0.02, `${x} ${y}`);
});

test("the contour of a slope is one open line, from edge to edge", () => {
	const side = 17;
	const lines = contour(
		grid(side, (x, y) => x + y / 3),
		side,
		9.1,
	);
	assert.equal(lines.length, 1);
	for (const [x, y] of lines[0]) assert.ok(Math.abs(x + y / 3 - 9.1) < 1e-9);
	const rows = lines[0].map(([, y]) => y);
	assert.equal(Math.min(...rows), 0);
	assert.equal(Math.max(...rows), side - 1);
});

test("a saddle has two lines that do not cross, and holes are left out", () => {
	const side = 21;
	const saddle = (/** @type {number} */ x, /** @type {number} */ y) => (x - 10) * (y - 10);
	for (const level of [-7.5, 0.5, 7.5]) {
		const lines = contour(grid(side, saddle), side, level);
		assert.equal(lines.length, 2, String(level));
		for (const [x, y] of lines.flat()) assert.ok(Math.abs(saddle(x, y) - level) < 0.5);
	}
	const holed = grid(side, (x, y) => (x === 10 && y === 10 ? Infinity : x + 0.5));
	for (const point of contour(holed, side, 9.7).flat()) assert.ok(point.every(Number.isFinite));
});

test("levels are round, inside, and neither few nor many", () => {
	for (const [lo, hi] of [
		[0.005, 0.03],
		[1e-3, 1],
		[2e-31, 1e3],
		[-4, 7],
		[1, 1.5],
	]) {
		const all = levels(lo, hi);
		assert.ok(all.length >= 3 && all.length <= 12, `${lo} ${hi}: ${all}`);
		for (const level of all) assert.ok(level > lo && level < hi);
	}
	assert.deepEqual(levels(2, 2), []);
});

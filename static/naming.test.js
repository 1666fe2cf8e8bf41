import assert from "node:assert/strict";
import { test } from "node:test";
import { boxesOf, places } from "./naming.js";

const [left, right] = [100, 200];
const flat = (/** @type {number} */ y) => ({ left: 0, right: 200, top: y - 2, bottom: y + 2 });

test("a name stands above its level, and below it where a curve runs above", () => {
	assert.deepEqual(places([{ at: 100, left, right }], [flat(100)], 300), [90]);
	assert.deepEqual(places([{ at: 100, left, right }], [flat(100), flat(90)], 300), [110]);
	assert.deepEqual(places([{ at: 100, left, right }], [{ ...flat(90), right: 80 }], 300), [90], "a curve that is elsewhere");
});

test("names keep off each other, off all curves, and inside the plot", () => {
	const levels = [100, 101, 102].map((at) => ({ at, left, right }));
	const found = places(levels, [flat(100), flat(101), flat(102)], 300).sort((a, b) => a - b);
	for (const [i, y] of found.entries()) {
		assert.ok(i === 0 || y - found[i - 1] >= 14, `${found}`);
		assert.ok(y + 7 <= 98.5 || y - 7 >= 103.5, `${y} lies on a curve`);
	}
	const [top, bottom] = places(
		[
			{ at: 0, left, right },
			{ at: 300, left, right },
		],
		[],
		300,
	);
	assert.ok(top >= -8 && bottom <= 293);
});

test("a curve is the boxes along it, however far its points are apart", () => {
	const place = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {[number, number]} */ ([x, y]);
	const boxes = boxesOf([0, 0, 100, 100], place, 10);
	const at = (/** @type {number} */ x) => boxes.filter((box) => box.left <= x && box.right > x);
	for (let x = 1; x < 100; x += 7) {
		assert.ok(
			at(x).some(({ top, bottom }) => top <= x && bottom >= x),
			`${x} is covered`,
		);
		assert.ok(
			at(x).every(({ top, bottom }) => bottom - top < 20),
			"closely",
		);
	}
	const fine = boxesOf(
		Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? i / 20 : Math.sin(i))),
		place,
		10,
	);
	assert.ok(fine.length <= 12);
	assert.ok(fine.every(({ top, bottom }) => top <= 0 && bottom >= 0));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Standing } from "./standing.js";

const came = { training: { epochs: 10 } };
const own = { training: { epochs: 20 } };

/** @param {any} experiment on the page at first */
function begin(experiment) {
	const session = { experiment, held: false };
	/** @type {Set<string>} */
	const marks = new Set();
	/** @type {string[]} */
	const late = [];
	const main = {
		toggleAttribute(/** @type {string} */ name, on = false) {
			if (name === "data-late") assert.equal(on, late.length % 2 === 0, "marked and unmarked in turn");
			else if (on) marks.add(name);
			else marks.delete(name);
			return on;
		},
	};
	/** @type {boolean[]} */
	const told = [];
	const standing = new Standing(
		session,
		came,
		main,
		(stale) => told.push(stale),
		(difference) => late.push(difference),
	);
	standing.edited();
	const picture = (/** @type {any} */ of) => standing.picture(/** @type {any} */ ({ run: { experiment: of } }));
	const edit = (/** @type {any} */ to) => {
		session.experiment = to;
		standing.edited();
	};
	return { session, standing, marks, told, late, picture, edit };
}

test("a page that begins with what it came with shows it, until that is edited", () => {
	const { standing, marks, told, picture, edit } = begin(structuredClone(came));
	assert.ok(standing.holds);
	assert.deepEqual([...marks], []);
	edit(own);
	assert.deepEqual([...marks], ["data-stale"]);
	picture(own);
	assert.deepEqual([...marks], []);
	assert.deepEqual(told, [true, false]);
});

test("a page that begins with something else hides what it came with until the first picture", () => {
	const { standing, marks, told, picture } = begin(own);
	assert.ok(!standing.holds);
	assert.ok(marks.has("data-opening"));
	assert.deepEqual(told, [true], "and offers nothing of it");
	standing.halt(true);
	standing.await(true);
	standing.await(false);
	assert.ok(marks.has("data-opening"), "a link that could not be opened changes nothing about that");
	standing.halt(false);
	assert.equal(picture(own), true);
	assert.equal(picture(own), false);
	assert.deepEqual([...marks], []);
});

test("a link hides what is there until it is drawn or refused", () => {
	const { standing, marks, picture } = begin(came);
	standing.await(true);
	assert.deepEqual([...marks], ["data-opening"]);
	standing.await(false);
	assert.deepEqual([...marks], []);
	standing.await(true);
	picture(own);
	assert.deepEqual([...marks], []);
});

test("what cannot be run leaves earlier pictures, marked, also while they still move", () => {
	const { standing, marks, picture, edit } = begin(came);
	picture(came);
	edit(own);
	assert.deepEqual([...marks], [], "its run is on the way");
	standing.halt(true);
	assert.deepEqual([...marks], ["data-stale"]);
	picture(came);
	assert.deepEqual([...marks], ["data-stale"]);
	edit(structuredClone(came));
	assert.deepEqual([...marks], [], "undone");
	assert.ok(standing.holds);
});

test("a verdict is of the run before until the next one has its own", () => {
	const first = { data: { points: [[1, 2]] }, training: { epochs: 10 } };
	const { standing, late, picture, edit } = begin(came);
	edit(first);
	picture(first);
	standing.judged(first);
	assert.deepEqual(late, ["data", ""]);
	const longer = { ...first, training: { epochs: 20 } };
	edit(longer);
	assert.ok(!standing.decided);
	picture(longer);
	assert.ok(standing.holds && !standing.decided, "a picture alone is no verdict");
	standing.judged(structuredClone(longer));
	assert.ok(standing.decided);
	assert.deepEqual(late.slice(2), ["settings", ""]);
});

test("a verdict that follows a drag is not marked before the end of it", () => {
	const { session, standing, late, edit } = begin(came);
	session.held = true;
	edit(own);
	assert.deepEqual(late, []);
	assert.ok(!standing.decided, "and nothing of it is to be had");
	session.held = false;
	standing.edited();
	assert.deepEqual(late, ["settings"]);
});

test("another way of showing a run leaves its picture and its verdict standing", () => {
	const { standing, marks, late, picture, edit } = begin(came);
	picture(came);
	standing.judged(came);
	edit({ ...came, view: { loss_axis: "linear" } });
	assert.ok(standing.holds && standing.decided);
	assert.deepEqual([...marks, ...late], []);
});

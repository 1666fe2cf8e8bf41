import assert from "node:assert/strict";
import { test } from "node:test";
import { Standing } from "./standing.js";

const came = { training: { epochs: 10 } };
const own = { training: { epochs: 20 } };

/** @param {any} experiment on the page at first */
function begin(experiment) {
	const session = { experiment };
	/** @type {Set<string>} */
	const marks = new Set();
	const main = { toggleAttribute: (/** @type {string} */ name, on = false) => (on ? marks.add(name) : marks.delete(name)) && on };
	/** @type {boolean[]} */
	const told = [];
	const standing = new Standing(session, came, main, (stale) => told.push(stale));
	standing.edited();
	const picture = (/** @type {any} */ of) => standing.picture(/** @type {any} */ ({ run: { experiment: of } }));
	const edit = (/** @type {any} */ to) => {
		session.experiment = to;
		standing.edited();
	};
	return { standing, marks, told, picture, edit };
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

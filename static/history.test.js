import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "./history.js";

test("edits are undone and redone", () => {
	const history = new History("a");
	history.edit("b", true);
	history.edit("c", true);
	history.undo();
	assert.equal(history.present, "b");
	history.undo();
	assert.equal(history.present, "a");
	assert.equal(history.canUndo, false);
	history.redo();
	assert.equal(history.present, "b");
	history.edit("d", true);
	assert.equal(history.canRedo, false);
});

test("a gesture is one step", () => {
	const history = new History(0);
	for (let i = 1; i <= 5; i++) history.edit(i, false);
	history.settle();
	history.undo();
	assert.equal(history.present, 0);
	history.redo();
	assert.equal(history.present, 5);
});

test("a gesture that ends where it began is none", () => {
	const history = new History("a");
	history.edit("b", false);
	history.edit("a", true);
	assert.equal(history.canUndo, false);
});

test("undo in the middle of a gesture takes all of it back", () => {
	const history = new History("a");
	history.edit("b", false);
	history.undo();
	assert.equal(history.present, "a");
});

test("a history is taken up where it was left", () => {
	const before = new History("a");
	before.edit("b", true);
	before.edit("c", true);
	before.undo();
	const after = new History(before.present, before);
	after.redo();
	assert.equal(after.present, "c");
	after.undo();
	after.undo();
	assert.equal(after.present, "a");
	assert.equal(before.present, "b");
	after.edit("d", false);
	assert.deepEqual(after.past, ["a"]); // a gesture that is left in its middle can be undone
});

test("what was there before a gesture is known while it goes on", () => {
	const history = new History("a");
	assert.equal(history.settled, "a");
	history.edit("b", false);
	history.edit("c", false);
	assert.equal(history.settled, "a");
	history.settle();
	assert.equal(history.settled, "c");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fixes } from "./fixes.js";

/** A page with one run that is done, a button, and runs that are made when `release` is called. */
function page() {
	/** @type {Map<string, (picture: any) => void>} */
	const waiting = new Map();
	const aside = {
		wait: false,
		cancel() {},
		run: (/** @type {any} */ experiment) => new Promise((resolve) => waiting.set(experiment.name, resolve)),
	};
	/** @type {any[]} */
	const drawn = [];
	const fixes = new Fixes(/** @type {any} */ (aside), (after) => drawn.push(/** @type {any} */ (after)?.name));
	const button = Object.assign(new EventTarget(), { isConnected: true, matches: () => true });
	const offered = { experiment: { name: "a" } };
	fixes.attach(/** @type {any} */ (button), () => /** @type {any} */ (offered));
	const release = async (/** @type {string} */ name) => {
		waiting.get(name)?.({ name });
		await new Promise((resolve) => setTimeout(resolve));
	};
	const done = { run: {}, frame: { state: "done" } };
	return { fixes, button, offered, drawn, release, waiting, aside, done };
}

const at = (/** @type {EventTarget} */ button, /** @type {string} */ type) => button.dispatchEvent(new Event(type));

test("a fix is previewed when it is run, and not after the pointer has left", async () => {
	const { fixes, button, drawn, release, done } = page();
	fixes.see(/** @type {any} */ (done), false);
	at(button, "pointerenter");
	await release("a");
	assert.deepEqual(drawn, ["a"]);
	at(button, "pointerleave");
	assert.deepEqual(drawn, ["a", undefined]);
	at(button, "focus");
	at(button, "blur");
	await release("a");
	assert.ok(!drawn.slice(2).includes("a"), "a late one is not drawn");
});

test("nothing is run beside a run that goes on; what is pointed at then is previewed at its end", async () => {
	const { fixes, button, drawn, release, waiting, aside, done } = page();
	fixes.see(/** @type {any} */ ({ run: {}, frame: { state: "running" } }), false);
	assert.equal(aside.wait, true);
	at(button, "pointerenter");
	assert.equal(waiting.size, 0);
	fixes.see(/** @type {any} */ (done), false);
	await release("a");
	assert.deepEqual([drawn, aside.wait], [["a"], false]);
	fixes.forget();
	assert.deepEqual(drawn, ["a", undefined]);
});

test("a button that offers something else previews that, and one that is gone nothing", async () => {
	const { fixes, button, offered, drawn, release, done } = page();
	fixes.see(/** @type {any} */ (done), false);
	at(button, "pointerenter");
	await release("a");
	offered.experiment = { name: "b" };
	fixes.refresh();
	await release("b");
	assert.deepEqual(drawn, ["a", "b"]);
	button.isConnected = false;
	fixes.refresh();
	assert.deepEqual(drawn, ["a", "b", undefined]);
});

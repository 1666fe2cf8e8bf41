import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Announcer } from "./announcer.js";

/** A region that remembers all that was put into it. */
function region() {
	/** @type {string[]} */
	const said = [];
	const element = {
		get textContent() {
			return said.at(-1) ?? "";
		},
		set textContent(text) {
			said.push(text);
		},
	};
	return { said, element: /** @type {HTMLElement} */ (/** @type {unknown} */ (element)) };
}

test("what changes with every step of a gesture is said once it rests", () => {
	mock.timers.enable({ apis: ["setTimeout"] });
	const { said, element } = region();
	const announcer = new Announcer(element, "Stuck at 3.");
	for (let i = 0; i < 100; i++) {
		announcer.announce(`Stuck at ${i}.`);
		mock.timers.tick(50);
	}
	assert.deepEqual(said, []);
	mock.timers.tick(10_000);
	assert.deepEqual(said, ["Stuck at 99."]);
	announcer.announce("Stuck at 99.");
	mock.timers.tick(10_000);
	assert.deepEqual(said, ["Stuck at 99."], "not twice");
	announcer.announce("Solved.");
	announcer.hush();
	mock.timers.tick(10_000);
	assert.deepEqual(said, ["Stuck at 99."], "not what does not hold any more");
	mock.timers.reset();
});

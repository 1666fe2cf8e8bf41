import assert from "node:assert/strict";
import { test } from "node:test";
import { skipLink } from "./panel.js";

/** @param {{sheet: object | null, open: boolean}} phone whether there is a button for the sheet, and whether it is open */
function page({ sheet, open }) {
	const skip = new EventTarget();
	/** @type {string[]} */
	const done = [];
	const field = (/** @type {string} */ name, hidden = false) => ({
		get offsetParent() {
			return hidden || (sheet && !open) ? null : {};
		},
		focus: () => done.push(`focus ${name}`),
	});
	/** @type {{[id: string]: object}} */
	const elements = {
		sheet: {
			offsetParent: sheet,
			ariaExpanded: String(open),
			click() {
				done.push("open");
				open = true;
			},
		},
		settings: { querySelectorAll: () => [field("file", true), field("title"), field("rate")] },
	};
	/** @type {any} */ (globalThis).document = {
		getElementById: (/** @type {string} */ id) => elements[id],
		querySelector: () => skip,
	};
	skipLink();
	const click = new Event("click", { cancelable: true });
	skip.dispatchEvent(click);
	return { done, followed: !click.defaultPrevented };
}

test("the first link leads to the first field that is seen and is not followed", () => {
	assert.deepEqual(page({ sheet: null, open: false }), { done: ["focus title"], followed: false });
});

test("on a phone it opens the sheet, and leaves one that is open", () => {
	assert.deepEqual(page({ sheet: {}, open: false }), { done: ["open", "focus title"], followed: false });
	assert.deepEqual(page({ sheet: {}, open: true }), { done: ["focus title"], followed: false });
});

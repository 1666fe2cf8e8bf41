import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureOf, postcard } from "./postcard.js";

// As much of a document as a picture is drawn in.
class Part {
	/** @type {(Part | string)[]} */
	children = [];
	/** @type {{[name: string]: string}} */
	attributes = {};
	textContent = "";
	/** @param {string} name */
	constructor(name) {
		this.name = name;
	}
	/** @param {string} name @param {string} value */
	setAttribute(name, value) {
		this.attributes[name] = value;
	}
	/** @param {...Part} parts */
	append(...parts) {
		this.children.push(...parts);
	}
}
/** @type {any} */
const page = globalThis;
page.document = { createElementNS: (/** @type {string} */ _, /** @type {string} */ name) => new Part(name) };

const curve = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 1 + 50 * (i / 2) : 0.005676 + 0.3 * 0.9 ** i));
/** @type {any} */
const picture = {
	run: { epochs: 10_000, resolution: 1e-15, floors: [{ label: "best straight line", loss: 0.00567595 }] },
	frame: { epoch: 10_000, loss: { initial: 0.306, final: 0.005676 }, curve },
};

test("a run becomes a postcard of less than 200 characters, and a picture again", () => {
	const text = postcard(picture);
	assert.match(text, /^10000\*0\.306\*0\.005676\*0\.005676\*0\.2757\*[\w-]{96}\*best straight line\*0\.005676$/);
	assert.ok(text.length < 200);
	const drawn = /** @type {any} */ (pictureOf(text));
	assert.match(drawn.attributes["aria-label"], /10\u202f000 epochs, from 0\.306 to 0\.005676/);
	const words = drawn.children.map((/** @type {Part} */ part) => part.textContent);
	assert.ok(words.includes("best straight line 0.005676"), String(words));
	const path = drawn.children.find((/** @type {Part} */ part) => part.name === "path").attributes.d;
	assert.doesNotMatch(path, /NaN|Infinity/);
	assert.ok(path.length > 300);
});

test("a run that diverged is drawn as far as it came", () => {
	const broken = Float64Array.from([1, 2, 2, 4000, 3, Infinity, 4, NaN]);
	/** @type {any} */
	const diverged = {
		run: { epochs: 100, resolution: 0, floors: [] },
		frame: { epoch: 4, loss: { initial: 1, final: "NaN" }, curve: broken },
	};
	const text = postcard(diverged);
	assert.match(text, /^100\*1\*NaN\*2\*4000\*[\w-]{2,5}$/);
	assert.ok(pictureOf(text));
	diverged.frame.curve = Float64Array.from([1, NaN]);
	assert.equal(postcard(diverged), "");
});

test("what is no postcard gives no picture and takes no time", () => {
	const good = postcard(picture);
	for (const text of [
		"",
		"*****",
		"1e999*1*1*1*1*00",
		"100*1*1*0*1*00",
		"100*1*1*-1*1*00",
		"100*1*1*2*1*00",
		"100*1*1*1*2*",
		"100*1*1*1*2*<b>",
		`100*1*1*1*2*${"0".repeat(97)}`,
		`${good}*${"x".repeat(2000)}`,
		"NaN*NaN*NaN*NaN*NaN*0",
	])
		assert.equal(pictureOf(text), undefined, text);
	// Words are words.
	const drawn = /** @type {any} */ (pictureOf("100*1*1*1*2*09*<img src=x onerror=alert(1)>*1.5*odd"));
	assert.ok(drawn.children.some((/** @type {Part} */ part) => part.textContent.startsWith("<img")));
});

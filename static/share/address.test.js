import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../engine.js";
import { Address } from "./address.js";

/**
 * An address bar, and an engine that answers as told.
 * @param {(experiment: any) => string} link
 */
function bar(link) {
	const scope = /** @type {any} */ (globalThis);
	scope.location = { href: "https://x.org/a/?b#v1.old", hash: "#v1.old", pathname: "/a/", search: "?b" };
	scope.history = {
		state: null,
		replaceState: (/** @type {any} */ _state, /** @type {any} */ _title, /** @type {string} */ to) => {
			scope.location.hash = to.startsWith("#") ? to : "";
			scope.location.href = `https://x.org/a/?b${scope.location.hash}`;
		},
	};
	const engine = {
		request: async (/** @type {string} */ _type, /** @type {any} */ { experiment }) => ({ link: link(experiment) }),
	};
	let changes = 0;
	const address = new Address(/** @type {any} */ (engine), () => changes++);
	return { address, changes: () => changes };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 600));

test("what has no link for its length leaves no link to something else in the address", async () => {
	const { address, changes } = bar(() => {
		throw new Refused([{ path: "", message: "the link has 2000000 characters" }]);
	});
	address.show(/** @type {any} */ ({ data: "large" }));
	await settled();
	assert.equal(location.hash, "");
	assert.equal(changes(), 1);
	assert.equal(address.why, "the link has 2000000 characters");
	assert.equal(await address.of(/** @type {any} */ ({ data: "large" })), "");
});

test("the link of what ran last stays while what is entered cannot run", async () => {
	const { address, changes } = bar(() => {
		throw new Refused([{ path: "training.epochs", message: "-1 is below 0" }]);
	});
	address.show(/** @type {any} */ ({ training: { epochs: -1 } }));
	await settled();
	assert.equal(location.hash, "#v1.old");
	assert.equal(changes(), 0);
	assert.equal(address.why, "");
});

test("the reason goes with what it was of", async () => {
	const { address } = bar(({ large }) => {
		if (large) throw new Refused([{ path: "", message: "too long" }]);
		return "#v1.small";
	});
	address.show(/** @type {any} */ ({ large: true }));
	await settled();
	assert.equal(address.why, "too long");
	address.show(/** @type {any} */ ({ large: false }));
	assert.equal(address.why, "");
	await settled();
	assert.equal(location.hash, "#v1.small");
	assert.equal(address.now, "https://x.org/a/#v1.small");
});

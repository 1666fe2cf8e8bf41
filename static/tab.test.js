import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { History } from "./history.js";
import { Tab } from "./tab.js";

/** @type {Map<string, string>} */
let site = new Map();
/** @type {Map<string, string>} */
let own = new Map();
const storage = (/** @type {() => Map<string, string>} */ of) => ({
	getItem: (/** @type {string} */ key) => of().get(key) ?? null,
	setItem: (/** @type {string} */ key, /** @type {string} */ value) => of().set(key, value),
	removeItem: (/** @type {string} */ key) => of().delete(key),
});
const fake = {
	localStorage: storage(() => site),
	sessionStorage: storage(() => own),
	location: { hash: "" },
	document: new EventTarget(),
	addEventListener: () => {},
};
for (const [name, value] of Object.entries(fake)) Object.defineProperty(globalThis, name, { value, configurable: true });

/** @param {any} experiment */
const holding = (experiment) => new History(experiment);

beforeEach(() => {
	[site, own] = [new Map(), new Map()];
});

test("what was edited in a tab is what a new one begins with, not what another tab only looks at", () => {
	let edited = true;
	const tab = new Tab(() => edited);
	tab.keep(holding({ epochs: 46 }));
	tab.write();
	// Another tab opens a link; each has its own storage.
	own = new Map();
	edited = false;
	const looking = new Tab(() => edited);
	looking.keep(holding({ epochs: 10_000 }));
	looking.write();
	assert.deepEqual(looking.recall()?.present, { epochs: 10_000 }, "a reload brings back the link");
	own = new Map();
	assert.deepEqual(new Tab(() => false).recall()?.present, { epochs: 46 });
	// It is edited after all.
	edited = true;
	looking.keep(holding({ epochs: 47 }));
	looking.write();
	own = new Map();
	assert.deepEqual(new Tab(() => false).recall()?.present, { epochs: 47 });
});

test("a page that comes back with the address before its last comes back to what was held", () => {
	const tab = new Tab(() => true);
	const at = (/** @type {string} */ hash) => (location.hash = hash);
	at("#v1.first");
	tab.keep(holding({ epochs: 1 }));
	tab.write();
	at("#v1.second");
	tab.keep(holding({ epochs: 2 }));
	tab.write();
	for (const hash of ["#v1.second", "#v1.first"]) {
		at(hash);
		const held = new Tab(() => false).recall();
		assert.deepEqual(held?.present, { epochs: 2 });
		assert.equal(held?.address, hash);
	}
	at("#v1.somebody");
	assert.notEqual(new Tab(() => false).recall()?.address, "#v1.somebody");
	at("");
});

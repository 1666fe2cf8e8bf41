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

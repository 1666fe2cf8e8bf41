import assert from "node:assert/strict";
import { test } from "node:test";
import { offered, offerOf, outcomeOf } from "./fix.js";

test("a fix is offered in the words that Go has for it", () => {
	assert.equal(
		offerOf({ words: "two more hidden layers and 2 times the units" }),
		"Apply: two more hidden layers and 2 times the units",
	);
});

test("what became of it names the epochs only where they are known", () => {
	const loss = { median: 0.009124, worst: 0.02 };
	assert.deepEqual(outcomeOf({ seeds: 5, solved: 3, loss }), {
		tried: "Tried on 5 seeds: 3 solved",
		median: "median loss 0.009124",
	});
	assert.equal(outcomeOf({ seeds: 5, solved: 0, loss }).tried, "Tried on 5 seeds: helps, not solved");
	assert.equal(
		outcomeOf({ seeds: 1, solved: 1, loss, epochs_to_solve: 23120 }).tried,
		"Tried on 1 seed: 1 solved within 23\u202f120 epochs",
	);
});

test("a fix is offered when all are tried, because a better one may yet come", () => {
	const fix = (/** @type {number} */ solved) => /** @type {import("./protocol").Fix} */ ({ solved });
	const fixes = [fix(5), fix(3), fix(0)];
	assert.equal(offered({ fixes }, false), undefined);
	assert.equal(offered({ fixes }, true), fixes[0]);
	assert.equal(offered({ fixes: [] }, true), undefined);
});

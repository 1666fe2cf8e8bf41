// The browser gives the same bits as the command: the weights of 10,000 epochs, hashed, equal those that wazero gave.
import { readFileSync } from "node:fs";
import { firefox, report } from "./firefox.js";
import { hashOfWeights } from "./hash.js";
import { expect, test } from "./playground.js";

/** @type {{name: string, experiment: object, weights: string}[]} */
const runs = JSON.parse(readFileSync(new URL("../../wasm/testdata/weights.json", import.meta.url), "utf8"));

for (const { name, experiment, weights } of runs) {
	test(`the same bits here as elsewhere: ${name}`, async ({ visit, page }) => {
		await visit.open();
		const got = await page.evaluate(hashOfWeights, experiment);
		expect(got).toEqual({ engine: "kernel", epoch: 10000, hash: weights });
	});
}

test("the same bits in Firefox", async () => {
	const program = firefox();
	test.skip(!program, "There is no Firefox here (Debian: apt-get install firefox-esr; FIREFOX names one).");
	const got = await report(
		/** @type {string} */ (program),
		hashOfWeights,
		runs.map((run) => run.experiment),
	);
	expect(got).toEqual(runs.map(({ weights }) => ({ engine: "kernel", epoch: 10000, hash: weights })));
});

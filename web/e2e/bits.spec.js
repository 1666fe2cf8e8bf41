// The browser gives the same bits as the command: the weights of 10,000 epochs, hashed, equal those that wazero gave.
import { readFileSync } from "node:fs";
import { expect, test } from "./playground.js";

/** @type {{name: string, experiment: object, weights: string}[]} */
const runs = JSON.parse(readFileSync(new URL("../../wasm/testdata/weights.json", import.meta.url), "utf8"));

for (const { name, experiment, weights } of runs) {
	test(`the same bits here as elsewhere: ${name}`, async ({ visit, page }) => {
		await visit.open();
		const got = await page.evaluate(async (value) => {
			const { files } = JSON.parse(document.getElementById("site")?.textContent ?? "");
			const url = new URL(files.worker, document.baseURI);
			url.searchParams.set("wasm", new URL(files.wasm, document.baseURI).href);
			if (files.pool) url.searchParams.set("pool", new URL(files.pool, document.baseURI).href);
			const worker = new Worker(url);
			let id = 0;
			const heard = () =>
				new Promise((resolve) => worker.addEventListener("message", ({ data }) => resolve(data), { once: true }));
			await heard();
			const ask = (/** @type {object} */ request) => {
				worker.postMessage({ id: ++id, ...request });
				return heard();
			};
			const started = await ask({ type: "start", experiment: value });
			let frame;
			do ({ frame } = await ask({ type: "pull", samples: 2 }));
			while (frame.state !== "done");
			worker.terminate();
			let hash = 0xcbf29ce484222325n; // FNV-1a
			for (const byte of new Uint8Array(frame.weights.buffer, frame.weights.byteOffset, frame.weights.byteLength))
				hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
			return { engine: started.run.engine, epoch: frame.epoch, hash: hash.toString(16).padStart(16, "0") };
		}, experiment);
		expect(got).toEqual({ engine: "kernel", epoch: 10000, hash: weights });
	});
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "./engine.js";

/** A worker whose engine counts its runs from 1, as each new one does. */
class FakeWorker {
	/** @type {(event: any) => void} */
	onmessage = () => {};
	#runs = 0;

	constructor() {
		queueMicrotask(() => this.say({ ready: true }));
	}

	/** @param {any} data */
	say(data) {
		this.onmessage({ data });
	}

	/** @param {any} request */
	postMessage({ id, type }) {
		if (type === "start") this.#runs++;
		const run = this.#runs;
		const reply = type === "start" ? { run: { run, epochs: 1 } } : type === "pull" ? { frame: { run, epoch: 0 } } : { run };
		queueMicrotask(() => this.say({ id, ok: true, ...reply }));
	}

	terminate() {}
}

test("a run of a new engine is not taken for one of the engine before", async () => {
	/** @type {FakeWorker[]} */
	const workers = [];
	const spawn = () => workers[workers.push(new FakeWorker()) - 1];
	const engine = new Engine(/** @type {any} */ (spawn), () => {});
	const numbers = async () => {
		const { run } = await engine.request("start", { experiment: {} });
		const { frame } = await engine.request("pull", { samples: 1 });
		const { run: traced } = await engine.request("trace", {});
		assert.equal(frame.run, run.run);
		assert.equal(traced, run.run);
		return run.run;
	};
	const seen = [await numbers(), await numbers()];
	workers[0].say({ crashed: "fell" });
	seen.push(await numbers(), await numbers());
	workers[1].say({ crashed: "fell" });
	seen.push(await numbers());
	assert.equal(new Set(seen).size, 5, String(seen));
	assert.equal(workers.length, 3);
});

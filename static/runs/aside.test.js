import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../engine.js";
import { Aside } from "./aside.js";

/** An engine of one figure that takes `pulls` pulls for a run, and keeps what it was asked. */
class Fake {
	/** @type {string[]} */
	asked = [];
	/** @type {any} */
	#run;
	#left = 0;

	/** @param {number} pulls */
	constructor(pulls) {
		this.pulls = pulls;
	}

	/**
	 * @param {string} type
	 * @param {any} body
	 * @returns {Promise<any>}
	 */
	async request(type, body) {
		assert.equal(body.figure, 7);
		this.asked.push(type === "start" ? `start ${body.experiment.name}` : type);
		if (type === "start") {
			if (body.experiment.name === "wrong") throw new Refused([{ path: "name", message: "is wrong" }]);
			this.#run = { experiment: body.experiment };
			this.#left = this.pulls;
			return { run: this.#run };
		}
		if (type === "dispose") {
			this.#run = undefined;
			return {};
		}
		if (!this.#run) throw new Refused([{ path: "", message: "there is no run; start one first" }]);
		if (type === "diagnose") return { diagnosis: { state: "stuck" } };
		return { frame: { state: --this.#left > 0 ? "running" : "done" } };
	}
}

const make = (/** @type {Fake} */ engine, judged = false) => new Aside(/** @type {any} */ (engine), 7, judged);

test("runs are made one after the other, each once, and freed", async () => {
	const engine = new Fake(2);
	const aside = make(engine);
	const both = [aside.run({ name: "a" }), aside.run({ name: "b" }), aside.run({ name: "a" })];
	const [a, b, again] = await Promise.all(both);
	assert.deepEqual([a?.run.experiment.name, b?.run.experiment.name, again === a], ["a", "b", true]);
	assert.equal(await aside.run({ name: "b" }), b);
	assert.deepEqual(engine.asked, ["start a", "pull", "pull", "dispose", "start b", "pull", "pull", "dispose"]);
});

test("a verdict comes with it where one is wanted", async () => {
	const finished = await make(new Fake(1), true).run({ name: "a" });
	assert.equal(finished?.diagnosis?.state, "stuck");
});

test("what is cancelled comes to nothing, frees the figure at once, and can be asked for again", async () => {
	const engine = new Fake(1000);
	const aside = make(engine);
	const first = aside.run({ name: "a" });
	const second = aside.run({ name: "b" });
	while (!engine.asked.includes("pull")) await new Promise((resolve) => setTimeout(resolve));
	aside.cancel();
	assert.equal(engine.asked.at(-1), "dispose");
	engine.pulls = 1;
	const third = aside.run({ name: "a" });
	assert.deepEqual([await first, await second], [undefined, undefined]);
	assert.equal((await third)?.run.experiment.name, "a");
	assert.ok(!engine.asked.includes("start b"));
});

test("nothing begins while the run on the page goes on", async () => {
	const engine = new Fake(1);
	const aside = make(engine);
	aside.wait = true;
	const run = aside.run({ name: "a" });
	await new Promise((resolve) => setTimeout(resolve, 100));
	assert.deepEqual(engine.asked, []);
	aside.wait = false;
	assert.ok(await run);
});

test("a refusal comes to nothing and is not remembered", async () => {
	const engine = new Fake(1);
	const aside = make(engine);
	assert.equal(await aside.run({ name: "wrong" }), undefined);
	assert.equal(await aside.run({ name: "wrong" }), undefined);
	assert.equal(engine.asked.filter((text) => text === "start wrong").length, 2);
	assert.ok(await aside.run({ name: "a" }));
});

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { calls } from "./job.js";
import { Pool } from "./pool.js";

/** A worker whose messages are kept and whose answers the test gives. */
class Fake {
	/** @type {any[]} */
	posted = [];
	dead = false;
	/** @type {(event: any) => void} */
	onmessage = () => {};
	/** @type {(event: any) => void} */
	onerror = () => {};
	/** @param {any} message */
	postMessage(message) {
		this.posted.push(message);
	}
	terminate() {
		this.dead = true;
	}
	get jobs() {
		return this.posted.filter(({ packed }) => packed).map(({ id }) => id);
	}
	/** @param {number} id */
	land(id) {
		this.onmessage({ data: { id, losses: new Uint8Array(8), memory: new Uint8Array(8) } });
	}
	die() {
		this.onerror({ preventDefault() {}, message: "out of memory" });
	}
}

const code = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]); // the empty module
/** @type {Fake[]} */
let workers;
let landed = 0;

beforeEach(() => {
	workers = [];
	landed = 0;
});

/**
 * @param {number} cores
 * @param {number} jobs with ids from 1
 */
function pool(cores, jobs, busy = false) {
	const made = new Pool(
		() => {
			const worker = new Fake();
			workers.push(worker);
			return /** @type {any} */ (worker);
		},
		cores,
		() => busy,
		() => landed++,
	);
	for (let id = 1; id <= jobs; id++) made.submit(id, 7, new Uint8Array(8), made.has(7) ? undefined : code);
	return made;
}

test("jobs wait for a worker, which is told the module once", () => {
	const two = pool(2, 5);
	assert.deepEqual(
		workers.map((worker) => worker.jobs),
		[[1], [2]],
	);
	workers[1].land(2);
	workers[0].land(1);
	assert.deepEqual(
		workers.map((worker) => worker.jobs),
		[
			[1, 4],
			[2, 3],
		],
	);
	assert.equal(workers[0].posted.filter(({ module }) => module).length, 1);
	assert.deepEqual([two.take()?.id, two.take()?.id, two.take()], [2, 1, null]);
	assert.equal(landed, 2);
});

test("the pool leaves a core to an engine at work, and always has one worker", () => {
	assert.equal(pool(4, 0).size(), 4);
	assert.equal(pool(4, 0, true).size(), 3);
	assert.equal(pool(1, 0, true).size(), 1);
	assert.equal(pool(64, 0).size(), 8);
});

test("a worker that dies is replaced, and its job is done once more, then given back", () => {
	const one = pool(1, 2);
	workers[0].die();
	assert.ok(workers[0].dead);
	assert.deepEqual(workers[1].jobs, [1]);
	assert.ok(workers[1].posted[0].module, "the new worker is told the module");
	workers[1].die();
	assert.deepEqual(one.take(), { id: 1, failed: "out of memory" });
	assert.deepEqual(workers[2].jobs, [2]);
	workers[2].land(2);
	assert.equal(one.take()?.id, 2);
});

test("a worker that falls silent is dead, one that says it lives is not", (t) => {
	mock.timers.enable({ apis: ["setTimeout"] });
	t.after(() => mock.timers.reset());
	pool(2, 2);
	for (let second = 0; second < 6; second++) {
		mock.timers.tick(1000);
		workers[1].onmessage({ data: { alive: 2 } });
	}
	assert.deepEqual(
		workers.map(({ dead }) => dead),
		[true, false, false],
	);
	assert.deepEqual(workers[2].jobs, [1]);
});

test("a cancelled job is dropped wherever it is, and never taken", () => {
	const one = pool(1, 4);
	one.cancel(3);
	one.cancel(1);
	assert.deepEqual(workers[0].posted.at(-2), { cancel: 1 });
	assert.deepEqual(workers[0].jobs, [1, 2]);
	workers[0].land(1); // was on its way
	workers[0].land(2);
	one.cancel(2);
	assert.equal(one.take(), null);
	assert.deepEqual(workers[0].jobs, [1, 2, 4]);
});

test("where no worker can be started, jobs are given back", () => {
	const none = new Pool(
		() => {
			throw new Error("refused");
		},
		4,
		() => false,
		() => landed++,
	);
	none.submit(1, 7, new Uint8Array(8), code);
	assert.match(none.take()?.failed ?? "", /refused/);
});

test("a job writes, calls in slices, and stops after the first loss that is no number", () => {
	const words = (/** @type {number[]} */ ...numbers) => new Uint8Array(Float64Array.from(numbers).buffer);
	// Slices of 2 tiles, 6 epochs of one tile each, losses at 1024, weights of 8 bytes at 64, two parts.
	const parts = [words(2, 6, 1024, 64, 8, 2), words(3, 1, 64, 3), Uint8Array.of(9, 8, 7, 0, 0, 0, 0, 0), words(3, 0)];
	const memory = new WebAssembly.Memory({ initial: 1 });
	/** @type {number[]} */
	const asked = [];
	const run = (/** @type {number} */ tiles) => {
		asked.push(tiles);
		const losses = new Float64Array(memory.buffer, 1024);
		for (let i = 0; i < tiles; i++) losses[i] = asked.length === 4 ? NaN : asked.length + i / 10;
		return tiles;
	};
	const job = calls({ run, memory }, new Uint8Array(parts.flatMap((part) => [...part])));
	let result = job.next();
	while (!result.done) result = job.next();
	const { losses, memory: weights } = /** @type {any} */ (result.value);
	assert.deepEqual(asked, [2, 1, 2, 1]);
	assert.deepEqual([...new Float64Array(losses.buffer)], [1, 1.1, 2, 3, 3.1, NaN]);
	assert.deepEqual([...weights], [9, 8, 7, 0, 0, 0, 0, 0]);
});

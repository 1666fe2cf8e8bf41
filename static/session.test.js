import assert from "node:assert/strict";
import { test } from "node:test";
import { Crashed, Refused, Unavailable } from "./engine.js";
import { History } from "./history.js";
import { Session } from "./session.js";

globalThis.requestAnimationFrame = (/** @type {any} */ callback) => /** @type {any} */ (setTimeout(callback));

/** An engine that takes everything: each run is done at once. */
class Engine {
	/** @type {any[]} the experiments it was given */
	started = [];
	/** @type {((experiment: any) => void) | undefined} */
	refuse;
	/** @param {any} experiment */
	complete = (experiment) => experiment;

	/** @param {string} type @param {any} body @returns {Promise<any>} */
	async request(type, { experiment } = {}) {
		const run = this.started.length;
		if (type === "start") {
			this.refuse?.(experiment);
			this.started.push(experiment);
			return { run: { run: run + 1, experiment: this.complete(experiment), points: [], floors: [] } };
		}
		if (type === "pull") return { frame: { run, epoch: 1, batch: 0, state: "done", curve: new Float64Array(2) } };
		return { diagnosis: { verdict: "" }, complete: true, progress: 1 };
	}
}

/** @param {Partial<import("./session.js").Views>} views */
function begin(views) {
	const engine = new Engine();
	/** @type {{pictures: any[], faults: any[], notices: string[], broken: any[]}} */
	const told = { pictures: [], faults: [], notices: [], broken: [] };
	const session = new Session(/** @type {any} */ (engine), new History(/** @type {any} */ ({ n: 0 })), {
		experiment() {},
		picture: ({ run }) => told.pictures.push(run.experiment),
		diagnosis() {},
		faults: (faults) => told.faults.push(faults),
		notice: (message) => told.notices.push(message),
		broken: (error) => told.broken.push(error),
		...views,
	});
	return { engine, session, told };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test("what cannot be drawn is told, and the next edit is run", async () => {
	const trouble = new RangeError("Maximum call stack size exceeded");
	/** @type {any[]} */
	const drawn = [];
	const { engine, session, told } = begin({
		picture({ run }) {
			if (run.experiment.n === 1) throw trouble;
			drawn.push(run.experiment.n);
		},
	});
	session.edit({ n: 1 });
	await settled();
	assert.deepEqual(told.broken, [trouble]);
	session.edit({ n: 2 });
	await settled();
	assert.deepEqual(engine.started, [{ n: 1 }, { n: 2 }]);
	assert.deepEqual(drawn, [2]);
	assert.deepEqual(told.broken, [trouble, undefined], "and that it is over");
	assert.deepEqual(told.notices, []);
});

test("a form that fails to show an experiment does not keep it from being run", async () => {
	const { engine, session, told } = begin({
		experiment() {
			throw new Error("the page has no #x");
		},
		diagnosis() {
			throw new Error("nor #y");
		},
	});
	session.edit({ n: 1 });
	await settled();
	assert.deepEqual(engine.started, [{ n: 1 }]);
	assert.deepEqual(told.pictures, [{ n: 1 }]);
	assert.ok(told.broken.length > 0);
});

test("whatever an engine throws, it is told in its place and the next edit is run", async () => {
	const fault = { path: "training.epochs", message: "0 is below 1" };
	const { engine, session, told } = begin({});
	for (const [n, error] of [
		new Refused([fault]),
		new Unavailable("none"),
		new Crashed("fell"),
		new TypeError("no clone"),
	].entries()) {
		engine.refuse = () => {
			throw error;
		};
		session.edit({ n: n + 1 });
		await settled();
	}
	engine.refuse = undefined;
	session.edit({ n: 9 });
	await settled();
	assert.deepEqual(engine.started, [{ n: 9 }]);
	assert.deepEqual(told.faults, [[fault], []]);
	assert.equal(told.notices.length, 1);
	assert.match(told.broken[0].message, /no clone/);
});

test("edits are counted, undoing and redoing among them, and what Go fills in is none", async () => {
	const { engine, session } = begin({});
	session.edit({ n: 1 });
	session.edit({ n: 1 });
	await settled();
	assert.equal(session.edits, 1);
	engine.complete = (/** @type {any} */ experiment) => ({ ...experiment, seed: 0 });
	session.edit({ n: 2 });
	await settled();
	assert.deepEqual(session.experiment, { n: 2, seed: 0 });
	assert.equal(session.edits, 2);
	session.undo();
	session.redo();
	assert.equal(session.edits, 4);
});

test("another way of showing a run is no other run", async () => {
	/** @type {any[]} */
	const values = [];
	const { engine, session, told } = begin({ experiment: (value) => values.push(value) });
	session.edit(/** @type {any} */ ({ n: 1, view: { loss_axis: "log" } }));
	await settled();
	const [started, drawn] = [engine.started.length, told.pictures.length];
	const linear = /** @type {any} */ ({ n: 1, view: { loss_axis: "linear" } });
	session.edit(linear);
	await settled();
	assert.equal(engine.started.length, started, "nothing is trained again");
	assert.deepEqual(values.at(-1), linear);
	assert.deepEqual(told.pictures.slice(drawn), [linear], "drawn once more, as what it is now");
	session.undo();
	await settled();
	assert.equal(engine.started.length, started);
	assert.deepEqual(told.pictures.at(-1), { n: 1, view: { loss_axis: "log" } });
	session.edit(/** @type {any} */ ({ n: 2, view: { loss_axis: "log" } }));
	await settled();
	assert.equal(engine.started.length, started + 1);
});

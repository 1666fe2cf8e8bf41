import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Crashed, Refused, Unavailable } from "./engine.js";
import { solving } from "./solve.js";

const button = new EventTarget();
/** @type {any} */ (globalThis).document = { getElementById: () => button };
/** @type {unknown[]} */
const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
afterEach(() => assert.deepEqual(unhandled.splice(0), []));

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** @param {() => Promise<any>} answer */
function page(answer) {
	const session = {
		experiment: { n: 1 },
		edits: 0,
		engine: { request: answer },
		edit(/** @type {any} */ experiment) {
			this.experiment = experiment;
			this.edits++;
		},
	};
	/** @type {any[]} */
	const refused = [];
	solving(/** @type {any} */ (session), (faults) => refused.push(...faults));
	return { session, refused };
}

test("a solver that comes late does not overwrite what was edited meanwhile", async () => {
	/** @type {(reply: any) => void} */
	let answer = () => {};
	const { session } = page(() => new Promise((resolve) => (answer = resolve)));
	button.dispatchEvent(new Event("click"));
	session.edit({ n: 2 });
	answer({ experiment: { n: 1, solver: true } });
	await settled();
	assert.deepEqual(session.experiment, { n: 2 });
});

test("a solver is taken when only defaults were filled in meanwhile, and a refusal is shown", async () => {
	/** @type {(reply: any) => void} */
	let answer = () => {};
	const { session, refused } = page(
		() => new Promise((resolve, reject) => (answer = (reply) => (reply instanceof Error ? reject : resolve)(reply))),
	);
	button.dispatchEvent(new Event("click"));
	session.experiment = { .../** @type {any} */ (session.experiment), epochs: 10 };
	answer({ experiment: { n: 1, solver: true } });
	await settled();
	assert.deepEqual(session.experiment, { n: 1, solver: true });
	button.dispatchEvent(new Event("click"));
	const fault = { path: "training.loss", message: "has no solver" };
	answer(new Refused([fault]));
	await settled();
	assert.deepEqual(refused, [fault]);
});

test("an engine that falls or is not there is told elsewhere", async () => {
	for (const error of [new Crashed("fell"), new Unavailable("none")]) {
		const { session } = page(() => Promise.reject(error));
		button.dispatchEvent(new Event("click"));
		await settled();
		assert.equal(session.edits, 0);
	}
});

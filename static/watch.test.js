import assert from "node:assert/strict";
import { test } from "node:test";
import { Watch } from "./watch.js";

/** An engine that answers when it is told to, in the order in which it was asked. */
function engine() {
	/** @type {{type: string, answer: (reply: any) => void}[]} */
	const asked = [];
	return {
		asked,
		request: (/** @type {string} */ type) => new Promise((answer) => asked.push({ type, answer })),
		async answer(/** @type {string} */ type, /** @type {any} */ reply) {
			const first = asked.shift();
			assert.equal(first?.type, type);
			first?.answer(reply);
			await settled();
		},
	};
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a verdict asked for before a run was stepped is neither told nor the last that is asked for", async () => {
	/** @type {(() => void)[]} */
	const frames = [];
	Object.assign(globalThis, { requestAnimationFrame: (/** @type {() => void} */ draw) => frames.push(draw) });
	const drawn = async () => {
		for (const draw of frames.splice(0)) draw();
		await settled();
	};
	const paused = (/** @type {number} */ epoch) => ({ frame: { run: 1, epoch, batch: 0, state: "paused" } });
	const judged = (/** @type {string} */ verdict) => ({ diagnosis: { verdict }, complete: false, progress: 0 });
	/** @type {string[]} */
	const verdicts = [];
	const there = engine();
	const watch = new Watch(/** @type {any} */ (there), {
		picture() {},
		diagnosis: ({ verdict }) => verdicts.push(verdict),
		failed: (error) => assert.fail(String(error)),
	});
	watch.urgent = true; // no waiting between questions
	watch.follow(/** @type {any} */ ({ experiment: {} }));
	await there.answer("pull", paused(0));
	watch.wake(); // stepped, while the verdict is on its way
	await there.answer("diagnose", judged("of epoch 0"));
	await drawn();
	await there.answer("pull", paused(7));
	await there.answer("diagnose", judged("of epoch 7"));
	assert.deepEqual(verdicts, ["of epoch 7"]);
	await drawn();
	assert.deepEqual(there.asked, [], "a held run is judged once");
});

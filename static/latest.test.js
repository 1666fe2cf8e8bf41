import assert from "node:assert/strict";
import { test } from "node:test";
import { Crashed, Refused, Unavailable } from "./engine.js";
import { Latest } from "./latest.js";

const inspect = (/** @type {() => Promise<any>} */ request, /** @type {(reply: any) => void} */ answer) =>
	new Latest(/** @type {any} */ ({ request }), "inspect", answer);

test("a question that an engine does not answer is let go; whatever else fails is told", async () => {
	for (const error of [new Crashed("fell"), new Unavailable("none"), new Refused([{ path: "", message: "no run" }])])
		await inspect(() => Promise.reject(error), assert.fail).ask({ samples: 1 });
	const odd = new TypeError("no clone");
	await assert.rejects(inspect(() => Promise.reject(odd), assert.fail).ask({ samples: 1 }), odd);
});

test("what fails to draw an answer is told, and the next question is asked", async () => {
	const trouble = new RangeError("no room");
	/** @type {any[]} */
	const drawn = [];
	const latest = inspect(
		() => Promise.resolve({ run: drawn.length }),
		(reply) => {
			drawn.push(reply);
			if (drawn.length === 1) throw trouble;
		},
	);
	await assert.rejects(latest.ask({ samples: 1 }), trouble);
	await latest.ask({ samples: 2 });
	assert.equal(drawn.length, 2);
});

test("of the questions that come while one is on its way, the newest is asked next", async () => {
	/** @type {any[]} */
	const asked = [];
	const latest = new Latest(
		/** @type {any} */ ({ request: async (/** @type {string} */ _, /** @type {any} */ body) => asked.push(body.samples) }),
		"inspect",
		() => {},
	);
	const first = latest.ask({ samples: 1 });
	latest.ask({ samples: 2 });
	latest.ask({ samples: 3 });
	await first;
	assert.deepEqual(asked, [1, 3]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Asked } from "./asked.js";

const diagnosis = (/** @type {string} */ verdict) => /** @type {import("../protocol").Diagnosis} */ ({ verdict });

test("everybody who waits gets the answer, and whoever asks later the same", async () => {
	const asked = new Asked();
	const early = [asked.ask(), asked.ask()];
	const stuck = diagnosis("stuck");
	asked.answer(stuck);
	assert.deepEqual(await Promise.all([...early, asked.ask()]), [stuck, stuck, stuck]);
});

test("an answer of what is gone is not given again", async () => {
	const asked = new Asked();
	asked.answer(diagnosis("before"));
	asked.reopen();
	const after = asked.ask();
	asked.answer(diagnosis("after"));
	assert.equal((await after).verdict, "after");
});

test("a refusal reaches who waits and who asks, until something changes", async () => {
	const asked = new Asked();
	const waiting = asked.ask();
	asked.refuse(new Error("-1 is below 1"));
	await assert.rejects(waiting, /-1 is below 1/);
	await assert.rejects(asked.ask(), /-1 is below 1/);
	asked.reopen();
	const after = asked.ask();
	asked.answer(diagnosis("solved"));
	assert.equal((await after).verdict, "solved");
});

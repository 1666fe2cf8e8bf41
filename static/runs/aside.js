// Runs beside the one on the page, in a figure of their own of the same engine: what a fix would do, or what another run was. One at a time; each is
// trained once and remembered.

import { Crashed, Refused, Unavailable } from "../engine.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Diagnosis} Diagnosis */
/** @typedef {import("../watch.js").Picture & {diagnosis?: Diagnosis}} Finished */

// Positions along the fit: one every two pixels of a small picture.
const samples = 201;
const pullEvery = 40;
// Pictures that are remembered, of about 40 kB each.
const most = 40;

export class Aside {
	/** The run on the page goes on: those here wait for it. */
	wait = false;

	/** @type {Map<string, Promise<Finished | undefined>>} */
	#known = new Map();
	/** @type {Set<string>} of those that are not finished */
	#unfinished = new Set();
	/** @type {Promise<unknown>} */
	#last = Promise.resolve();
	#round = 0; // counts cancellations
	#busy = false;

	/**
	 * @param {import("../engine.js").Engine} engine
	 * @param {number} figure a number that no other run has
	 * @param {boolean} judged whether there is a verdict with each, as far as it is known without trials
	 */
	constructor(engine, figure, judged) {
		this.engine = engine;
		this.figure = figure;
		this.judged = judged;
	}

	/**
	 * The finished run of an experiment, or nothing: it was cancelled, or there is no engine.
	 * @param {Experiment} experiment
	 */
	run(experiment) {
		const key = JSON.stringify(experiment);
		const known = this.#known.get(key);
		if (known) return known;
		const run = this.#train(experiment, this.#last, this.#round);
		this.#last = run;
		this.#known.set(key, run);
		if (this.#known.size > most) this.#known.delete(this.#known.keys().next().value ?? "");
		this.#unfinished.add(key);
		run.then((finished) => {
			if (this.#known.get(key) !== run) return;
			this.#unfinished.delete(key);
			if (!finished) this.#known.delete(key);
		});
		return run;
	}

	/** Ends what is under way and what waits for it; what is finished stays known. */
	cancel() {
		this.#round++;
		for (const key of this.#unfinished) this.#known.delete(key); // whoever asks again means it
		this.#unfinished.clear();
		if (this.#busy) this.#ask("dispose", {}).catch(() => {}); // an engine that is gone trains nothing
	}

	/**
	 * @param {Experiment} experiment
	 * @param {Promise<unknown>} before
	 * @param {number} round
	 * @returns {Promise<Finished | undefined>}
	 */
	async #train(experiment, before, round) {
		await before;
		while (this.wait && round === this.#round) await pause();
		if (round !== this.#round) return undefined;
		this.#busy = true;
		try {
			const { run } = await this.#ask("start", { experiment });
			while (round === this.#round) {
				const { frame } = await this.#ask("pull", { samples });
				if (frame.state === "done") {
					const diagnosis = this.judged ? (await this.#ask("diagnose", {})).diagnosis : undefined;
					return { run, frame, diagnosis };
				}
				await pause();
			}
		} catch (error) {
			if (!(error instanceof Crashed || error instanceof Refused || error instanceof Unavailable)) throw error;
		} finally {
			this.#busy = false;
			this.#ask("dispose", {}).catch(() => {});
		}
		return undefined;
	}

	/**
	 * @template {import("../protocol").RequestType} T
	 * @param {T} type
	 * @param {import("../protocol").Requests[T]} body
	 */
	#ask(type, body) {
		return this.engine.request(type, { ...body, figure: this.figure });
	}
}

/** @returns {Promise<void>} */
function pause() {
	return new Promise((resolve) => setTimeout(resolve, pullEvery));
}

// What a tab holds outlives it: a reload, a way back, a crash. Each tab keeps its own experiment with what undo and redo know, so that two at once do not
// write over each other; what was edited last, in whichever of them, is what a new tab without a link begins with.

import { keep, recall } from "./kept.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {{past: Experiment[], present: Experiment, future: Experiment[], address: string}} Held */

const key = "plateau.tab";
const lastKey = "plateau.experiment";
// A drag edits sixty times a second; writing follows when it rests, and before the page goes.
const calm = 200;
// Of the five megabytes that browsers give a site.
const mostCharacters = 1_000_000;

export class Tab {
	/** @type {import("./history.js").History<Experiment> | undefined} */
	#history;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;
	/** @type {WeakMap<Experiment, number>} how long each is as text */
	#lengths = new WeakMap();
	// A page that is loaded again just after its address changed may come back with the one before.
	#address = "";
	#before = "";

	/** @param {() => boolean} edited whether what it holds was made in this tab: a link that is only looked at is nothing to go on with elsewhere */
	constructor(edited) {
		this.edited = edited;
		addEventListener("pagehide", () => this.write());
		document.addEventListener("visibilitychange", () => document.hidden && this.write());
	}

	/**
	 * What this tab held, or the last that any held.
	 * @returns {Held | undefined}
	 */
	recall() {
		const own = recall(key, "tab");
		if (isExperiment(own?.present) && Array.isArray(own.past) && Array.isArray(own.future)) {
			return own.before === location.hash ? { ...own, address: own.before } : own;
		}
		const last = recall(lastKey);
		// Whoever comes with a link has come for what it says, not for what another tab made of it.
		return isExperiment(last) && location.hash.length < 2 ? { past: [], present: last, future: [], address: "" } : undefined;
	}

	/** @param {import("./history.js").History<Experiment>} history whose values at the time of writing are kept */
	keep(history) {
		this.#history = history;
		this.#timer ??= setTimeout(() => this.write(), calm);
	}

	/** Writes at once what there is to be kept. */
	write() {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#history) return;
		const { past, present, future } = this.#history;
		let room = mostCharacters - this.#length(present);
		const fits = (/** @type {Experiment} */ one) => (room -= this.#length(one)) > 0;
		const near = (/** @type {Experiment[]} */ list) => {
			const far = list.findLastIndex((one) => !fits(one));
			return list.slice(far + 1);
		};
		if (this.edited()) keep(lastKey, present);
		const address = location.hash;
		if (address !== this.#address) [this.#address, this.#before] = [address, this.#address];
		keep(key, { past: near(past), present, future: near(future), address, before: this.#before }, "tab");
	}

	/** @param {Experiment} experiment */
	#length(experiment) {
		const length = this.#lengths.get(experiment) ?? JSON.stringify(experiment).length;
		this.#lengths.set(experiment, length);
		return length;
	}
}

/** @param {unknown} value */
function isExperiment(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// The address bar holds the experiment: it follows every settled edit, and an address that is opened becomes the experiment.

import { Refused } from "../engine.js";
import { same } from "../experiment.js";

/** @typedef {import("../protocol").Experiment} Experiment */

// Safari takes 100 changes of an address in 30 seconds and throws at the next.
const calm = 400;

export class Address {
	/** @type {Experiment | undefined} what the address stands for, or will in a moment */
	#shown;
	#link = "";
	/** Why there is no link to what runs: it would be too long. */
	why = "";
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;

	/**
	 * @param {import("../engine.js").Engine} engine
	 * @param {() => void} changed
	 */
	constructor(engine, changed) {
		this.engine = engine;
		this.changed = changed;
	}

	/** The whole address of what is shown, when it is known already: a click may copy only at once. */
	get now() {
		return this.#link && this.#shown ? whole(this.#link) : "";
	}

	/** @param {Experiment} experiment */
	show(experiment) {
		if (same(experiment, this.#shown)) return;
		this.#shown = experiment;
		this.#link = this.why = "";
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#write(experiment), calm);
	}

	/**
	 * The whole address of an experiment, or "" where there is none: it cannot be run, or there is no engine.
	 * @param {Experiment} experiment
	 */
	async of(experiment) {
		if (this.now && same(experiment, this.#shown)) return this.now;
		try {
			return whole((await this.engine.request("link", { experiment })).link);
		} catch (error) {
			this.why = tooLong(error);
			return "";
		}
	}

	/**
	 * The experiment in the address, or undefined when there is none.
	 * @returns {Promise<Experiment | undefined>} rejects with Refused when there should be one
	 */
	async open() {
		const { hash } = location;
		// A link within the page, as "Skip to the settings" is.
		if (hash.length < 2 || document.getElementById(hash.slice(1))) return undefined;
		return (await this.engine.request("unlink", { link: hash })).experiment;
	}

	/** @param {Experiment} experiment */
	async #write(experiment) {
		try {
			const { link } = await this.engine.request("link", { experiment });
			if (this.#shown !== experiment) return;
			this.#link = link;
			if (location.hash === link) return;
			history.replaceState(history.state, "", link);
			this.changed();
		} catch (error) {
			if (this.#shown !== experiment) return;
			this.why = tooLong(error);
			// The link to something else would pass for one to this.
			if (this.why && location.hash) {
				history.replaceState(history.state, "", location.pathname + location.search);
				this.changed();
			}
			// What cannot run has no link, and a browser may forbid changes of the address: the last one stays, and nothing else depends on it.
			if (!(error instanceof Refused || error instanceof DOMException)) this.#shown = undefined;
		}
	}
}

/**
 * Why something that can run has no link, or "": a refusal of the experiment as a whole, not of a field.
 * @param {unknown} error
 */
function tooLong(error) {
	return error instanceof Refused && error.faults[0].path === "" ? error.message : "";
}

/** @param {string} link */
function whole(link) {
	return location.href.replace(/[?#].*$/, "") + link;
}

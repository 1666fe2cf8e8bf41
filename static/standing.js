// Whether pictures and verdict are of the experiment that is there now. They are of another while the page that comes back begins with what was kept,
// while a link is being opened, and while what was entered cannot be run; then they are hidden or marked, and nothing of theirs is offered.

import { same } from "./experiment.js";

/** @typedef {import("./protocol").Experiment} Experiment */

export class Standing {
	/** @type {Experiment} of pictures and verdict */
	#of;
	/** What the page came with is to be seen only if it is of what was there first. */
	#hidden;
	#drawn = false;
	#awaited = false;
	#halted = false;
	#stale = false;
	/** @type {[Experiment, Experiment, boolean] | undefined} */
	#compared;

	/**
	 * @param {{readonly experiment: Experiment}} session
	 * @param {Experiment} came of the pictures that were written into the page
	 * @param {Pick<HTMLElement, "toggleAttribute">} main data-opening hides what is shown, data-stale marks it
	 * @param {(stale: boolean) => void} tell
	 */
	constructor(session, came, main, tell) {
		this.session = session;
		this.main = main;
		this.tell = tell;
		this.#of = came;
		this.#hidden = !this.holds;
	}

	/** What is shown is of the experiment that is there now. */
	get holds() {
		const { experiment } = this.session;
		if (this.#compared?.[0] !== experiment || this.#compared[1] !== this.#of)
			this.#compared = [experiment, this.#of, same(experiment, this.#of)];
		return this.#compared[2];
	}

	/** @param {boolean} awaited a link is being opened */
	await(awaited) {
		this.#awaited = awaited;
		this.edited();
	}

	/** @param {boolean} halted what is there cannot be run, or there is nothing to run it */
	halt(halted) {
		this.#halted = halted;
		this.edited();
	}

	/**
	 * @param {import("./watch.js").Picture} picture that is drawn now
	 * @returns {boolean} whether what was there before it was hidden, so that a verdict must not come back with it
	 */
	picture({ run }) {
		const before = this.#hidden || this.#awaited;
		this.#of = run.experiment;
		this.#drawn = true;
		this.#hidden = this.#awaited = false;
		this.edited();
		return before;
	}

	/** The experiment may be another. A run that is about to come is waited for; it takes a moment. */
	edited() {
		this.main.toggleAttribute("data-opening", this.#awaited || this.#hidden);
		const stale = (this.#halted || !this.#drawn) && !this.holds;
		if (stale === this.#stale) return;
		this.#stale = stale;
		this.main.toggleAttribute("data-stale", stale);
		this.tell(stale);
	}
}

// Whether pictures and verdict are of the experiment that is there now. They are of another while the page that comes back begins with what was kept,
// while a link is being opened, and while what was entered cannot be run; then they are hidden or marked, and nothing of theirs is offered. A verdict
// comes after its picture: until it does, the one before is marked, and its fix is not to be had.

import { same, sameRun } from "./experiment.js";

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
	/** @type {Experiment} of the verdict */
	#judged;
	/** @type {"" | "settings" | "data"} in what the experiment differs from that of the verdict */
	#late = "";
	#compared = once(sameRun);
	#decided = once(sameRun);

	/**
	 * @param {{readonly experiment: Experiment, readonly held: boolean}} session
	 * @param {Experiment} came of the pictures that were written into the page
	 * @param {Pick<HTMLElement, "toggleAttribute">} main data-opening hides what is shown, data-stale marks it, data-late marks the verdict
	 * @param {(stale: boolean) => void} tell
	 * @param {(late: "" | "settings" | "data") => void} wait the verdict on what is there is on its way; in what it differs from that of the one before
	 */
	constructor(session, came, main, tell, wait) {
		this.session = session;
		this.main = main;
		this.tell = tell;
		this.wait = wait;
		this.#of = came;
		this.#judged = came;
		this.#hidden = !this.holds;
	}

	/** What is shown is of the experiment that is there now. */
	get holds() {
		return this.#compared(this.session.experiment, this.#of);
	}

	/** The verdict is on the experiment that is there now. */
	get decided() {
		return this.#decided(this.session.experiment, this.#judged);
	}

	/** @param {Experiment} experiment that there is a verdict on */
	judged(experiment) {
		this.#judged = experiment;
		this.edited();
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
		if (stale !== this.#stale) {
			this.#stale = stale;
			this.main.toggleAttribute("data-stale", stale);
			this.tell(stale);
		}
		// A verdict follows a gesture from frame to frame, always one behind: only what it ends at is waited for.
		const { experiment, held } = this.session;
		const late = held || this.decided ? "" : same(experiment.data, this.#judged.data) ? "settings" : "data";
		if (late === this.#late) return;
		this.#late = late;
		this.main.toggleAttribute("data-late", late !== "");
		this.wait(late);
	}
}

/**
 * Compares two values once.
 * @param {(a: Experiment, b: Experiment) => boolean} compare
 */
function once(compare) {
	/** @type {[Experiment, Experiment, boolean] | undefined} */
	let last;
	return (/** @type {Experiment} */ a, /** @type {Experiment} */ b) => {
		if (last?.[0] !== a || last[1] !== b) last = [a, b, compare(a, b)];
		return last[2];
	};
}

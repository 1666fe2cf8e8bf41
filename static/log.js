// The log that somebody pasted: the losses of a training elsewhere, drawn under the run until they are dismissed, so that one sees what settings come
// near it. It outlives edits of the experiment, and the page.

import { byId, find, say } from "./element.js";
import { count, number } from "./format.js";
import { keep, recall } from "./kept.js";

/** @typedef {import("./protocol").Log} Log */

/**
 * A log as it is drawn: (epoch, loss) pairs like those of a run, and its end.
 * @typedef {{curve: Float64Array, plateau: number, since: number, flat: boolean, epochs: number, entries: number}} DrawnLog
 */

const key = "plateau.log";

export class PastedLog {
	/** @type {DrawnLog | undefined} */
	shown;
	#note = byId("log-note");

	/** @param {() => void} changed there is another log, or none */
	constructor(changed) {
		this.changed = changed;
		const kept = recall(key);
		if (Array.isArray(kept?.curve)) this.shown = drawn(kept);
		find(this.#note, "button").addEventListener("click", () => this.show(undefined));
	}

	/** @param {Log | undefined} log */
	show(log) {
		keep(key, log);
		this.shown = log && drawn(log);
		this.changed();
	}

	/**
	 * Says how far it is from the floors of the run.
	 * @param {import("./watch.js").Picture} picture
	 */
	draw({ run }) {
		this.#note.hidden = !this.shown;
		if (this.shown) say(find(this.#note, "span"), sentenceOf(this.shown, run.floors));
	}
}

/**
 * What a log comes to, beside the floor that is nearest to its end: "Your log stops at 0.0057, flat since epoch 120; the best straight line leaves
 * 0.005676." The chart names all floors.
 * @param {Log | DrawnLog} log
 * @param {import("./protocol").Floor[]} floors
 */
export function sentenceOf(log, floors) {
	// Two lines at the end of a question are no curve.
	const flat = log.flat && log.entries >= 10 ? `, flat since epoch ${count(log.since)}` : "";
	const end = `Your log stops at ${number(log.plateau)}${flat}`;
	const apart = (/** @type {number} */ loss) => Math.abs(Math.log(loss / Number(log.plateau)));
	const [nearest] = floors.filter(({ loss }) => Number.isFinite(apart(loss))).sort((a, b) => apart(a.loss) - apart(b.loss));
	return nearest ? `${end}; the ${nearest.label} leaves ${number(nearest.loss)}.` : `${end}.`;
}

/** @param {Log} log @returns {DrawnLog} */
function drawn(log) {
	return { ...log, plateau: Number(log.plateau), curve: Float64Array.from(log.curve.flat(), Number) };
}

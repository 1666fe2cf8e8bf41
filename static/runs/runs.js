// The runs there were: each that came to its end, or was left while it went, once, named by what changed since the one before. A run is a function of its
// settings, so what is kept is those, the curve and what came out; the rest is trained again when it is looked at.

import { same } from "../experiment.js";
import { keep, recall } from "../kept.js";
import { changeName, ownName } from "../names.js";
import { thin } from "./thin.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Diagnosis} Diagnosis */
/** @typedef {import("../watch.js").Picture} Picture */

/**
 * @typedef {object} Entry
 * @property {number} id
 * @property {string} name what changed
 * @property {string} own the name that somebody gave it, or ""
 * @property {Experiment} experiment completed
 * @property {import("../protocol").Num} loss the last one
 * @property {Diagnosis["state"] | ""} state "" before it is known
 * @property {string} verdict one sentence, or ""
 * @property {number} epochs done
 * @property {number} of epochs asked for
 * @property {boolean} left while it went: it has no end
 * @property {number[]} curve thinned, flat (epoch, loss) pairs
 * @property {number} pin its style in the loss chart, 0..3, or -1
 */

const key = "plateau.runs";
const most = 50;
// Of the 5 MB that browsers give a site, in characters; data that runs share is counted once.
const mostKept = 1_000_000;
const buckets = 60;
const keepAfter = 500;
/** As many pinned runs as colours and dashes that are told apart from each other, the run, the ghost and the floors. */
export const pins = 4;

export class Runs {
	/** @type {Entry[]} oldest first */
	list = [];
	/** @type {Entry | undefined} that of the experiment on the page */
	present;
	/** @type {{entry: Entry, at: number} | undefined} what can be put back */
	removed;

	#id = 0;
	/** @type {Picture | undefined} the last one outside of gestures */
	#picture;
	/** @type {Picture | undefined} the last one */
	#shown;
	/** @type {{run: Picture["run"], state: Diagnosis["state"], verdict: string} | undefined} of the last run that is done */
	#judged;
	/** @type {Picture["run"] | undefined} the last one that is in the list */
	#entered;
	/** @type {Experiment | undefined} of the last run that was entered */
	#before;
	/** @type {[Picture["run"], Experiment, boolean] | undefined} */
	#compared;
	/** @type {WeakMap<Experiment, Entry | null>} what was looked for since the list changed */
	#found = new WeakMap();
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;

	/** @param {() => void} changed the list, or something in it */
	constructor(changed) {
		this.changed = changed;
		// Each tab has its own list; a new one begins with that which was written last.
		this.list = unpacked(recall(key, "tab") ?? recall(key));
		this.#id = Math.max(0, ...this.list.map(({ id }) => id));
		this.#before = this.list.at(-1)?.experiment;
		addEventListener("pagehide", () => this.#keep());
	}

	/**
	 * A picture was drawn. Those that a gesture passes through are not kept, nor is a run that is not the one on the page any more.
	 * @param {Picture} picture
	 * @param {boolean} held
	 * @param {Experiment} wanted the experiment on the page
	 */
	see(picture, held, wanted) {
		const { run, frame } = picture;
		this.#shown = picture;
		if (held || !this.#stands(run, wanted)) return;
		const before = this.#picture;
		this.#picture = picture;
		if (before && before.run !== run) {
			if (before.frame.state !== "done" && before.frame.epoch > 0) this.#enter(before);
			this.#turn(this.of(run.experiment));
		}
		if (frame.state !== "done" || this.#entered === run) return;
		this.#entered = run;
		const entry = this.#enter(picture);
		this.#turn(entry);
		// The verdict on the end of a gesture was there before it was settled.
		if (this.#judged?.run === run) this.#sentence(entry);
	}

	/**
	 * What is known about the run that was seen last.
	 * @param {Diagnosis} diagnosis
	 */
	judge({ state, verdict }) {
		// One that is held, stepped or run anew is judged as it stands, which is not how it ends.
		if (this.#shown?.frame.state !== "done") return;
		this.#judged = { run: this.#shown.run, state, verdict };
		if (this.present && this.#entered === this.#judged.run) this.#sentence(this.present);
	}

	/** The entry of the run that is drawn, once it is in the list; what a gesture passes through is not. */
	get drawn() {
		return this.#shown && this.#shown.run === this.#entered ? this.present : undefined;
	}

	/**
	 * The entry of an experiment, if there is one.
	 * @param {Experiment} experiment
	 */
	of(experiment) {
		let found = this.#found.get(experiment);
		if (found === undefined) {
			found = this.list.find((entry) => alike(entry.experiment, experiment)) ?? null;
			this.#found.set(experiment, found);
		}
		return found ?? undefined;
	}

	/**
	 * @param {Entry} entry
	 * @param {string} name "" is what changed
	 */
	rename(entry, name) {
		entry.own = name.trim().slice(0, 80);
		this.#change();
	}

	/**
	 * Pins a run, or takes the pin out. Where all styles are taken, the oldest of them gives its own away.
	 * @param {Entry} entry
	 */
	pin(entry) {
		if (entry.pin >= 0) entry.pin = -1;
		else {
			const taken = this.list.filter(({ pin }) => pin >= 0);
			const free = Array.from({ length: pins }, (_, i) => i).find((i) => taken.every(({ pin }) => pin !== i));
			entry.pin = free ?? taken[0].pin;
			if (free === undefined) taken[0].pin = -1;
		}
		this.#change();
	}

	/** @param {Entry} entry */
	remove(entry) {
		this.removed = { entry, at: this.list.indexOf(entry) };
		this.list.splice(this.removed.at, 1);
		if (this.present === entry) this.present = undefined;
		this.#change();
	}

	/** Undoes the last removal. */
	putBack() {
		if (!this.removed) return;
		const { entry, at } = this.removed;
		this.removed = undefined;
		// The same run may have been made again.
		if (this.of(entry.experiment)) return;
		this.list.splice(at, 0, entry);
		if (entry.pin >= 0 && this.list.some((other) => other !== entry && other.pin === entry.pin)) entry.pin = -1;
		if (this.#entered && alike(this.#entered.experiment, entry.experiment)) this.present = entry;
		this.#change();
	}

	/** @param {Entry} entry of the run that is judged */
	#sentence(entry) {
		if (!this.#judged || (entry.state === this.#judged.state && entry.verdict === this.#judged.verdict)) return;
		entry.state = this.#judged.state;
		entry.verdict = this.#judged.verdict;
		this.#change();
	}

	/**
	 * Whether a run is that of the experiment on the page: a start that is under way still shows the one before.
	 * @param {Picture["run"]} run
	 * @param {Experiment} wanted
	 */
	#stands(run, wanted) {
		if (this.#compared?.[0] !== run || this.#compared[1] !== wanted) this.#compared = [run, wanted, same(run.experiment, wanted)];
		return this.#compared[2];
	}

	/** @param {Entry | undefined} entry */
	#turn(entry) {
		if (this.present === entry) return;
		this.present = entry;
		this.changed();
	}

	/** @param {Picture} picture */
	#enter({ run, frame }) {
		const { experiment } = run;
		const left = frame.state !== "done";
		const result = { loss: frame.loss.final, epochs: frame.epoch, of: run.epochs, left, curve: thin(frame.curve, buckets) };
		let entry = this.of(experiment);
		const before = this.#before;
		this.#before = experiment;
		if (entry && (!entry.left || entry.epochs > frame.epoch)) return entry;
		if (entry) Object.assign(entry, result);
		else {
			const name = (before && changeName(before, experiment)) || ownName(experiment);
			entry = { id: ++this.#id, name, own: "", experiment, state: "", verdict: "", pin: -1, ...result };
			this.list.push(entry);
			this.#bound(entry);
		}
		if (frame.stopped === "diverged") entry.state = "diverged";
		this.#change();
		return entry;
	}

	/**
	 * Forgets the oldest that nobody named or pinned, and where there is none, the oldest.
	 * @param {Entry} newest
	 */
	#bound(newest) {
		if (this.list.length <= most) return;
		const dull = this.list.findIndex((entry) => entry.pin < 0 && entry.own === "" && entry !== newest);
		this.list.splice(Math.max(dull, 0), 1);
	}

	#change() {
		this.#found = new WeakMap();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#keep(), keepAfter);
		this.changed();
	}

	#keep() {
		if (this.#timer === undefined) return;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const kept = packed(this.list);
		keep(key, kept, "tab");
		keep(key, kept);
	}
}

/**
 * What to call an entry.
 * @param {Entry} entry
 */
export function titleOf({ own, name }) {
	return own || name;
}

/**
 * Whether two experiments are one run: it does not depend on how it is called and looked at.
 * @param {Experiment} a
 * @param {Experiment} b
 */
export function alike(a, b) {
	return ["network", "training", "data"].every((part) => same(a[part], b[part]));
}

/**
 * The newest entries that fit, with the data that they share once.
 * @param {Entry[]} list
 */
export function packed(list) {
	/** @type {string[]} */
	const data = [];
	let size = 0;
	/** @type {object[]} */
	const runs = [];
	for (const entry of [...list].reverse()) {
		const { data: own, ...experiment } = entry.experiment;
		const text = JSON.stringify(own ?? null);
		const known = data.indexOf(text);
		const packed = { ...entry, experiment, data: known < 0 ? data.length : known };
		size += JSON.stringify(packed).length + (known < 0 ? text.length : 0);
		if (size > mostKept) break;
		if (known < 0) data.push(text);
		runs.unshift(packed);
	}
	return { runs, data: data.map((text) => JSON.parse(text)) };
}

/**
 * What was kept, as far as it is sound: another version of the page may have written it, or a hand.
 * @param {any} kept
 * @returns {Entry[]}
 */
export function unpacked(kept) {
	if (!Array.isArray(kept?.runs) || !Array.isArray(kept.data)) return [];
	return kept.runs.slice(-most).flatMap((/** @type {any} */ one) => {
		const sound =
			typeof one?.id === "number" &&
			typeof one.name === "string" &&
			typeof one.own === "string" &&
			typeof one.verdict === "string" &&
			typeof one.pin === "number" &&
			one.pin < pins &&
			Number.isFinite(one.epochs) &&
			Array.isArray(one.curve) &&
			one.curve.every(Number.isFinite) &&
			one.experiment !== null &&
			typeof one.experiment === "object" &&
			kept.data[one.data] !== undefined;
		if (!sound) return [];
		const { data, ...entry } = one;
		return [{ ...entry, experiment: { ...one.experiment, data: kept.data[data] } }];
	});
}

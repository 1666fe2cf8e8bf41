// The runs of the page, and what shows them: the line under the verdict, the table, two side by side, and the lines that they and a fix add to the charts.

import { Aside } from "./aside.js";
import { openCompare } from "./compare.js";
import { Fixes } from "./fixes.js";
import { RunList } from "./list.js";
import { Runs, titleOf } from "./runs.js";
import { openRuns } from "./table.js";

/** @typedef {import("./runs.js").Entry} Entry */
/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../loss.js").Overlay} Overlay */

// Numbers of figures of the engine that nothing else on the page has.
const figures = { fixes: 101, compare: 102 };
// Dashes of pinned runs, told apart without their colours.
const dashes = [
	[9, 3],
	[3, 3],
	[9, 3, 2, 3],
	[2, 2, 2, 6],
];
// Characters of a name that a chart has room for.
const longest = 30;

export class Shelf {
	/** @type {Picture | undefined} the run with the fix that is pointed at */
	preview;
	/** @type {Entry | undefined} */
	#peeked;
	#list;
	#redraw;
	#lines = "";
	#table = () => {};

	/**
	 * @param {import("../engine.js").Engine} engine
	 * @param {import("../session.js").Session} session
	 * @param {() => void} redraw the charts
	 */
	constructor(engine, session, redraw) {
		this.session = session;
		this.#redraw = redraw;
		this.runs = new Runs(() => this.#changed());
		this.compared = new Aside(engine, figures.compare, true);
		this.fixes = new Fixes(new Aside(engine, figures.fixes, false), (after) => {
			this.preview = after;
			redraw();
		});
		const restore = (/** @type {Entry} */ entry) => session.edit(entry.experiment);
		/** @param {Entry} [entry] */
		const compare = (entry) => this.#compare(entry);
		this.#list = new RunList(this.runs, {
			restore,
			compare,
			peek: (entry) => {
				if (entry === this.#peeked) return;
				this.#peeked = entry;
				redraw();
			},
			all: () => {
				this.#table = openRuns(this.runs, { restore, compare });
			},
		});
	}

	/** Another experiment is on the page, and another run will be. */
	edited() {
		this.fixes.forget();
	}

	/**
	 * @param {Picture} picture
	 * @param {boolean} held
	 */
	see(picture, held) {
		this.fixes.see(picture, held);
		this.runs.see(picture, held, this.session.experiment);
	}

	/**
	 * Whether a run has its own line in the loss chart.
	 * @param {Picture | undefined} picture
	 */
	pinned(picture) {
		return (picture && (this.runs.of(picture.run.experiment)?.pin ?? -1) >= 0) || false;
	}

	/**
	 * What the loss chart shows beside the present run: pinned runs, the one that is pointed at, and the fix that is.
	 * @returns {Overlay[]}
	 */
	overlays() {
		const { list, drawn } = this.runs;
		const lines = list.filter((entry) => (entry.pin >= 0 || entry === this.#peeked) && entry !== drawn);
		/** @type {Overlay[]} */
		const out = lines.map((entry) => ({
			name: short(titleOf(entry)),
			curve: entry.curve,
			loss: entry.loss,
			epochs: entry.of,
			colour: entry.pin >= 0 ? `--pin-${entry.pin}` : "--muted",
			dash: dashes[entry.pin] ?? [4, 4],
		}));
		if (this.preview) {
			const { run, frame } = this.preview;
			out.push({
				name: "with the fix",
				curve: frame.curve,
				loss: frame.loss.final,
				epochs: run.epochs,
				colour: "--solved",
				dash: [6, 4],
			});
		}
		return out;
	}

	/** @param {Entry | undefined} entry beside the present run; without one, the run before it */
	#compare(entry) {
		const { list, present } = this.runs;
		const second = present && present !== entry ? present : /** @type {Entry} */ (list.findLast((one) => one !== entry));
		const first = entry ?? list[list.indexOf(second) - 1] ?? list.find((one) => one !== second);
		if (first && second) openCompare(this.runs, this.compared, [first, second]);
	}

	#changed() {
		if (this.#peeked && !this.runs.list.includes(this.#peeked)) this.#peeked = undefined;
		this.#list.draw();
		this.#table();
		const lines = this.runs.list.map((entry) => (entry.pin >= 0 ? `${entry.pin} ${titleOf(entry)}` : "")).join("\n");
		if (lines === this.#lines) return;
		this.#lines = lines;
		this.#redraw();
	}
}

/** @param {string} name */
function short(name) {
	return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}

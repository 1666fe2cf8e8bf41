// Points made by a formula instead of typed: which one, with what noise, from which seed. They can be taken as points, to go on by hand.

import { choose, read } from "./controls.js";
import { byId } from "./element.js";
import { get, rowsOf, same, set, withGenerator, withoutColumns, withRows } from "./experiment.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Json} Json */
/** @typedef {import("./controls.js").Control} Control */

const path = "data.generator";

export class Made {
	#given = byId("points-given");
	#made = byId("points-made");
	#take = /** @type {HTMLButtonElement} */ (byId("take-points"));
	#name = /** @type {HTMLSelectElement} */ (byId("data-generator"));
	/** @type {import("./protocol").Run | undefined} */
	#run;
	/** @type {Json} the generator that was there last */
	#last;
	/** @type {Json[][] | undefined} the points that were there last */
	#points;

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.session = session;
		this.#last = { name: this.#name.options[0].value };
		this.#made.addEventListener("click", () => {
			if (!get(session.experiment, path)) this.#generate(this.#last, true);
		});
		this.#given.addEventListener("click", () => this.#back());
		this.#take.addEventListener("click", () => {
			if (!this.#run) return;
			session.edit(withRows(session.experiment, this.#run.points, this.#run.points.length));
			this.#given.focus();
		});
	}

	/** @param {Experiment} experiment */
	draw(experiment) {
		const generator = get(experiment, path);
		const on = generator !== undefined;
		if (on) this.#last = generator;
		else this.#points = rowsOf(experiment);
		byId("made").hidden = !on;
		byId("points-scroll").hidden = on;
		this.#made.ariaPressed = String(on);
		this.#given.ariaPressed = String(!on);
		this.#ready();
	}

	/** @param {import("./watch.js").Picture} picture */
	picture({ run }) {
		this.#run = run;
		this.#ready();
	}

	/**
	 * @param {Control} control of the generator or one of its arguments
	 * @param {boolean} settled
	 */
	input(control, settled) {
		const before = get(this.session.experiment, path);
		if (control === this.#name) {
			if (settled) this.#generate(choose(this.#name, before), true);
			return;
		}
		const value = read(control);
		// Half a number is no mistake until the field is left.
		if (!settled && (typeof value === "string" || same(value, get(this.session.experiment, control.dataset.path ?? "")))) return;
		const next = set(this.session.experiment, control.dataset.path ?? "", value);
		this.#generate(/** @type {Json} */ (get(next, path)), settled);
	}

	/**
	 * @param {Json} generator
	 * @param {boolean} settled
	 */
	#generate(generator, settled) {
		// From what was there before a number is being typed: on the way to 35 rows the batch is not to shrink to 3.
		const from = this.session.settled;
		this.session.edit(withGenerator(from, generator, this.#rows(from), this.#count(generator)), settled);
	}

	/** The points there were before the generator, or those it made where there were none. */
	#back() {
		const { experiment } = this.session;
		if (!get(experiment, path)) return;
		const rows = this.#points ?? this.#run?.points;
		if (!rows) return;
		const next = withRows(experiment, rows, this.#rows(experiment));
		// Names that a generator gave are not those of these columns.
		const alike = rows[0]?.length === this.#run?.points[0]?.length;
		this.session.edit(alike ? next : withoutColumns(next));
	}

	/** @param {Experiment} experiment */
	#rows(experiment) {
		const generator = get(experiment, path);
		return generator ? this.#count(generator) : rowsOf(experiment).length;
	}

	/** @param {Json} generator */
	#count(generator) {
		const n = get(generator, "n") ?? Number(byId("data-generator-n").dataset.default);
		return typeof n === "number" ? n : 0;
	}

	/** Rows can be taken when those of this very generator are there. */
	#ready() {
		this.#take.disabled = !this.#run || !same(get(this.#run.experiment, path), get(this.session.experiment, path));
	}
}

// Before and after a fix: a preview in the two charts while its button is pointed at, and small pictures of both where it is listed. The fix is run
// in another figure of the engine, when it is first looked at.

import { make } from "../element.js";
import { same } from "../experiment.js";
import { many, number } from "../format.js";
import { fitSketch, lossSketch, small } from "./sketch.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Fix} Fix */
/** @typedef {import("../watch.js").Picture} Picture */

export class Fixes {
	/** @type {Picture | undefined} the run on the page, once it is done */
	before;
	/** @type {{button: HTMLElement, fix: () => Fix | undefined} | undefined} what is pointed at */
	#source;
	/** @type {Experiment | undefined} what is previewed, or about to be */
	#shown;

	/**
	 * @param {import("./aside.js").Aside} aside
	 * @param {(after: Picture | undefined) => void} preview draws what the fix would do, or takes it away
	 */
	constructor(aside, preview) {
		this.aside = aside;
		this.preview = preview;
	}

	/**
	 * A picture was drawn; pictures of a fix are made beside a run that is done.
	 * @param {Picture} picture
	 * @param {boolean} held
	 */
	see(picture, held) {
		const { state } = picture.frame;
		this.aside.wait = state === "running";
		const before = state === "done" && !held ? picture : undefined;
		if (before === this.before) return;
		this.before = before;
		const source = this.#source;
		this.#clear();
		if (!before) return;
		this.settled();
		// A button may have been pointed at before there was anything to set beside it.
		this.#source = source;
		this.refresh();
	}

	/** Called when there is a run that fixes can be set beside. */
	settled() {}

	/** Another experiment is on the page. */
	forget() {
		this.before = undefined;
		this.aside.cancel();
		this.#clear();
	}

	/**
	 * Previews a fix while its button has the pointer or the focus.
	 * @param {HTMLElement} button
	 * @param {() => Fix | undefined} fix
	 */
	attach(button, fix) {
		const show = () => {
			this.#source = { button, fix };
			this.refresh();
		};
		button.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && show());
		button.addEventListener("focus", () => button.matches(":focus-visible") && show());
		for (const type of ["pointerleave", "blur", "click"]) {
			button.addEventListener(type, () => this.#source?.button === button && this.#clear());
		}
	}

	/** The offers have changed: the button that is pointed at may be gone, or offer something else. */
	refresh() {
		if (!this.#source) return;
		const { button, fix } = this.#source;
		const experiment = button.isConnected ? fix()?.experiment : undefined;
		if (!experiment) this.#clear();
		else if (!this.#shown || !same(experiment, this.#shown)) this.#show(experiment);
	}

	/**
	 * The pictures of a fix, filled when it is run: nothing where it is not.
	 * @param {Fix} fix
	 */
	async pictures(fix) {
		if (!this.before) return undefined;
		const after = await this.aside.run(fix.experiment);
		const { before } = this;
		if (!before || !after) return undefined;
		const { run } = before;
		const both = [
			{ picture: before, look: "now" },
			{ picture: after, look: "after" },
		];
		const curves = both.map(({ picture, look }) => ({ curve: picture.frame.curve, epochs: picture.run.epochs, look, name: "" }));
		const [now, then] = both.map(({ picture }) => number(picture.frame.loss.final));
		return make(
			"figure",
			{ className: "before-after" },
			fitSketch(both, [before, after], small, `The fit before and with ${fix.words}.`),
			lossSketch(curves, run, small, `The loss before, ${now}, and with ${fix.words}, ${then}.`),
			make(
				"figcaption",
				{ className: "muted" },
				"This seed: loss ",
				// No line ends at the minus of 3.8e-30.
				make("span", { className: "together" }, now),
				", with the fix ",
				make("span", { className: "together" }, then),
				` after ${many(after.frame.epoch, "epoch")}.`,
			),
		);
	}

	/** @param {Experiment} experiment of the fix */
	async #show(experiment) {
		if (!this.before) return;
		this.#shown = experiment;
		const after = await this.aside.run(experiment);
		if (experiment === this.#shown && after && this.before) this.preview(after);
	}

	#clear() {
		this.#source = undefined;
		if (!this.#shown) return;
		this.#shown = undefined;
		this.preview(undefined);
	}
}

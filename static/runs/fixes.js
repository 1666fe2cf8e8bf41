// Before and after a fix: a preview in the two charts while its button is pointed at, and small pictures of both where it is listed. The fix is run
// in another figure of the engine, when it is first looked at.

import { make } from "../element.js";
import { count, number } from "../format.js";
import { fitSketch, lossSketch, small } from "./sketch.js";

/** @typedef {import("../protocol").Fix} Fix */
/** @typedef {import("../watch.js").Picture} Picture */

export class Fixes {
	/** @type {Picture | undefined} the run on the page, once it is done */
	before;
	#asked = 0; // counts previews, so that a late one is not drawn
	#drawn = false;

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
		this.#clear();
		if (before) this.settled();
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
		const show = () => this.#show(fix());
		button.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && show());
		button.addEventListener("focus", () => button.matches(":focus-visible") && show());
		for (const type of ["pointerleave", "blur", "click"]) button.addEventListener(type, () => this.#clear());
	}

	/**
	 * The pictures of a fix, filled when it is run: nothing where it is not.
	 * @param {Fix} fix
	 * @param {string} name
	 */
	async pictures(fix, name) {
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
			fitSketch(both, [before, after], small, `The fit before and with ${name}.`),
			lossSketch(curves, run, small, `The loss before, ${now}, and with ${name}, ${then}.`),
			make(
				"figcaption",
				{ className: "muted" },
				"This seed: loss ",
				// No line ends at the minus of 3.8e-30.
				make("span", { className: "together" }, now),
				", with the fix ",
				make("span", { className: "together" }, then),
				` after ${count(after.frame.epoch)} epochs.`,
			),
		);
	}

	/** @param {Fix | undefined} fix */
	async #show(fix) {
		if (!fix || !this.before) return;
		const mine = ++this.#asked;
		const after = await this.aside.run(fix.experiment);
		if (mine !== this.#asked || !after || !this.before) return;
		this.#drawn = true;
		this.preview(after);
	}

	#clear() {
		this.#asked++;
		if (!this.#drawn) return;
		this.#drawn = false;
		this.preview(undefined);
	}
}

// The runs there were, in one line under the verdict: a button each, which takes its settings, and two more for all of them and for two side by side.

import { byId, find, make, say } from "../element.js";
import { number } from "../format.js";
import { titleOf } from "./runs.js";

/** @typedef {import("./runs.js").Entry} Entry */

export class RunList {
	#root = byId("runs");
	#line = find(this.#root, ".run-line");
	/** @type {Entry | undefined} the one that was scrolled to */
	#seen;
	#width = 0; // of all chips, then

	/**
	 * @param {import("./runs.js").Runs} runs
	 * @param {{restore: (entry: Entry) => void, peek: (entry: Entry | undefined) => void, all: () => void, compare: () => void}} act
	 */
	constructor(runs, act) {
		this.runs = runs;
		this.act = act;
		byId("all-runs").addEventListener("click", () => act.all());
		byId("compare-runs").addEventListener("click", () => act.compare());
		this.#line.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
		// The curve of the run that is looked at is drawn while it is.
		const peek = (/** @type {Event} */ { target }) => act.peek(this.#entryOf(target));
		for (const type of ["pointerover", "focusin"]) this.#line.addEventListener(type, peek);
		for (const type of ["pointerleave", "focusout"]) this.#line.addEventListener(type, () => act.peek(undefined));
		this.draw();
	}

	draw() {
		const { list, present, removed } = this.runs;
		// One run is what the page shows already; one that was deleted can be put back.
		this.#root.hidden = list.length < 2 && !removed;
		/** @type {HTMLButtonElement} */ (byId("compare-runs")).disabled = list.length < 2;
		const focused = this.#entryOf(document.activeElement);
		const stop = focused ?? present ?? list.at(-1);
		this.#line.replaceChildren(...list.map((entry) => make("li", {}, this.#chip(entry, entry === stop))));
		if (focused) this.#button(focused)?.focus({ preventScroll: true });
		const chip = present && this.#button(present);
		const width = this.#line.scrollWidth;
		if (!chip || (present === this.#seen && width === this.#width)) return;
		this.#seen = present;
		this.#width = width;
		const { left, right } = this.#line.getBoundingClientRect();
		const at = chip.getBoundingClientRect();
		this.#line.scrollLeft += Math.min(at.left - left, 0) + Math.max(at.right - right, 0);
	}

	/**
	 * @param {Entry} entry
	 * @param {boolean} stop whether Tab comes to it; the arrows go from it to the others
	 */
	#chip(entry, stop) {
		const present = entry === this.runs.present;
		const chip = make("button", { type: "button", className: "chip", tabIndex: stop ? 0 : -1 });
		chip.append(make("span", {}, titleOf(entry)), make("b", {}, outcome(entry)));
		chip.dataset.run = String(entry.id);
		if (entry.pin >= 0) chip.dataset.pin = String(entry.pin);
		if (present) chip.setAttribute("aria-current", "true");
		chip.title = `${titleOf(entry)}: ${ending(entry)}`;
		chip.addEventListener("click", () => this.act.restore(entry));
		return chip;
	}

	/** @param {KeyboardEvent} event */
	#key(event) {
		const entry = this.#entryOf(event.target);
		if (!entry) return;
		const { list } = this.runs;
		const at = list.indexOf(entry);
		const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
		if (event.key === "Delete") this.#remove(entry, at);
		else if (to !== undefined && list[to]) {
			for (const one of list) {
				const button = this.#button(one);
				if (button) button.tabIndex = one === list[to] ? 0 : -1;
			}
			this.#button(list[to])?.focus();
		} else return;
		event.preventDefault();
	}

	/**
	 * @param {Entry} entry
	 * @param {number} at
	 */
	#remove(entry, at) {
		this.runs.remove(entry);
		const next = this.runs.list[Math.min(at, this.runs.list.length - 1)];
		if (next && !this.#root.hidden) this.#button(next)?.focus();
		say(byId("announcer"), `${titleOf(entry)} was deleted. All runs can put it back.`);
	}

	/** @param {EventTarget | null} target */
	#entryOf(target) {
		const id = target instanceof Element ? target.closest("[data-run]")?.getAttribute("data-run") : undefined;
		return this.#line.contains(/** @type {Node | null} */ (target))
			? this.runs.list.find((entry) => String(entry.id) === id)
			: undefined;
	}

	/** @param {Entry} entry */
	#button(entry) {
		return /** @type {HTMLElement | null} */ (this.#line.querySelector(`[data-run="${entry.id}"]`));
	}
}

/** @param {Entry} entry */
export function outcome({ loss, state }) {
	return state === "diverged" ? "diverged" : number(loss);
}

/**
 * "stuck, loss 0.005676", "left at epoch 300 of 10 000, loss 0.02".
 * @param {Entry} entry
 */
export function ending(entry) {
	return `${stateOf(entry)}, loss ${number(entry.loss)}`;
}

/** @param {Entry} entry */
export function stateOf({ state, left }) {
	return left ? "left while it went" : state === "" ? "not judged" : state.replaceAll("_", " ");
}

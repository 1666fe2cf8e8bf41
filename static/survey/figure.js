// What the surveyed views share: a figure with its controls, a sentence that says what one sees, a place for the picture, and what stands there until
// there is one.

import { make, say } from "../element.js";
import { liveTable } from "../tables.js";

/**
 * @template T what is shown
 */
export class Figure {
	#progress = make("progress", { max: 1, value: 0 });
	#words = make("p", {});
	#state = make("div", { className: "survey-state" }, this.#words);
	#sentence = make("p", { className: "survey-sentence" });
	/** @type {(shown: T) => void} */
	#table;

	/**
	 * @param {HTMLElement} host the view
	 * @param {string} id
	 * @param {string} name
	 * @param {(shown: T) => HTMLElement} table
	 * @param {...HTMLElement} controls
	 */
	constructor(host, id, name, table, ...controls) {
		this.name = name;
		this.chart = make("div", { className: "chart", role: "img", ariaLabel: name });
		this.plot = make("div", { className: "plot" }, this.chart, this.#state);
		const body = make("section", { className: "table-body", tabIndex: 0, ariaLabel: `${name} as a table` });
		const details = make("details", { className: "table" }, make("summary", {}, "Table"), body);
		const heading = make("h2", { className: "unseen" }, name);
		this.#progress.ariaLabel = `${name}: share done`;
		this.#words.setAttribute("role", "status");
		this.#state.hidden = true;
		this.#idle(true);
		this.element = make(
			"figure",
			{ className: "figure survey", id },
			make("figcaption", {}, heading, ...controls, details),
			this.#sentence,
			this.#progress,
			this.plot,
		);
		host.append(this.element);
		this.#table = liveTable(this.element, table);
	}

	/**
	 * There is a picture, complete unless something is said to be going on.
	 * @param {T} shown what the table shows
	 * @param {string} sentence what one sees
	 */
	show(shown, sentence) {
		this.#state.hidden = true;
		this.#idle(true);
		this.element.dataset.shown = "";
		this.element.removeAttribute("data-stale");
		if (sentence) say(this.#sentence, sentence);
		this.#table(shown);
	}

	/** What is shown is of an earlier moment. */
	stale() {
		this.element.toggleAttribute("data-stale", true);
	}

	/**
	 * Something is being computed. A picture that is there stays, greyed.
	 * @param {number} share that is done
	 * @param {string} doing
	 */
	busy(share, doing) {
		// Words cover no picture.
		this.#state.hidden = "shown" in this.element.dataset;
		this.#idle(false);
		this.#progress.value = share;
		say(this.#words, doing && `${doing} …`);
	}

	/**
	 * There is no picture, and why.
	 * @param {string} reason
	 */
	trouble(reason) {
		delete this.element.dataset.shown;
		this.element.removeAttribute("data-stale");
		this.#state.hidden = false;
		this.#idle(true);
		say(this.#words, reason);
		say(this.#sentence, "");
	}

	/** @param {boolean} on */
	#idle(on) {
		this.#progress.toggleAttribute("data-idle", on);
	}
}

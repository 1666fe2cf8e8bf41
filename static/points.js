// The data as a table one types into. A blank row at the end waits for the next point.

import { columnsOf } from "./columns.js";
import { numberOrText, shown } from "./controls.js";
import { byId, find, make } from "./element.js";
import { rowsOf, withRows } from "./experiment.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Json} Json */

// More rows than a person edits by hand; all of them are trained on.
const mostRows = 200;

export class Points {
	#head = find(byId("points"), "thead tr");
	#body = find(byId("points"), "tbody");
	#columns = /** @type {string[]} */ ([]);

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.session = session;
		this.#body.addEventListener("change", (event) => this.#typed(/** @type {HTMLInputElement} */ (event.target)));
		this.#body.addEventListener("focusout", (event) => this.#left(event));
		this.#body.addEventListener("click", (event) => {
			const button = /** @type {HTMLElement} */ (event.target).closest("[data-remove]");
			if (button) this.#remove(this.#index(/** @type {HTMLElement} */ (button)));
		});
		this.#body.addEventListener("keydown", (event) => this.#move(event));
	}

	/** @param {Experiment} experiment */
	draw(experiment) {
		const rows = rowsOf(experiment);
		const { inputs, targets } = columnsOf(experiment);
		const columns = [...inputs, ...targets];
		if (columns.join("\n") !== this.#columns.join("\n")) this.#caption(columns);
		const visible = Math.min(rows.length, mostRows);
		while (this.#body.children.length > visible + 1) this.#body.lastElementChild?.remove();
		while (this.#body.children.length < visible + 1) this.#body.append(this.#row(this.#body.children.length));
		for (const [i, tr] of [...this.#body.children].entries()) {
			const blank = i === visible;
			tr.classList.toggle("blank", blank);
			for (const [j, input] of [...tr.querySelectorAll("input")].entries()) {
				input.placeholder = blank && j === 0 ? "new point" : "";
				if (blank && tr.contains(document.activeElement)) continue; // half a point is being typed
				const text = blank ? "" : shown(rows[i]?.[j]);
				if (blank || numberOrText(input.value) !== rows[i]?.[j]) input.value = text;
			}
		}
		const more = byId("points-more");
		more.hidden = rows.length <= mostRows;
		more.textContent = `and ${rows.length - mostRows} more rows`;
	}

	/** @param {string[]} columns */
	#caption(columns) {
		this.#columns = columns;
		this.#body.replaceChildren();
		const corner = make("th", { scope: "col" }, make("span", { className: "unseen" }, "Remove"));
		this.#head.replaceChildren(...columns.map((name) => make("th", { scope: "col" }, name)), corner);
	}

	/** @param {number} i */
	#row(i) {
		const cells = this.#columns.map((name, j) => {
			const input = make("input", { type: "text", spellcheck: false, autocomplete: "off" });
			input.ariaLabel = `${name} of point ${i + 1}`;
			input.dataset.cell = `data.points[${i}][${j}]`;
			input.dataset.help = "a number; leave the last row blank, or type the next point into it";
			return make("td", {}, input);
		});
		const remove = make("button", { type: "button", className: "icon" }, "×");
		remove.dataset.remove = "";
		remove.ariaLabel = `Remove point ${i + 1}`;
		return make("tr", {}, ...cells, make("td", {}, remove));
	}

	/** @param {HTMLElement} inside */
	#index(inside) {
		return [...this.#body.children].indexOf(/** @type {Element} */ (inside.closest("tr")));
	}

	/** @param {HTMLInputElement} input */
	#typed(input) {
		const i = this.#index(input);
		const texts = [...(find(this.#body.children[i], "td").parentElement?.querySelectorAll("input") ?? [])].map(
			({ value }) => value,
		);
		const whole = texts.every((text) => text.trim() !== "");
		if (i === this.#body.children.length - 1 && !whole) return; // not yet a point; #left takes it when the row is left
		this.#put(i, texts);
	}

	/** @param {FocusEvent} event */
	#left(event) {
		const tr = /** @type {HTMLElement} */ (event.target).closest("tr");
		if (!tr?.classList.contains("blank") || tr.contains(/** @type {Node | null} */ (event.relatedTarget))) return;
		const texts = [...tr.querySelectorAll("input")].map(({ value }) => value);
		if (texts.some((text) => text.trim() !== "")) this.#put(this.#index(tr), texts);
	}

	/**
	 * @param {number} i
	 * @param {string[]} texts
	 */
	#put(i, texts) {
		const rows = [...rowsOf(this.session.experiment)];
		rows[i] = texts.map(numberOrText);
		this.#set(rows);
	}

	/** @param {number} i */
	#remove(i) {
		this.#set(rowsOf(this.session.experiment).filter((_, j) => j !== i));
		find(this.#body.children[Math.min(i, this.#body.children.length - 1)], "input").focus();
	}

	/**
	 * Up, down and Enter go from row to row, as in a spreadsheet.
	 * @param {KeyboardEvent} event
	 */
	#move(event) {
		const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" || event.key === "Enter" ? 1 : 0;
		const input = /** @type {HTMLElement} */ (event.target);
		if (step === 0 || !(input instanceof HTMLInputElement)) return;
		const column = [...(input.closest("tr")?.querySelectorAll("input") ?? [])].indexOf(input);
		event.preventDefault();
		const i = this.#index(input);
		input.blur(); // takes what was typed
		this.#body.children[i + step]?.querySelectorAll("input")[column]?.focus();
	}

	/** @param {Json[][]} rows */
	#set(rows) {
		this.session.edit(withRows(this.session.experiment, rows));
	}
}

// The data as a table one types into. A blank row at the end waits for the next point, where all its columns are shown.

import { columnsOf } from "./columns.js";
import { numberOrText, shown } from "./controls.js";
import { byId, find, make } from "./element.js";
import { rowsOf, withRows } from "./experiment.js";
import { count, many } from "./format.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Json} Json */

// More than a person edits by hand; all of it is trained on. A field for each of 65 rows of 1000 columns takes a browser 9 s.
const mostRows = 200;
const mostCells = 800;
const mostColumns = 12;
const lastColumns = 4; // of those shown, where not all are
// So many share the width of the panel; more are as wide as a number, and scrolled.
const fitting = 5;
const columnWidth = 5; // rem

export class Points {
	#head = find(byId("points"), "thead tr");
	#body = find(byId("points"), "tbody");
	#columns = /** @type {string[]} */ ([]);
	/** @type {number[]} the columns that are shown, by number */
	#shown = [];

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
		const visible = Math.min(rows.length, mostRows, Math.floor(mostCells / this.#shown.length));
		const lines = this.#hidden > 0 ? visible : visible + 1;
		while (this.#body.children.length > lines) this.#body.lastElementChild?.remove();
		while (this.#body.children.length < lines) this.#body.append(this.#row(this.#body.children.length));
		for (const [i, tr] of [...this.#body.children].entries()) {
			const blank = i === visible;
			tr.classList.toggle("blank", blank);
			for (const [j, input] of [...tr.querySelectorAll("input")].entries()) {
				input.placeholder = blank && j === 0 ? (columns.length > 2 ? "new" : "new point") : "";
				if (blank && tr.contains(document.activeElement)) continue; // half a point is being typed
				const value = rows[i]?.[this.#shown[j]];
				if (blank || numberOrText(input.value) !== value) input.value = blank ? "" : shown(value);
			}
		}
		const more = byId("points-more");
		more.hidden = rows.length <= visible && this.#hidden === 0;
		const parts = [
			...(rows.length > visible ? [`${count(visible)} of ${many(rows.length, "row")}`] : []),
			...(this.#hidden > 0 ? [`${this.#shown.length} of ${many(columns.length, "column")}`] : []),
		];
		more.textContent = `${parts.join(", ")} shown`;
	}

	/** How many columns are not shown. */
	get #hidden() {
		return this.#columns.length - this.#shown.length;
	}

	/** @param {string[]} columns */
	#caption(columns) {
		this.#columns = columns;
		const first = mostColumns - lastColumns;
		this.#shown = [...columns.keys()].filter(
			(i) => columns.length <= mostColumns || i < first || i >= columns.length - lastColumns,
		);
		this.#body.replaceChildren();
		const corner = make("th", { scope: "col" }, make("span", { className: "unseen" }, "Remove"));
		const names = this.#shown.map((i) => make("th", { scope: "col", title: columns[i] }, columns[i]));
		if (this.#hidden > 0)
			names.splice(first, 0, make("th", { scope: "col", title: `${many(this.#hidden, "column")} not shown` }, "…"));
		this.#head.replaceChildren(...names, corner);
		const table = /** @type {HTMLElement} */ (this.#body.parentElement);
		table.style.minWidth = names.length > fitting ? `${names.length * columnWidth}rem` : "";
	}

	/** @param {number} i */
	#row(i) {
		const cells = this.#shown.map((j) => {
			const name = this.#columns[j];
			const input = make("input", { type: "text", spellcheck: false, autocomplete: "off" });
			input.ariaLabel = `${name} of point ${i + 1}`;
			input.dataset.cell = `data.points[${i}][${j}]`;
			input.setAttribute("aria-describedby", "points-help");
			return make("td", {}, input);
		});
		if (this.#hidden > 0) cells.splice(mostColumns - lastColumns, 0, make("td", { className: "muted" }, "…"));
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
		const tr = this.#body.children[i];
		const texts = [...tr.querySelectorAll("input")].map(({ value }) => value);
		const whole = texts.every((text) => text.trim() !== "");
		if (tr.classList.contains("blank") && !whole) return; // not yet a point; #left takes it when the row is left
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
	 * @param {string[]} texts of the columns that are shown
	 */
	#put(i, texts) {
		const rows = [...rowsOf(this.session.experiment)];
		const row = [...(rows[i] ?? [])];
		for (const [j, text] of texts.entries()) row[this.#shown[j]] = numberOrText(text);
		rows[i] = row;
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

// All runs in a table, where each is renamed, pinned, taken back, set beside the present one and deleted; what was deleted last can be put back.

import { make } from "../element.js";
import { count, number } from "../format.js";
import { openDialog } from "../share/dialog.js";
import { stateOf } from "./list.js";
import { titleOf } from "./runs.js";

/** @typedef {import("./runs.js").Entry} Entry */

/**
 * Opens the table. It returns what draws it again, which does nothing once it is closed.
 * @param {import("./runs.js").Runs} runs
 * @param {{restore: (entry: Entry) => void, compare: (entry?: Entry) => void}} act
 */
export function openRuns(runs, act) {
	const body = part("tbody", "rowgroup");
	const head = ["run", "loss", "state", "epochs", "actions"].map((text) => {
		const cell = part("th", "columnheader", text);
		cell.scope = "col";
		return cell;
	});
	const grid = part("table", "table", part("thead", "rowgroup", part("tr", "row", ...head)), body);
	grid.className = "grid-table run-table";
	grid.ariaLabel = "All runs";
	const back = button("Put it back", "", () => runs.putBack());
	const said = make("span", {});
	const status = make("p", { className: "act" }, said, back);
	status.role = "status";
	const hint = make(
		"p",
		{ className: "muted" },
		"Each run is named by what changed since the one before; type over a name to change it. A pinned run stays in the loss chart.",
	);
	const dialog = openDialog("All runs", hint, status, grid);

	const draw = () => {
		if (!dialog.isConnected) return;
		const at = /** @type {HTMLElement | null} */ (document.activeElement);
		const { row, act: done } = at?.dataset ?? {};
		const rows = runs.list.map((entry) => rowOf(entry, runs, act, dialog));
		body.replaceChildren(...rows);
		said.textContent = runs.removed ? `“${titleOf(runs.removed.entry)}” was deleted.` : "";
		back.hidden = !runs.removed;
		if (!row || !done) return;
		// What was pressed keeps the focus; where its row is gone, the way back has it.
		const again = body.querySelector(`[data-row="${row}"][data-act="${done}"]`);
		/** @type {HTMLElement} */ (again ?? back).focus();
	};
	draw();
	return draw;
}

/**
 * @param {Entry} entry
 * @param {import("./runs.js").Runs} runs
 * @param {{restore: (entry: Entry) => void, compare: (entry?: Entry) => void}} act
 * @param {HTMLDialogElement} dialog
 */
function rowOf(entry, runs, act, dialog) {
	const title = titleOf(entry);
	const present = entry === runs.present;
	const mark = (/** @type {HTMLButtonElement} */ one) => {
		one.dataset.row = String(entry.id);
		one.dataset.act = one.textContent ?? "";
		return one;
	};
	const pin = mark(button("Pin", `Pin ${title}`, () => runs.pin(entry)));
	pin.ariaPressed = String(entry.pin >= 0);
	if (entry.pin >= 0) pin.dataset.pin = String(entry.pin);
	const restore = mark(
		button("Restore", `Restore ${title}`, () => {
			act.restore(entry);
			dialog.close();
		}),
	);
	restore.disabled = present;
	const compare = mark(button("Compare", `Compare ${title}`, () => act.compare(entry)));
	compare.disabled = runs.list.length < 2;
	const remove = mark(button("Delete", `Delete ${title}`, () => runs.remove(entry)));
	const epochs = entry.epochs === entry.of ? count(entry.of) : `${count(entry.epochs)} of ${count(entry.of)}`;
	const row = part(
		"tr",
		"row",
		part("th", "rowheader", nameField(entry, runs)),
		part("td", "cell", number(entry.loss)),
		part("td", "cell", present ? `${stateOf(entry)}, now` : stateOf(entry)),
		part("td", "cell", epochs),
		part("td", "cell", pin, restore, compare, remove),
	);
	row.ariaCurrent = String(present);
	return row;
}

/**
 * @param {Entry} entry
 * @param {import("./runs.js").Runs} runs
 */
function nameField(entry, runs) {
	const field = make("input", { type: "text", value: titleOf(entry), placeholder: entry.name, maxLength: 80, spellcheck: false });
	field.ariaLabel = `Name of ${titleOf(entry)}`;
	field.dataset.row = String(entry.id);
	field.dataset.act = "name";
	field.title = titleOf(entry);
	field.addEventListener("change", () => runs.rename(entry, field.value === entry.name ? "" : field.value));
	field.addEventListener("keydown", (event) => {
		const typed = field.value !== titleOf(entry);
		if (event.key === "Enter") field.blur();
		if (event.key !== "Escape" || !typed) return;
		// Takes the typing back, and leaves the dialog open.
		event.preventDefault();
		event.stopPropagation();
		field.value = titleOf(entry);
	});
	return field;
}

/**
 * A part of a table. Narrow rows are grids, and what is no table on the screen is one only by its roles.
 * @template {"table" | "thead" | "tbody" | "tr" | "th" | "td"} T
 * @param {T} tag
 * @param {string} role
 * @param {...(Node | string)} children
 */
function part(tag, role, ...children) {
	const element = make(tag, {}, ...children);
	element.setAttribute("role", role);
	return element;
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} act
 */
function button(text, label, act) {
	const element = make("button", { type: "button", className: "quiet" }, text);
	if (label) element.ariaLabel = label;
	element.addEventListener("click", act);
	return element;
}

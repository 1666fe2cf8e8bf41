// Keyboard shortcuts: whoever has something to be done by a key says so here, and the dialog behind "?" lists them all. A single key never acts while
// somebody types or a dialog is open, and can be turned off: speech input and unsteady hands press keys that nobody meant.

import { byId, find, make } from "./element.js";
import { keep, recall } from "./kept.js";
import { openDialog } from "./share/dialog.js";

/**
 * @typedef {object} Shortcut
 * @property {string} name
 * @property {string} description
 * @property {string[]} combinations "k", "mod+shift+z", "Space"
 * @property {((event: KeyboardEvent) => void) | undefined} action also called again and again while the key is held
 */

/** @type {Map<string, Shortcut>} */
const shortcuts = new Map();
const keptKey = "plateau.single_keys";
const apple = /^(Mac|iP)/.test(navigator.platform);
const drawn = new Map(
	Object.entries({
		mod: apple ? "⌘" : "Ctrl",
		shift: apple ? "⇧" : "Shift",
		ArrowUp: "↑",
		ArrowDown: "↓",
		ArrowLeft: "←",
		ArrowRight: "→",
	}),
);

/**
 * Has a key do something.
 * @param {string} name which a later call replaces
 * @param {string} description as the dialog says it: "Run or pause"
 * @param {string} combination the key as KeyboardEvent.key names it, with "mod+" (Ctrl, on a Mac ⌘), "shift+" or both before it; alternatives are set
 *   apart by spaces, and the space bar is "Space"
 * @param {(event: KeyboardEvent) => void} [action] none where an element listens for itself, and the key is only listed
 */
export function key(name, description, combination, action) {
	shortcuts.set(name, { name, description, combinations: combination.split(" "), action });
}

/**
 * Begins to listen, and has the button with this id open the list.
 * @param {string} id
 */
export function listen(id) {
	document.addEventListener("keydown", pressed);
	byId(id).addEventListener("click", list);
	key("keys", "This list", "?", list);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
	if (event.defaultPrevented || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
	for (const { combinations, action } of shortcuts.values()) {
		if (!action || !combinations.some((combination) => matches(event, combination))) continue;
		event.preventDefault();
		action(event);
		return;
	}
}

/**
 * @param {KeyboardEvent} event
 * @param {string} combination
 */
function matches(event, combination) {
	const parts = combination.split("+");
	const wanted = parts.pop() || "+";
	const [mod, shift] = ["mod", "shift"].map((part) => parts.includes(part));
	if (mod !== (event.ctrlKey || event.metaKey)) return false;
	// The shift that a sign takes differs from keyboard to keyboard; that of a letter is meant.
	if (/^[a-z]$|^.{2,}/.test(wanted) && shift !== event.shiftKey) return false;
	const pressedKey = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
	if (pressedKey !== wanted) return false;
	const element = /** @type {HTMLElement} */ (event.target);
	if (mod) return !types(element); // a field that is being typed in undoes its own typing
	if (recall(keptKey) === false || types(element) || element instanceof HTMLSelectElement) return false;
	// The space bar presses what has the focus.
	return wanted !== "Space" || !element.closest("button, a, summary, input, [role='slider']");
}

/**
 * Whether what is typed or pasted is for this element.
 * @param {HTMLElement} element
 */
export function types(element) {
	if (element instanceof HTMLInputElement) return !/^(checkbox|radio|range|button|file)$/.test(element.type);
	return element instanceof HTMLTextAreaElement || element.isContentEditable;
}

/** The dialog that lists every shortcut. */
function list() {
	const rows = [...shortcuts.values()].map(({ description, combinations }) =>
		make("li", {}, make("span", {}, description), make("span", { className: "key-names" }, ...combinations.map(kbd))),
	);
	const single = make("input", { type: "checkbox", checked: recall(keptKey) !== false });
	single.addEventListener("change", () => keep(keptKey, single.checked ? undefined : false));
	const dialog = openDialog(
		"Keyboard",
		make("ul", { className: "keys" }, ...rows),
		make("label", { className: "check" }, single, "Single keys act; with Ctrl or ⌘ they always do"),
	);
	dialog.classList.add("dialog-narrow");
	find(dialog, ".icon").focus();
}

/** @param {string} combination */
function kbd(combination) {
	const parts = combination.split("+").map((part) => drawn.get(part) ?? (part.length === 1 ? part.toUpperCase() : part));
	return make("kbd", {}, parts.join(apple ? "" : " "));
}

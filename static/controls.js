// Controls that stand for one setting each: [data-path] says which. They were written into the page from the Go packages' own description; this moves values
// between them and the Experiment. What a person typed stays as it is, right or wrong: Go says what is wrong with it.

import { byId, find, say } from "./element.js";
import { get, nameOf } from "./experiment.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Json} Json */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/**
 * What a control says: a number where the text is one, and otherwise the text itself. undefined is "not set".
 * @param {Control} control
 * @returns {Json | undefined}
 */
export function read(control) {
	if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked;
	if (control instanceof HTMLSelectElement) return control.value;
	const text = control.value.trim();
	if (text === "" && "optional" in control.dataset) return undefined;
	if (control.dataset.kind === "numbers") return text === "" ? [] : text.split(/[\s,;]+/).map(numberOrText);
	return numberOrText(text);
}

/**
 * @param {string} text
 * @returns {number | string}
 */
export function numberOrText(text) {
	const value = Number(text);
	return text.trim() !== "" && Number.isFinite(value) ? value : text;
}

/**
 * Shows the experiment's values in all controls under `root`, and the arguments of what is chosen.
 * @param {HTMLElement} root
 * @param {Experiment} experiment
 */
export function write(root, experiment) {
	for (const control of /** @type {NodeListOf<Control>} */ (root.querySelectorAll("[data-path]"))) {
		const value = get(experiment, control.dataset.path ?? "") ?? byDefault(control);
		if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value === true;
		else if (control instanceof HTMLSelectElement)
			control.value = control.dataset.kind === "choice" ? nameOf(value) : String(value);
		else if (!says(control, value)) control.value = shown(value);
		if (control instanceof HTMLInputElement) slide(control, value);
		else choiceHelp(control);
	}
	for (const params of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-choice]"))) {
		params.hidden = nameOf(get(experiment, params.dataset.choice ?? "")) !== params.dataset.option;
	}
}

/**
 * What the chosen option does, beside what the choice is about.
 * @param {HTMLSelectElement} select
 */
function choiceHelp(select) {
	const line = select.parentElement?.querySelector("[data-chosen]");
	if (line) say(/** @type {HTMLElement} */ (line), select.selectedOptions[0]?.dataset.help ?? "");
}

/**
 * Ties a line that says what is wrong to the control that it is about, or frees the control of it.
 * @param {HTMLElement} control
 * @param {HTMLElement} line
 * @param {boolean} wrong
 */
export function describeFault(control, line, wrong) {
	const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== "" && id !== line.id);
	control.setAttribute("aria-describedby", [...others, ...(wrong ? [line.id] : [])].join(" "));
	control.ariaInvalid = wrong ? "true" : null;
}

/**
 * What describes a control, but for what is wrong with it.
 * @param {HTMLElement} control
 */
export function helpOf(control) {
	const lines = (control.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
	return lines.flatMap((line) => (line && !line.classList.contains("fault") && line.textContent) || []);
}

/**
 * What a setting that the experiment leaves out stands for: arguments at their defaults are not written.
 * @param {Control} control
 * @returns {Json | undefined}
 */
function byDefault(control) {
	const text = control.dataset.default ?? "";
	if (control.dataset.kind === "boolean") return text === "true";
	if (text === "" || control instanceof HTMLSelectElement) return text === "" ? undefined : text;
	return control.dataset.kind === "numbers" ? text.split(", ").map(numberOrText) : numberOrText(text);
}

/**
 * The value a choice takes when another name is chosen: arguments that both know keep their values, so that one thing changes at a time.
 * @param {HTMLSelectElement} select
 * @param {Json | undefined} before
 * @returns {Json}
 */
export function choose(select, before) {
	/** @type {{[key: string]: Json}} */
	const choice = { name: select.value };
	const group = /** @type {HTMLElement | null} */ (select.closest(".layer, form"));
	const path = CSS.escape(select.dataset.path ?? "");
	const params = [
		`[data-choice="${path}"][data-option="${CSS.escape(select.value)}"] [data-path]`,
		`[data-every="${path}"] > .field [data-path]`, // what every option takes
	].join();
	for (const control of /** @type {NodeListOf<Control>} */ (group?.querySelectorAll(params) ?? [])) {
		const key = (control.dataset.path ?? "").split(".").at(-1) ?? "";
		const old = get(before, key);
		if (old !== undefined && control !== select) choice[key] = old;
	}
	return choice;
}

/**
 * The number a log slider stands at, with two digits, as a hand would set it.
 * @param {HTMLInputElement} slider
 */
export function slid(slider) {
	const low = Math.log10(Number(slider.dataset.low));
	const high = Math.log10(Number(slider.dataset.high));
	return Number((10 ** (low + (high - low) * (Number(slider.value) / Number(slider.max)))).toPrecision(2));
}

/**
 * Puts the slider of a number field, if it has one, where its number is.
 * @param {HTMLInputElement} control
 * @param {Json | undefined} value
 */
function slide(control, value) {
	const slider = /** @type {HTMLInputElement | null} */ (control.parentElement?.querySelector("[data-slider]"));
	if (!slider) return;
	const low = Math.log10(Number(slider.dataset.low));
	const high = Math.log10(Number(slider.dataset.high));
	if (typeof value === "number" && value > 0 && document.activeElement !== slider) {
		slider.value = String(Math.round((Number(slider.max) * (Math.log10(value) - low)) / (high - low)));
	}
	slider.ariaValueText = shown(value);
}

/**
 * Whether the text already says the value: 1e-3 is 0.001.
 * @param {Control} control
 * @param {Json | undefined} value
 */
function says(control, value) {
	return JSON.stringify(read(control)) === JSON.stringify(value);
}

/**
 * A value as the text of a field.
 * @param {Json | undefined} value
 */
export function shown(value) {
	if (value === undefined || value === null) return "";
	if (Array.isArray(value)) return value.join(", ");
	if (typeof value !== "number") return String(value);
	const decimal = String(value);
	const short = value.toExponential().replace("+", "");
	return short.length < decimal.length && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e6) ? short : decimal;
}

/**
 * The line below a control that says what is wrong with it.
 * @param {HTMLElement} control
 */
export function faultLine(control) {
	if (control.dataset.cell) return byId("points-fault");
	return find(/** @type {HTMLElement} */ (control.closest(".field, .layer, section")), ".fault");
}

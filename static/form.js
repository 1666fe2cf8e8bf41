// The settings as a whole: edits go to the session, values and faults come back. A fault is shown beside the field its path names.

import { choose, describeFault, faultLine, helpOf, read, slid, write } from "./controls.js";
import { byId, find, say } from "./element.js";
import { edited, get, same, set } from "./experiment.js";
import { JsonText } from "./json.js";
import { Layers } from "./layers.js";
import { Made } from "./made.js";
import { words } from "./format.js";
import { notice, passing } from "./notices.js";
import { Points } from "./points.js";

/** @typedef {import("./controls.js").Control} Control */

export class Form {
	#panel = byId("panel");
	/** @type {Set<HTMLElement>} lines that say what is wrong */
	#lines = new Set();
	/** @type {[control: HTMLElement, line: HTMLElement][]} */
	#faulty = [];
	/** @type {import("./protocol").Fault[]} */
	#faults = [];
	#boxed = true;

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.session = session;
		this.layers = new Layers(session);
		this.points = new Points(session);
		this.made = new Made(session);
		this.json = new JsonText(session);
		this.#panel.addEventListener("submit", (event) => event.preventDefault());
		this.#panel.addEventListener("input", (event) => this.#input(/** @type {Control} */ (event.target), false));
		this.#panel.addEventListener("change", (event) => this.#input(/** @type {Control} */ (event.target), true));
		for (const name of ["focusin", "pointerover"])
			this.#panel.addEventListener(name, (event) => this.#help(/** @type {HTMLElement} */ (event.target)));
		// A sheet that is opened shows what stood above the page, and one that is closed takes it away with it.
		new ResizeObserver(() => {
			if (this.#boxed !== visible(byId("settings"))) this.#place();
		}).observe(byId("settings"));
	}

	/** @param {import("./protocol").Experiment} experiment */
	draw(experiment) {
		this.points.draw(experiment);
		this.made.draw(experiment);
		this.layers.draw(experiment);
		this.json.draw(experiment);
		write(this.#panel, experiment);
	}

	/**
	 * @param {Control} control
	 * @param {boolean} settled false while it is being typed or dragged
	 */
	#input(control, settled) {
		const { session } = this;
		if (control.dataset.slider) {
			const field = /** @type {Control} */ (byId(control.dataset.slider));
			session.edit(set(session.experiment, field.dataset.path ?? "", slid(/** @type {HTMLInputElement} */ (control))), settled);
			return;
		}
		const path = control.dataset.path;
		if (!path) return;
		const before = get(session.experiment, path);
		if (path.startsWith("data.generator")) {
			this.made.input(control, settled);
			return;
		}
		if (control instanceof HTMLSelectElement && control.dataset.kind === "choice") {
			if (settled) session.edit(along(control, set(session.experiment, path, choose(control, before))));
			return;
		}
		const value = read(control);
		// Half a number ("1e-") is no mistake until the field is left.
		if (!settled && (typeof value === "string" || same(value, before))) return;
		session.edit(edited(session.experiment, path, value), settled);
	}

	/**
	 * Shows each fault beside its field, or above the page where the field is not to be seen, and takes away those before.
	 * @param {import("./protocol").Fault[]} faults
	 */
	faults(faults) {
		this.#faults = faults;
		this.#place();
		if (faults.length > 0) say(byId("announcer"), faults[0].message);
	}

	#place() {
		for (const line of this.#lines) line.hidden = true;
		for (const [control, line] of this.#faulty) describeFault(control, line, false);
		this.#lines.clear();
		this.#faulty = [];
		this.#boxed = visible(byId("settings"));
		const homeless = this.#faults.filter((fault) => !this.#show(fault));
		notice("fault", homeless.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" "));
	}

	/**
	 * @param {import("./protocol").Fault} fault
	 * @returns {boolean} whether it has a place here that is seen
	 */
	#show({ path, message }) {
		const control = this.#controlOf(path);
		const line = control ? faultLine(control) : this.#lineOf(path);
		if (!line) return false;
		if (control) {
			describeFault(control, line, true);
			this.#faulty.push([control, line]);
		}
		if (!this.#lines.has(line)) {
			// One at a time beside a field.
			this.#lines.add(line);
			line.hidden = false;
			say(line, message);
		}
		const details = line.closest("details");
		if (details) details.open = true;
		const more = /** @type {HTMLElement | null} */ (line.closest("[data-more-body]"));
		if (more) this.layers.more(more, true);
		return visible(line);
	}

	/**
	 * The control whose setting this is, or the nearest setting it is a part of.
	 * @param {string} path
	 * @returns {HTMLElement | null}
	 */
	#controlOf(path) {
		for (let at = path; at !== ""; at = at.replace(/(\.|\[)[^.[]*$/, "")) {
			const escaped = CSS.escape(at);
			const visible = [...this.#panel.querySelectorAll(`[data-cell="${escaped}"], [data-path="${escaped}"]`)].find(
				(found) => !found.closest(".params[hidden]"),
			);
			if (visible) return /** @type {HTMLElement} */ (visible);
			if (!/[.[]/.test(at)) break;
		}
		return null;
	}

	/** @param {string} path */
	#lineOf(path) {
		const layer = /^network\.layers\[(\d+)\]/.exec(path);
		const row = layer && byId("layers").children[Number(layer[1])];
		if (row) return find(row, ".fault");
		if (path.startsWith("data")) return byId("points-fault");
		if (path.startsWith("network")) return byId("layers-fault");
		return null;
	}

	/** @param {HTMLElement} target */
	#help(target) {
		const control = /** @type {HTMLElement | null} */ (
			target.closest(".field, .bare, td")?.querySelector("[aria-describedby]") ?? target.closest("[aria-describedby]")
		);
		if (!control) return;
		const about = helpOf(control).map((text) => text.replace(/\.?$/, "."));
		say(
			byId("help"),
			about.join(" ").replace(/(^|\. )([a-z])/g, (_, stop, letter) => stop + letter.toUpperCase()),
		);
	}
}

/** @param {HTMLElement} element on the page, which may be inside a closed sheet */
function visible(element) {
	return element.getClientRects().length > 0;
}

/**
 * What a choice cannot do without is set along with it, and said.
 * @param {HTMLSelectElement} select
 * @param {import("./protocol").Experiment} experiment
 */
function along({ selectedOptions: [option] }, experiment) {
	/** @type {NonNullable<import("./protocol").Option["needs"]>} */
	const needs = JSON.parse(option?.dataset.needs ?? "[]");
	const missing = needs.filter(({ path, to }) => words(get(experiment, path)) !== words(to));
	if (missing.length === 0) return experiment;
	passing("along", `${option.label} needs ${missing.map((need) => need.words).join(" and ")}, which was set along with it.`);
	return missing.reduce((out, { path, to }) => set(out, path, to), experiment);
}

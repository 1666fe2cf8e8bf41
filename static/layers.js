// The list of layers. A row is a copy of the template that was written into the page; the last one is the output.

import { write } from "./controls.js";
import { byId, find } from "./element.js";
import { edited, get } from "./experiment.js";

/** @typedef {import("./protocol").Experiment} Experiment */

export class Layers {
	#list = byId("layers");
	#template = /** @type {HTMLTemplateElement} */ (byId("layer"));

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.session = session;
		byId("add-layer").addEventListener("click", () => this.#add());
		this.#list.addEventListener("click", (event) => {
			const target = /** @type {HTMLElement} */ (event.target);
			const row = target.closest(".layer");
			if (row && target.matches("[data-remove]")) this.#remove([...this.#list.children].indexOf(row));
			if (row && target.matches("[data-more]")) {
				const body = find(row, "[data-more-body]");
				this.more(body, Boolean(body.hidden));
			}
		});
	}

	/**
	 * Shows or hides what a layer seldom needs.
	 * @param {HTMLElement} body inside the layer's row
	 * @param {boolean} open
	 */
	more(body, open) {
		body.hidden = !open;
		find(/** @type {HTMLElement} */ (body.closest(".layer")), "[data-more]").ariaExpanded = String(open);
	}

	/** @param {Experiment} experiment */
	draw(experiment) {
		const count = layersOf(experiment).length;
		while (this.#list.children.length > count) this.#list.lastElementChild?.remove();
		while (this.#list.children.length < count) this.#list.append(this.#row(this.#list.children.length));
		for (const [i, row] of [...this.#list.children].entries()) {
			const last = i === count - 1;
			const name = last ? "Output" : count === 2 ? "Hidden" : `Hidden ${i + 1}`;
			find(row, ".layer-name").textContent = name;
			find(row, "[data-more]").ariaLabel = `More about layer ${name}`;
			find(row, "[data-remove]").hidden = last;
			find(row, "[data-remove]").ariaLabel = `Remove layer ${name}`;
		}
		write(this.#list, experiment);
	}

	/** @param {number} i */
	#row(i) {
		const row = /** @type {HTMLElement} */ (find(this.#template.content, ".layer").cloneNode(true));
		for (const element of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("*"))) {
			for (const key of ["path", "choice", "field"]) {
				const path = element.dataset[key];
				if (path) element.dataset[key] = path.replace("[]", `[${i}]`);
			}
			for (const name of ["id", "for", "data-slider", "aria-describedby"]) {
				const ids = element.getAttribute(name)?.split(" ");
				if (ids) element.setAttribute(name, ids.map((id) => `${id}-${i}`).join(" "));
			}
		}
		row.dataset.field = `network.layers[${i}]`;
		return row;
	}

	/** A new hidden layer stands before the output and is like the last hidden one. */
	#add() {
		const layers = layersOf(this.session.experiment);
		const model = layers.at(-2) ?? { .../** @type {any} */ (layers.at(-1)), units: 10 };
		this.#set([...layers.slice(0, -1), model, ...layers.slice(-1)]);
		find(this.#list.children[layers.length - 1], "input").focus();
	}

	/** @param {number} i */
	#remove(i) {
		this.#set(layersOf(this.session.experiment).filter((_, j) => j !== i));
		byId("add-layer").focus();
	}

	/** @param {import("./protocol").Json[]} layers */
	#set(layers) {
		this.session.edit(edited(this.session.experiment, "network.layers", layers));
	}
}

/**
 * @param {Experiment} experiment
 * @returns {import("./protocol").Json[]}
 */
function layersOf(experiment) {
	const layers = get(experiment, "network.layers");
	return Array.isArray(layers) ? layers : [];
}

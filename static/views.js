// The views of the two panes: one of each is seen at a time and drawn; the others wait, and are made when their tab is first chosen.

import { byId } from "./element.js";

/** @typedef {import("./watch.js").Picture} Picture */

/**
 * What a tab shows. `held` says that a gesture goes on and that another picture follows at once.
 * @typedef {{draw: (picture: Picture, ghost: Picture | undefined, held: boolean) => void, restyle?: () => void}} View
 */

export class Views {
	/** @type {Map<string, () => View | Promise<View>>} not yet made, by the id of the view */
	#makers = new Map();
	/** @type {Map<string, View>} */
	#made = new Map();
	/** @type {[Picture, Picture | undefined, boolean] | undefined} */
	#last;

	constructor() {
		for (const list of document.querySelectorAll("[role=tablist]")) {
			const tabs = [.../** @type {NodeListOf<HTMLButtonElement>} */ (list.querySelectorAll("[role=tab]"))];
			for (const tab of tabs) tab.addEventListener("click", () => this.#choose(tabs, tab));
			list.addEventListener("keydown", (event) => this.#move(tabs, /** @type {KeyboardEvent} */ (event)));
		}
	}

	/**
	 * @param {string} id the view whose tab is `id`-tab and whose place is `id`-view
	 * @param {() => View | Promise<View>} make called once, when the view is first seen
	 */
	add(id, make) {
		this.#makers.set(id, make);
		if (this.seen(id)) this.#open(id);
	}

	/**
	 * Shows a view, as its tab does.
	 * @param {string} id
	 */
	show(id) {
		byId(`${id}-tab`).click();
	}

	/** @param {string} id */
	seen(id) {
		return !byId(`${id}-view`).hidden;
	}

	/** @type {View["draw"]} */
	draw(picture, ghost, held) {
		this.#last = [picture, ghost, held];
		for (const [id, view] of this.#made) if (this.seen(id)) view.draw(picture, ghost, held);
	}

	/** After the theme changed. */
	restyle() {
		for (const view of this.#made.values()) view.restyle?.();
	}

	/**
	 * @param {HTMLButtonElement[]} tabs
	 * @param {HTMLButtonElement} chosen
	 */
	#choose(tabs, chosen) {
		for (const tab of tabs) {
			const id = tab.id.replace(/-tab$/, "");
			tab.ariaSelected = String(tab === chosen);
			tab.tabIndex = tab === chosen ? 0 : -1;
			byId(`${id}-view`).hidden = tab !== chosen;
			if (tab === chosen) this.#open(id);
		}
	}

	/**
	 * Arrow keys, Home and End go from tab to tab.
	 * @param {HTMLButtonElement[]} tabs
	 * @param {KeyboardEvent} event
	 */
	#move(tabs, event) {
		const at = tabs.indexOf(/** @type {HTMLButtonElement} */ (event.target));
		const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
		if (at < 0 || to === undefined) return;
		event.preventDefault();
		const tab = /** @type {HTMLButtonElement} */ (tabs.at(to % tabs.length));
		tab.focus();
		tab.click();
	}

	/** @param {string} id */
	async #open(id) {
		const make = this.#makers.get(id);
		if (make) {
			this.#makers.delete(id);
			this.#made.set(id, await make());
		}
		if (this.#last && this.seen(id)) this.#made.get(id)?.draw(...this.#last);
	}
}

// The gallery: real stuck networks that somebody asked about in public, fetched one by one when they are opened.

import { byId, make } from "./element.js";
import { openDialog } from "./share/dialog.js";

/** @typedef {{name: string, title: string, site: string, url: string}} Preset */

export class Gallery {
	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.session = session;
		byId("gallery").addEventListener("click", () => this.#open());
	}

	async #open() {
		const list = make("ul", { className: "gallery" });
		const fault = make("p", { className: "fault", hidden: true });
		fault.setAttribute("role", "alert");
		const dialog = openDialog(
			"Gallery",
			make("p", { className: "muted" }, "Networks that were really stuck, as their authors described them."),
			fault,
			list,
		);
		const trouble = (/** @type {unknown} */ error) => {
			fault.hidden = false;
			fault.textContent = `The gallery could not be loaded: ${error instanceof Error ? error.message : error}. Try again when you are online.`;
		};
		let asked = 0;
		const open = async (/** @type {Preset} */ { name }) => {
			const mine = ++asked;
			const { edits } = this.session;
			try {
				const preset = await load(name);
				// Whoever has closed the dialog, chosen another or gone on meanwhile does not want it any more.
				if (mine !== asked || !dialog.open || this.session.edits !== edits) return;
				this.session.edit(preset);
				dialog.close();
			} catch (error) {
				if (mine === asked) trouble(error);
			}
		};
		try {
			list.append(...(await load("index")).map((/** @type {Preset} */ preset) => entry(preset, open)));
		} catch (error) {
			trouble(error);
		}
	}
}

/**
 * @param {Preset} preset
 * @param {(preset: Preset) => void} open
 */
function entry(preset, open) {
	const button = make("button", { type: "button", className: "quiet" }, preset.title);
	button.addEventListener("click", () => open(preset));
	const source = preset.url ? make("a", { href: preset.url, rel: "noopener" }, preset.site) : preset.site;
	return make("li", {}, button, make("span", { className: "muted" }, source));
}

/** @param {string} name */
async function load(name) {
	const response = await fetch(`presets/${name}.json`);
	if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
	return response.json();
}

// Light, dark, or what the system says. The style sheet does the rest; charts are told, because they draw their own colours.

import { byId } from "./element.js";
import { keep, recall } from "./kept.js";

/** @param {() => void} changed */
export function theme(changed) {
	const select = /** @type {HTMLSelectElement} */ (byId("theme"));
	const apply = () => {
		if (select.value === "auto") delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = select.value;
		changed();
	};
	const kept = recall("plateau.theme");
	if (kept === "light" || kept === "dark") select.value = kept;
	apply();
	select.addEventListener("change", () => {
		keep("plateau.theme", select.value);
		apply();
	});
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

// The way to the settings: by a key, and by the first link of the page, which those who go by keyboard meet first.

import { byId, find } from "./element.js";

/** To the first of the settings, which a phone keeps in a sheet until they are asked for. */
export function toPanel() {
	const sheet = byId("sheet");
	if (sheet.offsetParent && sheet.ariaExpanded === "false") sheet.click();
	const fields = /** @type {NodeListOf<HTMLElement>} */ (byId("settings").querySelectorAll("input, select"));
	[...fields].find((field) => field.offsetParent)?.focus();
}

/** Followed as a link it would take the place of the experiment in the address, and on a phone lead to what is closed. */
export function skipLink() {
	find(document, ".skip").addEventListener("click", (event) => {
		event.preventDefault();
		toPanel();
	});
}

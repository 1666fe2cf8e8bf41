// The shortcuts of what is always there; a part of the page that comes later brings its own.

import { byId } from "./element.js";
import { key, listen } from "./keys.js";
import { skipLink, toPanel } from "./panel.js";

/** @param {import("./session.js").Session} session */
export function shortcuts(session) {
	const press = (/** @type {string} */ id) => (/** @type {KeyboardEvent} */ event) => {
		const button = byId(id);
		// A key held steps on; whatever else there is happens once.
		if (!button.hidden && (!event.repeat || id === "step" || id === "batch")) button.click();
	};
	key("run", "Run or pause", "k Space", press("run"));
	key("step", "One epoch", "s", press("step"));
	key("batch", "One batch", "b", press("batch"));
	key("reset", "Back to the beginning", "r", press("reset"));
	key("apply", "Apply the fix", "a", press("apply"));
	key("undo", "Undo", "mod+z", () => session.undo());
	key("redo", "Redo", "mod+shift+z mod+y", () => session.redo());
	key("panel", "To the settings", "1", toPanel);
	key("fit", "To the points of the fit", "2", () => toFigure("fit"));
	key("loss", "To the loss", "3", () => toFigure("loss"));
	key("points-move", "Move a point, or those chosen; with Shift further", "ArrowLeft ArrowRight ArrowUp ArrowDown");
	key("points-choose", "Choose a point", "Space");
	key("points-all", "Choose all points, on one of them", "mod+a");
	key("points-remove", "Remove a point, or those chosen", "Delete");
	key("gallery", "Gallery", "g", press("gallery"));
	key("code", "Code, logs and data", "c", press("code"));
	key("share", "Copy the link", "l", press("share"));
	key("theme", "The next theme", "t", () => {
		const select = /** @type {HTMLSelectElement} */ (byId("theme"));
		select.selectedIndex = (select.selectedIndex + 1) % select.length;
		select.dispatchEvent(new Event("change", { bubbles: true }));
	});
	skipLink();
	listen("keys");
}

/** @param {"fit" | "loss"} id */
function toFigure(id) {
	const figure = byId(id);
	if (!figure.offsetParent) byId(`${id}-tab`).click(); // another view is before it
	figure.scrollIntoView({ block: "nearest" });
	/** @type {HTMLElement | null} */ (
		figure.querySelector(".handles:not([hidden]) button") ?? figure.querySelector("summary")
	)?.focus();
}

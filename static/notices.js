// The line above the page, for what concerns no single field. Each kind of message has one place in it, and takes its own away.

import { byId, say } from "./element.js";

/** @type {Map<string, string>} */
const messages = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

// Long enough to be read twice.
const passing = 12_000;

/**
 * @param {"fault" | "engine" | "charts" | "link"} kind
 * @param {string} message "" takes it away
 */
export function notice(kind, message) {
	if (kind === "engine") clearTimeout(timer);
	messages.set(kind, message);
	const text = [...messages.values()].filter(Boolean).join(" ");
	say(byId("notice"), text);
	byId("notice").hidden = text === "";
}

/** The engine fell and stands again: worth knowing, not worth keeping. */
export function restarted() {
	notice("engine", "The engine stopped and was started again. Nothing you entered is lost.");
	timer = setTimeout(() => notice("engine", ""), passing);
}

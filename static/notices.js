// The line above the page, for what concerns no single field. Each kind of message has one place in it, and takes its own away.

import { byId, say } from "./element.js";

/** @type {Map<string, string>} */
const messages = new Map();
/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const timers = new Map();

// Long enough to be read twice.
const shownFor = 12_000;

/**
 * @param {"fault" | "along" | "engine" | "charts" | "drawing" | "share" | "link" | "read"} kind
 * @param {string} message "" takes it away
 */
export function notice(kind, message) {
	clearTimeout(timers.get(kind));
	messages.set(kind, message);
	const text = [...messages.values()].filter(Boolean).join(" ");
	say(byId("notice"), text);
	byId("notice").hidden = text === "";
}

/**
 * Says what is worth knowing and not worth keeping.
 * @param {Parameters<typeof notice>[0]} kind
 * @param {string} message
 */
export function passing(kind, message) {
	notice(kind, message);
	timers.set(
		kind,
		setTimeout(() => notice(kind, ""), shownFor),
	);
}

/** The engine fell and stands again. */
export function restarted() {
	passing("engine", "The engine stopped and was started again. Nothing you entered is lost.");
}

/** @param {unknown} error of what draws or shows, which is a fault of the page; undefined when all is drawn again */
export function broken(error) {
	const reason = error instanceof Error ? error.message : String(error);
	const message = `Not everything could be drawn (${reason}). What you entered is kept; undo the last change, or reload the page.`;
	notice("drawing", error === undefined ? "" : message);
	if (error !== undefined) reportError(error);
}

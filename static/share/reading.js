// The dialog that reads code, logs and data as people have them, and says line by line what became of them.

import { make } from "../element.js";
import { count } from "../format.js";
import { sentenceOf } from "../log.js";
import { openDialog } from "./dialog.js";
import { writing } from "./writing.js";

/** @typedef {import("../protocol").Imported} Imported */
/** @typedef {import("../watch.js").Picture} Picture */

/**
 * A text that came from elsewhere and was not taken as it is, to be looked at and corrected.
 * @typedef {object} Given
 * @property {string} text
 * @property {[row: number, column: number]} [at] the cell of the table it was pasted into
 * @property {Imported | string} [reply] what was made of it
 */

const kinds = {
	keras: "Keras code",
	"r-keras": "R-Keras code",
	pytorch: "PyTorch code",
	"scikit-learn": "scikit-learn code",
	data: "data",
	log: "a training log",
	link: "a link",
	experiment: "an experiment",
};

const marks = { understood: "understood", ignored: "changes no number", unknown: "not understood", prose: "" };

// A person who types pauses; a paste waits no longer than this.
const pause = 250;

/**
 * @param {import("./reader.js").Reader} reader
 * @param {import("../session.js").Session} session
 * @param {object} shown
 * @param {Picture} [shown.picture] whose floors a log is held against
 * @param {import("../protocol").Experiment} [shown.fix] of the experiment on the page, where there is one
 * @param {import("../log.js").PastedLog} shown.log
 * @param {Given} [given]
 */
export function openReading(reader, session, { picture, fix, log }, given) {
	const area = make("textarea", { rows: 7, spellcheck: false, autocomplete: "off" });
	area.placeholder =
		"Keras, R-Keras, PyTorch or scikit-learn code, with the lines of data around it; a training log; a table; a link";
	area.ariaLabel = "Code, a log or data";
	const found = make("p", { className: "reading-found" });
	found.setAttribute("role", "status");
	const use = make("button", { type: "button", className: "primary", hidden: true }, "Use it");
	const lines = make("div", { className: "reading-lines" });
	const act = make("div", { className: "reading-act" }, use, found);
	const dialog = openDialog("Code, logs and data", area, act, lines, writing(reader.engine, session.experiment, fix));
	area.focus();
	/** @type {Imported | undefined} */
	let last;
	const read = async () => {
		const text = area.value;
		const reply = await reader.read(text, session.experiment, given?.at);
		if (reply !== undefined && text === area.value) show(reply); // else a newer text is being read, or will be
	};
	const show = (/** @type {Imported | string} */ reply) => {
		last = typeof reply === "string" ? undefined : reply;
		use.hidden = !last?.experiment && !last?.log;
		use.textContent = last?.offer ? "Take the sample" : last?.experiment || !last?.log ? "Use it" : "Draw it under the run";
		found.textContent = typeof reply === "string" ? reply : summary(reply, picture);
		lines.replaceChildren(...(last ? report(last) : []));
	};
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let timer;
	area.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(read, pause);
		// What was read is not this text any more.
		last = undefined;
		use.hidden = true;
	});
	use.addEventListener("click", () => {
		if (!last) return;
		if (last.log) log.show(last.log);
		if (last.experiment) session.edit(last.experiment);
		dialog.close();
	});
	if (given) {
		area.value = given.text;
		area.setSelectionRange(0, 0);
		if (given.reply === undefined) read();
		else show(given.reply);
	}
}

/**
 * What was read, in a sentence or two.
 * @param {Imported} read
 */
export function told({ kind, notes }) {
	const what = notes.map(sentence).join(" ");
	return kind === "data" ? what : `${sentence(`this is ${kinds[/** @type {keyof typeof kinds} */ (kind)] ?? kind}`)} ${what}`;
}

/**
 * @param {Imported} read
 * @param {Picture | undefined} picture
 */
function summary({ kind, lines, log, trouble, offer, experiment }, picture) {
	const unknown = lines.filter(({ state }) => state === "unknown").length;
	const parts = [];
	if (trouble) parts.push(sentence(trouble));
	else if (kind !== "log") parts.push(`This is ${kinds[/** @type {keyof typeof kinds} */ (kind)] ?? kind}.`);
	if (experiment && unknown > 0)
		parts.push(unknown === 1 ? "One line is not understood." : `${count(unknown)} lines are not understood.`);
	// What an experiment leaves is known when it has run.
	if (log) parts.push(sentenceOf(log, picture && !experiment ? picture.run.floors : []));
	if (offer) parts.push(offer);
	return parts.join(" ");
}

/** @param {Imported} read */
function report({ lines, notes }) {
	const rows = lines
		.filter(({ state }) => state !== "prose")
		.map(({ from, text, state, meaning }) => {
			const words = state === "unknown" && meaning ? `${marks.unknown}: ${meaning}` : meaning || marks[state];
			const mark = make("span", { className: "line-mark" }, words);
			const line = make("li", {}, make("span", { className: "line-number" }, String(from)), make("code", {}, text), mark);
			line.dataset.state = state;
			return line;
		});
	const said = notes.map((note) => make("p", { className: "muted" }, sentence(note)));
	return rows.length > 0 ? [...said, make("ol", { className: "read-lines" }, ...rows)] : said;
}

/** @param {string} words */
function sentence(words) {
	const text = words.charAt(0).toUpperCase() + words.slice(1);
	return /[.?]$/.test(text) ? text : `${text}.`;
}

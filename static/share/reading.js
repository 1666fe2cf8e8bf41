// The dialog that reads code, logs and data as people have them, and says line by line what became of them. A second program does the reading, loaded
// when the dialog is first opened; the page around goes on.

import { make } from "../element.js";
import { Engine, Refused } from "../engine.js";
import { count } from "../format.js";
import { sentenceOf } from "../log.js";
import { openDialog } from "./dialog.js";
import { writing } from "./writing.js";

/** @typedef {import("../protocol").Imported} Imported */
/** @typedef {import("../watch.js").Picture} Picture */

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

export class Reading {
	/** @type {Engine | undefined} */
	#reader;
	#asked = 0;

	/**
	 * @param {{worker: string, reader: string}} files
	 * @param {import("../session.js").Session} session
	 * @param {import("../log.js").PastedLog} log
	 */
	constructor(files, session, log) {
		this.session = session;
		this.log = log;
		this.spawn = () => {
			const url = new URL(files.worker, document.baseURI);
			url.searchParams.set("wasm", new URL(files.reader, document.baseURI).href);
			return new Worker(url, { name: "plateau reader" });
		};
	}

	/**
	 * @param {Picture | undefined} picture whose floors a log is held against
	 * @param {import("../protocol").Experiment | undefined} fix of the experiment on the page, where there is one
	 */
	open(picture, fix) {
		this.#reader ??= new Engine(this.spawn, () => {});
		const area = make("textarea", { rows: 7, spellcheck: false, autocomplete: "off" });
		area.placeholder =
			"Keras, R-Keras, PyTorch or scikit-learn code, with the lines of data around it; a training log; a table; a link";
		area.ariaLabel = "Code, a log or data";
		const found = make("p", { className: "reading-found" });
		found.setAttribute("role", "status");
		const use = make("button", { type: "button", className: "primary", hidden: true }, "Use it");
		const lines = make("div", { className: "reading-lines" });
		const act = make("div", { className: "reading-act" }, use, found);
		const dialog = openDialog("Code, logs and data", area, act, lines, writing(this.#reader, this.session.experiment, fix));
		area.focus();
		/** @type {ReturnType<typeof setTimeout> | undefined} */
		let timer;
		/** @type {Imported | undefined} */
		let last;
		area.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(async () => {
				const reply = await this.#read(area.value);
				if (reply === undefined) return; // a newer text is being read
				last = typeof reply === "string" ? undefined : reply;
				use.hidden = !last?.experiment && !last?.log;
				use.textContent = last?.experiment || !last?.log ? "Use it" : "Draw it under the run";
				found.textContent = typeof reply === "string" ? reply : summary(reply, picture);
				lines.replaceChildren(...(last ? report(last) : []));
			}, pause);
		});
		use.addEventListener("click", () => {
			if (last?.log) this.log.show(last.log);
			if (last?.experiment) this.session.edit(last.experiment);
			dialog.close();
		});
	}

	/**
	 * @param {string} text
	 * @returns {Promise<Imported | string | undefined>} what was made of it, why nothing was, or nothing for what is out of date
	 */
	async #read(text) {
		const asked = ++this.#asked;
		if (text.trim() === "") return "";
		try {
			const reply = await /** @type {Engine} */ (this.#reader).request("import", { text });
			return asked === this.#asked ? reply : undefined;
		} catch (error) {
			if (asked !== this.#asked) return undefined;
			return error instanceof Refused ? error.message : "What reads code did not load; reload the page to try again.";
		}
	}
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

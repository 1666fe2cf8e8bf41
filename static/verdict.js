// The verdict: one sentence, the fix that was tried before it is offered, and what stands behind both. All of it is Go's; this sets it in type.

import { Announcer } from "./announcer.js";
import { byId, find, make, say } from "./element.js";
import { offered, offerOf, outcomeOf } from "./fix.js";
import { number } from "./format.js";

/** @typedef {import("./protocol").Diagnosis} Diagnosis */
/** @typedef {import("./protocol").Fix} Fix */

const before = "This is the verdict on what was there before; the one on what is there now is on its way.";
const earlier = "Pictures and verdict are of what was there before; what is entered now has not been run.";

export class Verdict {
	#section = byId("verdict");
	#button = /** @type {HTMLButtonElement} */ (byId("apply"));
	/** @type {Fix | undefined} */
	#fix;
	#announcer = new Announcer(byId("announcer"), byId("sentence").textContent ?? "");
	#drawn = "";

	/** @type {import("./protocol").Evidence[]} */
	#probes = [];
	/** It is of what was there before, which nothing is offered for. */
	#stale = false;
	/** @type {"" | "settings" | "data"} It is of what was there before, in other settings or on other data; the next is on its way. */
	#late = "";
	/** @type {(string | Node)[]} what became of the fix, or of the trials so far */
	#note = [];
	/** @type {Map<HTMLElement, Fix>} the rows of what was tried */
	#rows = new Map();

	/**
	 * @param {(experiment: import("./protocol").Experiment) => unknown} apply
	 * @param {(changes: import("./protocol").Change[]) => void} change makes changes to the experiment there is
	 * @param {import("./runs/fixes.js").Fixes} fixes previews and pictures of fixes
	 */
	constructor(apply, change, fixes) {
		this.change = change;
		this.fixes = fixes;
		fixes.attach(this.#button, () => (this.#late ? undefined : this.#fix));
		fixes.settled = () => this.#illustrate();
		byId("fixes").addEventListener("toggle", () => this.#illustrate());
		byId("measured").addEventListener("toggle", () => this.#measure(this.#probes));
		this.#button.addEventListener("click", () => {
			if (this.#fix) apply(this.#fix.experiment);
		});
		this.apply = apply;
	}

	/**
	 * @param {Diagnosis} diagnosis
	 * @param {boolean} complete
	 * @param {number} progress of the trials, 0..1
	 */
	draw(diagnosis, complete, progress) {
		this.#section.dataset.state = diagnosis.state;
		say(byId("sentence"), diagnosis.verdict);
		this.#offer(diagnosis, complete, progress);
		if (complete) this.#announcer.announce(diagnosis.verdict);
		else this.#announcer.hush();
		this.#measure(diagnosis.probes);
		const { causes, fixes, floors, table, not_enough, would_not_help } = diagnosis;
		const key = JSON.stringify([causes, fixes, floors, table, not_enough, would_not_help]);
		if (key === this.#drawn) return;
		this.#drawn = key;
		fill("why", [...causes.map(cause), ...(table && causes.length > 0 ? [twoByTwo(table)] : []), floorList(floors)]);
		this.#rows = new Map(diagnosis.fixes.map((fix) => [this.#tried(fix), fix]));
		fill("fixes", [...this.#rows.keys()]);
		this.fixes.refresh();
		this.#illustrate();
		fill(
			"not-enough",
			not_enough.map((advice) => this.#advice(advice)),
		);
		fill(
			"no-help",
			would_not_help.map((advice) => this.#advice(advice)),
		);
		if (this.#stale) this.stale(true);
	}

	/** There is no verdict on what is drawn now, yet. */
	forget() {
		say(byId("sentence"), "");
		delete this.#section.dataset.state;
		this.#drawn = "";
		this.#rows.clear();
		this.#measure([]);
		for (const id of ["why", "fixes", "not-enough", "no-help"]) fill(id, []);
		this.#offer({ fixes: [] }, false, 0);
	}

	/**
	 * @param {Pick<Diagnosis, "fixes">} diagnosis
	 * @param {boolean} complete
	 * @param {number} progress
	 */
	#offer({ fixes }, complete, progress) {
		const fix = offered({ fixes }, complete);
		this.#fix = fix;
		this.#note = [];
		if (fix) {
			say(this.#button, offerOf(fix));
			this.#note = outcome(fix);
		} else if (!complete && progress > 0) this.#note = [`Trying what could help: ${Math.round(100 * progress)} %`];
		this.stale(this.#stale);
	}

	/** @param {boolean} stale what is there cannot be run: the verdict is of what was there before */
	stale(stale) {
		this.#stale = stale;
		const other = this.#late === "data";
		this.#button.hidden = stale || other || !this.#fix;
		// Not disabled: that would take the focus from somebody who has just pressed it.
		this.#button.ariaDisabled = this.#late ? "true" : null;
		byId("tried").replaceChildren(...(stale ? [earlier] : other ? [before] : this.#note));
		for (const id of ["fixes", "not-enough", "no-help"])
			for (const button of byId(id).querySelectorAll("button")) button.disabled = stale;
	}

	/** @param {"" | "settings" | "data"} late the verdict on what is there is on its way */
	late(late) {
		this.#late = late;
		this.stale(this.#stale);
	}

	/**
	 * What is measured follows a run; it is drawn while somebody looks.
	 * @param {import("./protocol").Evidence[]} probes
	 */
	#measure(probes) {
		this.#probes = probes;
		const details = /** @type {HTMLDetailsElement} */ (byId("measured"));
		if (details.open || details.hidden !== (probes.length === 0))
			fill("measured", probes.length > 0 ? [evidenceList(probes)] : []);
	}

	/** @param {Fix} fix */
	#tried(fix) {
		const button = make("button", { type: "button" }, "Apply");
		button.ariaLabel = `Apply ${fix.words}`;
		button.addEventListener("click", () => this.apply(fix.experiment));
		this.fixes.attach(button, () => fix);
		return make(
			"div",
			{ className: "fix" },
			make("h3", {}, capital(fix.words)),
			make("span", { className: "muted" }, ...outcome(fix)),
			button,
		);
	}

	/** Pictures of before and after, made when the rows are looked at. */
	#illustrate() {
		if (!(/** @type {HTMLDetailsElement} */ (byId("fixes")).open)) return;
		for (const [row, fix] of this.#rows) {
			if (row.querySelector("figure")) continue;
			this.fixes.pictures(fix).then((figure) => {
				if (figure && row.isConnected && !row.querySelector("figure")) row.append(figure);
			});
		}
	}

	/**
	 * What people try, and where it ends; to be seen with one's own eyes.
	 * @param {import("./protocol").Advice} advice
	 */
	#advice({ changes, words, loss, floor }) {
		const button = make("button", { type: "button" }, "Try");
		button.ariaLabel = `Try ${words}`;
		button.addEventListener("click", () => this.change(changes));
		const muted = make("span", { className: "muted" }, `loss ${number(loss)}${floor ? `, as far as the ${floor}` : ""}`);
		return make("div", { className: "advice" }, make("p", {}, `${capital(words)}: `, muted), button);
	}
}

/**
 * What became of a trial.
 * @param {Fix} fix
 */
function outcome(fix) {
	const { tried, median } = outcomeOf(fix);
	// A line must not end at the minus of 3.8e-30.
	return [`${tried}, `, make("span", { className: "together" }, median), "."];
}

/** @param {import("./protocol").Cause} cause */
function cause({ words, confidence, evidence }) {
	return make(
		"div",
		{ className: "cause" },
		make("h3", {}, capital(words)),
		make("span", { className: "muted" }, `confidence ${number(confidence)}`),
		evidenceList(evidence),
	);
}

/** @param {import("./protocol").Evidence[]} evidence */
function evidenceList(evidence) {
	return make(
		"dl",
		{ className: "evidence" },
		...evidence.flatMap((item) => [
			make("dt", {}, `${capital(item.name.replaceAll("_", " "))} `, make("b", {}, text(item.value))),
			make(
				"dd",
				{},
				[
					item.threshold === undefined ? "" : `threshold ${item.side ? `${item.side} ` : ""}${text(item.threshold)}`,
					item.formula ?? "",
					item.source ?? "",
				]
					.filter(Boolean)
					.join(" · "),
			),
		]),
	);
}

/**
 * Two changes, without and with each: what neither does alone.
 * @param {import("./protocol").TwoByTwo} table
 */
function twoByTwo({ changes: [first, second], loss, relative }) {
	const row = (/** @type {string} */ name, /** @type {import("./protocol").Num[]} */ cells) =>
		make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", {}, number(cell))));
	return make(
		"table",
		{ className: "two-by-two" },
		make(
			"caption",
			{},
			relative ? "Loss with and without each change, over that of the best constant" : "Loss with and without each change",
		),
		make(
			"thead",
			{},
			make("tr", {}, make("td", {}), ...["as it is", `with ${second}`].map((name) => make("th", { scope: "col" }, name))),
		),
		make("tbody", {}, row("as it is", loss[0]), row(`with ${first}`, loss[1])),
	);
}

/** @param {import("./protocol").Floor[]} floors */
function floorList(floors) {
	return make(
		"div",
		{ className: "cause" },
		make("h3", {}, "Floors"),
		make(
			"dl",
			{ className: "evidence" },
			...floors.flatMap(({ label, loss, formula }) => [
				make("dt", {}, `${capital(label)} `, make("b", {}, number(loss))),
				make("dd", {}, formula),
			]),
		),
	);
}

/** @param {number | string} value */
function text(value) {
	return typeof value === "number" || ["NaN", "Infinity", "-Infinity"].includes(value) ? number(value) : value;
}

/** @param {string} words */
function capital(words) {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Fills one of the lists, and hides it when there is nothing in it.
 * @param {string} id
 * @param {HTMLElement[]} items
 */
function fill(id, items) {
	const details = byId(id);
	details.hidden = items.length === 0;
	find(details, "div").replaceChildren(...items);
}

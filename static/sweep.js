// The sweep that is open: asked for step by step, drawn as it comes, and one of its results chosen by pointer or keyboard and taken as the setting.

import { byId, find, say, table } from "./element.js";
import { Crashed, Refused } from "./engine.js";
import { shownAs } from "./experiment.js";
import { count, number } from "./format.js";
import { liveTable } from "./tables.js";

/** @typedef {import("./protocol").Sweep} Sweep */
/** @typedef {import("./protocol").SweepKind} SweepKind */

const titles = { learning_rate: "Rates", seed: "Seeds", units: "Widths", optimizer: "Optimizers", batch_size: "Batch sizes" };
const pollEvery = 40;
// A sweep that took no longer is made again with every edit, and the old one stays until it is there.
const quickMilliseconds = 3000;
const patience = 500;

export class Sweeps {
	#figure = byId("sweep");
	#buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-sweep]")]);
	#pick = /** @type {HTMLInputElement} */ (byId("sweep-pick"));
	#take = /** @type {HTMLButtonElement} */ (byId("sweep-take"));
	#updateTable = liveTable(this.#figure, sweepTable);
	/** @type {SweepKind | undefined} */
	#kind;
	/** @type {Sweep | undefined} what is shown */
	#shown;
	/** @type {number | undefined} the result chosen by hand; yours unless given */
	#chosen;
	/** @type {import("./sweepchart.js").SweepChart | undefined} */
	#chart;
	/** @type {import("./watch.js").Picture | undefined} */
	#picture;
	#asked = 0; // counts the sweeps asked for, so that a late answer is not mistaken
	#run = 0; // the run that was swept last
	#took = 0; // milliseconds
	#halted = false;

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.session = session;
		for (const button of this.#buttons)
			button.addEventListener("click", () => this.#open(/** @type {SweepKind} */ (button.dataset.sweep)));
		byId("sweep-close").addEventListener("click", () => this.#close());
		this.#figure.addEventListener("keydown", (event) => {
			if (event.key === "Escape") this.#close();
		});
		this.#pick.addEventListener("input", () => this.#choose(Number(this.#pick.value)));
		this.#pick.addEventListener("keydown", (event) => {
			if (event.key === "Enter") this.#apply();
		});
		this.#take.addEventListener("click", () => this.#apply());
	}

	/** @param {import("./sweepchart.js").SweepChart} chart when the charts are loaded */
	attach(chart) {
		this.#chart = chart;
		const place = (/** @type {MouseEvent} */ event) => {
			const { left, top } = chart.host.getBoundingClientRect();
			return chart.nearest(event.clientX - left, event.clientY - top);
		};
		chart.host.addEventListener("pointermove", (event) => this.#choose(place(event)));
		chart.host.addEventListener("click", (event) => {
			this.#choose(place(event));
			this.#apply();
		});
		this.#draw();
	}

	/**
	 * A picture of the present run; a run that was not swept is, once nothing is held.
	 * @param {import("./watch.js").Picture} picture
	 * @param {boolean} held
	 */
	draw(picture, held) {
		this.#picture = picture;
		if (!this.#kind || held || picture.run.run === this.#run) return;
		if (this.#took <= quickMilliseconds) this.#ask();
		else this.#figure.toggleAttribute("data-stale", true); // until it is asked for again
	}

	/** @param {boolean} stale what was swept is not what is there, which cannot be run */
	stale(stale) {
		this.#halted = stale;
		this.#figure.toggleAttribute("data-stale", stale);
		for (const button of this.#buttons) button.disabled = stale;
		this.#draw();
	}

	/** @param {SweepKind} kind */
	#open(kind) {
		const again = this.#figure.hasAttribute("data-stale");
		if (kind === this.#kind && !again) {
			this.#close();
			return;
		}
		this.#kind = kind;
		this.#shown = this.#chosen = undefined;
		this.#figure.hidden = false;
		this.#mark();
		say(byId("sweep-title"), titles[kind]);
		this.#ask();
		this.#figure.scrollIntoView({ block: "nearest" });
	}

	#close() {
		const button = this.#buttons.find(({ dataset }) => dataset.sweep === this.#kind);
		this.#kind = this.#shown = undefined;
		this.#asked++;
		this.#took = 0;
		this.#figure.hidden = true;
		this.#figure.removeAttribute("data-stale");
		this.#mark();
		button?.focus();
		this.session.engine.request("sweep", { kind: null }).catch(() => {}); // a crash has ended it as well
	}

	#mark() {
		for (const button of this.#buttons) button.ariaExpanded = String(button.dataset.sweep === this.#kind);
	}

	/** Asks until the sweep is complete or something else is wanted. */
	async #ask() {
		const kind = /** @type {SweepKind} */ (this.#kind);
		const asked = ++this.#asked;
		const begin = performance.now();
		this.#run = this.#picture?.run.run ?? 0;
		this.#figure.removeAttribute("data-stale");
		/** @type {import("./protocol").SweepPoint[]} */
		const points = [];
		try {
			for (;;) {
				const { sweep, complete, run } = await this.session.engine.request("sweep", { kind, from: points.length });
				if (asked !== this.#asked) return;
				if (run !== this.#run && points.length > 0) return; // the next picture asks again
				this.#run = run;
				points.push(...sweep.points);
				this.#took = performance.now() - begin;
				if (complete || !this.#shown || this.#took > patience) this.#show({ ...sweep, points });
				if (complete) return;
				await new Promise((resolve) => setTimeout(resolve, pollEvery));
				if (asked !== this.#asked) return;
			}
		} catch (error) {
			if (error instanceof Refused) this.#refuse(error.message);
			else if (!(error instanceof Crashed)) throw error; // after a crash the run begins again, and with it this
		}
	}

	/** @param {string} message why there is nothing to sweep */
	#refuse(message) {
		this.#show({
			kind: /** @type {SweepKind} */ (this.#kind),
			total: 0,
			from: 0,
			points: [],
			epochs: [],
			summary: `${message}.`,
		});
	}

	/** @param {Sweep} sweep */
	#show(sweep) {
		this.#shown = sweep;
		if (this.#chosen !== undefined && this.#chosen >= sweep.points.length) this.#chosen = undefined;
		const missing = sweep.total - sweep.points.length;
		say(byId("sweep-summary"), missing > 0 ? `${sweep.points.length} of ${sweep.total} runs are done.` : sweep.summary);
		const key = find(this.#figure, ".key-band");
		key.hidden = !sweep.band && !sweep.quantiles;
		key.toggleAttribute("data-lines", !sweep.band);
		say(key, sweep.band ? "as low as the best" : "half are lower; dashed: a tenth, nine tenths");
		this.#updateTable(sweep);
		this.#draw();
	}

	/** @param {number} index */
	#choose(index) {
		if (index < 0 || index === this.#chosen) return;
		this.#chosen = index;
		this.#draw();
	}

	#draw() {
		const sweep = this.#shown;
		if (!sweep) return;
		const { points } = sweep;
		const present = points.findIndex((point) => point.present);
		const index = this.#chosen ?? Math.max(present, 0);
		const point = points[index];
		this.#pick.max = String(Math.max(points.length - 1, 0));
		this.#pick.value = String(index);
		this.#pick.disabled = points.length === 0;
		this.#take.disabled = !point || point.present || this.#halted;
		const text = point ? `${point.label}: ${outcome(point)}` : "";
		this.#pick.ariaValueText = text + (point?.present ? ", yours" : "");
		say(byId("sweep-read"), text);
		say(this.#take, point?.present ? "Yours" : "Take it");
		this.#chart?.draw(sweep, point, this.#picture?.run.resolution ?? 0, this.#picture?.run.floors ?? []);
	}

	#apply() {
		const point = this.#shown?.points[this.#chosen ?? -1];
		if (!point || point.present || this.#halted) return;
		this.#chosen = undefined;
		this.session.edit(shownAs(point.experiment, this.session.experiment));
	}
}

/** @param {import("./protocol").SweepPoint} point */
function outcome({ loss, diverged }) {
	return diverged ? "diverges" : `loss ${number(loss)}`;
}

/** @param {Sweep} sweep */
function sweepTable({ kind, points }) {
	const head = [titles[kind].toLowerCase().replace(/s$/, ""), "loss", "state", "epochs"];
	const rows = points.map((point) => [
		point.present ? `${point.label} (yours)` : point.label,
		number(point.loss),
		point.state.replaceAll("_", " "),
		count(point.epochs),
	]);
	return table(titles[kind], head, rows);
}

// The live figure: the same session, charts and words as the page's, in a shadow tree, with as many of its parts as are asked for.

import { Refused } from "../engine.js";
import { offerOf, outcomeOf } from "../fix.js";
import { count, number } from "../format.js";
import { Handles } from "../handles.js";
import { History } from "../history.js";
import { Session } from "../session.js";
import { resultOf } from "../share/result.js";
import { build } from "./parts.js";
import { Settings } from "./settings.js";
import { charts, home, known, Share } from "./shared.js";
import { themeAround, watchTheme } from "./theme.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Diagnosis} Diagnosis */
/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {{controls: string | null, theme: string, height: number}} Choices */

const all = ["fit", "loss", "verdict", "fix", "run", "activation", "rate", "points", "open"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(PLATEAU_STYLE);

export class Live {
	#parts = build();
	/** @type {Diagnosis | undefined} */
	#diagnosis;
	#complete = false;
	/** @type {((diagnosis: Diagnosis) => void)[]} */
	#waiting = [];
	/** @type {import("../protocol").Fix | undefined} */
	#fix;
	/** @type {Picture | undefined} */
	#picture;
	/** @type {Choices} */
	#choices = { controls: null, theme: "auto", height: 260 };
	#linked = "";
	#forgetTheme;

	/**
	 * Resolves when the first picture is drawn, and rejects when there will be none.
	 * @param {HTMLElement} host
	 * @param {Choices} choices
	 * @param {Experiment | string} wanted an experiment, or a link to one
	 */
	static async open(host, choices, wanted) {
		/** @type {Live | undefined} */
		let live;
		const share = new Share(() => live?.session.start());
		try {
			const [modules, experiment] = await Promise.all([
				charts().catch(() => {
					throw new Error("The charts did not load; what you see is the picture of the run.");
				}),
				typeof wanted === "string" ? share.request("unlink", { link: wanted }).then((reply) => reply.experiment) : wanted,
			]);
			live = new Live(host, share, experiment, modules);
			live.configure(choices);
			await live.#begin();
			return live;
		} catch (error) {
			live?.close();
			if (!live) share.close();
			throw error;
		}
	}

	/**
	 * @param {HTMLElement} host
	 * @param {Share} share
	 * @param {Experiment} experiment
	 * @param {typeof import("../charts.js")} modules
	 */
	constructor(host, share, experiment, { FitChart, LossChart }) {
		this.host = host;
		this.share = share;
		const parts = this.#parts;
		/** @type {ShadowRoot} */ (host.shadowRoot).adoptedStyleSheets = [
			.../** @type {ShadowRoot} */ (host.shadowRoot).adoptedStyleSheets.filter((one) => one !== sheet),
			sheet,
		];
		this.session = new Session(/** @type {any} */ (share), new History(experiment), {
			experiment: (value, { canUndo }) => {
				parts.undo.hidden = !canUndo;
				this.#settings.draw(value);
				this.#tell("change", { experiment: value });
			},
			picture: (picture, ghost, held) => this.#draw(picture, ghost, held),
			diagnosis: (diagnosis, complete, progress) => this.#verdict(diagnosis, complete, progress),
			faults: (faults) =>
				this.#say(faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" "), faults),
			notice: (message) => this.#say(message, []),
			broken: (error) => error !== undefined && reportError(error),
		});
		for (const one of known) this.session.know(one.experiment, one.diagnosis);
		this.#settings = new Settings(parts.settings, this.session);
		this.charts = () => {
			// Made when they are on the page: a canvas needs its size.
			const fit = new FitChart(parts.fit.chart, PLATEAU_PARTS.fit);
			const loss = new LossChart(parts.loss.chart, PLATEAU_PARTS.loss);
			return { fit, loss, handles: new Handles(parts.fit.plot, fit, this.session, "dblclick") };
		};
		parts.run.addEventListener("click", () => (this.#picture?.frame.state === "running" ? this.control("pause") : this.run()));
		parts.step.addEventListener("click", () => this.control("step", 1));
		parts.reset.addEventListener("click", () => this.control("reset"));
		parts.apply.addEventListener("click", () => this.#fix && this.session.edit(this.#fix.experiment));
		parts.undo.addEventListener("click", () => this.session.undo());
		this.#forgetTheme = watchTheme(() => this.#theme());
	}

	#settings;
	/** @type {ReturnType<Live["charts"]> | undefined} */
	#charts;
	/** @type {{resolve: () => void, reject: (error: Error) => void} | undefined} */
	#first;

	/** What the element shows. */
	get root() {
		return this.#parts.root;
	}

	get experiment() {
		return this.session.experiment;
	}

	get result() {
		return this.#picture && resultOf(this.#picture);
	}

	get diagnosis() {
		return this.#diagnosis;
	}

	/** @returns {Promise<Diagnosis>} */
	diagnosed() {
		if (this.#complete && this.#diagnosis) return Promise.resolve(this.#diagnosis);
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	/** @param {Experiment} experiment */
	edit(experiment) {
		this.#complete = false;
		this.session.edit(experiment);
	}

	/**
	 * Another experiment, or the one in a link.
	 * @param {Experiment | string} wanted
	 */
	async turnTo(wanted) {
		try {
			this.edit(typeof wanted === "string" ? (await this.share.request("unlink", { link: wanted })).experiment : wanted);
		} catch (error) {
			this.#say(error instanceof Error ? error.message : String(error), []);
		}
	}

	async run() {
		if (this.#picture?.frame.state === "done") await this.session.control("reset");
		await this.session.control("run");
	}

	/**
	 * @param {"run" | "pause" | "step" | "reset"} action
	 * @param {number} [epochs]
	 */
	control(action, epochs) {
		this.#complete = false;
		return this.session.control(action, epochs);
	}

	focus() {
		const first = this.#parts.root.querySelector("button:not([hidden], :disabled), select, input");
		if (first instanceof HTMLElement) first.focus({ preventScroll: true });
	}

	/** @param {Choices} choices */
	configure(choices) {
		this.#choices = choices;
		const asked = choices.controls?.split(/[\s,]+/).filter(Boolean) ?? all;
		const parts = this.#parts;
		const show = (/** @type {HTMLElement} */ element, /** @type {string[]} */ ...names) => {
			element.toggleAttribute("data-off", !names.some((name) => asked.includes(name)));
		};
		show(parts.fit.figure, "fit");
		show(parts.loss.figure, "loss");
		show(parts.figures, "fit", "loss");
		show(parts.fit.handles, "points");
		show(parts.sentence, "verdict");
		show(parts.act, "fix");
		show(parts.settings.root, "activation", "rate");
		show(parts.settings.activation.field, "activation");
		show(parts.settings.rate.field, "rate");
		show(parts.buttons, "run");
		show(parts.open, "open");
		show(parts.foot, "run", "open");
		parts.root.style.setProperty("--plot-height", `${Math.min(Math.max(choices.height, 120), 900)}px`);
		this.#theme();
	}

	close() {
		this.#forgetTheme();
		this.share.close();
		this.#parts.root.remove();
	}

	/** @returns {Promise<void>} */
	#begin() {
		return new Promise((resolve, reject) => {
			this.#first = { resolve, reject };
			this.session.start();
		});
	}

	#theme() {
		const { theme } = this.#choices;
		const own = theme === "light" || theme === "dark";
		// A theme of its own needs its own ground; otherwise the article's shows through.
		this.#parts.root.toggleAttribute("data-ground", own);
		const now = own ? theme : themeAround(this.host);
		if (this.#parts.root.dataset.theme === now) return;
		this.#parts.root.dataset.theme = now;
		this.#charts?.fit.restyle();
		this.#charts?.loss.restyle();
	}

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} ghost
	 * @param {boolean} held
	 */
	#draw(picture, ghost, held) {
		this.#picture = picture;
		// The element puts the figure in place now, and the charts find their size.
		this.#first?.resolve();
		this.#first = undefined;
		const parts = this.#parts;
		const { run, frame } = picture;
		setTimeout(() => {
			if (this.#picture !== picture || !parts.root.isConnected) return;
			this.#charts ??= this.charts();
			if (!parts.fit.figure.hasAttribute("data-off")) {
				this.#charts.fit.draw(picture, ghost, held);
				this.#charts.handles.draw(picture);
			}
			if (!parts.loss.figure.hasAttribute("data-off")) this.#charts.loss.draw(picture, ghost, { now: "now", ghost: "before" });
			parts.fit.ghost.hidden = !ghost;
		});
		const title = String(run.experiment.title ?? "");
		parts.title.textContent = title;
		parts.title.hidden = title === "";
		parts.run.textContent = frame.state === "running" ? "Pause" : "Run";
		const loss = number(frame.epoch > 0 ? frame.loss.final : frame.loss.initial);
		parts.note.textContent = `epoch ${count(frame.epoch)} of ${count(frame.epochs)} · loss ${loss}`;
		this.#address(run.experiment);
		this.#tell("frame", {
			epoch: frame.epoch,
			epochs: frame.epochs,
			state: frame.state,
			stopped: frame.stopped,
			loss: frame.loss,
		});
	}

	/**
	 * @param {Diagnosis} diagnosis
	 * @param {boolean} complete
	 * @param {number} progress
	 */
	#verdict(diagnosis, complete, progress) {
		const parts = this.#parts;
		parts.finding.dataset.state = diagnosis.state;
		if (parts.sentence.textContent !== diagnosis.verdict) parts.sentence.textContent = diagnosis.verdict;
		// The best fix is known when all are tried; one that changes under the finger is none.
		const fix = complete ? diagnosis.fixes[0] : undefined;
		this.#fix = fix;
		parts.apply.hidden = !fix;
		if (fix) {
			parts.apply.textContent = offerOf(fix);
			parts.tried.textContent = `${outcomeOf(fix).tried}.`;
		} else {
			parts.tried.textContent = complete || progress === 0 ? "" : `Trying what could help: ${Math.round(100 * progress)} %`;
		}
		const changed = JSON.stringify(diagnosis) !== JSON.stringify(this.#diagnosis);
		this.#diagnosis = diagnosis;
		this.#complete = complete;
		if (changed) this.#tell("diagnosis", diagnosis);
		if (!complete) return;
		const experiment = this.#picture?.run.experiment;
		if (changed && experiment && this.#picture?.frame.state === "done") known.push({ experiment, diagnosis });
		for (const resolve of this.#waiting.splice(0)) resolve(diagnosis);
	}

	/** @param {Experiment} experiment */
	async #address(experiment) {
		const key = JSON.stringify(experiment);
		if (key === this.#linked) return;
		this.#linked = key;
		try {
			const { link } = await this.share.request("link", { experiment });
			if (this.#linked === key) this.#parts.open.href = home + link;
		} catch (error) {
			if (!(error instanceof Refused)) this.#linked = "";
		}
	}

	/**
	 * @param {string} message
	 * @param {import("../protocol").Fault[]} faults
	 */
	#say(message, faults) {
		const { fault } = this.#parts;
		fault.textContent = message;
		fault.hidden = message === "";
		if (message === "") return;
		this.#first?.reject(new Error(message));
		if (!this.#first) this.#tell("error", { message, faults });
		this.#first = undefined;
	}

	/**
	 * @param {string} type
	 * @param {unknown} detail
	 */
	#tell(type, detail) {
		this.host.dispatchEvent(new CustomEvent(type, { detail }));
	}
}

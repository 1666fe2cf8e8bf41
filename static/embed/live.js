// The live figure: the same session, charts and words as the page's, in a shadow tree, with as many of its parts as are asked for.

import { Announcer } from "../announcer.js";
import { Refused } from "../engine.js";
import { same, shownAs } from "../experiment.js";
import { offered, offerOf, outcomeOf } from "../fix.js";
import { count, number } from "../format.js";
import { Handles } from "../handles.js";
import { History } from "../history.js";
import { Session } from "../session.js";
import { resultOf } from "../share/result.js";
import { Asked } from "./asked.js";
import { partNames } from "./partnames.js";
import { build } from "./parts.js";
import { Settings } from "./settings.js";
import { charts, home, known, Share } from "./shared.js";
import { themeAround, watchTheme } from "./theme.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Diagnosis} Diagnosis */
/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {{controls: string | null, theme: string, height: number}} Choices */

const sheet = new CSSStyleSheet();
sheet.replaceSync(PLATEAU_STYLE);

export class Live {
	#parts = build();
	#announcer = new Announcer(this.#parts.announcer);
	/** @type {Diagnosis | undefined} */
	#diagnosis;
	#asked = new Asked();
	#controls = 0; // that are not answered yet
	/** @type {Experiment | undefined} */
	#value;
	/** @type {import("../protocol").Fix | undefined} */
	#fix;
	/** @type {Picture | undefined} */
	#picture;
	/** @type {Choices} */
	#choices = { controls: null, theme: "auto", height: 260 };
	#linked = "";
	#forgetTheme;

	/**
	 * A figure that is ready to begin. What is wanted of it may change while its parts are loaded: it is what is wanted then.
	 * @param {HTMLElement} host
	 * @param {{choices: () => Choices, turn: () => number, experiment: () => Promise<Experiment | string>}} wanted an experiment or a link to one; turn is
	 *   another number when the experiment is another
	 */
	static async open(host, wanted) {
		/** @type {Live | undefined} */
		let live;
		const share = new Share(() => live?.session.start());
		try {
			for (;;) {
				const turn = wanted.turn();
				try {
					const [modules, experiment] = await Promise.all([
						charts().catch(() => {
							throw new Error("The charts did not load; what you see is the picture of the run.");
						}),
						wanted.experiment().then((one) => read(share, one)),
					]);
					if (turn !== wanted.turn()) continue;
					live = new Live(host, share, experiment, modules);
					live.configure(wanted.choices());
					return { live, turn };
				} catch (error) {
					if (turn === wanted.turn()) throw error;
				}
			}
		} catch (error) {
			share.close();
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
				if (!same(value, this.#value)) this.#asked.reopen();
				this.#value = value;
				parts.undo.hidden = !canUndo;
				this.#settings.draw(value);
				this.#tell("change", { experiment: value });
			},
			picture: (picture, ghost, held) => this.#draw(picture, ghost, held),
			diagnosis: (diagnosis, complete, progress) => this.#verdict(diagnosis, complete, progress),
			faults: (faults) =>
				this.#say(faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" "), faults),
			notice: (message) => this.#say(message),
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
		parts.apply.addEventListener("click", () => this.#fix && this.edit(shownAs(this.#fix.experiment, this.experiment)));
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

	/** @returns {Promise<Diagnosis>} that of the experiment there is, when its last trial is done; of a run that is held, as it stands */
	diagnosed() {
		return this.#asked.ask();
	}

	/** @param {Experiment | string} wanted a link is read by the engine */
	read(wanted) {
		return read(this.share, wanted);
	}

	/** @param {Experiment} experiment */
	edit(experiment) {
		this.session.edit(experiment);
		if (this.#holds) this.#write(""); // and what was complained of is not wanted any more
	}

	async run() {
		if (this.#picture?.frame.state === "done") await this.control("reset");
		await this.control("run");
	}

	/**
	 * @param {"run" | "pause" | "step" | "reset"} action
	 * @param {number} [epochs]
	 */
	async control(action, epochs) {
		// What is answered before this is was asked before it.
		this.#asked.reopen();
		this.#controls++;
		await this.session.control(action, epochs);
		this.#controls--;
	}

	focus() {
		const first = this.#parts.root.querySelector("button:not([hidden], :disabled), select, input");
		if (first instanceof HTMLElement) first.focus({ preventScroll: true });
	}

	/** @param {Choices} choices */
	configure(choices) {
		this.#choices = choices;
		const asked = choices.controls?.split(/[\s,]+/).filter(Boolean) ?? partNames;
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
		const gone = new Error("The figure was taken out of the page.");
		this.#first?.reject(gone);
		this.#first = undefined;
		this.#asked.refuse(gone);
		this.#announcer.hush();
		this.#forgetTheme();
		this.share.close();
		this.#charts?.handles.dispose();
		this.#charts?.fit.dispose();
		this.#charts?.loss.dispose();
		this.#charts = undefined;
		this.#parts.root.remove();
	}

	/** Resolves when the first picture is drawn, and rejects when there will be none. @returns {Promise<void>} */
	begin() {
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
		if (complete) this.#announcer.announce(diagnosis.verdict);
		else this.#announcer.hush();
		const fix = offered(diagnosis, complete);
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
		if (changed) this.#tell("diagnosis", diagnosis);
		const { run, frame } = /** @type {Picture} */ (this.#picture);
		if (changed && complete && frame.state === "done") known.push({ experiment: run.experiment, diagnosis });
		if ((complete || frame.state === "paused") && this.#controls === 0 && this.#holds) this.#asked.answer(diagnosis);
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
	 * Says what is wrong with the experiment or the engine, or with "" that nothing is.
	 * @param {string} message
	 * @param {import("../protocol").Fault[]} [faults]
	 */
	#say(message, faults = []) {
		this.#write(message);
		if (message === "") {
			this.#asked.reopen();
			return;
		}
		this.#asked.refuse(new Error(message));
		this.#first?.reject(new Error(message));
		if (!this.#first) this.#tell("error", { message, faults });
		this.#first = undefined;
	}

	/** @param {string} message about what could not be shown instead */
	complain(message) {
		this.#write(message);
		this.#tell("error", { message });
	}

	/** @param {string} message */
	#write(message) {
		const { fault } = this.#parts;
		fault.textContent = message;
		fault.hidden = message === "";
	}

	/** What is drawn is of the experiment there is. */
	get #holds() {
		return this.#picture !== undefined && same(this.#picture.run.experiment, this.session.experiment);
	}

	/**
	 * @param {string} type
	 * @param {unknown} detail
	 */
	#tell(type, detail) {
		this.host.dispatchEvent(new CustomEvent(type, { detail }));
	}
}

/**
 * @param {Share} share
 * @param {Experiment | string} wanted
 * @returns {Promise<Experiment>}
 */
async function read(share, wanted) {
	return typeof wanted === "string" ? (await share.request("unlink", { link: wanted })).experiment : wanted;
}

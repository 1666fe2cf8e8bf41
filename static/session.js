// The one Experiment on the page and the run it stands for. Every edit makes a new value; every value is run; views are told what changed.

import { Crashed, Refused, Unavailable } from "./engine.js";
import { same } from "./experiment.js";
import { History } from "./history.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Run} Run */
/** @typedef {import("./protocol").Frame} Frame */
/** @typedef {import("./protocol").Diagnosis} Diagnosis */

/**
 * A run as it can be drawn.
 * @typedef {{run: Run, frame: Frame, axis?: import("./protocol").Experiment}} Picture
 */

/**
 * What a session tells the page. All of it may come many times a second.
 * @typedef {object} Views
 * @property {(experiment: Experiment, history: {canUndo: boolean, canRedo: boolean}) => void} experiment
 * @property {(picture: Picture, ghost: Picture | undefined, held: boolean) => void} picture held: a gesture is going on
 * @property {(diagnosis: Diagnosis, complete: boolean, progress: number) => void} diagnosis
 * @property {(faults: import("./protocol").Fault[]) => void} faults none when all is well
 * @property {(message: string) => void} notice
 */

// Positions along the fit: one every two or three pixels of a figure.
const samples = 201;
// How often trials that run in the background are asked about.
const diagnosisEvery = 100;

export class Session {
	#history;
	/** @type {Picture | undefined} what is on the page now */
	#shown;
	/** @type {Picture | undefined} the last settled run before it */
	#ghost;
	/** @type {Experiment | undefined} given to the engine, not yet answered */
	#starting;
	#stale = false;
	#gesture = false;
	#looping = false;
	/** @type {Run | undefined} */
	#run;
	#diagnosed = false;
	#askedAt = 0;
	/** @type {Map<string, Diagnosis>} */
	#known = new Map();
	/** @type {number | null} */
	epochsPerSecond = null;

	/**
	 * @param {import("./engine.js").Engine} engine
	 * @param {Experiment} experiment
	 * @param {Views} views
	 */
	constructor(engine, experiment, views) {
		this.engine = engine;
		this.views = views;
		this.#history = new History(experiment);
	}

	get experiment() {
		return this.#history.present;
	}

	get shown() {
		return this.#shown;
	}

	/**
	 * Takes a new value and runs it.
	 * @param {Experiment} experiment
	 * @param {boolean} [settled] false while a gesture (a drag, a number being typed) goes on; its last edit is settled
	 */
	edit(experiment, settled = true) {
		if (!this.#gesture) this.#keepGhost();
		this.#gesture = !settled;
		const changed = !same(experiment, this.experiment);
		this.#history.edit(changed ? experiment : this.experiment, settled);
		this.#changed(changed);
	}

	/** Ends a gesture: what is there now is one step of the history. */
	settle() {
		if (!this.#gesture) return;
		this.#gesture = false;
		this.#history.settle();
		this.#changed(false);
	}

	undo() {
		this.#keepGhost();
		this.#history.undo();
		this.#changed(true);
	}

	redo() {
		this.#keepGhost();
		this.#history.redo();
		this.#changed(true);
	}

	/** Runs what is there; at the beginning and after a crash. */
	start() {
		this.#changed(true);
	}

	/**
	 * @param {"run" | "pause" | "step" | "reset"} action
	 * @param {number} [epochs]
	 */
	control(action, epochs) {
		return this.#ask(async () => {
			await this.engine.request("control", { action, epochs });
			this.#diagnosed = false;
			this.#loop();
		});
	}

	/** @param {number | null} epochsPerSecond */
	speed(epochsPerSecond) {
		this.epochsPerSecond = epochsPerSecond;
		return this.#ask(async () => void (await this.engine.request("speed", { epochsPerSecond })));
	}

	#keepGhost() {
		if (this.#shown && this.#shown.frame.curve.length > 0) this.#ghost = this.#shown;
	}

	/** @param {boolean} run */
	#changed(run) {
		this.views.experiment(this.experiment, this.#history);
		if (run) this.#start();
		else if (this.#shown) this.views.picture(this.#shown, this.#ghost, this.#gesture);
	}

	/** One start is under way at any time; when it is answered, the newest value follows, and those between are never run. @returns {Promise<void>} */
	async #start() {
		if (this.#starting) {
			this.#stale = true;
			return;
		}
		await this.#ask(async () => {
			do {
				this.#stale = false;
				const asked = this.experiment;
				this.#starting = asked;
				const { run } = await this.engine.request("start", { experiment: asked });
				this.#run = run;
				this.#diagnosed = false;
				if (asked === this.experiment) {
					this.views.faults([]);
					if (!same(asked, run.experiment)) {
						this.#history.refine(run.experiment);
						this.views.experiment(this.experiment, this.#history);
					}
				}
				await this.#draw();
			} while (this.#stale);
		});
		this.#starting = undefined;
		// A value that came while another was refused.
		if (this.#stale) return this.#start();
		this.#loop();
	}

	/** Pulls one frame per animation frame for as long as something moves. A page nobody sees has no animation frames. */
	async #loop() {
		if (this.#looping) return;
		this.#looping = true;
		await this.#ask(async () => {
			do {
				await new Promise(requestAnimationFrame);
				if (this.#run && !this.#starting) await this.#draw();
			} while (this.#moving());
		});
		this.#looping = false;
	}

	#moving() {
		return Boolean(this.#starting) || this.#shown?.frame.state === "running" || !this.#diagnosed;
	}

	async #draw() {
		const run = /** @type {Run} */ (this.#run);
		const last = this.#shown?.frame;
		const { frame } = await this.engine.request("pull", { samples });
		if (run !== this.#run) return; // another start was answered meanwhile
		const still = last && last.run === frame.run && last.epoch === frame.epoch && last.state === frame.state;
		this.#shown = { run, frame };
		if (!still) this.views.picture(this.#shown, this.#ghost, this.#gesture);
		await this.#diagnose();
	}

	/**
	 * Remembers a complete diagnosis: the same experiment always has the same one.
	 * @param {Experiment} experiment completed
	 * @param {Diagnosis} diagnosis
	 */
	know(experiment, diagnosis) {
		this.#known.set(JSON.stringify(experiment), diagnosis);
	}

	async #diagnose() {
		const now = performance.now();
		const state = this.#shown?.frame.state;
		const settled = state !== "running";
		const known = this.#known.get(JSON.stringify(this.#run?.experiment));
		// A run at full speed is about to end where it ended before; one that is watched or stepped is judged as it stands.
		if (known && (state === "done" || (state === "running" && this.epochsPerSecond === null))) {
			this.views.diagnosis(known, true, 1);
			this.#diagnosed = settled;
			return;
		}
		if (now - this.#askedAt < diagnosisEvery && !this.#gesture && !settled) return;
		this.#askedAt = now;
		const asked = this.#run;
		const { diagnosis, complete, progress } = await this.engine.request("diagnose", {});
		if (asked !== this.#run) return;
		this.views.diagnosis(diagnosis, complete, progress);
		this.#diagnosed = complete || state === "paused";
		if (complete && state === "done" && asked) this.know(asked.experiment, diagnosis);
	}

	/**
	 * Does something with the engine and says what went wrong with it, in the one place for each kind.
	 * @param {() => Promise<void>} work
	 */
	async #ask(work) {
		try {
			await work();
		} catch (error) {
			if (error instanceof Refused) this.views.faults(error.faults);
			else if (error instanceof Unavailable) this.views.notice(unavailable(error.message));
			else if (!(error instanceof Crashed)) throw error; // a crash is told once, by the engine, to the page
		}
	}
}

/** @param {string} reason */
function unavailable(reason) {
	return `Nothing can be trained here: ${reason.replace(/\.?$/, ".")} The picture and the verdict are those of the last true run; what you typed is kept.`;
}

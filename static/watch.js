// Watching a run: one frame pulled per animation frame for as long as it trains, and the verdict asked for until it is complete. A page nobody sees
// has no animation frames, so nothing is pulled for it.

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Run} Run */
/** @typedef {import("./protocol").Frame} Frame */
/** @typedef {import("./protocol").Diagnosis} Diagnosis */

/**
 * A run as it can be drawn. Where somebody looks back, `moment` says to when, and fit, predictions and weights of the frame are those of that epoch.
 * @typedef {{run: Run, frame: Frame, moment?: {epoch: number, loss: number}}} Picture
 */

// Positions along the fit: one every two or three pixels of a figure.
export const samples = 201;
// How often trials that go on in the background are asked about, in milliseconds.
const diagnosisEvery = 100;
// Verdicts kept for runs one comes back to by undo and redo.
const mostKnown = 200;

export class Watch {
	/** @type {Picture | undefined} what was drawn last */
	shown;
	/** A gesture is going on: the verdict follows every frame of it. */
	urgent = false;
	/** The run is as fast as it can be, so that a known verdict is about to be true again. */
	fullSpeed = true;

	/** @type {Run | undefined} */
	#run;
	#pulled = false;
	#judged = false;
	#turning = false;
	#asking = false;
	#askedAt = 0;
	#woken = 0; // how often
	/** @type {Map<string, Diagnosis>} */
	#known = new Map();

	/**
	 * @param {import("./engine.js").Engine} engine
	 * @param {{picture: (picture: Picture) => void, diagnosis: (diagnosis: Diagnosis, complete: boolean, progress: number, of: Experiment) => void,
	 *   failed: (error: unknown) => void}} tell
	 */
	constructor(engine, tell) {
		this.engine = engine;
		this.tell = tell;
	}

	/**
	 * Turns to a run that has just begun; returns when its first frame is drawn.
	 * @param {Run} run
	 */
	async follow(run) {
		this.#run = run;
		this.#judged = false;
		await this.#pull();
		this.#diagnose();
		this.#turn();
	}

	/** Something was done to the run: look again. */
	wake() {
		this.#woken++;
		this.#pulled = false;
		this.#judged = false;
		this.#turn();
	}

	/**
	 * Remembers a complete diagnosis: the same experiment always has the same one.
	 * @param {Experiment} experiment completed
	 * @param {Diagnosis} diagnosis
	 */
	know(experiment, diagnosis) {
		if (this.#known.size >= mostKnown) this.#known.delete(this.#known.keys().next().value ?? "");
		this.#known.set(JSON.stringify(experiment), diagnosis);
	}

	async #turn() {
		if (this.#turning) return;
		this.#turning = true;
		try {
			do {
				await new Promise(requestAnimationFrame);
				if (this.#run && (!this.#pulled || this.shown?.frame.state === "running")) await this.#pull();
				this.#diagnose();
			} while (this.#run && (this.shown?.frame.state === "running" || !this.#judged));
		} catch (error) {
			this.tell.failed(error);
		} finally {
			this.#turning = false;
		}
	}

	async #pull() {
		const run = this.#run;
		this.#pulled = true;
		const { frame } = await this.engine.request("pull", { samples });
		if (!run || run !== this.#run) return; // another run began meanwhile
		const last = this.shown?.frame;
		const still =
			last && last.run === frame.run && last.epoch === frame.epoch && last.batch === frame.batch && last.state === frame.state;
		this.shown = { run, frame };
		if (!still) this.tell.picture(this.shown);
	}

	/** Asks for the verdict, once at a time and without anybody waiting for it. */
	#diagnose() {
		const run = this.#run;
		const woken = this.#woken;
		if (!run || this.#judged || this.#asking || !this.#pulled || this.shown?.run !== run) return;
		const { state } = this.shown.frame;
		const known = this.#known.get(JSON.stringify(run.experiment));
		// One that is watched or stepped is judged as it stands.
		if (known && (state === "done" || (state === "running" && this.fullSpeed))) {
			this.tell.diagnosis(known, true, 1, run.experiment);
			this.#judged = state === "done";
			return;
		}
		const now = performance.now();
		if (now - this.#askedAt < diagnosisEvery && !this.urgent) return;
		this.#askedAt = now;
		this.#asking = true;
		this.engine
			.request("diagnose", {})
			.then(({ diagnosis, complete, progress }) => {
				if (run !== this.#run || woken !== this.#woken) return; // it is of what was there before
				this.tell.diagnosis(diagnosis, complete, progress, run.experiment);
				this.#judged = complete || state === "paused";
				if (complete && state === "done") this.know(run.experiment, diagnosis);
			})
			.catch((error) => this.tell.failed(error))
			.finally(() => {
				this.#asking = false;
			});
	}
}

// The one Experiment on the page and the run it stands for. Every edit makes a new value; every value is run; views are told what changed.

import { comparable } from "./comparable.js";
import { Crashed, Refused, Unavailable } from "./engine.js";
import { same, sameRun } from "./experiment.js";
import { Watch } from "./watch.js";

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Diagnosis} Diagnosis */
/** @typedef {import("./watch.js").Picture} Picture */

/**
 * What a session tells the page. All of it may come many times a second.
 * @typedef {object} Views
 * @property {(experiment: Experiment, history: import("./history.js").History<Experiment>) => void} experiment
 * @property {(picture: Picture, ghost: Picture | undefined, held: boolean) => void} picture held: a gesture is going on
 * @property {(diagnosis: Diagnosis, complete: boolean, progress: number, of: Experiment) => void} diagnosis
 * @property {(faults: import("./protocol").Fault[]) => void} faults none when all is well
 * @property {(message: string) => void} notice there is no engine, and none will come
 * @property {(error: unknown) => void} broken one of these failed; undefined when the next picture is drawn all the same
 */

export class Session {
	/** How many edits there were, undoing and redoing among them: an answer that took its time is not to overwrite one that was made meanwhile. */
	edits = 0;

	#history;
	#watch;
	/** @type {Picture | undefined} the last settled run before the present one */
	#ghost;
	/** @type {[import("./protocol").Run, import("./protocol").Run, boolean] | undefined} ghost and run, and whether they are of the same problem */
	#compared;
	#begun = false;
	#starting = false;
	#stale = false;
	#gesture = false;
	#broken = false;
	/** @type {number | null} */
	#speed = null;

	/**
	 * @param {import("./engine.js").Engine} engine
	 * @param {import("./history.js").History<Experiment>} history
	 * @param {Views} views
	 */
	constructor(engine, history, views) {
		this.engine = engine;
		this.views = this.#guarded(views);
		this.#history = history;
		this.#watch = new Watch(engine, {
			picture: (picture) => this.#draw(picture),
			diagnosis: this.views.diagnosis,
			failed: (error) => this.#failed(error),
		});
	}

	get experiment() {
		return this.#history.present;
	}

	/** What was there before the gesture that is going on, or what is there. */
	get settled() {
		return this.#history.settled;
	}

	/** A gesture (a drag, a number being typed) is going on. */
	get held() {
		return this.#gesture;
	}

	/**
	 * A diagnosis that is known already, as that of the run the page came with.
	 * @param {Experiment} experiment
	 * @param {Diagnosis} diagnosis
	 */
	know(experiment, diagnosis) {
		this.#watch.know(experiment, diagnosis);
	}

	/**
	 * Takes a new value and runs it.
	 * @param {Experiment} experiment
	 * @param {boolean} [settled] false while a gesture (a drag, a number being typed) goes on; its last edit is settled
	 */
	edit(experiment, settled = true) {
		if (!this.#gesture) this.#keepGhost();
		this.#setGesture(!settled);
		const changed = !same(experiment, this.experiment);
		if (changed) this.edits++;
		this.#history.edit(changed ? experiment : this.experiment, settled);
		// A link may hold what is there already, and that has not been run yet.
		this.#changed(changed || !this.#begun);
	}

	/** Ends a gesture: what is there now is one step of the history. */
	settle() {
		if (!this.#gesture) return;
		this.#setGesture(false);
		this.#history.settle();
		this.#changed(false);
	}

	undo() {
		this.edits++;
		this.#keepGhost();
		this.#history.undo();
		this.#changed(true);
	}

	redo() {
		this.edits++;
		this.#keepGhost();
		this.#history.redo();
		this.#changed(true);
	}

	/** Runs what is there: at the beginning, and in a new engine, which knows nothing yet. */
	async start() {
		if (this.#speed !== null) await this.speed(this.#speed);
		this.#changed(true);
	}

	/**
	 * @param {"run" | "pause" | "step" | "reset"} action
	 * @param {number} [epochs] how far to step
	 * @param {number} [batches] instead of epochs
	 */
	async control(action, epochs, batches) {
		try {
			await this.engine.request("control", { action, epochs, batches });
			this.#watch.wake();
		} catch (error) {
			this.#failed(error);
		}
	}

	/** @param {number | null} epochsPerSecond null is as fast as it can be */
	async speed(epochsPerSecond) {
		this.#speed = epochsPerSecond;
		this.#watch.fullSpeed = epochsPerSecond === null;
		try {
			await this.engine.request("speed", { epochsPerSecond });
		} catch (error) {
			this.#failed(error);
		}
	}

	/** @param {boolean} on */
	#setGesture(on) {
		this.#gesture = on;
		this.#watch.urgent = on;
	}

	#keepGhost() {
		const { shown } = this.#watch;
		if (shown && shown.frame.curve.length > 0) this.#ghost = shown;
	}

	/**
	 * The ghost, where it is of the same problem.
	 * @param {Picture} picture
	 */
	#beside({ run }) {
		const ghost = this.#ghost?.run;
		if (!ghost) return undefined;
		if (this.#compared?.[0] !== ghost || this.#compared[1] !== run) this.#compared = [ghost, run, comparable(ghost, run)];
		return this.#compared[2] ? this.#ghost : undefined;
	}

	/** @param {Picture} picture */
	#draw(picture) {
		// A run that was still going when the next was asked for: it becomes a ghost with its end, not as it was then.
		const own = this.#ghost?.run === picture.run;
		if (own) this.#ghost = picture;
		this.views.picture(picture, own ? undefined : this.#beside(picture), this.#gesture);
	}

	/** @param {boolean} run */
	#changed(run) {
		const only = run && !this.#starting && this.#shownOtherwise();
		this.views.experiment(this.experiment, this.#history);
		if (run && !only) this.#start();
		else if (this.#watch.shown) this.#draw(this.#watch.shown);
	}

	/** Another way of showing what is there is no other run: it stays as far as it is, and has the new value. */
	#shownOtherwise() {
		const run = this.#watch.shown?.run;
		if (!run || same(run.experiment, this.experiment) || !sameRun(run.experiment, this.experiment)) return false;
		run.experiment = this.experiment;
		return true;
	}

	/** One start is under way at any time; when it is answered, the newest value follows, and those between are never run. */
	async #start() {
		this.#begun = true;
		this.#stale = true;
		if (this.#starting) return;
		this.#starting = true;
		try {
			while (this.#stale) {
				this.#stale = false;
				await this.#run(this.experiment);
			}
		} finally {
			this.#starting = false;
		}
	}

	/** @param {Experiment} asked */
	async #run(asked) {
		try {
			const { run } = await this.engine.request("start", { experiment: asked });
			if (asked === this.experiment) this.#accepted(run.experiment);
			await this.#watch.follow(run);
		} catch (error) {
			this.#failed(error);
		}
	}

	/** @param {Experiment} completed the present value with every default */
	#accepted(completed) {
		this.views.faults([]);
		if (same(completed, this.experiment)) return;
		this.#history.refine(completed);
		this.views.experiment(this.experiment, this.#history);
	}

	/**
	 * Says what went wrong, in the one place for each kind; it never fails itself.
	 * @param {unknown} error
	 */
	#failed(error) {
		if (error instanceof Refused) this.views.faults(error.faults);
		else if (error instanceof Unavailable) this.views.notice(unavailable(error.message));
		else if (!(error instanceof Crashed)) this.#break(error); // a crash is told once, by the engine, to the page
	}

	/** @param {unknown} error of a view; undefined when a picture is drawn again */
	#break(error) {
		this.#broken = error !== undefined;
		this.views.broken(error);
	}

	/**
	 * The views, each of which may fail by itself: what cannot be drawn must not keep the next edit from being run.
	 * @param {Views} views
	 * @returns {Views}
	 */
	#guarded(views) {
		/** @type {<T extends unknown[]>(tell: (...told: T) => void) => (...told: T) => void} */
		const guard =
			(tell) =>
			(...told) => {
				try {
					tell(...told);
				} catch (error) {
					this.#break(error);
				}
			};
		return {
			...views,
			experiment: guard(views.experiment),
			picture: guard((...told) => {
				views.picture(...told);
				if (this.#broken) this.#break(undefined);
			}),
			diagnosis: guard(views.diagnosis),
			faults: guard(views.faults),
		};
	}
}

/** @param {string} reason */
function unavailable(reason) {
	return [
		`Nothing can be trained here: ${reason.replace(/\.?$/, ".")}`,
		"What you see is of the last true run; what you typed is kept. Reload the page to try again.",
	].join(" ");
}

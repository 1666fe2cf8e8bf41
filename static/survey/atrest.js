// What the views share that are made when a run rests: asked for once for each epoch of it, marked as old while it goes on.

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../protocol").Surveyed} Surveyed */

/** @abstract */
export class AtRest {
	#view;
	#surveyor;
	#key = "";

	/**
	 * @param {import("../protocol").Requests["survey"]["view"]} view
	 * @param {import("./asking.js").Surveyor} surveyor
	 */
	constructor(view, surveyor) {
		this.#view = view;
		this.#surveyor = surveyor;
	}

	/** What is shown is of another run or epoch. */
	stale() {}

	/** @param {Surveyed} _answer as far as it is known */
	answered(_answer) {}

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} _ghost
	 * @param {boolean} held
	 */
	draw({ run, frame }, _ghost, held) {
		const key = `${run.run} ${frame.epoch}`;
		if (key === this.#key) return;
		this.stale();
		if (held || frame.state === "running") {
			this.#surveyor.hush();
			return;
		}
		this.#surveyor.ask(
			() => ({ view: this.#view, experiment: run.experiment, epoch: frame.epoch }),
			(answer) => {
				this.answered(answer);
				if (answer.complete) this.#key = key;
			},
		);
	}
}

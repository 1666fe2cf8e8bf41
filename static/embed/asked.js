// Who asks a figure for its diagnosis gets that of the experiment and the run that are there, or the reason why there is none.

/** @typedef {import("../protocol").Diagnosis} Diagnosis */

export class Asked {
	/** @type {{resolve: (diagnosis: Diagnosis) => void, reject: (error: Error) => void}[]} */
	#waiting = [];
	/** @type {Diagnosis | undefined} */
	#answer;
	/** @type {Error | undefined} */
	#reason;

	/** @returns {Promise<Diagnosis>} */
	ask() {
		if (this.#answer) return Promise.resolve(this.#answer);
		if (this.#reason) return Promise.reject(this.#reason);
		return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
	}

	/** What was answered is of what is gone; another answer is on its way. */
	reopen() {
		this.#answer = this.#reason = undefined;
	}

	/** @param {Diagnosis} diagnosis */
	answer(diagnosis) {
		this.#answer = diagnosis;
		this.#reason = undefined;
		for (const { resolve } of this.#waiting.splice(0)) resolve(diagnosis);
	}

	/** @param {Error} reason why there will be none, until something changes */
	refuse(reason) {
		this.#answer = undefined;
		this.#reason = reason;
		for (const { reject } of this.#waiting.splice(0)) reject(reason);
	}
}

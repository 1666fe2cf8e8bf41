// The conversation with the third program (wasm/survey), in a worker of its own that is started when the first of its views is opened.

import { Crashed, Engine, Refused } from "../engine.js";

/** @typedef {import("../protocol").Requests["survey"]} Question */
/** @typedef {import("../protocol").Surveyed} Surveyed */

const pollEvery = 50; // milliseconds

export class Surveyor {
	/** @type {Engine} */
	#engine;
	#asked = 0; // counts the questions, so that an older one falls silent

	/** @param {{worker: string}} files */
	constructor({ worker }) {
		this.#engine = new Engine(
			() => {
				const url = new URL(worker, document.baseURI);
				url.searchParams.set("wasm", new URL(PLATEAU_SURVEY.wasm, document.baseURI).href);
				return new Worker(url, { name: "plateau survey" });
			},
			() => {},
		);
	}

	/**
	 * Asks until the answer is complete or something else is asked. A worker that falls is asked again; one that cannot be had says so.
	 * @param {() => Question} question what is still wanted
	 * @param {(answer: Surveyed) => void} tell
	 */
	async ask(question, tell) {
		const asked = ++this.#asked;
		for (;;) {
			try {
				const answer = await this.#engine.request("survey", question());
				if (asked !== this.#asked) return;
				tell(answer);
				if (answer.complete) return;
			} catch (error) {
				if (asked !== this.#asked) return;
				if (error instanceof Crashed) continue;
				tell({ complete: true, progress: 1, doing: "", trouble: reason(error) });
				return;
			}
			await new Promise((resolve) => setTimeout(resolve, pollEvery));
			if (asked !== this.#asked) return;
		}
	}

	/** What is being asked is wanted no more. */
	hush() {
		this.#asked++;
	}

	/**
	 * What predictions leave of the targets, in words, one for each output; nothing where there is nobody to ask.
	 * @param {import("../protocol").Experiment} experiment
	 * @param {Float64Array} predictions
	 * @returns {Promise<{name: string, summary: string}[] | string>}
	 */
	async residuals(experiment, predictions) {
		try {
			return (await this.#engine.request("residuals", { experiment, predictions: [...predictions] })).outputs;
		} catch (error) {
			return reason(error);
		}
	}
}

/** @param {unknown} error */
function reason(error) {
	const { message } = /** @type {Error} */ (error);
	const text = message.replace(/\.?$/, ".");
	return error instanceof Refused ? text : `What computes this did not load or was stopped: ${text}`;
}

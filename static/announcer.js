// What may change many times a second (a point is being dragged, a slider moved) is read out when it has come to rest.

import { say } from "./element.js";

// In milliseconds: longer than between two steps of a gesture, shorter than one waits for an answer.
const rest = 700;

export class Announcer {
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;
	#said;

	/**
	 * @param {HTMLElement} region a live region
	 * @param {string} [said] what need not be said, because it is what the page came with
	 */
	constructor(region, said = "") {
		this.region = region;
		this.#said = said;
	}

	/** @param {string} sentence read out unless there is another soon, or it was the last one */
	announce(sentence) {
		this.hush();
		if (sentence === this.#said) return;
		this.#timer = setTimeout(() => {
			this.#said = sentence;
			say(this.region, sentence);
		}, rest);
	}

	/** What was to be said does not hold any more. */
	hush() {
		clearTimeout(this.#timer);
	}
}

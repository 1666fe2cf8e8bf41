// Questions that follow each other faster than they are answered: one is on its way at any time, and of those that come meanwhile the newest is asked
// next. An engine that falls or refuses answers none, and the page tells about it elsewhere; what fails to draw an answer is not the engine's.

import { Crashed, Refused, Unavailable } from "./engine.js";

/** @typedef {import("./protocol").RequestType} RequestType */

/** @template {RequestType} T */
export class Latest {
	#asking = false;
	/** @type {import("./protocol").Requests[T] | undefined} */
	#next;

	/**
	 * @param {import("./engine.js").Engine} engine
	 * @param {T} type
	 * @param {(reply: import("./protocol").Replies[T]) => void} answer
	 */
	constructor(engine, type, answer) {
		this.engine = engine;
		this.type = type;
		this.answer = answer;
	}

	/** @param {import("./protocol").Requests[T]} body */
	async ask(body) {
		this.#next = body;
		if (this.#asking) return;
		this.#asking = true;
		try {
			while (this.#next) {
				const asked = this.#next;
				this.#next = undefined;
				const reply = await this.engine.request(this.type, asked).catch(unanswered);
				if (reply) this.answer(reply);
			}
		} finally {
			this.#asking = false;
		}
	}
}

/** @param {unknown} error */
function unanswered(error) {
	if (!(error instanceof Crashed || error instanceof Refused || error instanceof Unavailable)) throw error;
	return undefined;
}

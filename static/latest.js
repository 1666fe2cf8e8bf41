// Questions that follow each other faster than they are answered: one is on its way at any time, and of those that come meanwhile the newest is asked
// next. An engine that falls answers none, and the page tells about it elsewhere.

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
	 * @param {(error: unknown) => void} [failed]
	 */
	constructor(engine, type, answer, failed = () => {}) {
		this.engine = engine;
		this.type = type;
		this.answer = answer;
		this.failed = failed;
	}

	/** @param {import("./protocol").Requests[T]} body */
	async ask(body) {
		this.#next = body;
		if (this.#asking) return;
		this.#asking = true;
		while (this.#next) {
			const asked = this.#next;
			this.#next = undefined;
			try {
				this.answer(await this.engine.request(this.type, asked));
			} catch (error) {
				this.failed(error);
			}
		}
		this.#asking = false;
	}
}

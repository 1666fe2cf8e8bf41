// The page's side of the wire: requests with ids, one answer each; a crash rejects what is pending and starts the worker again.

/** @typedef {import("./protocol").Requests} Requests */
/** @typedef {import("./protocol").Replies} Replies */
/** @typedef {import("./protocol").RequestType} RequestType */
/** @typedef {import("./protocol").Message} Message */

/** What Go refused: each fault with the path of the setting it is about. */
export class Refused extends Error {
	/** @param {import("./protocol").Fault[]} faults */
	constructor(faults) {
		super(faults[0].message);
		this.faults = faults;
	}
}

/** The engine is gone; what was asked was not answered and may be asked again. */
export class Crashed extends Error {}

/** There is no engine to be had: the reason is the message. */
export class Unavailable extends Error {}

// A worker that falls again and again within this time is not started any more.
const restarts = 3;
const restartWindow = 60_000;

// Engines count their runs from 1; those of the next are this much higher, so that no run is taken for one of an engine that fell.
const perEngine = 2 ** 32;

export class Engine {
	/** @type {Map<number, {resolve: (reply: any) => void, reject: (error: Error) => void}>} */
	#pending = new Map();
	/** @type {Worker | undefined} */
	#worker;
	#counted = -perEngine;
	/** @type {Promise<void>} */
	#ready;
	/** @type {number[]} */
	#falls = [];
	#id = 0;

	/**
	 * @param {() => Worker} spawn
	 * @param {(message: string) => void} onCrash called once per crash, when the next worker is on its way
	 */
	constructor(spawn, onCrash) {
		this.spawn = spawn;
		this.onCrash = onCrash;
		this.#ready = this.#open();
	}

	/** Resolves when the engine answers; rejects with Unavailable. */
	get ready() {
		return this.#ready;
	}

	/**
	 * @template {RequestType} T
	 * @param {T} type
	 * @param {Requests[T]} body
	 * @returns {Promise<Replies[T]>}
	 */
	async request(type, body) {
		await this.#ready;
		return new Promise((resolve, reject) => {
			const id = ++this.#id;
			this.#pending.set(id, { resolve, reject });
			/** @type {Worker} */ (this.#worker).postMessage({ id, type, ...body });
		});
	}

	/** @returns {Promise<void>} */
	#open() {
		const opening = new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
			if (typeof WebAssembly === "undefined") throw new Unavailable("This browser has no WebAssembly.");
			const worker = this.spawn();
			this.#worker = worker;
			this.#counted += perEngine;
			worker.onmessage = (/** @type {MessageEvent<Message>} */ { data }) => {
				if ("crashed" in data) this.#fall(worker, data.crashed);
				else if (!("ready" in data)) this.#answer(data);
				else if (data.ready) resolve();
				else reject(new Unavailable(data.error.message));
			};
			worker.onerror = (event) => {
				event.preventDefault?.();
				reject(new Unavailable(event.message || "The worker's script did not load."));
				this.#fall(worker, event.message || "The engine stopped.");
			};
		});
		opening.catch(() => {}); // whoever asks is told; nobody asking is no error
		return opening;
	}

	/** @param {import("./protocol").Reply} reply */
	#answer(reply) {
		const waiting = this.#pending.get(reply.id);
		this.#pending.delete(reply.id);
		if (reply.ok) waiting?.resolve(this.#numbered(reply));
		else waiting?.reject(new Refused(reply.faults ?? [reply.error]));
	}

	/**
	 * A reply with the number of its run as the page counts them.
	 * @param {any} reply
	 */
	#numbered(reply) {
		if (typeof reply.run === "number") reply.run += this.#counted;
		for (const part of [reply.run, reply.frame]) if (part?.run) part.run += this.#counted;
		return reply;
	}

	/**
	 * @param {Worker} worker
	 * @param {string} message
	 */
	#fall(worker, message) {
		if (worker !== this.#worker) return;
		worker.terminate();
		const now = Date.now();
		this.#falls = [...this.#falls.filter((time) => now - time < restartWindow), now];
		if (this.#falls.length > restarts) {
			this.#ready = Promise.reject(new Unavailable(message));
			this.#ready.catch(() => {});
		} else {
			this.#ready = this.#open();
		}
		for (const { reject } of this.#pending.values()) reject(new Crashed(message));
		this.#pending.clear();
		this.onCrash(message);
	}
}

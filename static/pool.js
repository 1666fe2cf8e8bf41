// The pool: workers that carry out jobs beside the engine, which owns them. Go decides what is run; this hands jobs out, keeps results until Go takes
// them, and replaces a worker that died. protocol.d.ts, JobPool, is the contract with wasm/pool_js.go.

/** @typedef {import("./protocol").PoolResult} PoolResult */
/** @typedef {import("./protocol").PoolReport} PoolReport */

/** @typedef {{id: number, program: number, packed: Uint8Array, deaths: number}} Job */
/** @typedef {{worker: Worker, job: Job | undefined, known: Set<number>, silent: number}} Hand */

// More than so many are never of use to a sweep of 40 to 50 runs.
const mostWorkers = 8;
// Go's side (mostPrograms) has as many numbers before it gives new ones.
const mostModules = 64;
// A worker that says nothing at so many looks in a row, a second apart, is dead; it speaks four times a second. Looks are counted and not seconds,
// because a page that sleeps has no time.
const lookMilliseconds = 1000;
const mostSilent = 4;

export class Pool {
	/** @type {Hand[]} */
	#hands = [];
	/** @type {Job[]} */
	#waiting = [];
	/** @type {PoolResult[]} */
	#landed = [];
	/** @type {Map<number, WebAssembly.Module>} */
	#modules = new Map();
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#look;

	/**
	 * @param {() => Worker} spawn
	 * @param {number} cores
	 * @param {() => boolean} busy whether the engine itself is at work on a core
	 * @param {() => void} landed called when there is something to take
	 */
	constructor(spawn, cores, busy, landed) {
		this.spawn = spawn;
		this.cores = cores;
		this.busy = busy;
		this.landed = landed;
	}

	/** How many jobs are carried out at once: one for each core but those that are taken. */
	size() {
		return Math.min(Math.max(this.cores - (this.busy() ? 1 : 0), 1), mostWorkers);
	}

	/** @param {number} program */
	has(program) {
		return this.#modules.has(program);
	}

	/**
	 * @param {number} id
	 * @param {number} program
	 * @param {Uint8Array} packed
	 * @param {BufferSource} [code] of a program that the pool does not have
	 */
	submit(id, program, packed, code) {
		if (code) this.#learn(program, new WebAssembly.Module(code));
		this.#waiting.push({ id, program, packed, deaths: 0 });
		this.#hand();
	}

	/** @param {number} id */
	cancel(id) {
		this.#waiting = this.#waiting.filter((job) => job.id !== id);
		this.#landed = this.#landed.filter((result) => result.id !== id);
		const hand = this.#hands.find(({ job }) => job?.id === id);
		if (!hand) return;
		hand.worker.postMessage({ cancel: id });
		hand.job = undefined;
		this.#hand();
	}

	/** The next result, in any order, or null. */
	take() {
		return this.#landed.shift() ?? null;
	}

	/**
	 * @param {number} program
	 * @param {WebAssembly.Module} module
	 */
	#learn(program, module) {
		if (this.#modules.size === mostModules) {
			const oldest = /** @type {number} */ (this.#modules.keys().next().value);
			// Jobs that wait for it keep it alive.
			if (!this.#waiting.some((job) => job.program === oldest)) {
				this.#modules.delete(oldest);
				for (const hand of this.#hands) {
					hand.known.delete(oldest);
					hand.worker.postMessage({ forget: oldest });
				}
			}
		}
		this.#modules.set(program, module);
	}

	/** Gives jobs to idle workers, and starts workers while there are fewer than there may be. */
	#hand() {
		while (this.#waiting.length > 0) {
			const idle = this.#hands.find(({ job }) => !job);
			if (idle && this.#hands.filter(({ job }) => job).length < this.size()) this.#give(idle);
			else if (!idle && this.#hands.length < this.size()) {
				if (!this.#start()) return;
			} else break;
		}
		if (this.#look === undefined && this.#hands.some(({ job }) => job))
			this.#look = setTimeout(() => this.#listen(), lookMilliseconds);
	}

	/** @param {Hand} hand */
	#give(hand) {
		const job = /** @type {Job} */ (this.#waiting.shift());
		const { id, program, packed } = job;
		hand.job = job;
		hand.silent = 0;
		const module = hand.known.has(program) ? undefined : this.#modules.get(program);
		hand.known.add(program);
		// The job is copied and not transferred: should the worker die, another gets it.
		hand.worker.postMessage({ id, program, packed, module });
	}

	#start() {
		try {
			const worker = this.spawn();
			/** @type {Hand} */
			const hand = { worker, job: undefined, known: new Set(), silent: 0 };
			worker.onmessage = (/** @type {MessageEvent<PoolReport>} */ { data }) => this.#report(hand, data);
			worker.onerror = (event) => {
				event.preventDefault();
				this.#bury(hand, event.message || "a worker of the pool died");
			};
			worker.onmessageerror = () => this.#bury(hand, "a message to the pool was lost");
			this.#hands.push(hand);
			return true;
		} catch (error) {
			for (const { id } of this.#waiting) this.#land({ id, failed: String(error) });
			this.#waiting = [];
			return false;
		}
	}

	/**
	 * @param {Hand} hand
	 * @param {PoolReport} report
	 */
	#report(hand, report) {
		hand.silent = 0;
		if ("alive" in report || hand.job?.id !== report.id) return;
		hand.job = undefined;
		this.#land(report);
		this.#hand();
	}

	/** Looks for workers that died without a word. */
	#listen() {
		this.#look = undefined;
		for (const hand of [...this.#hands])
			if (hand.job && ++hand.silent > mostSilent) this.#bury(hand, "a worker of the pool fell silent");
		this.#hand();
	}

	/**
	 * Another worker takes the place of one that died, and its job once; a job that kills two is given back.
	 * @param {Hand} hand
	 * @param {string} message
	 */
	#bury(hand, message) {
		if (!this.#hands.includes(hand)) return;
		hand.worker.terminate();
		this.#hands = this.#hands.filter((other) => other !== hand);
		const { job } = hand;
		if (job && ++job.deaths < 2) this.#waiting.unshift(job);
		else if (job) this.#land({ id: job.id, failed: message });
		this.#hand();
	}

	/** @param {PoolResult} result */
	#land(result) {
		this.#landed.push(result);
		this.landed();
	}
}

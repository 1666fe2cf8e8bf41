/** The page of the benchmark: it measures one case after another when measure.js beside this folder asks it to. */
import { brain } from "./brain.js";
import { convnet } from "./convnet.js";
import { goals } from "./goals.js";
import { limit } from "./limit.js";
import { plateau, reference } from "./plateau.js";
import { tensorflow } from "./tensorflow.js";
import { problemOf } from "./workloads.js";

/**
 * @typedef {object} Engine
 * @property {(epochs: number) => number} train returns the mean loss of the last epoch, while the weights moved
 * @property {() => unknown} restart goes back to the first weights
 * @property {() => unknown} [before] is called before every use
 * @property {() => unknown} [close]
 *
 * @typedef {object} Plan how long to measure
 * @property {number} rounds
 * @property {number} milliseconds of one engine in one round, about
 * @property {number} warm milliseconds before, so that the browser has optimized what it will
 * @property {number} most milliseconds of one engine in all rounds; where an epoch is long it sits some out, all but two if need be
 *
 * @typedef {{ engine: string, loss: number, first: number, samples: number[], failed?: string }} Measured samples in ns per epoch,
 *   one for each round it took part in; first is the loss of the first epoch and loss that of the checked one
 */

/** @type {Record<string, (problem: import("./workloads.js").Problem) => Promise<Engine>>} */
const makers = {
	plateau,
	"plateau-reference": reference,
	c: limit,
	"tfjs-cpu": tensorflow("cpu"),
	"tfjs-wasm": tensorflow("wasm"),
	"tfjs-webgl": tensorflow("webgl"),
	convnetjs: convnet,
	brainjs: brain,
};

/** An engine and what was measured of it. */
class Lane {
	/**
	 * @param {Engine} engine
	 * @param {Measured} measured
	 * @param {import("./workloads.js").Workload} workload
	 */
	constructor(engine, measured, workload) {
		this.engine = engine;
		this.measured = measured;
		this.workload = workload;
		this.done = 0;
		this.epoch = Infinity; // milliseconds
	}

	/**
	 * Trains and returns the milliseconds it took; runs that would become too long begin anew, off the clock.
	 * @param {number} epochs
	 */
	async time(epochs) {
		let spent = 0;
		for (let left = epochs; left > 0;) {
			if (this.done >= this.workload.longest) {
				await this.engine.restart();
				this.done = 0;
			}
			await this.engine.before?.();
			const now = Math.min(left, this.workload.longest - this.done);
			const begin = performance.now();
			this.engine.train(now);
			spent += performance.now() - begin;
			this.done += now;
			left -= now;
		}
		return spent;
	}

	/** Compares losses and, in passing, lets the browser compile. */
	async check() {
		this.measured.first = this.engine.train(1);
		const begin = performance.now();
		const epochs = this.workload.checked;
		this.measured.loss = this.engine.train(epochs);
		this.epoch = (performance.now() - begin) / epochs;
		this.done = 1 + epochs;
	}

	/** @param {number} milliseconds */
	async warm(milliseconds) {
		for (let left = milliseconds; left > this.epoch;) {
			const epochs = Math.max(1, Math.ceil(milliseconds / 4 / this.epoch));
			const spent = await this.time(epochs);
			this.epoch = spent / epochs;
			left -= spent;
		}
	}
}

/**
 * @param {import("./workloads.js").Case} c
 * @param {string[]} engines
 * @param {Plan} plan
 * @returns {Promise<Measured[]>}
 */
async function measure(c, engines, plan) {
	const problem = problemOf(c);
	/** @type {Measured[]} */
	const all = [];
	/** @type {Lane[]} */
	const lanes = [];
	for (const engine of engines) {
		/** @type {Measured} */
		const measured = { engine, loss: NaN, first: NaN, samples: [] };
		all.push(measured);
		try {
			const lane = new Lane(await makers[engine](problem), measured, c.workload);
			await lane.check();
			await lane.warm(plan.warm);
			lanes.push(lane);
		} catch (error) {
			measured.failed = String(/** @type {Error} */ (error).message ?? error);
		}
	}
	for (let round = 0; round < plan.rounds; round++) {
		// Every engine follows another one in turn, so that none always runs in the same one's wake.
		const order = lanes.map((_, i) => lanes[(i + round) % lanes.length]);
		for (const lane of order) {
			const epochs = Math.max(1, Math.round(plan.milliseconds / lane.epoch));
			const share = Math.min(1, Math.max(2 / plan.rounds, plan.most / plan.rounds / (epochs * lane.epoch)));
			if (Math.round((round + 1) * share) === Math.round(round * share)) continue;
			lane.measured.samples.push(((await lane.time(epochs)) / epochs) * 1e6);
		}
	}
	for (const lane of lanes) await lane.engine.close?.();
	return all;
}

Object.assign(globalThis, { measure, goals });

/**
 * What a visitor waits for beside the epochs: a whole training of the origin question through the bridge of the site's
 * own engine, the making of a module, and whether memory stays as it is.
 */
import { engine, startGo } from "./plateau.js";
import { experimentOf, problemOf, workloads } from "./workloads.js";

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** @type {any} */
let bridge;

/**
 * Asks as worker.js does.
 * @param {string} type
 * @param {object} body
 */
async function ask(type, body) {
	bridge ??= await startGo("plateau.wasm", "plateau");
	const answer = bridge.handle(type, JSON.stringify(body));
	const reply = JSON.parse(answer.json);
	if (!reply.ok) throw new Error(reply.error.message);
	return reply;
}

/**
 * Milliseconds of a whole training of 10,000 epochs: from the settings to the last frame.
 * @param {number} middle the target of the middle point, as somebody drags it
 * @param {object} optimizer further arguments
 */
async function origin(middle, optimizer) {
	const begin = performance.now();
	const experiment = {
		data: {
			points: [
				[-1, -0.2445248],
				[0, middle],
				[1, 0.1713998],
			],
		},
		training: { optimizer },
	};
	const { run } = await ask("start", { experiment });
	if (run.engine !== "kernel" || run.epochs !== 10_000) throw new Error(`${run.engine} trains for ${run.epochs} epochs`);
	const started = performance.now();
	// Without the diagnosis, which begins only when it is asked for.
	while ((await ask("advance", { milliseconds: 8 })).wait === 0);
	const trained = performance.now();
	const { frame } = await ask("pull", { samples: 200 });
	if (frame.state !== "done" || frame.epoch !== 10_000) throw new Error(`${frame.state} after ${frame.epoch} epochs`);
	const end = performance.now();
	return { all: end - begin, start: started - begin, train: trained - started, pull: end - trained };
}

/** @param {{ all: number, start: number, train: number, pull: number }[]} times */
const medians = (times) => {
	const of = (/** @type {"all" | "start" | "train" | "pull"} */ part) => median(times.map((t) => t[part]));
	return { all: of("all"), start: of("start"), train: of("train"), pull: of("pull") };
};

/** @param {{ repeats: number, epochs: number }} plan */
export async function goals({ repeats, epochs }) {
	const adam = (/** @type {number} */ i) => ({ name: "adam", learning_rate: 1e-5, epsilon: 1e-7 * (1 + i * 1e-6) });
	await origin(0.1, adam(-1));
	const fresh = [],
		dragged = [];
	// Another epsilon is another module, which the browser has never seen; another point is not.
	for (let i = 0; i < repeats; i++) fresh.push(await origin(0.1, adam(i)));
	for (let i = 0; i < repeats; i++) dragged.push(await origin(0.1 + i / 1000, adam(-1)));
	await ask("dispose", {});

	const go = await engine();
	/** @type {Record<string, any>} */
	const stages = {};
	for (const workload of workloads) {
		const problem = problemOf({ workload, optimizer: "adam", precision: "float64" });
		/** @type {any[]} */
		const all = [];
		for (let i = 0; i < repeats; i++) all.push(go.stages(experimentOf(problem, { epsilon: 1e-7 * (1 + (i + 1) * 1e-6) })));
		const of = (/** @type {string} */ part) => median(all.map((s) => s[part]));
		stages[workload.name] = {
			...all[0],
			compile: of("compile"),
			instantiate: of("instantiate"),
			both: median(all.map((s) => s.compile + s.instantiate)),
		};
	}

	const run = go.start(experimentOf(problemOf({ workload: workloads[0], optimizer: "adam", precision: "float64" })), true);
	go.advance(run, epochs / 10);
	const before = go.heap(run);
	go.advance(run, epochs - epochs / 10);
	return { fresh: medians(fresh), dragged: medians(dragged), stages, growth: go.heap(run) - before, epochs };
}

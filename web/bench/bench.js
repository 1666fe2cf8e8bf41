/**
 * `make bench`: measures every engine on every workload, prints tables for the README and records results.json.
 *
 *     SHORT=1 make bench     under a minute: fewer rounds, no slow library on the larger workloads, nothing recorded
 */
import { env, exit } from "node:process";
import { withBench } from "./measure.js";
import { cases, keyOf } from "./page/workloads.js";
import { disagreement, enginesOf, rowsOf, writeResults } from "./results.js";
import { goalsTable, growthTable, ratiosTable, timesTable } from "./table.js";

const short = Boolean(env.SHORT);
const plan = short
	? { rounds: 13, milliseconds: 3, warm: 60, most: 300 }
	: { rounds: 61, milliseconds: 6, warm: 300, most: 1200 };
const goalsPlan = short ? { repeats: 7, epochs: 200_000 } : { repeats: 31, epochs: 1_000_000 };

/** What a short run leaves out, for an epoch of it takes a tenth of a second and more. */
const slow = {
	S: ["tfjs-webgl"],
	M: ["tfjs-webgl"],
	L: ["tfjs-webgl", "tfjs-cpu", "brainjs"],
	XL: ["plateau-reference", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl", "brainjs", "convnetjs"],
};

await withBench(async (bench) => {
	/** @type {import("./results.js").Row[]} */
	const rows = [];
	const wrong = [];
	for (const c of cases) {
		const engines = enginesOf(c.precision).filter(
			(e) => (e !== "c" || bench.clang) && !(short && slow[c.workload.name].includes(e)),
		);
		const measured = await bench.measure(c, engines, plan);
		for (const m of measured) {
			if (m.failed !== undefined) console.log(`${keyOf(c)}: ${m.engine} is left out: ${m.failed}`);
			const why = disagreement(m, measured[0]);
			if (why) wrong.push(`${keyOf(c)}: ${m.engine} does not train the same problem: ${why}`);
		}
		const added = rowsOf(c, measured);
		rows.push(...added);
		console.log(
			`${keyOf(c)}:`,
			added.map((r) => `${r.engine} ${r.ns_per_epoch} ns (${Math.round(100 * r.spread)} %)`).join(", "),
		);
	}
	const goals = await bench.goals(goalsPlan);
	const { machine, browser } = bench;
	console.log(`\n${browser}, ${machine}; medians, in one page, of interleaved rounds.\n`);
	console.log([timesTable(rows), ratiosTable(rows), growthTable(rows), goalsTable(goals)].join("\n\n"));
	if (wrong.length > 0) {
		console.error(`\n${wrong.join("\n")}`);
		exit(1);
	}
	if (short) console.log("\nA short run is not recorded.");
	else writeResults({ machine, browser, rows });
});

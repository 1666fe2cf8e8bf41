/**
 * `make bench-check`: measures Plateau beside C again and fails where it has become slower by more than 10 % than
 * results.json recorded. Only ratios are compared, of neighbours in time, so that neither another machine nor a busy one
 * matters much; what looks slow is measured up to three times more, and its best counts. Where clang is missing, the
 * fastest library of the record takes the place of C.
 */
import { env, exit } from "node:process";
import { withBench } from "./measure.js";
import { cases, keyOf } from "./page/workloads.js";
import { disagreement, fastestLibrary, median, readResults, timeOf } from "./results.js";

const allowed = 1.1;
const again = 3;
const plan = env.SHORT
	? { rounds: 21, milliseconds: 3, warm: 60, most: Infinity }
	: { rounds: 61, milliseconds: 5, warm: 200, most: Infinity };

const { rows } = readResults();
/** @type {string[]} */
const slower = [];

await withBench(async (bench) => {
	for (const c of cases) {
		const beside = bench.clang && timeOf(rows, c, "c") > 0 ? "c" : fastestLibrary(rows, c)?.engine;
		if (!beside) throw new Error(`results.json has nothing to compare ${keyOf(c)} with; make bench records it`);
		const recorded = timeOf(rows, c, "plateau") / timeOf(rows, c, beside);
		let change = Infinity;
		for (let tries = 0; tries <= again && change > allowed; tries++) {
			const [plateau, other] = await bench.measure(c, ["plateau", beside], {
				...plan,
				rounds: c.workload.name === "XL" ? 11 : plan.rounds,
			});
			const why = plateau.failed ?? other.failed ?? disagreement(other, plateau);
			if (why) throw new Error(`${keyOf(c)}: ${why}`);
			change = Math.min(change, median(plateau.samples.map((ns, i) => ns / other.samples[i])) / recorded);
		}
		const percent = `${change > 1 ? "+" : ""}${Math.round(100 * (change - 1))} %`;
		console.log(
			`${keyOf(c).padEnd(16)} plateau / ${beside} ${(change * recorded).toFixed(3)}, recorded ${recorded.toFixed(3)}: ${percent}`,
		);
		if (change > allowed) slower.push(`${keyOf(c)} is slower by ${percent} against ${beside}`);
	}
});

if (slower.length > 0) {
	console.error(`\n${slower.join("\n")}\nIf that has its reason, make bench records it anew; say why in RATIONALE.md.`);
	exit(1);
}

/** Results as tables in Markdown: the times for the README, and how they stand to the goals. */
import { cases, parametersOf, workloads } from "./page/workloads.js";
import { enginesOf, fastestLibrary, timeOf } from "./results.js";

/** @typedef {import("./results.js").Row} Row */

/** @param {string[][]} rows the first one is the head */
function markdown([head, ...rows]) {
	const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
	return [line(head), line(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(line)].join("\n");
}

/** @param {number} ns */
function time(ns) {
	if (!(ns > 0)) return "";
	const [value, unit] = ns < 1e3 ? [ns, "ns"] : ns < 1e6 ? [ns / 1e3, "us"] : ns < 1e9 ? [ns / 1e6, "ms"] : [ns / 1e9, "s"];
	return `${+value.toPrecision(3)} ${unit}`;
}

/** @param {import("./page/workloads.js").Case} c */
const title = (c) => `${c.workload.name} ${c.optimizer} ${c.precision}`;

/**
 * The time of an epoch, one line for each case.
 * @param {Row[]} rows
 */
export function timesTable(rows) {
	const engines = [...new Set([...enginesOf("float32"), ...enginesOf("float64")])].filter((e) =>
		rows.some((r) => r.engine === e),
	);
	const lines = cases.map((c) => [title(c), ...engines.map((engine) => time(timeOf(rows, c, engine)))]);
	return markdown([["one epoch", ...engines], ...lines]);
}

/** @param {boolean} met */
const word = (met) => (met ? "met" : "**missed**");

/**
 * Plateau against the fastest library and against C, with the goals.
 * @param {Row[]} rows
 */
export function ratiosTable(rows) {
	const lines = cases.map((c) => {
		const ns = timeOf(rows, c, "plateau");
		const library = fastestLibrary(rows, c);
		const faster = library ? library.ns / ns : NaN;
		const limit = c.workload.name === "S" ? 0.7 : 1.1;
		const ratio = ns / timeOf(rows, c, "c");
		return [
			title(c),
			library ? `${faster.toPrecision(3)} x ${library.engine}` : "",
			library ? word(faster >= 10) : "",
			ratio > 0 ? ratio.toFixed(2) : "",
			ratio > 0 ? `${word(ratio <= limit)} (${limit})` : "",
			rows
				.filter((r) => r.engine === "plateau" && title(c) === `${r.workload} ${r.optimizer} ${r.precision}`)
				.map((r) => `${Math.round(100 * r.spread)} %`)[0] ?? "",
		];
	});
	return markdown([["", "faster than the fastest library", "goal 10", "time / C", "goal", "spread"], ...lines]);
}

/**
 * Time per row and weight, which should not grow with the network.
 * @param {Row[]} rows
 */
export function growthTable(rows) {
	const lines = cases
		.filter((c) => c.workload.name === "M")
		.map((c) => {
			const each = workloads.slice(1).map((workload) => {
				return (1e3 * timeOf(rows, { ...c, workload }, "plateau")) / workload.rows / parametersOf(workload);
			});
			const growth = Math.max(...each) / each[0];
			return [`${c.optimizer} ${c.precision}`, ...each.map((ps) => ps.toFixed(0)), growth.toFixed(2), word(growth <= 1.3)];
		});
	return markdown([["ps per row and weight", "M", "L", "XL", "growth", "goal 1.3"], ...lines]);
}

/** @param {Awaited<ReturnType<typeof import("./page/goals.js").goals>>} g */
export function goalsTable({ fresh, dragged, stages, growth, epochs }) {
	const ms = (/** @type {number} */ v) => `${v.toFixed(2)} ms`;
	const parts = (/** @type {typeof fresh} */ t) =>
		`${ms(t.all)} (start ${ms(t.start)}, train ${ms(t.train)}, last frame ${ms(t.pull)})`;
	const { S, XL } = stages;
	const stage = (/** @type {any} */ s) =>
		`${ms(s.both)} (compile ${ms(s.compile)}, instantiate ${ms(s.instantiate)}; ${s.code} bytes)`;
	const memory = (/** @type {any} */ s) => `${(s.memory / 2 ** 20).toFixed(2)} MiB`;
	return markdown([
		["", "measured", "goal", ""],
		["10,000 epochs of the origin question, a network never seen", parts(fresh), "8 ms", word(fresh.all <= 8)],
		["the same, another point", parts(dragged), "8 ms", word(dragged.all <= 8)],
		["compile and instantiate S", stage(S), "3 ms", word(S.both <= 3)],
		["compile and instantiate XL", stage(XL), "15 ms", word(XL.both <= 15)],
		["memory of a module, S and XL", `${memory(S)}, ${memory(XL)}`, "", ""],
		[
			`heap beside the history, over ${epochs.toLocaleString("en")} epochs of S`,
			`${growth} bytes more`,
			"flat",
			word(growth < 2 ** 16),
		],
	]);
}

// Each chart as a table, for those who read numbers or cannot see the chart. Built only while it is open.

import { columnsOf } from "./columns.js";
import { find, table } from "./element.js";
import { count, many, number } from "./format.js";

/** @typedef {import("./watch.js").Picture} Picture */

// Epochs 0, 1, 2, 5, 10, 20, 50 ... and the last: enough to follow a curve on a log scale.
const decades = [1, 2, 5];

// More inputs than this beside the targets are a table that nobody reads.
const mostInputs = 10;

/**
 * Keeps the table of a figure up to date while it is open.
 * @template T what the figure shows
 * @param {HTMLElement} figure
 * @param {(shown: T) => HTMLElement} build
 */
export function liveTable(figure, build) {
	const details = /** @type {HTMLDetailsElement} */ (find(figure, "details.table"));
	const body = find(details, ".table-body");
	/** @type {T | undefined} */
	let last;
	const draw = () => {
		if (details.open && last) body.replaceChildren(build(last));
	};
	details.addEventListener("toggle", draw);
	return (/** @type {T} */ shown) => {
		last = shown;
		draw();
	};
}

/** @param {Picture} picture */
export function fitTable({ run, frame }) {
	const { inputs, targets } = columnsOf(run.experiment, run);
	const unseen = inputs.length > mostInputs ? inputs.length - mostInputs : 0;
	const shown = inputs.slice(0, mostInputs);
	if (unseen > 0) shown.push(`… ${many(unseen, "input")} more`);
	const head = [...shown, ...targets.flatMap((name) => [name, `${name} fitted`, "miss"])];
	const rows = run.points.map((row, i) => [
		...row.slice(0, Math.min(run.inputs, mostInputs)).map(number),
		...(unseen > 0 ? ["…"] : []),
		...row.slice(run.inputs).flatMap((target, j) => {
			const fitted = frame.predictions[i * run.outputs + j];
			return [number(target), number(fitted), number(target - fitted)];
		}),
	]);
	return table("Data and fit", head, rows);
}

/** @param {Picture & {log?: import("./log.js").DrawnLog}} shown a run, and the log of another training where there is one */
export function lossTable({ frame, log }) {
	const run = sparse(frame.curve);
	if (!log)
		return table(
			"Loss over the epochs",
			["epoch", "loss"],
			[...run].map(([epoch, loss]) => [count(epoch), number(loss)]),
		);
	const theirs = sparse(log.curve);
	const epochs = [...new Set([...run.keys(), ...theirs.keys()])].sort((a, b) => a - b);
	const cell = (/** @type {number | undefined} */ loss) => (loss === undefined ? "" : number(loss));
	const rows = epochs.map((epoch) => [count(epoch), cell(run.get(epoch)), cell(theirs.get(epoch))]);
	return table("Loss over the epochs", ["epoch", "loss", "your log"], rows);
}

/**
 * As many of the (epoch, loss) pairs as a person reads.
 * @param {Float64Array} curve
 */
function sparse(curve) {
	/** @type {Map<number, number>} */
	const kept = new Map();
	let next = 0;
	for (let i = 0; i + 1 < curve.length; i += 2) {
		const [epoch, loss] = [curve[i], curve[i + 1]];
		if (epoch < next && i + 2 < curve.length) continue;
		kept.set(epoch, loss);
		next =
			decades.map((d) => d * 10 ** Math.floor(Math.log10(Math.max(epoch, 1)))).find((e) => e > epoch) ??
			10 ** (Math.floor(Math.log10(epoch)) + 1);
	}
	return kept;
}

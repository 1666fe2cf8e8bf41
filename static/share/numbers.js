// Curves and predictions as CSV: full digits, so that what is computed from them elsewhere is what is computed here.

import { columnsOf } from "../columns.js";

/** @typedef {import("../watch.js").Picture} Picture */

/**
 * The loss after each epoch, thinned to 2000 of them as it is drawn, and beside it that of a log where there is one.
 * @param {Picture} picture
 * @param {import("../log.js").DrawnLog} [log]
 */
export function curveCsv({ frame }, log) {
	const run = pairs(frame.curve);
	if (!log) return csv([["epoch", "loss"], ...[...run].map((pair) => pair.map(String))]);
	const theirs = pairs(log.curve);
	const epochs = [...new Set([...run.keys(), ...theirs.keys()])].sort((a, b) => a - b);
	return csv([
		["epoch", "loss", "your log"],
		...epochs.map((epoch) => [String(epoch), String(run.get(epoch) ?? ""), String(theirs.get(epoch) ?? "")]),
	]);
}

/** @param {Float64Array} curve */
function pairs(curve) {
	return new Map(Array.from({ length: curve.length / 2 }, (_, i) => [curve[2 * i], curve[2 * i + 1]]));
}

/**
 * Inputs, targets and predictions of every row.
 * @param {Picture} picture
 */
export function predictionsCsv({ run, frame }) {
	const { inputs, targets } = columnsOf(run.experiment, run);
	const head = [...inputs, ...targets, ...targets.map((name) => `${name} predicted`)];
	const rows = run.points.map((row, i) => {
		const predicted = frame.predictions.subarray(i * run.outputs, (i + 1) * run.outputs);
		return [...row, ...predicted].map(String);
	});
	return csv([head, ...rows]);
}

/** @param {string[][]} rows */
function csv(rows) {
	return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/**
 * A cell as RFC 4180 has it. A name that begins like a formula is kept from being one: spreadsheets would run it.
 * @param {string} value
 */
function cell(value) {
	const text = /^[=+@\t\r]|^-(?![\d.I])/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The recorded form of a measurement, results.json, and the numbers drawn from it. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("results.json", import.meta.url));

/**
 * @typedef {object} Row
 * @property {"S" | "M" | "L" | "XL"} workload
 * @property {"adam" | "sgd"} optimizer
 * @property {"float32" | "float64"} precision
 * @property {string} engine
 * @property {number} ns_per_epoch median of the rounds
 * @property {number} spread distance between the quartiles over the median
 *
 * @typedef {{ machine: string, browser: string, rows: Row[] }} Results
 */

/** Engines that are somebody else's library; each computes in one precision. */
export const libraries = {
	float32: ["tfjs-cpu", "tfjs-wasm", "tfjs-webgl", "brainjs"],
	float64: ["convnetjs"],
};

/** The engines of a precision, in the order of the tables. @param {Row["precision"]} precision */
export const enginesOf = (precision) => ["plateau", "plateau-reference", "c", ...libraries[precision]];

/** @returns {Results} */
export const readResults = () => JSON.parse(readFileSync(file, "utf8"));

/** @param {Results} results */
export const writeResults = (results) => writeFileSync(file, JSON.stringify(results, null, "\t") + "\n");

/**
 * The value below which such a share of the values lies.
 * @param {number[]} values
 * @param {number} share
 */
function quantile(values, share) {
	const sorted = values.toSorted((a, b) => a - b);
	const at = share * (sorted.length - 1);
	const low = sorted[Math.floor(at)];
	return low + (at % 1) * (sorted[Math.ceil(at)] - low);
}

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/** @param {number[]} values */
export const spread = (values) => (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);

/**
 * @param {import("./page/workloads.js").Case} c
 * @param {import("./page/main.js").Measured[]} measured
 * @returns {Row[]}
 */
export function rowsOf({ workload, optimizer, precision }, measured) {
	const done = measured.filter((m) => m.samples.length > 0);
	return done.map(({ engine, samples }) => {
		const ns = median(samples);
		// Three digits are more than any machine repeats.
		return {
			workload: workload.name,
			optimizer,
			precision,
			engine,
			ns_per_epoch: +ns.toPrecision(3),
			spread: +spread(samples).toFixed(2),
		};
	});
}

/**
 * The time of an engine in a case, NaN where it was not measured.
 * @param {Row[]} rows
 * @param {import("./page/workloads.js").Case} c
 * @param {string} engine
 */
export function timeOf(rows, c, engine) {
	const row = rows.find(
		(r) => r.workload === c.workload.name && r.optimizer === c.optimizer && r.precision === c.precision && r.engine === engine,
	);
	return row?.ns_per_epoch ?? NaN;
}

/**
 * The fastest library of a case, or undefined.
 * @param {Row[]} rows
 * @param {import("./page/workloads.js").Case} c
 */
export function fastestLibrary(rows, c) {
	const all = libraries[c.precision].map((engine) => ({ engine, ns: timeOf(rows, c, engine) })).filter(({ ns }) => ns > 0);
	return all.toSorted((a, b) => a.ns - b.ns).at(0);
}

/**
 * Why an engine's losses are not those of Plateau, or an empty text. Losses of the same training agree to rounding; 2 % leave
 * room for float32. brain.js trains in its own way (page/brain.js) and only has to get somewhere.
 * @param {import("./page/main.js").Measured} m
 * @param {import("./page/main.js").Measured} plateau
 */
export function disagreement(m, plateau) {
	if (m.failed !== undefined) return "";
	if (m.engine === "brainjs") return m.loss < m.first / 2 ? "" : `its loss only falls from ${m.first} to ${m.loss}`;
	const far = (/** @type {number} */ a, /** @type {number} */ b) => !(Math.abs(a / b - 1) <= 0.02);
	if (far(m.first, plateau.first)) return `the first epoch has loss ${m.first}, not ${plateau.first}`;
	return far(m.loss, plateau.loss) ? `its loss comes to ${m.loss}, not ${plateau.loss}` : "";
}

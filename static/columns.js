// What the columns of the data are called, wherever they are named: as somebody called them, else "x" and "y", with numbers where there are several.

import { get } from "./experiment.js";

/** @typedef {import("./protocol").Experiment} Experiment */

/**
 * @param {Experiment} experiment
 * @param {{inputs?: number, outputs?: number}} [counts] how many there are, as a Run says; as many as have names, or one, unless given
 */
export function columnsOf(experiment, { inputs, outputs } = {}) {
	return { inputs: named(experiment, "data.inputs", inputs, "x"), targets: named(experiment, "data.targets", outputs, "y") };
}

/**
 * @param {Experiment} experiment
 * @param {string} path
 * @param {number | undefined} count
 * @param {string} letter
 */
function named(experiment, path, count, letter) {
	const names = get(experiment, path);
	const given = Array.isArray(names) ? names : [];
	const length = count ?? Math.max(given.length, 1);
	return Array.from({ length }, (_, i) => String(given[i] ?? (length === 1 ? letter : `${letter}${i + 1}`)));
}

// Short names for runs and changes: "linear, 1e-5". A run is named by what sets it apart from the run beside it.

import { differences, nameOf, steps } from "./experiment.js";
import { count, words } from "./format.js";

/** @typedef {import("./protocol").Json} Json */

/**
 * One setting in as few words as name it: an activation or optimizer by its name, a rate by its number, the rest with what they are.
 * @param {string} path
 * @param {Json | undefined} value
 */
export function describe(path, value) {
	const key = String(
		steps(path)
			.filter((step) => typeof step === "string")
			.at(-1) ?? "",
	);
	if (typeof value === "string" || nameOf(value) !== "") return words(value ?? null);
	if (key === "learning_rate") return words(value);
	if (key === "units" || key === "epochs") return `${count(Number(value))} ${key}`;
	return `${key.replaceAll("_", " ")} ${words(value)}`;
}

/**
 * A list of changes as the words of a button: "tanh, 1e-3".
 * @param {import("./protocol").Change[]} changes
 */
export function describeChanges(changes) {
	return [...new Set(changes.map((change) => describe(change.path, change.to)))].join(", ");
}

/**
 * What to call the run of `experiment` beside the run of `other`.
 * @param {import("./protocol").Experiment} experiment
 * @param {import("./protocol").Experiment} other
 */
export function runName(experiment, other) {
	/** @type {Set<string>} */
	const parts = new Set();
	const a = layers(experiment);
	const b = layers(other);
	for (const { path, from } of differences(experiment, other)) {
		if (path.startsWith("view") || path.startsWith("title") || path.startsWith("note")) continue;
		if (path.startsWith("data"))
			continue; // points have no name
		else if (path.startsWith("network.layers") && a !== b)
			parts.add(a === 1 ? "no hidden layer" : a === 2 ? "1 hidden layer" : `${a - 1} hidden layers`);
		else if (path.startsWith("training.optimizer.") && !/\.(name|learning_rate)$/.test(path) && nameDiffers(experiment, other))
			continue;
		else parts.add(describe(path.replace(/\.name$/, ""), from));
	}
	const all = [...parts];
	return all.length > 3 ? `${all.slice(0, 3).join(", ")}, …` : all.join(", ") || "";
}

/** @param {any} experiment */
function layers(experiment) {
	return experiment.network?.layers?.length ?? 0;
}

/**
 * @param {any} a
 * @param {any} b
 */
function nameDiffers(a, b) {
	return nameOf(a.training?.optimizer) !== nameOf(b.training?.optimizer);
}

// Short names for runs and changes: "linear, 1e-5". A run is named by what sets it apart from the run beside it.

import { differences, get, nameOf, rowsOf, same, steps } from "./experiment.js";
import { count, words } from "./format.js";

/** @typedef {import("./protocol").Json} Json */

/**
 * One setting in as few words as name it: an activation or optimizer by its name, a rate by its number, the rest with what they are.
 * @param {string} path
 * @param {Json | undefined} value
 */
function describe(path, value) {
	const key = String(
		steps(path)
			.filter((step) => typeof step === "string")
			.at(-1) ?? "",
	);
	if (path.startsWith("network.weights")) return value === null || value === undefined ? "drawn weights" : "weights by hand";
	if (typeof value === "string" || nameOf(value) !== "") return words(value ?? null);
	if (key === "learning_rate") return words(value);
	if (key === "units" || key === "epochs") return `${count(Number(value))} ${key}`;
	return `${key.replaceAll("_", " ")} ${words(value)}`;
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

/**
 * What to call a run that had none before it: its title, or "linear, 1e-5".
 * @param {import("./protocol").Experiment} experiment
 */
export function ownName(experiment) {
	if (experiment.title) return String(experiment.title);
	const parts = ["network.layers[0].activation", "training.optimizer.learning_rate"];
	return (
		parts
			.flatMap((path) => get(experiment, path) ?? [])
			.map(words)
			.join(", ") || "run"
	);
}

/**
 * What changed from one run to the next: "activation linear → tanh, learning rate 1e-5 → 3e-4"; empty where they are the same.
 * @param {import("./protocol").Experiment} before
 * @param {import("./protocol").Experiment} after
 */
export function changeName(before, after) {
	// Another question altogether.
	if (after.title && after.title !== before.title) return String(after.title);
	const parts = settingChanges(before, after).map(({ label, from, to }) => (from === to ? label : `${label} ${from} → ${to}`));
	return parts.length > 3 ? `${parts.slice(0, 3).join(", ")}, …` : parts.join(", ");
}

/**
 * The settings in which two experiments differ, each once and in words; what has no two values ("point 2 moved") has the same ones.
 * @param {import("./protocol").Experiment} before
 * @param {import("./protocol").Experiment} after
 */
export function settingChanges(before, after) {
	/** @type {Map<string, {label: string, from: string, to: string}>} */
	const out = new Map();
	const add = (/** @type {string} */ label, /** @type {string} */ from = "", /** @type {string} */ to = from) => {
		if (from !== to || from === "") out.set(`${label} ${from} ${to}`, { label, from, to });
	};
	const depths = [layers(before), layers(after)];
	const rows = [rowsOf(before), rowsOf(after)];
	for (const { path, from, to } of differences(before, after)) {
		const top = path.split(/[.[]/, 2).join(".");
		if (/^(version|view|title|notes?)\b/.test(path)) continue;
		if (top === "network.layers" && depths[0] !== depths[1]) add("hidden layers", count(depths[0] - 1), count(depths[1] - 1));
		else if (top === "data.points") addRows(rows, add);
		else if (top === "data.inputs" || top === "data.targets") add(labelOf(top), words(get(before, top)), words(get(after, top)));
		else if (top === "network.weights") add(describe(path, to));
		// The whole of the data, as it was and as it is.
		else if (path === "training.batch_size" && from === rows[0].length && to === rows[1].length) continue;
		else if (path.startsWith("training.optimizer.") && !/\.(name|learning_rate)$/.test(path) && nameDiffers(before, after))
			continue;
		else add(labelOf(path), ...[from, to].map((value) => (isCount(path, value) ? count(Number(value)) : words(value))));
	}
	return [...out.values()];
}

/**
 * @param {import("./protocol").Json[][][]} rows before and after
 * @param {(label: string, from?: string, to?: string) => void} add
 */
function addRows([before, after], add) {
	if (before.length !== after.length) {
		add("points", count(before.length), count(after.length));
		return;
	}
	const moved = after.flatMap((row, i) => (same(row, before[i]) ? [] : [i + 1]));
	add(moved.length === 1 ? `point ${moved[0]} moved` : "points moved");
}

/**
 * "learning rate" of training.optimizer.learning_rate, "optimizer" of training.optimizer.name, "scale of inputs" of data.scale.inputs; training has
 * a seed as well as a generator.
 * @param {string} path
 */
function labelOf(path) {
	const names = steps(path.replace(/\.name$/, "")).filter((step) => typeof step === "string");
	const last = String(names.at(-1) ?? path).replaceAll("_", " ");
	if (path.startsWith("data.generator.") && names.length > 2 && last !== "generator") return `${last} of the data`;
	return names.at(-2) === "scale" ? `scale of ${last}` : last;
}

/**
 * @param {string} path
 * @param {Json} value
 */
function isCount(path, value) {
	return typeof value === "number" && /\.(units|epochs)$/.test(path);
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

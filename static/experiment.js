// An Experiment is a plain value: reading and replacing by path, nothing else. Whether it makes sense is for Go to say.

/** @typedef {import("./protocol").Experiment} Experiment */
/** @typedef {import("./protocol").Json} Json */

/**
 * "network.layers[0].units" as its steps: network, layers, 0, units.
 * @param {string} path
 * @returns {(string | number)[]}
 */
export function steps(path) {
	return [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
}

/**
 * The value at a path, or undefined.
 * @param {Json | undefined} value
 * @param {string} path
 * @returns {Json | undefined}
 */
export function get(value, path) {
	let at = value;
	for (const step of steps(path)) {
		if (at === null || typeof at !== "object") return undefined;
		at = /** @type {{[key: string | number]: Json}} */ (at)[step];
	}
	return at;
}

/**
 * A copy with the value at a path replaced, or removed when `to` is undefined; everything not on the way is shared. A name on the way that stands for
 * a choice ("adam") opens into {name: "adam"}.
 * @param {Experiment} experiment
 * @param {string} path
 * @param {Json | undefined} to
 */
export function set(experiment, path, to) {
	return /** @type {Experiment} */ (replace(experiment, steps(path), to));
}

/**
 * @param {Json | undefined} value
 * @param {(string | number)[]} way
 * @param {Json | undefined} to
 * @returns {Json | undefined}
 */
function replace(value, [step, ...rest], to) {
	if (step === undefined) return to;
	if (typeof step === "number") {
		const list = Array.isArray(value) ? [...value] : [];
		list[step] = /** @type {Json} */ (replace(list[step], rest, to));
		return list;
	}
	/** @type {{[key: string]: Json}} */
	const object = typeof value === "string" ? { name: value } : { .../** @type {{}} */ (value ?? {}) };
	const inner = replace(object[step], rest, to);
	if (inner === undefined) delete object[step];
	else object[step] = inner;
	return object;
}

/**
 * The rows of the data, or none.
 * @param {Experiment} experiment
 * @returns {Json[][]}
 */
export function rowsOf(experiment) {
	const rows = get(experiment, "data.points");
	return Array.isArray(rows) ? rows.filter(Array.isArray) : [];
}

/**
 * With other rows. They replace a generator, and a batch that was all of the rows is all of them still.
 * @param {Experiment} experiment
 * @param {Json[][]} rows
 * @param {number} [before] how many there were, where a generator made them
 */
export function withRows(experiment, rows, before = rowsOf(experiment).length) {
	return batched(set(set(experiment, "data.generator", undefined), "data.points", rows), before, rows.length);
}

/**
 * With a generator in the place of the points. Its columns have names of their own, and weights that were given belong to the columns before.
 * @param {Experiment} experiment
 * @param {Json} generator
 * @param {number} before how many rows there were
 * @param {number} rows
 */
export function withGenerator(experiment, generator, before, rows) {
	let next = set(experiment, "data.generator", generator);
	if (nameOf(get(experiment, "data.generator")) !== nameOf(generator)) {
		const last = `network.layers[${/** @type {Json[]} */ (get(experiment, "network.layers") ?? []).length - 1}].units`;
		for (const path of ["data.points", "data.inputs", "data.targets", "network.weights"]) next = set(next, path, undefined);
		if (get(next, last) !== undefined) next = set(next, last, undefined); // as many as there are targets
	}
	return batched(next, before, rows);
}

/**
 * @param {Experiment} experiment
 * @param {number} before
 * @param {number} rows
 */
function batched(experiment, before, rows) {
	const full = get(experiment, "training.batch_size") === before && rows > 0;
	return full ? set(experiment, "training.batch_size", rows) : experiment;
}

/**
 * The name of a choice, which is written as a name or as {name, ...}.
 * @param {Json | undefined} choice
 */
export function nameOf(choice) {
	if (choice !== null && typeof choice === "object" && !Array.isArray(choice)) return String(choice.name ?? "");
	return typeof choice === "string" ? choice : "";
}

// Tables of numbers are told apart as a whole: what differs in ten thousand rows is a line for nobody, and a question for each of them is none for a page
// that is being used.
const tables = ["data.points", "network.weights"];

/**
 * Every setting that differs, in the order of the document: leaves, and rows and weights as a whole.
 * @param {Json | undefined} a
 * @param {Json | undefined} b
 * @param {string} [path]
 * @returns {import("./protocol").Change[]}
 */
export function differences(a, b, path = "") {
	if (same(a, b)) return [];
	if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b) && !tables.includes(path)) {
		const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
		return keys.flatMap((key) => {
			const next = Array.isArray(a) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
			return differences(/** @type {any} */ (a)[key], /** @type {any} */ (b)[key], next);
		});
	}
	return [{ path, from: a ?? null, to: b ?? null }];
}

/**
 * @param {Json | undefined} a
 * @param {Json | undefined} b
 */
export function same(a, b) {
	return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * @param {Json | undefined} v
 * @returns {v is Json[] | {[key: string]: Json}}
 */
function isBranch(v) {
	return v !== null && typeof v === "object";
}

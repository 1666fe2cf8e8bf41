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

// Settings that the weights of a network have their shape from.
const shaping = /^network\.layers(\[\d+\](\.(units|use_bias))?)?$/;

/**
 * With another value of a setting. Weights that were given go where it is one that they have their shape from: they belong to the layers and columns that
 * they were given for.
 * @param {Experiment} experiment
 * @param {string} path
 * @param {Json | undefined} to
 */
export function edited(experiment, path, to) {
	const other = shaping.test(path) && !same(get(experiment, path), to);
	return set(other ? set(experiment, "network.weights", undefined) : experiment, path, to);
}

/**
 * Without what belongs to the columns there are: their names, as many outputs as there are targets, and weights that were given.
 * @param {Experiment} experiment
 */
export function withoutColumns(experiment) {
	const layers = get(experiment, "network.layers");
	const last = Array.isArray(layers) ? `network.layers[${layers.length - 1}].units` : "";
	const paths = ["data.inputs", "data.targets", "network.weights", ...(get(experiment, last) === undefined ? [] : [last])];
	return paths.reduce((next, path) => set(next, path, undefined), experiment);
}

/**
 * With other rows in the place of those there are, or of a generator.
 * @param {Experiment} experiment
 * @param {Json[][]} rows
 * @param {number} [before] how many there were, where a generator made them
 */
export function withRows(experiment, rows, before = rowsOf(experiment).length) {
	return paced(set(set(experiment, "data.generator", undefined), "data.points", rows), before, rows.length);
}

/**
 * With a generator in the place of the points, or of another generator, whose columns were others.
 * @param {Experiment} experiment
 * @param {Json} generator
 * @param {number} before how many rows there were
 * @param {number} rows
 */
export function withGenerator(experiment, generator, before, rows) {
	const other = nameOf(get(experiment, "data.generator")) !== nameOf(generator);
	const base = other ? set(withoutColumns(experiment), "data.points", undefined) : experiment;
	return paced(set(base, "data.generator", generator), before, rows);
}

/**
 * Keeps the batch a batch: one of all rows is of all rows still, and none is larger than the data. Go has the same rule for rows that are pasted;
 * web/testdata/batch.json holds both to it.
 * @param {Experiment} experiment
 * @param {number} before
 * @param {number} rows
 */
function paced(experiment, before, rows) {
	const batch = get(experiment, "training.batch_size");
	const other = typeof batch === "number" && (batch === before || batch > rows) && rows > 0;
	return other ? set(experiment, "training.batch_size", rows) : experiment;
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
 * Whether both are the same run: how it is shown changes no number.
 * @param {Experiment} a
 * @param {Experiment} b
 */
export function sameRun(a, b) {
	return same(set(a, "view", undefined), set(b, "view", undefined));
}

/**
 * One experiment shown as another is.
 * @param {Experiment} experiment
 * @param {Experiment} other
 */
export function shownAs(experiment, other) {
	return set(experiment, "view", get(other, "view"));
}

/**
 * @param {Experiment} experiment
 * @returns {"log" | "linear"}
 */
export function lossAxis(experiment) {
	return get(experiment, "view.loss_axis") === "linear" ? "linear" : "log";
}

/**
 * @param {Json | undefined} v
 * @returns {v is Json[] | {[key: string]: Json}}
 */
function isBranch(v) {
	return v !== null && typeof v === "object";
}

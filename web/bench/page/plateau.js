/** Plateau's own engines: the compiled one and the reference, as engine/main.go offers them. */
import { experimentOf } from "./workloads.js";

/**
 * Starts a Go program and returns what it puts in place under the name.
 * @param {string} file
 * @param {string} name
 */
export async function startGo(file, name) {
	const scope = /** @type {any} */ (globalThis);
	const go = new scope.Go();
	const { instance } = await WebAssembly.instantiateStreaming(fetch(`/build/${file}`), go.importObject);
	go.run(instance).then(() => console.error(`${file} has ended`));
	return scope[name];
}

/** @type {any} */
let bench;

export async function engine() {
	bench ??= await startGo("engine.wasm", "bench");
	return bench;
}

/** @param {boolean} compiled */
const maker = (compiled) => async (/** @type {import("./workloads.js").Problem} */ problem) => {
	const go = await engine();
	const run = go.start(experimentOf(problem), compiled);
	return { restart: () => go.again(run), train: (/** @type {number} */ epochs) => go.advance(run, epochs) };
};

export const plateau = maker(true);
export const reference = maker(false);

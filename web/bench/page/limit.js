/** limit.c, compiled for the case at hand. */
import { flatWeights, keyOf } from "./workloads.js";

/** @param {import("./workloads.js").Problem} problem */
export async function limit(problem) {
	const response = await fetch(`/build/limit-${keyOf(problem.case)}.wasm`);
	if (!response.ok) throw new Error("limit.c is not compiled here: there is no clang");
	const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
	const module = /** @type {any} */ (instance.exports);
	const buffer = module.memory.buffer;
	const Numbers = problem.case.precision === "float32" ? Float32Array : Float64Array;
	const given = flatWeights(problem);
	new Float64Array(buffer, module.given(), given.length).set(given);
	new Numbers(buffer, module.inputs(), problem.x.length * problem.x[0].length).set(problem.x.flat());
	new Numbers(buffer, module.targets(), problem.y.length).set(problem.y);
	module.start(problem.rate);
	return { restart: () => module.start(problem.rate), train: (/** @type {number} */ epochs) => module.train(epochs) };
}

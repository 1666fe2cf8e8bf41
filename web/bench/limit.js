/** Compiles limit.c to WebAssembly, once for each workload, optimizer and precision. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyOf } from "./page/workloads.js";

const source = fileURLToPath(new URL("limit.c", import.meta.url));

/** Whether there is a clang that can make WebAssembly, with its linker. */
export function haveClang() {
	return spawnSync("clang", ["--version"]).status === 0 && spawnSync("wasm-ld", ["--version"]).status === 0;
}

/**
 * Writes the module of a case.
 * @param {import("./page/workloads.js").Case} c
 * @param {string} out the folder
 */
export function compileLimit(c, out) {
	const w = c.workload;
	const constants = {
		SINGLE: c.precision === "float32" ? 1 : 0,
		ADAM: c.optimizer === "adam" ? 1 : 0,
		TANH: w.activation === "tanh" ? 1 : 0,
		INPUTS: w.inputs,
		HIDDEN: w.hidden[0],
		DEPTH: w.hidden.length,
		ROWS: w.rows,
		BATCH: w.batch,
	};
	const args = ["--target=wasm32", "-std=c11", "-Wall", "-Werror", "-O3", "-ffast-math", "-msimd128"];
	// Otherwise clang calls a memset and a memcpy that nobody links.
	args.push("-nostdlib", "-fno-builtin", "-Wl,--no-entry");
	args.push(...Object.entries(constants).map(([name, value]) => `-D${name}=${value}`));
	const made = spawnSync("clang", [...args, "-o", join(out, `limit-${keyOf(c)}.wasm`), source], { encoding: "utf8" });
	if (made.status !== 0) throw new Error(`clang failed on limit.c:\n${made.stderr}`);
}

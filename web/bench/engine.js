/**
 * Builds the Go programs of the benchmark into build/bench: the site's own engine, and the one in engine/ that has a
 * stopwatch. Modules are hosted by the same code as on the page.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} root of the repository
 * @param {string} out
 * @param {string} flags of the Makefile, so that inlining is that of the site
 */
export function buildEngines(root, out, flags) {
	mkdirSync(out, { recursive: true });
	const go = (/** @type {string[]} */ ...args) =>
		execFileSync("go", args, { cwd: root, encoding: "utf8", env: { ...process.env, GOOS: "js", GOARCH: "wasm" } });
	const build = ["build", "-trimpath", "-ldflags=-s -w -buildid=", ...flags.split(" ").filter(Boolean)];
	go(...build, "-o", join(out, "plateau.wasm"), "./wasm");
	go(...build, "-o", join(out, "engine.wasm"), "./web/bench/engine");
	copyFileSync(join(go("env", "GOROOT").trim(), "lib/wasm/wasm_exec.js"), join(out, "wasm_exec.js"));
}

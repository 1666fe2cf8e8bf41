/** Builds what the page needs, serves it, opens it in Chromium and asks it to measure. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { cpus, type } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { installed } from "../browser.js";
import { buildEngines } from "./engine.js";
import { compileLimit, haveClang } from "./limit.js";
import { cases } from "./page/workloads.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const out = join(root, "build/bench");
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves this folder and, as /build/, what was built. The two headers give the page a clock of 5 us in place of 100. */
function serve() {
	const server = createServer(async (request, response) => {
		const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
		const file = path.startsWith("/build/") ? join(out, path.slice("/build/".length)) : join(here, path);
		try {
			const body = await readFile(file);
			response.writeHead(200, {
				"Content-Type": types[/** @type {keyof typeof types} */ (extname(file))] ?? "application/octet-stream",
				"Cross-Origin-Opener-Policy": "same-origin",
				"Cross-Origin-Embedder-Policy": "require-corp",
			});
			response.end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	return new Promise((/** @type {(s: import("node:http").Server) => void} */ resolve) => {
		server.listen(0, "127.0.0.1", () => resolve(server));
	});
}

/**
 * @typedef {object} Bench
 * @property {boolean} clang
 * @property {string} machine
 * @property {string} browser
 * @property {(c: import("./page/workloads.js").Case, engines: string[], plan: import("./page/main.js").Plan) =>
 *   Promise<import("./page/main.js").Measured[]>} measure
 * @property {(plan: { repeats: number, epochs: number }) => Promise<any>} goals
 */

/**
 * Opens the benchmark, lets the function measure, and closes it again.
 * @param {(bench: Bench) => Promise<void>} use
 */
export async function withBench(use) {
	buildEngines(root, out, process.env.BENCH_GOFLAGS ?? "");
	const clang = haveClang();
	if (clang) for (const c of cases) compileLimit(c, out);
	else console.error("There is no clang that makes WebAssembly (Debian: apt-get install clang lld): C is left out.");
	const server = await serve();
	const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
	const browser = await chromium.launch({
		executablePath: installed(),
		// SwiftShader lets WebGL start where there is no graphics card.
		args: ["--no-sandbox", "--enable-unsafe-swiftshader", "--no-first-run", "--disable-background-networking"],
	});
	try {
		const page = await browser.newPage();
		page.on("pageerror", (error) => console.error(`page: ${error.message}`));
		await page.goto(`http://127.0.0.1:${port}/page/index.html`);
		await page.waitForFunction(() => "measure" in globalThis);
		await use({
			clang,
			machine: machine(),
			browser: `Chromium ${browser.version()}`,
			measure: (c, engines, plan) =>
				page.evaluate(([c, e, p]) => /** @type {any} */ (globalThis).measure(c, e, p), /** @type {const} */ ([c, engines, plan])),
			goals: (plan) => page.evaluate((p) => /** @type {any} */ (globalThis).goals(p), plan),
		});
	} finally {
		await browser.close();
		server.close();
	}
}

function machine() {
	const system = spawnSync("uname", ["-sm"], { encoding: "utf8" }).stdout?.trim() || type();
	return `${cpus()[0].model.trim()}, ${cpus().length} cores, ${system}`;
}

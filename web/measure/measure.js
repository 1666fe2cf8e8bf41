/**
 * `make measure`: what a person waits for, on the built site in Chromium, as a table. The machine should be quiet, or its
 * other programs are measured too.
 *
 *     node web/measure/measure.js [visit drag ...]      only these
 */
import { spawn } from "node:child_process";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { installed } from "../browser.js";
import { diagnose } from "./diagnose.js";
import { drag } from "./drag.js";
import { embed } from "./embed.js";
import { input } from "./input.js";
import { visit } from "./visit.js";

/**
 * @typedef {object} Measured
 * @property {string} what
 * @property {number[]} values
 * @property {string} unit
 * @property {string} [goal]
 *
 * @typedef {() => Promise<import("@playwright/test").Browser>} Launch starts a browser that has seen nothing
 * @typedef {(launch: Launch, site: string) => Promise<Measured[]>} Measurement
 */

/** @type {Record<string, Measurement>} */
const measurements = { visit, drag, input, embed, diagnose };

/** Serves static/dist and returns its address, and how to stop. */
function serve() {
	const root = fileURLToPath(new URL("../..", import.meta.url));
	const server = spawn("go", ["run", "./server", "-addr", "127.0.0.1:0", "-dir", "static/dist"], {
		cwd: root,
		detached: true, // go run does not pass a signal on; its group gets it
		stdio: ["ignore", "pipe", "inherit"],
	});
	return new Promise((/** @type {(s: { site: string, stop: () => void }) => void} */ resolve, reject) => {
		let said = "";
		server.on("exit", () => reject(new Error("the server ended before it served")));
		server.stdout.on("data", (text) => {
			const site = (said += text).match(/Plateau is at (\S+)/)?.[1];
			if (site) resolve({ site, stop: () => process.kill(-(/** @type {number} */ (server.pid))) });
		});
	});
}

/** @param {Measured} measured */
function row({ what, values, unit, goal }) {
	const sorted = values.toSorted((a, b) => a - b);
	const number = (/** @type {number} */ x) => (x < 10 ? x.toFixed(1) : x.toFixed(0));
	const at = (/** @type {number} */ part) => number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
	const several = sorted.length > 1;
	return `| ${what} | ${at(0.5)} ${unit} | ${several ? at(0.95) : ""} | ${several ? at(1) : ""} | ${goal ?? ""} |`;
}

const names = argv.slice(2);
for (const name of names.filter((n) => !(n in measurements))) {
	console.error(`measure: there is no "${name}", only ${Object.keys(measurements).join(", ")}`);
	exit(2);
}
const executablePath = installed();
const launch = () =>
	chromium.launch({
		executablePath,
		args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
	});
const { site, stop } = await serve();
try {
	console.log("| what | median | p95 | most | goal |\n|---|---|---|---|---|");
	for (const [name, measurement] of Object.entries(measurements)) {
		if (names.length > 0 && !names.includes(name)) continue;
		for (const measured of await measurement(launch, site)) console.log(row(measured));
	}
} finally {
	stop();
}

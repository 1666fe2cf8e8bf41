/**
 * Finds the Chromium that browser tests drive, and installs one where there is none.
 *
 *     node web/browser.js      prints the path of the browser, installing it first where needed
 *
 * An installed browser comes first: no test downloads what the machine already has. CHROMIUM names one outright.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { argv, env, exit, getuid, platform, stderr } from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];
const elsewhere = [
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
	"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * Whether the file is a browser that starts. Ubuntu's chromium package without snap is a script that only complains.
 * @param {string} file
 */
function starts(file) {
	try {
		accessSync(file, constants.X_OK);
	} catch {
		return false;
	}
	// Chrome on Windows opens a window when it is asked for its version.
	if (platform === "win32") return true;
	return spawnSync(file, ["--version"], { timeout: 30_000, stdio: "ignore" }).status === 0;
}

/**
 * The path of an installed Chromium, or undefined.
 * @returns {string | undefined}
 */
export function installed() {
	if (env.CHROMIUM) return env.CHROMIUM;
	const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
	const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
	return [...candidates, ...elsewhere, chromium.executablePath()].find(starts);
}

/**
 * Runs a command with its output on standard error; returns whether it went well.
 * @param {string[]} command
 */
function run(command) {
	stderr.write(`$ ${command.join(" ")}\n`);
	const [file, ...args] = command;
	const cwd = fileURLToPath(new URL(".", import.meta.url));
	return spawnSync(file, args, { cwd, stdio: ["ignore", 2, 2], shell: platform === "win32" }).status === 0;
}

/** Installs a browser: Debian's package where apt-get has it, otherwise the one that Playwright brings. */
function install() {
	if (platform === "linux" && spawnSync("apt-get", ["--version"]).status === 0) {
		const apt = [...(getuid?.() === 0 ? [] : ["sudo", "--non-interactive"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
		run([...apt, "update"]);
		if (run([...apt, "install", "--yes", "--no-install-recommends", "chromium"]) && installed()) return;
	}
	const playwright = ["npx", "--no", "playwright", "install"];
	if (!run([...playwright, "--with-deps", "chromium"])) run([...playwright, "chromium"]);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
	if (!installed()) {
		stderr.write("No Chromium is installed: installing one for the browser tests.\n");
		install();
	}
	const found = installed();
	if (!found) {
		stderr.write("No Chromium could be installed. Install one and name it: CHROMIUM=/path/to/chromium make test\n");
		exit(1);
	}
	console.log(found);
}

/**
 * Weighs the built site against its budgets and fails when one is passed.
 *
 *     node web/budget.js [static/dist]
 *
 * Sizes are of gzip -9, which is what a static host sends. The page loads index.html and, in turn, each file whose name
 * stands in a file that it loads: names carry hashes, so none stands there by chance. What is only linked to does not count,
 * nor does what waits for a dialog or a view to be opened.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { argv, exit } from "node:process";
import { gzipSync } from "node:zlib";

const site = argv[2] ?? "static/dist";
const limits = { wasm: 1_000_000, page: 1_300_000 };
const text = new Set([".html", ".js", ".mjs", ".css", ".json", ".svg", ".webmanifest"]);

const names = readdirSync(site, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) =>
		join(entry.parentPath ?? entry.path, entry.name)
			.slice(site.length)
			.replace(/^[\\/]+/, "")
			.replaceAll("\\", "/"),
	);

// Loaded when somebody asks for it, never before.
const later = /^(reader\.\w+\.wasm|survey\.\w+\.\w+)$/;

/**
 * The files that a file makes the browser load.
 * @param {string} name
 */
function loads(name) {
	if (!text.has(extname(name))) return [];
	let content = readFileSync(join(site, name), "utf8");
	if (extname(name) === ".html") content = content.replace(/<a\s[^>]*>/g, "");
	return names.filter(
		(other) => other !== name && !later.test(other) && extname(other) !== ".html" && content.includes(basename(other)),
	);
}

const loaded = new Set(["index.html"]);
for (const name of loaded) for (const other of loads(name)) loaded.add(other); // a Set grows while it is walked

const sizes = [...loaded].map((name) => ({ name, bytes: gzipSync(readFileSync(join(site, name)), { level: 9 }).length }));
sizes.sort((a, b) => b.bytes - a.bytes);
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param {number} bytes */
const print = (bytes) => bytes.toLocaleString("en").padStart(11);
for (const { name, bytes } of sizes) console.log(`${print(bytes)}  ${name}`);
console.log(`${print(total)}  everything the page loads, gzip -9; the budget is ${limits.page.toLocaleString("en")}`);

const wasm = sizes.filter(({ name }) => name.endsWith(".wasm"));
const faults = wasm
	.filter(({ bytes }) => bytes > limits.wasm)
	.map(({ name, bytes }) => `${name} is ${bytes} bytes gzipped; the budget of the engine is ${limits.wasm}`);
if (wasm.length === 0) faults.push("the page loads no .wasm: either it is broken, or this program no longer finds what it loads");
if (total > limits.page)
	faults.push(`the page loads ${total} bytes gzipped, most of it ${sizes[0].name}; its budget is ${limits.page}`);
for (const fault of faults) console.error(`budget: ${fault}`);
exit(faults.length > 0 ? 1 : 0);

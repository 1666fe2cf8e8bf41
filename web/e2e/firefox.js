/**
 * Runs a function in an installed Firefox. Playwright drives only a Firefox of its own, so nothing drives this one: it opens a page of the built site that calls
 * the function and posts what came of it.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../../static/dist/", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

/** The name or path of an installed Firefox, or undefined. */
export function firefox() {
	const names = env.FIREFOX ? [env.FIREFOX] : ["firefox-esr", "firefox"];
	return names.find((name) => spawnSync(name, ["--version"], { timeout: 60_000, stdio: "ignore" }).status === 0);
}

/**
 * What the function makes of each value, on the built site in Firefox.
 * @template In, Out
 * @param {string} program
 * @param {(value: In) => Promise<Out>} work stands alone: its text is sent
 * @param {In[]} values
 * @returns {Promise<Out[]>}
 */
export async function report(program, work, values) {
	const site = /<script[^>]*id="?site"?[^>]*>[^]*?<\/script>/.exec(await readFile(join(dist, "index.html"), "utf8"))?.[0];
	if (!site) throw new Error("index.html names no files of the site");
	const page = `<!doctype html><meta charset="utf-8">${site}<script type="module">
		const work = ${work};
		let answer;
		try {
			const out = [];
			for (const value of ${JSON.stringify(values).replaceAll("<", "\\u003c")}) out.push(await work(value));
			answer = { out };
		} catch (error) {
			answer = { error: String(error) };
		}
		await fetch("answer", { method: "POST", body: JSON.stringify(answer) });
	</script>`;
	/** @type {(answer: {out?: Out[], error?: string}) => void} */
	let resolve = () => {};
	/** @type {Promise<{out?: Out[], error?: string}>} */
	const answered = new Promise((r) => (resolve = r));
	const server = createServer(async (request, response) => {
		const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
		if (path === "/answer") {
			let text = "";
			for await (const piece of request) text += piece;
			response.end();
			resolve(JSON.parse(text));
		} else if (path === "/work.html") {
			response.writeHead(200, { "Content-Type": "text/html" }).end(page);
		} else {
			try {
				const body = await readFile(join(dist, normalize(path)));
				const type = types[/** @type {keyof typeof types} */ (extname(path))] ?? "application/octet-stream";
				response.writeHead(200, { "Content-Type": type }).end(body);
			} catch {
				response.writeHead(404).end();
			}
		}
	});
	await new Promise((/** @type {(_: void) => void} */ listening) => server.listen(0, "127.0.0.1", listening));
	const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
	const profile = mkdtempSync(join(tmpdir(), "plateau-firefox-"));
	const browser = spawn(program, ["--headless", "--no-remote", "--profile", profile, `http://127.0.0.1:${port}/work.html`], {
		stdio: "ignore",
	});
	const ended = new Promise((/** @type {(_: void) => void} */ r) => browser.once("exit", () => r()));
	try {
		const { out, error } = await Promise.race([answered, ended.then(() => ({ out: undefined, error: "Firefox has ended" }))]);
		if (!out) throw new Error(error);
		return out;
	} finally {
		browser.kill();
		await ended;
		server.closeAllConnections();
		server.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	}
}

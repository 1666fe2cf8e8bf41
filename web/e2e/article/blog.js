/**
 * A blog somewhere else: articles in Markdown, made into pages by Eleventy, served from an origin of its own under the Content-Security-Policy that
 * Plateau's documentation asks for and nothing more.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { relative } from "node:path";
import { cwd } from "node:process";
import { fileURLToPath } from "node:url";
// @ts-expect-error It comes without types.
import Eleventy from "@11ty/eleventy";

const folder = relative(cwd(), fileURLToPath(new URL(".", import.meta.url)));

/**
 * What the documentation says a page must allow, and the blog's own files, which are beside its pages.
 * @param {string} site
 */
async function policyOf(site) {
	const documentation = await (await fetch(`${site}embedding.html`)).text();
	const allowed = new Map([
		["default-src", "'none'"],
		["style-src", "'self'"],
		["img-src", "'self'"],
		["base-uri", "'none'"],
	]);
	for (const id of ["frame-policy", "host-policy"]) {
		const [, policy] = /** @type {RegExpExecArray} */ (new RegExp(`id="${id}"><code>([^<]+)<`).exec(documentation));
		for (const directive of policy
			.replaceAll("&#39;", "'")
			.replaceAll("https://plateau.example", new URL(site).origin)
			.split(";")) {
			const [name, ...sources] = directive.trim().split(" ");
			allowed.set(name, [allowed.get(name), ...sources].filter(Boolean).join(" "));
		}
	}
	return [...allowed].map((directive) => directive.join(" ")).join("; ");
}

/**
 * Every page of the blog, by its address.
 * @param {string} site address of Plateau, with its last slash
 * @param {{[file: string]: string}} drafts Markdown that is in no file
 * @returns {Promise<{url: string, content: string}[]>}
 */
function generate(site, drafts) {
	const key = JSON.stringify([site, drafts]);
	let pages = made.get(key);
	if (!pages) made.set(key, (pages = write(site, drafts)));
	return pages;
}

/** @type {Map<string, Promise<{url: string, content: string}[]>>} Tests of one worker share what was made. */
const made = new Map();

/** @type {typeof generate} */
function write(site, drafts) {
	const generator = new Eleventy(folder, `${folder}/_site`, {
		quietMode: true,
		configPath: null,
		config(/** @type {any} */ config) {
			config.addGlobalData("site", site);
			for (const [file, markdown] of Object.entries(drafts)) config.addTemplate(file, markdown, { layout: "layout.html" });
		},
	});
	return generator.toJSON();
}

/**
 * @param {string} site
 * @returns {Promise<{url: string, publish: (file: string, markdown: string) => Promise<void>, close: () => void}>}
 */
export async function blog(site) {
	const picture = await (await fetch(`${site}origin.svg`)).text();
	/** @type {Map<string, [type: string, body: string]>} */
	const files = new Map([
		["/article.css", ["text/css", readFileSync(new URL("article.css", import.meta.url), "utf8")]],
		["/plateau.svg", ["image/svg+xml", picture]],
	]);
	const take = async (/** @type {{[file: string]: string}} */ drafts) => {
		for (const { url, content } of await generate(site, drafts)) files.set(url, ["text/html; charset=utf-8", content]);
	};
	await take({});
	const policy = await policyOf(site);
	const server = createServer(({ url }, response) => {
		const [type, body] = files.get(url ?? "") ?? ["text/plain", "no such page"];
		response.writeHead(files.has(url ?? "") ? 200 : 404, {
			"Content-Type": type,
			"Content-Security-Policy": policy,
		});
		response.end(body);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
	const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
	return {
		url: `http://127.0.0.1:${port}/`,
		publish: (file, markdown) => take({ [file]: markdown }),
		close: () => server.close(),
	};
}

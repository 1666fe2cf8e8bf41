/**
 * A blog somewhere else: articles in Markdown, made into pages by a generator as small as such things can be, served from an origin of its own under the
 * Content-Security-Policy that Plateau's documentation asks for and nothing more.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import markdownIt from "markdown-it";

const read = (/** @type {string} */ name) => readFileSync(new URL(name, import.meta.url), "utf8");

// What the site's own files are beside, in a folder of the tests' server.
const policyOf = (/** @type {string} */ site) =>
	[
		"default-src 'none'",
		"style-src 'self'",
		"img-src 'self'",
		`script-src ${site} 'wasm-unsafe-eval'`,
		"worker-src blob:",
		`connect-src ${site}`,
		`frame-src ${site}`,
		"base-uri 'none'",
	].join("; ");

/**
 * @param {string} site address of Plateau, with its last slash
 * @returns {Promise<{url: string, publish: (name: string, markdown: string) => void, close: () => void}>}
 */
export async function blog(site) {
	const generator = markdownIt({ html: true });
	const layout = read("layout.html");
	const picture = await (await fetch(`${site}origin.svg`)).text();
	/** @type {Map<string, [type: string, body: string]>} */
	const files = new Map([
		["/article.css", ["text/css", read("article.css")]],
		["/plateau.svg", ["image/svg+xml", picture]],
	]);
	const publish = (/** @type {string} */ name, /** @type {string} */ markdown) => {
		const page = layout.replace("{{content}}", () => generator.render(markdown)).replaceAll("{{site}}", site);
		files.set(name, ["text/html; charset=utf-8", page]);
	};
	publish("/", read("article.md"));
	const server = createServer(({ url }, response) => {
		const [type, body] = files.get(url ?? "") ?? ["text/plain", "no such page"];
		response.writeHead(files.has(url ?? "") ? 200 : 404, {
			"Content-Type": type,
			"Content-Security-Policy": policyOf(new URL(site).origin),
		});
		response.end(body);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
	const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
	return { url: `http://127.0.0.1:${port}/`, publish, close: () => server.close() };
}

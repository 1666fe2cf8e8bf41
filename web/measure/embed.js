/** A figure in an article of another origin: from a touch of its picture to a trained figure, nothing cached. */
import { createServer } from "node:http";

const visits = 5;

/** @type {import("./measure.js").Measurement} */
export async function embed(launch, site) {
	const article = createServer((_, response) => {
		response.writeHead(200, { "Content-Type": "text/html" });
		response.end(
			`<!doctype html><meta charset="utf-8"><title>An article</title><p>Words.</p><script type="module" src="${site}embed.js"></script>` +
				`<loss-plateau preset="origin"><img src="${site}presets/origin.svg" alt="a plateau"></loss-plateau>`,
		);
	});
	await new Promise((resolve) => article.listen(0, "127.0.0.1", () => resolve(undefined)));
	const { port } = /** @type {import("node:net").AddressInfo} */ (article.address());
	/** @type {number[]} */
	const values = [];
	for (let i = 0; i < visits; i++) {
		const browser = await launch();
		const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
		await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: "networkidle" });
		values.push(
			await page.evaluate(
				() =>
					new Promise((resolve) => {
						const figure = /** @type {any} */ (document.querySelector("loss-plateau"));
						const begin = performance.now();
						const look = () => {
							if (figure.result?.epochs > 0) resolve(performance.now() - begin);
							else requestAnimationFrame(look);
						};
						figure.run();
						look();
					}),
			),
		);
		await browser.close();
	}
	article.close();
	return [{ what: "from a touch of an embed to its trained figure", values, unit: "ms" }];
}

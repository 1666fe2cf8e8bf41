/** A first visit: the picture, the first run, and how long the main thread was kept from answering. */

const visits = 5;

/** @type {import("./measure.js").Measurement} */
export async function visit(launch, site) {
	/** @type {number[]} */
	const painted = [];
	/** @type {number[]} */
	const drawn = [];
	/** @type {number[]} */
	const longest = [];
	for (let i = 0; i < visits; i++) {
		const browser = await launch();
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
		await page.addInitScript(() => {
			const scope = /** @type {any} */ (globalThis);
			scope.tasks = [0];
			new PerformanceObserver((list) => scope.tasks.push(...list.getEntries().map((e) => e.duration))).observe({
				type: "longtask",
				buffered: true,
			});
		});
		await page.goto(site);
		await page.locator("#run-note").filter({ hasText: "on your machine" }).waitFor();
		painted.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
		drawn.push(
			await page.evaluate(
				() =>
					new Promise((resolve) => {
						const note = /** @type {HTMLElement} */ (document.querySelector("#run-note"));
						const seed = /** @type {HTMLInputElement} */ (document.querySelector("#training-seed"));
						const before = note.textContent;
						const begin = performance.now();
						new MutationObserver((_, observer) => {
							if (note.textContent === before || !/10.000 epochs/.test(note.textContent ?? "")) return;
							observer.disconnect();
							requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
						}).observe(note, { childList: true, characterData: true, subtree: true });
						seed.value = String(Number(seed.value) + 1);
						seed.dispatchEvent(new Event("input", { bubbles: true }));
						seed.dispatchEvent(new Event("change", { bubbles: true }));
					}),
			),
		);
		longest.push(await page.evaluate(() => Math.max(.../** @type {any} */ (globalThis).tasks)));
		await browser.close();
	}
	return [
		{ what: "first picture", values: painted, unit: "ms", goal: "1,000 ms" },
		{ what: "from an edit to the whole new run, drawn", values: drawn, unit: "ms", goal: "100 ms" },
		{ what: "longest task of the main thread (0: none over 50)", values: longest, unit: "ms", goal: "50 ms" },
	];
}

/**
 * How long what a person does waits before the page answers, while a network of 2-16-16-1 trains: the Event Timing API's input
 * delay and its time to the next picture, of every control in turn. Only interactions of 16 ms or more are reported by it.
 */

/** @type {import("./measure.js").Measurement} */
export async function input(launch, site) {
	const browser = await launch();
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await page.goto(site);
	const note = page.locator("#run-note");
	await note.filter({ hasText: "on your machine" }).waitFor({ timeout: 60_000 });
	await page.getByText("As JSON").click();
	const experiment = {
		data: { generator: { name: "spiral", n: 200 } },
		network: { layers: [{ units: 16, activation: "tanh" }, { units: 16, activation: "tanh" }, {}] },
		training: { optimizer: "adam", epochs: 1_000_000 },
	};
	await page.getByLabel("The experiment as JSON").fill(JSON.stringify(experiment));
	await page.getByLabel("The experiment as JSON").blur();
	await note.filter({ hasText: "epoch " }).waitFor({ timeout: 60_000 });
	await page.evaluate(() => {
		const scope = /** @type {any} */ (globalThis);
		scope.waits = [];
		new PerformanceObserver((list) => {
			for (const entry of /** @type {PerformanceEventTiming[]} */ (list.getEntries()))
				if (entry.interactionId) scope.waits.push([entry.processingStart - entry.startTime, entry.duration]);
		}).observe(/** @type {any} */ ({ type: "event", durationThreshold: 16, buffered: false }));
	});
	for (let round = 0; round < 5; round++) {
		for (const id of ["step", "run", "undo", "redo", "points-made", "take-points", "undo", "reset", "run"]) {
			const button = page.locator(`#${id}`);
			if ((await button.isVisible()) && (await button.isEnabled())) await button.click();
		}
		for (const id of ["training-seed", "training-batch-size", "training-epochs"]) {
			await page.locator(`#${id}`).focus();
			await page.keyboard.press("End");
			await page.keyboard.press("Backspace");
			await page.keyboard.press("1");
		}
		await page.locator("[data-slider=training-optimizer-learning-rate-adam]").press("ArrowRight");
		await page.locator("#theme").focus();
		await page.keyboard.press("t");
		for (const key of ["s", "k", "?", "Escape"]) await page.keyboard.press(key);
		await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
	}
	await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
	/** @type {[number, number][]} */
	const waits = await page.evaluate(() => /** @type {any} */ (globalThis).waits);
	await browser.close();
	return [
		{ what: "an input's delay while a network trains", values: waits.map((wait) => wait[0]), unit: "ms", goal: "50 ms (p95)" },
		{ what: "from an input to the next picture while a network trains", values: waits.map((wait) => wait[1]), unit: "ms" },
	];
}

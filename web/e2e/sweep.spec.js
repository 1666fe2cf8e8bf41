// Sweeps: one setting changed again and again, in workers beside the engine, and any result taken with a click or a key.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./playground.js";

const kinds = ["rates", "seeds", "widths", "optimizers", "batches"];

test("every sweep of the origin question ends on the best straight line, and says so", async ({ visit, page }) => {
	await visit.open();
	for (const name of kinds) {
		await page.getByRole("button", { name, exact: true }).click();
		await expect(page.locator("#sweep-summary")).toContainText(/0\.00567/);
		await expect(page.locator("#sweep .chart")).toHaveAttribute("aria-label", /0\.00567/);
	}
	await page.locator("#sweep summary").click();
	await expect(page.locator("#sweep .table-body")).toContainText("3 (yours)");
	const { violations } = await new AxeBuilder({ page }).include("#sweep").include(".sweep-kinds").analyze();
	expect(violations).toEqual([]);
	await page.getByRole("button", { name: "Close the sweep" }).click();
	await expect(page.locator("#sweep")).toBeHidden();
	await expect(page.getByRole("button", { name: "batches" })).toBeFocused();
});

test("a result is chosen and taken by keyboard alone, and the sweep follows", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "rates", exact: true }).press("Enter");
	await expect(page.locator("#sweep-summary")).toContainText("Rates from");
	const pick = page.locator("#sweep-pick");
	await expect(pick).toHaveAttribute("aria-valuetext", "1e-5: loss 0.005676, yours");
	await pick.focus();
	await pick.press("Home");
	await expect(pick).toHaveAttribute("aria-valuetext", /^1e-7: loss 0\.0/);
	await pick.press("Enter");
	await expect(page.getByRole("textbox", { name: "Learning rate" })).toHaveValue("1e-7");
	await expect(pick).toHaveAttribute("aria-valuetext", /^1e-7: loss .*, yours$/);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(pick).toHaveAttribute("aria-valuetext", /^1e-5: .*, yours$/);
});

test("a point is taken by a click on it", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "rates", exact: true }).click();
	await expect(page.locator("#sweep-summary")).toContainText("Rates from");
	const box = await page.locator("#sweep .chart").boundingBox();
	await page.mouse.click((box?.x ?? 0) + 66, (box?.y ?? 0) + (box?.height ?? 0) / 3);
	await expect(page.locator("#sweep-pick")).toHaveAttribute("aria-valuetext", /^1e-7: loss .*, yours$/);
});

test("on a phone a sweep and two runs leave everything its width", async ({ visit, page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await visit.open();
	await visit.apply.click();
	await expect(page.locator("#runs .chip")).toHaveCount(2);
	await page.getByRole("button", { name: "rates", exact: true }).click();
	await expect(page.locator("#sweep-summary")).toContainText("Rates from");
	for (const id of ["#verdict", "#fit", "#loss", "#runs", "#sweep"])
		await expect.poll(() => page.locator(id).evaluate((part) => part.getBoundingClientRect().width), id).toBeGreaterThan(300);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

for (const width of [720, 768, 1024])
	test(`at ${width} pixels the fix lies over no sweep`, async ({ visit, page }) => {
		await page.setViewportSize({ width, height: 1000 });
		await visit.open();
		const fix = await visit.apply.boundingBox();
		const sweeps = await page.locator(".sweep-kinds").boundingBox();
		expect((fix?.x ?? 0) + (fix?.width ?? 0)).toBeLessThanOrEqual(sweeps?.x ?? 0);
	});

// The bits of a run do not depend on who carried it out.
test("a sweep's result is the run that it stands for, and dead workers are replaced", async ({ visit, page }) => {
	await visit.open();
	const [engine] = page.workers();
	const results = await engine.evaluate(async () => {
		const scope = /** @type {any} */ (globalThis);
		const handle = (/** @type {string} */ type, /** @type {object} */ body) =>
			JSON.parse(scope.plateau.handle(type, JSON.stringify({ figure: 9, ...body })).json);
		const experiment = {
			data: { generator: { name: "sine", n: 40, noise: 0.1 } },
			network: { layers: [{ units: 6, activation: "tanh", dropout: 0.1 }, {}] },
			training: { optimizer: "adam", batch_size: 16, epochs: 1500, schedule: { name: "cosine_decay", decay_steps: 3000 } },
		};
		let killed = 0;
		const { spawn } = scope.plateauPool;
		scope.plateauPool.spawn = () => {
			/** @type {Worker} */
			const worker = spawn();
			// At its first word, and without one of its own, as a browser short of memory does it to one that has begun.
			const kill = () => {
				if (killed++ === 0) worker.terminate();
			};
			worker.addEventListener("message", kill, { once: true });
			return worker;
		};
		handle("start", { experiment, paused: true });
		const points = [];
		for (;;) {
			const { sweep, complete } = handle("sweep", { kind: "seed", from: points.length });
			points.push(...sweep.points);
			if (complete) break;
			handle("advance", { milliseconds: 4 });
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		const alone = points
			.filter((_, i) => i % 12 === 0)
			.map((point) => {
				handle("start", { experiment: point.experiment });
				let state = "";
				let loss = 0;
				while (state !== "done") {
					handle("advance", { milliseconds: 8 });
					({
						state,
						loss: { final: loss },
					} = handle("pull", { samples: 2 }).frame);
				}
				return [point.loss, loss];
			});
		return { alone, killed };
	});
	expect(results.killed, "the first that spoke was ended, and others went on").toBeGreaterThan(1);
	expect(results.alone).toHaveLength(5);
	for (const [pooled, alone] of results.alone) expect(pooled).toBe(alone);
});

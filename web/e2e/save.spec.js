// What leaves the page as a file says what the page says.
import { readFile } from "node:fs/promises";
import { expect, test } from "./playground.js";

test("charts, numbers and the report are saved", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "Save" }).click();
	const saved = async (/** @type {string} */ name) => {
		const download = page.waitForEvent("download");
		await page.getByRole("button", { name }).click();
		return readFile(await (await download).path());
	};

	const png = await saved("Loss chart as PNG");
	expect([png.subarray(1, 4).toString("latin1"), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(["PNG", 1440, 810]);
	const svg = String(await saved("Fit chart as SVG"));
	expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
	expect(svg.match(/<circle/g)).toHaveLength(3);
	const curve = String(await saved("Loss curve as CSV")).split("\r\n");
	expect(curve[0]).toBe("epoch,loss");
	expect(curve.at(-2)).toMatch(/^10000,0\.00567/);
	expect(String(await saved("Data and predictions as CSV"))).toMatch(/^x,y,y predicted\r\n-1,-0\.2445248,-0\.19/);
	expect(JSON.parse(String(await saved("Experiment as JSON"))).training.epochs).toBe(10_000);
	const { result, diagnosis } = JSON.parse(String(await saved("Experiment, result and diagnosis as JSON")));
	expect(result.loss.final).toBeCloseTo(0.005676, 6);
	expect(result.weights).toHaveLength(4);
	expect(diagnosis.state).toBe("stuck");

	await page.getByRole("button", { name: "Open the report" }).click();
	const report = page.getByRole("dialog", { name: "Report" });
	await expect(report.getByRole("heading", { name: "What was tried" })).toBeVisible();
	expect(String(await saved("Save as HTML"))).toContain("Stuck at 0.005676");
	// Paper gets the report and nothing else.
	await page.evaluate(() => {
		globalThis.print = () => {};
	});
	await report.getByRole("button", { name: "Print" }).click();
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".print-sheet")).toBeVisible();
	await expect(page.locator("#main")).toBeHidden();
	await expect(report).toBeHidden();
});

test("dialogs keep the focus and are sound for screen readers, light and dark, wide and narrow", async ({ visit, page }) => {
	const { default: AxeBuilder } = await import("@axe-core/playwright");
	for (const [width, colorScheme] of /** @type {const} */ ([
		[1280, "light"],
		[360, "dark"],
	])) {
		await page.setViewportSize({ width, height: 740 });
		await page.emulateMedia({ colorScheme });
		await visit.open();
		for (const name of ["Code", "Embed", "Save"]) {
			const button = page.getByRole("button", { name, exact: true });
			await button.click();
			const dialog = page.getByRole("dialog");
			await expect(dialog).toBeVisible();
			const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
			expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
			expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
			await page.keyboard.press("Escape");
			await expect(button).toBeFocused();
		}
	}
});

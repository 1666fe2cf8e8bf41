// What the charts show of data that are many, and of runs that are short.
import { expect, test } from "./playground.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * @param {Page} page
 * @param {string} text
 */
const paste = (page, text) =>
	page.evaluate((given) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", given);
		document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
	}, text);

/**
 * The share of the columns of the fit chart's plot in which something blue is drawn.
 * @param {Page} page
 */
const blueColumns = (page) =>
	page.locator("#fit .chart canvas").evaluate((element) => {
		const canvas = /** @type {HTMLCanvasElement} */ (element);
		const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
			0,
			0,
			canvas.width,
			canvas.height,
		);
		const columns = new Set();
		for (let i = 0; i < data.length; i += 4) {
			if (data[i + 3] > 0 && data[i + 2] > data[i] + 40) columns.add((i / 4) % canvas.width);
		}
		return columns.size / canvas.width;
	});

for (const n of [200, 10000]) {
	test(`${n} points are all seen`, async ({ visit, page }) => {
		await visit.open();
		await visit.type("training.epochs", "5");
		const rows = Array.from({ length: n }, (_, i) => `${(10 * i) / n},${Math.sin((30 * i) / n)}`);
		await paste(page, `x,y\n${rows.join("\n")}`);
		await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", new RegExp(`^${n} points`));
		await expect.poll(() => blueColumns(page)).toBeGreaterThan(0.6);
	});
}

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

test("a thousand columns: some are shown, all are kept, and the page stays quick", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "2");
	const row = (/** @type {number} */ k) => Array.from({ length: 1001 }, (_, i) => (i * 7 + k) % 10).join(",");
	await paste(page, Array.from({ length: 70 }, (_, k) => row(k)).join("\n"));
	await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /^Predictions against 70 targets/);
	await expect(page.locator("#points-more")).toHaveText(/^66 of 70 rows, 12 of 1001 columns shown/);
	await expect(page.locator("#points th")).toHaveText([
		"x1",
		"x2",
		"x3",
		"x4",
		"x5",
		"x6",
		"x7",
		"x8",
		"…",
		"x998",
		"x999",
		"x1000",
		"y",
		"Remove",
	]);
	expect(await page.locator("#points input").count()).toBeLessThan(900);
	// A cell far right of the gap is that of its own column, and the others stay.
	const cell = page.getByLabel("x999 of point 2", { exact: true });
	await expect(cell).toHaveAttribute("data-cell", "data.points[1][998]");
	expect((await cell.boundingBox())?.width).toBeGreaterThan(40);
	await cell.fill("77");
	await cell.blur();
	await expect(cell).toHaveValue("77");
	await page.getByText("As JSON").click();
	const rows = JSON.parse(await page.getByLabel("The experiment as JSON").inputValue()).data.points;
	expect(rows[1].length).toBe(1001);
	expect(rows[1][998]).toBe(77);
	expect(rows[1][500]).toBe((500 * 7 + 1) % 10);
	// Its table has no column for every one either.
	await page.locator("#fit").getByText("Table").click();
	expect(await page.locator("#fit .table-body th").count()).toBeLessThan(20);
});

test("a run that blows up at once has a mark, and the key says what the dots are", async ({ visit, page }) => {
	await visit.open();
	await visit.paste(
		JSON.stringify({
			data: {
				points: [
					[0, 0, 0],
					[0, 1, 1],
					[1, 0, 1],
					[1, 1, 0],
				],
				inputs: ["a", "b"],
				targets: ["c"],
			},
			network: { layers: [{ units: 4 }, { units: 1 }] },
			training: { optimizer: { name: "sgd", learning_rate: 1e9 }, batch_size: 4, epochs: 50 },
		}),
	);
	await expect(visit.lossChart).toHaveAttribute("aria-label", /It blows up/);
	await expect(page.locator(".key-exact")).toBeVisible();
	await expect(page.locator(".key-data")).toBeHidden();
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(page.locator(".key-data")).toBeVisible();
	await expect(page.locator(".key-exact")).toBeHidden();
});

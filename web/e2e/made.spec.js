// Points made by a formula: chosen, changed, held out, scaled, and taken as points to go on by hand.
import { expect, test } from "./playground.js";

test("a generator takes the place of the points, and points are made of it", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	await visit.type("training.epochs", "20");
	await page.getByRole("button", { name: "generator" }).click();
	await expect(page.locator("#points")).toBeHidden();
	await visit.setting("data.generator").selectOption("sine");
	await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /^40 points and the fit/);
	await visit.type("data.generator.n", "25");
	await visit.type("data.generator.noise", "0.1");
	await visit.type("data.generator.frequency", "3");
	await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /^25 points/);
	// The batch was all of the rows, and is; what both generators know is kept.
	await expect(visit.setting("training.batch_size")).toHaveValue("25");
	await visit.setting("data.generator").selectOption("outlier");
	await expect(visit.setting("data.generator.height")).toHaveValue("5");
	await expect(visit.setting("data.generator.n")).toHaveValue("25");
	await expect(visit.setting("data.generator.noise")).toHaveValue("0.1");
	await expect(page.locator('[data-path="data.generator.frequency"]:visible')).toHaveCount(0);

	await page.getByRole("button", { name: "Make points of it" }).click();
	await expect(page.locator("#points tbody tr:not(.blank)")).toHaveCount(25);
	await expect(page.getByLabel("x of point 1", { exact: true })).toHaveValue("-1");
	await expect(page.locator("#fit .handle")).toHaveCount(25);
	await page.getByLabel("y of point 25").fill("2");
	await page.getByLabel("y of point 25").press("Enter");
	await expect(visit.note).toContainText("20 epochs");
	await expect(visit.faults).toHaveCount(0);
	await page.getByRole("button", { name: "Undo" }).click();
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.setting("data.generator")).toHaveValue("outlier");
});

test("another seed draws other noise, and two inputs fit the same network", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "generator" }).press("Enter");
	await visit.type("data.generator.noise", "0.5");
	await visit.type("training.epochs", "20"); // last, so that the loss is that of all three edits
	await expect(visit.note).toContainText("20 epochs");
	const one = await visit.loss();
	await visit.type("data.generator.seed", "1");
	await expect.poll(() => visit.loss()).not.toBe(one);
	await visit.type("data.generator.seed", "0");
	await expect.poll(() => visit.loss()).toBe(one);
	for (const name of ["moons", "product", "xor", "spiral", "circle"]) {
		await visit.setting("data.generator").selectOption(name);
		await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /Predictions against 40 targets/);
		await expect(visit.faults).toHaveCount(0);
	}
	// Back to the points that were there before.
	await page.getByRole("button", { name: "points", exact: true }).click();
	await expect(page.getByLabel("y of point 3")).toHaveValue("0.1713998");
	await expect(visit.faults).toHaveCount(0);
	await expect(visit.note).toContainText("20 epochs");
});

test("what is wrong with a generator is told beside it", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "generator" }).click();
	for (const [path, text, says] of [
		["data.generator.n", "0", /0 is below 1/],
		["data.generator.n", "20000", /20000 is above 10000/],
		["data.generator.noise", "-1", /-1 is below 0/],
		["data.generator.slope", "steep", /"steep".*number/],
	]) {
		await visit.type(/** @type {string} */ (path), /** @type {string} */ (text));
		await expect(visit.faults).toHaveText(/** @type {RegExp} */ (says));
		await expect(visit.setting(/** @type {string} */ (path))).toHaveAttribute("aria-invalid", "true");
		await page.getByRole("button", { name: "Undo" }).click();
		await expect(visit.faults).toHaveCount(0);
	}
});

test("rows are held out, told apart, and columns scaled", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "20");
	await page.getByRole("button", { name: "generator" }).click();
	await page.getByText("Scaling and validation").click();
	await visit.type("data.validation", "0.25");
	await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /^40 points, 10 of them held out for validation,/);
	await expect(page.locator(".key-held")).toBeVisible();
	await visit.setting("data.scale.targets").selectOption("standard");
	await expect.poll(() => visit.loss()).toBeGreaterThan(0);
	await expect(visit.note).toContainText("20 epochs");
	await visit.type("data.validation", "0");
	await expect(page.locator(".key-held")).toBeHidden();
	await visit.type("data.validation", "1");
	await expect(visit.faults).toHaveText(/1 is above 0\.9/);
});

test("a batch is never larger than the rows, and is not lost on the way to another number of them", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "20");
	await page.getByRole("button", { name: "generator" }).click();
	await visit.type("training.batch_size", "32");
	const n = visit.setting("data.generator.n");
	await n.fill("");
	await n.pressSequentially("35"); // 3 rows on the way
	await n.blur();
	await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /^35 points/);
	await expect(visit.setting("training.batch_size")).toHaveValue("32");
	await visit.type("data.generator.n", "20");
	await expect(page.locator("#fit .chart")).toHaveAttribute("aria-label", /^20 points/);
	await expect(visit.setting("training.batch_size")).toHaveValue("20");
	await expect(visit.faults).toHaveCount(0);
});

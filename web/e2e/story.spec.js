// The origin question from first sight to the fix, as a person walks it.
import { expect, test } from "./playground.js";

test("the first picture is true before any wasm is there", async ({ visit, page }) => {
	/** @type {() => void} */
	let release = () => {};
	const held = new Promise((/** @type {(value: void) => void} */ resolve) => {
		release = resolve;
	});
	await page.route(/\/plateau\.\w+\.wasm$/, async (route) => {
		await held;
		await route.continue();
	});
	await page.goto("./");
	await expect(page.locator("#fit .poster .dot")).toHaveCount(3);
	await expect(page.locator("#loss .poster")).toContainText("best straight line 0.005676");
	await expect(page.locator("#fit .poster")).toBeVisible();
	await expect(visit.sentence).toContainText("0.005676");
	await expect(visit.apply).toBeVisible();
	await expect(visit.note).not.toContainText("on your machine");
	release();
	await visit.done();
	await expect(page.locator("#fit .poster")).toBeHidden();
});

test("the picture stands without any script", async ({ browser, baseURL }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(baseURL ?? "");
	await expect(page.locator("#loss .poster")).toBeVisible();
	await expect(page.locator("#sentence")).toContainText("0.005676");
	await expect(page.locator("noscript .notice")).toBeVisible();
	await context.close();
});

test("the loss stops at the best straight line, and one click goes through it", async ({ visit, page }) => {
	await visit.open();
	expect(await visit.loss()).toBe(0.005676);
	await expect(visit.note).toContainText("10\u202f000 epochs");
	await expect(visit.lossChart).toHaveAttribute("aria-label", /The best straight line leaves 0\.005676/);
	await expect(visit.sentence).toContainText("Stuck at 0.005676");
	await expect(visit.sentence).toContainText("straight line");
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "stuck");
	await expect(visit.apply).toHaveText(/^Apply: .+ and a learning rate of .+e-/); // both faults: activation and rate
	await expect(page.locator("#tried")).toContainText(/Tried on \d+ seeds: \d+ solved/);

	await visit.apply.click();
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "solved");
	await visit.done();
	expect(await visit.loss()).toBeLessThan(1e-12);
	// The old run stays to compare, under its name.
	await expect(page.locator(".key-ghost")).toHaveText("linear, 1e-5");
	await expect(visit.setting("network.layers[0].activation")).not.toHaveValue("linear");

	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("linear");
	await expect.poll(() => visit.loss()).toBe(0.005676);
	await page.getByRole("button", { name: "Redo" }).click();
	await expect.poll(() => visit.loss()).toBeLessThan(1e-12);
});

test("the evidence is one click away", async ({ visit, page }) => {
	await visit.open();
	await page.getByText("Why", { exact: true }).click();
	await expect(page.locator("#why")).toContainText("Linear network");
	await expect(page.locator("#why")).toContainText("threshold 1.01");
	await page.getByText("What was tried").click();
	await expect(page.locator("#fixes .fix").first()).toContainText("solved");
});

test("what would not help can be seen not to", async ({ visit, page }) => {
	await visit.open();
	await page.getByText("What would not help").click();
	await page.getByRole("button", { name: "Try a learning rate of 1e-4" }).click();
	await expect(visit.setting("training.optimizer.learning_rate")).toHaveValue("1e-4");
	await expect(page.locator(".key-ghost")).toHaveText("1e-5");
	await visit.done();
	expect(await visit.loss()).toBe(0.005676);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.setting("training.optimizer.learning_rate")).toHaveValue("1e-5");
});

test("a run is stepped, run, paused and taken back", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "Reset" }).click();
	await expect(visit.note).toContainText("epoch 0 of 10\u202f000");
	await page.getByRole("button", { name: "Step" }).click();
	await page.getByRole("button", { name: "Step" }).click();
	await expect(visit.note).toContainText("epoch 2 of");
	await page.getByLabel("Speed in epochs a second").selectOption({ label: "100/s" });
	await page.getByRole("button", { name: "Run" }).click();
	await page.getByRole("button", { name: "Pause" }).click({ delay: 200 });
	await expect(page.getByRole("button", { name: "Run" })).toBeVisible();
	const held = await visit.note.textContent();
	await page.waitForTimeout(300);
	await expect(visit.note).toHaveText(held ?? "");
	await page.getByLabel("Speed in epochs a second").selectOption({ label: "max" });
	await page.getByRole("button", { name: "Run" }).click();
	await visit.done();
	expect(await visit.loss()).toBe(0.005676);
});

test("settings made by hand lead to the same place", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	await expect(page.locator(".key-ghost")).toHaveText("linear");
	await visit.type("training.optimizer.learning_rate", "1e-3");
	await expect(page.locator(".key-ghost")).toHaveText("1e-5");
	await visit.type("training.epochs", "3000");
	await expect(visit.note).toContainText("3000 epochs");
	await page.getByRole("button", { name: "Add a hidden layer" }).click();
	await expect(page.locator(".layer")).toHaveCount(3);
	await page.getByRole("button", { name: "Remove layer Hidden 2" }).click();
	await expect(page.locator(".layer")).toHaveCount(2);
	await page.getByRole("button", { name: "Start over" }).click();
	await expect.poll(() => visit.loss()).toBe(0.005676);
});

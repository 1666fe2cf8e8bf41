// Too much, too fast, half done and too narrow: the page says what the limit is, keeps what was entered and ends at what was entered last.
import { expect, test } from "./playground.js";

test("thirty layers: the limit is said, and fewer are fine again", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "20");
	await expect(visit.note).toContainText("20 epochs");
	const add = page.getByRole("button", { name: "Add a hidden layer" });
	for (let hidden = 2; hidden <= 9; hidden++) {
		await add.click();
		await expect(page.locator(".layer")).toHaveCount(hidden + 1);
	}
	await expect(page.locator("#layers-fault")).toHaveText("10 layers are more than 8 hidden ones and the output");
	await page.getByRole("button", { name: "Remove layer Hidden 9" }).click();
	await expect(visit.faults).toHaveCount(0);
	await expect(visit.note).toContainText("20 epochs");
	await visit.paste(JSON.stringify({ network: { layers: Array.from({ length: 31 }, () => ({ units: 2 })) } }));
	await expect(visit.faults.first()).toHaveText(/31 layers are more than 8 hidden ones and the output/);
	await expect(page.locator(".layer")).toHaveCount(31);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.faults).toHaveCount(0);
});

test("edits while a run goes: the last one is what runs", async ({ visit, page }) => {
	await visit.open();
	await page.getByLabel("Speed in epochs a second").selectOption({ label: "100/s" }); // so that it goes on on any machine
	await visit.type("training.epochs", "1000000");
	await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
	const units = visit.setting("network.layers[0].units");
	for (let i = 1; i <= 25; i++) await units.fill(String(i));
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	await page.getByRole("button", { name: "Add a hidden layer" }).click();
	await page.getByRole("button", { name: "Remove layer Hidden 2" }).click();
	await units.fill("17");
	await visit.type("training.epochs", "30");
	await expect(visit.note).toContainText("30 epochs in");
	await expect(visit.note).toContainText("52 parameters"); // 17 units: 17 + 17 + 17 + 1
	await expect(units).toHaveValue("17");
	await expect(visit.faults).toHaveCount(0);
});

test("a number half typed is no mistake until its field is left", async ({ visit }) => {
	await visit.open();
	const rate = visit.setting("training.optimizer.learning_rate");
	await rate.fill("");
	await rate.pressSequentially("3e-");
	await expect(rate).toHaveValue("3e-");
	await expect(visit.faults).toHaveCount(0);
	await rate.blur();
	await expect(visit.faults).toHaveText(/"3e-" is not a number/);
	await expect(rate).toHaveAttribute("aria-invalid", "true");
	await rate.focus();
	await rate.press("End");
	await rate.pressSequentially("4");
	await expect(visit.faults).toHaveCount(0);
	await expect(rate).toHaveValue("3e-4");
});

// 1280 px at a zoom of 400 %.
test.describe("at 320 px", () => {
	test.use({ viewport: { width: 320, height: 256 } });

	test("everything is reached by scrolling in one direction, Run at any time", async ({ visit, page }) => {
		await visit.open();
		const wide = () =>
			page.evaluate(() => [
				document.documentElement.scrollWidth - innerWidth,
				/** @type {HTMLElement} */ (document.querySelector("#settings")).scrollWidth - innerWidth,
			]);
		for (const over of await wide()) expect(over).toBeLessThanOrEqual(0);
		await expect(page.getByRole("button", { name: "Run", exact: true })).toBeInViewport();
		await page.getByRole("button", { name: "Settings", exact: true }).click();
		await expect(page.getByRole("button", { name: "Run", exact: true })).toBeInViewport();
		const epochs = visit.setting("training.epochs");
		await epochs.scrollIntoViewIfNeeded();
		await expect(epochs).toBeInViewport();
		await visit.type("training.epochs", "40");
		await expect(visit.note).toContainText("40 epochs");
		await page.getByRole("button", { name: "generator" }).click();
		await page.getByText("Scaling and validation").click();
		for (const over of await wide()) expect(over).toBeLessThanOrEqual(0);
		await page.getByRole("button", { name: "Close", exact: true }).click();
		await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
		const dialog = page.getByRole("dialog");
		expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
	});
});

test("nothing moves by itself where motion is not wanted", async ({ visit, page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await visit.open();
	await visit.apply.click();
	const moving = await page.evaluate(() =>
		[...document.querySelectorAll("*")]
			.map((element) => ({ element, style: getComputedStyle(element) }))
			.filter(
				({ style }) =>
					style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0),
			)
			.map(({ element }) => element.outerHTML.slice(0, 80)),
	);
	expect(moving).toEqual([]);
	expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

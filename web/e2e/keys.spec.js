// Shortcuts: each does what its button does, none while somebody types, and single keys can be turned off.
import { expect, test } from "./playground.js";

test("the page is worked by single keys", async ({ visit, page }) => {
	await visit.open();
	await page.keyboard.press("r");
	await expect(visit.note).toContainText("epoch 0 of 10\u202f000");
	await page.keyboard.press("s");
	await expect(visit.note).toContainText("epoch 1 of");
	await page.keyboard.press("s");
	await expect(visit.note).toContainText("epoch 2 of");
	await page.keyboard.press("k");
	await visit.done();
	await page.keyboard.press("r");
	await expect(visit.note).toContainText("epoch 0 of");
	await page.keyboard.press("Space");
	await visit.done();
	await expect(visit.apply).toBeVisible();
	await page.keyboard.press("a");
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "solved");
	await page.keyboard.press("Control+z");
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("linear");
	await page.keyboard.press("Control+Shift+Z");
	await expect(visit.setting("network.layers[0].activation")).not.toHaveValue("linear");
	await page.keyboard.press("t");
	await expect(page.getByLabel("Theme")).toHaveValue("light");
	await page.keyboard.press("2");
	await expect(page.locator("#fit .handle").first()).toBeFocused();
	await page.keyboard.press("1");
	await expect(page.getByLabel("x of point 1", { exact: true })).toBeFocused();
});

test("? lists them, and the dialogs they open keep the keys to themselves", async ({ visit, page }) => {
	await visit.open();
	await page.keyboard.press("?");
	const dialog = page.getByRole("dialog", { name: "Keyboard" });
	await expect(dialog.getByRole("listitem").filter({ hasText: "Run or pause" })).toContainText("Space");
	await page.keyboard.press("g");
	await expect(page.getByRole("dialog")).toHaveCount(1);
	await page.keyboard.press("Escape");
	await expect(dialog).toBeHidden();
	await page.keyboard.press("g");
	await expect(page.getByRole("dialog", { name: "Gallery" })).toBeVisible();
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
	await expect(dialog).toBeVisible();
});

test("a field takes what is typed into it, and single keys can be turned off", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("training.seed").focus();
	await page.keyboard.type("skrat?");
	await expect(visit.setting("training.seed")).toHaveValue(/skrat\?/);
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await expect(visit.note).toContainText("on your machine");
	await page.getByRole("button", { name: "Start over" }).click();
	await visit.done();
	// On a button the space bar presses that button, once.
	await page.getByRole("button", { name: "Reset" }).press("Space");
	await expect(visit.note).toContainText("epoch 0 of");

	await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
	await page.getByLabel(/Single keys act/).uncheck();
	await page.keyboard.press("Escape");
	await page.keyboard.press("g");
	await page.keyboard.press("?");
	await page.keyboard.press("s");
	await page.keyboard.press("Control+z"); // still works: the seed comes back
	await expect(visit.setting("training.seed")).toHaveValue(/skrat/);
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await page.reload();
	await expect(visit.note).not.toBeEmpty();
	await page.keyboard.press("g");
	await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
	await expect(page.getByRole("dialog")).toHaveCount(1);
	await page.getByLabel(/Single keys act/).check();
	await page.keyboard.press("Escape");
	await page.keyboard.press("g");
	await expect(page.getByRole("dialog", { name: "Gallery" })).toBeVisible();
});

for (const width of [1280, 360]) {
	test(`at ${width} px the first link leads into the settings and leaves the address alone`, async ({ visit, page }) => {
		await page.setViewportSize({ width, height: 740 });
		await visit.open();
		await expect(page).toHaveURL(/#v1\./);
		const address = page.url();
		await page.locator(".skip").focus();
		await page.keyboard.press("Enter");
		await expect(page.locator("#settings :is(input, select):focus")).toBeInViewport();
		expect(page.url()).toBe(address);
	});
}

// Going back in the time of a run, by pointer, touch and keyboard; and forward in the smallest steps.
import { expect, test } from "./playground.js";

const slider = "#epoch";
const read = "#epoch-read";

/** @param {import("@playwright/test").Page} page */
async function missAt(page) {
	return Number(/largest miss is ([\d.e-]+\d)/.exec((await page.locator("#fit .chart").getAttribute("aria-label")) ?? "")?.[1]);
}

test("the slider goes back to any epoch and returns to now", async ({ visit, page }) => {
	await visit.open();
	const now = await missAt(page);
	await expect(page.locator(read)).toHaveText("epoch 10\u202f000 of 10\u202f000 · loss 0.005676");
	const box = await page.locator(slider).boundingBox();
	if (!box) throw new Error("no slider");
	const y = box.y + box.height / 2;
	await page.mouse.move(box.x + box.width - 8, y);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width * 0.3, y, { steps: 5 });
	await expect(page.locator(read)).toContainText(/^epoch [1-9]\d\d? of 10/); // dense at the start: a third of the way is far from a third of the epochs
	await expect.poll(() => missAt(page)).toBeGreaterThan(now * 1.5);
	await page.mouse.move(box.x, y, { steps: 5 });
	await expect(page.locator(read)).toContainText("epoch 0 of");
	await page.mouse.up();
	await page.mouse.move(box.x + 2, y);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width, y, { steps: 5 });
	await page.mouse.up();
	await expect(page.locator(read)).toHaveText("epoch 10\u202f000 of 10\u202f000 · loss 0.005676");
	await expect.poll(() => missAt(page)).toBe(now);
});

test("the slider is worked by keys, and a new run is shown as it is", async ({ visit, page }) => {
	await visit.open();
	await page.locator(slider).focus();
	await page.keyboard.press("Home");
	await expect(page.locator(read)).toContainText("epoch 0 of");
	await expect(page.locator(slider)).toHaveAttribute("aria-valuetext", /^epoch 0 of .* loss 0\.0\d+$/);
	await page.keyboard.press("ArrowRight");
	await expect(page.locator(read)).toContainText("epoch 1 of");
	await page.locator("body").press(".");
	await expect(page.locator(read)).toContainText("epoch 2 of");
	await page.locator("body").press(",");
	await expect(page.locator(read)).toContainText("epoch 1 of");
	await visit.type("training.epochs", "300");
	await expect(page.locator(read)).toContainText("epoch 300 of 300");
	await page.locator(slider).focus();
	await page.keyboard.press("Home");
	await expect(page.locator(read)).toContainText("epoch 0 of 300");
	await page.keyboard.press("End");
	await expect(page.locator(read)).toContainText("epoch 300 of 300");
});

test.describe("on a phone", () => {
	test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });
	test("a tap on the slider goes there", async ({ visit, page }) => {
		await visit.open();
		const box = await page.locator(slider).boundingBox();
		if (!box) throw new Error("no slider");
		await page.locator(slider).tap({ position: { x: box.width * 0.3, y: box.height / 2 } });
		await expect(page.locator(read)).toContainText(/^epoch [1-9]\d\d? of 10/);
	});
});

test("a running run is held to look back, and goes on", async ({ visit, page }) => {
	await visit.open();
	await page.getByLabel("Speed in epochs a second").selectOption("1000");
	await page.getByRole("button", { name: "Run", exact: true }).click();
	await expect(page.locator(read)).toContainText(/^epoch [1-9]/);
	await page.locator(slider).focus();
	await page.keyboard.press("Home");
	await expect(page.locator(read)).toContainText("epoch 0 of");
	await expect(page.locator("#run")).toHaveText("Run");
	await page.getByRole("button", { name: "Run", exact: true }).click();
	await expect(page.locator(read)).not.toContainText("epoch 0 of");
	await page.getByLabel("Speed in epochs a second").selectOption("");
	await expect(page.locator(read)).toContainText("epoch 10\u202f000 of");
});

test("one batch is a step where an epoch has several", async ({ visit, page }) => {
	await visit.open();
	const batch = page.getByRole("button", { name: "Step one batch" });
	await expect(batch).toBeHidden();
	await visit.paste('{"training": {"batch_size": 1, "epochs": 20}}');
	await expect(visit.note).toContainText("20 epochs");
	await page.getByRole("button", { name: "Reset" }).click();
	await expect(visit.note).toContainText("epoch 0 of 20 ·");
	await batch.click();
	await expect(visit.note).toContainText("epoch 0 of 20 and 1 of 3 batches");
	await page.locator("body").press("b");
	await expect(visit.note).toContainText("epoch 0 of 20 and 2 of 3 batches");
	await batch.click();
	await expect(visit.note).toContainText("epoch 1 of 20 ·");
});

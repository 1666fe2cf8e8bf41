// The settings on a phone, a sheet from below that is closed most of the time.
import { expect, test } from "./playground.js";

test.use({ viewport: { width: 390, height: 800 } });

test("what is wrong is said where it can be read, whether the settings are open or closed", async ({ visit, page }) => {
	await visit.open();
	const notice = page.locator("#notice");
	const beside = page.locator("#points-fault");
	for (let left = 2; left >= 0; left--) {
		await page.locator("#fit .handle").first().press("Delete");
		await expect(page.locator("#fit .handle")).toHaveCount(Math.max(left, 1));
	}
	await expect(notice).toContainText("data.points: ");
	await expect(beside).toBeHidden();
	await page.getByRole("button", { name: "Settings" }).click();
	await expect(beside).toBeVisible();
	await expect(notice).toBeHidden();
	await page.getByRole("button", { name: "Close", exact: true }).click();
	await expect(notice).toContainText("data.points: ");
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.faults).toHaveCount(0);
});

test("a fault that opens the rest of a layer says that it is open", async ({ visit, page }) => {
	await page.setViewportSize({ width: 1280, height: 800 });
	await visit.open();
	const more = page.getByRole("button", { name: "More about layer Hidden" });
	await visit.paste(JSON.stringify({ network: { layers: [{ units: 3, dropout: 2 }, {}] } }));
	await expect(visit.setting("network.layers[0].dropout")).toBeVisible();
	await expect(more).toHaveAttribute("aria-expanded", "true");
	await more.click();
	await expect(more).toHaveAttribute("aria-expanded", "false");
});

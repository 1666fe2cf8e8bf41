// While what was entered cannot be run, pictures and verdict are of what was there before: they say so, and nothing of theirs is offered or handed out.
import { expect, test } from "./playground.js";

for (const [what, enter] of /** @type {const} */ ([
	["a batch larger than five rows", '{"data": {"points": [[0,0],[1,2],[2,3],[3,9],[4,1]]}, "training": {"batch_size": 64}}'],
	["no units", '{"network": {"layers": [{"units": 0}, {"units": 1}]}}'],
])) {
	test(`${what}: nothing of the run before is offered or shared`, async ({ visit, page, context }) => {
		await context.grantPermissions(["clipboard-read", "clipboard-write"]);
		await visit.open();
		await expect(visit.apply).toBeVisible();
		await page.evaluate(() => navigator.clipboard.writeText("mine"));
		await visit.paste(enter);
		const text = await page.getByLabel("The experiment as JSON").inputValue();
		await expect(page.locator("#main")).toHaveAttribute("data-stale", "");
		await expect(visit.apply).toBeHidden();
		await expect(page.locator("#tried")).toContainText("what was there before");
		await page.locator("#fixes > summary").click();
		await expect(page.locator("#fixes button").first()).toBeDisabled();
		await expect(page.locator("[data-sweep]").first()).toBeDisabled();
		await page.locator("#tried").click(); // not in a field
		await page.keyboard.press("a");

		for (const name of ["Share", "Embed", "Save"]) {
			await page.getByRole("button", { name, exact: true }).click();
			await expect(page.locator("#notice")).toContainText("has not been run");
			await expect(page.getByRole("dialog")).toHaveCount(0);
		}
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("mine");
		expect(await page.getByLabel("The experiment as JSON").inputValue(), "nothing entered is lost").toBe(text);

		await page.getByRole("button", { name: "Undo" }).click();
		await expect(page.locator("#main")).not.toHaveAttribute("data-stale");
		await expect(visit.apply).toBeVisible();
		await expect(page.locator("#notice")).toBeHidden();
		await expect(page.locator("#fixes button").first()).toBeEnabled();
		await page.getByRole("button", { name: "Embed", exact: true }).click();
		await expect(page.getByRole("dialog", { name: "Embed this" })).toBeVisible();
	});
}

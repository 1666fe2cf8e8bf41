// The loss axis is a part of the experiment: links, figures and undo have it.
import { expect, test } from "./playground.js";

test("the switch is written into the link, survives a fix and a visit elsewhere, and trains nothing again", async ({
	visit,
	page,
	context,
}) => {
	await visit.open();
	const log = page.getByRole("button", { name: "log", exact: true });
	const linear = page.getByRole("button", { name: "linear", exact: true });
	await page.getByRole("button", { name: "Step", exact: true }).click(); // done: begins nothing
	await page.getByRole("button", { name: "Reset", exact: true }).click();
	await expect(visit.note).toContainText("epoch 0 of");
	await page.getByRole("button", { name: "Step", exact: true }).click();
	await expect(visit.note).toContainText("epoch 1 of");
	await linear.click();
	await expect(linear).toHaveAttribute("aria-pressed", "true");
	await expect(visit.note).toContainText("epoch 1 of");
	await page.getByRole("button", { name: "Run", exact: true }).click();
	await visit.done();
	await visit.apply.click();
	await visit.done();
	await expect(linear).toHaveAttribute("aria-pressed", "true");
	await expect.poll(() => page.url()).toContain("#v1.");
	const elsewhere = await context.newPage();
	await elsewhere.goto(page.url());
	await expect(elsewhere.getByRole("button", { name: "linear", exact: true })).toHaveAttribute("aria-pressed", "true");
	await elsewhere.close();
	await log.click();
	await expect(linear).toHaveAttribute("aria-pressed", "false");
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(linear).toHaveAttribute("aria-pressed", "true");
});

test("a figure draws the axis its experiment asks for", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	await page.goto("./embedding.html");
	const own = page.locator("#api-figure");
	const picture = () =>
		own.evaluate(async (element) => {
			// A picture is drawn in a task of its own, and painted in the frame after it.
			await new Promise((resolve) => setTimeout(resolve));
			for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
			const canvas = /** @type {HTMLCanvasElement} */ (element.shadowRoot?.querySelector("figure:not([data-off]) canvas"));
			return canvas.toDataURL();
		});
	await own.evaluate(async (element) => {
		const figure = /** @type {any} */ (element);
		figure.experiment = { training: { epochs: 50 }, view: { loss_axis: "linear" } };
		await figure.diagnose();
	});
	await expect(own.locator(".sentence")).not.toBeEmpty();
	const linear = await picture();
	await own.evaluate((element) => {
		const figure = /** @type {any} */ (element);
		figure.experiment = { ...figure.experiment, view: { loss_axis: "log" } };
	});
	const log = await picture();
	expect(log === linear, "the same picture on another axis").toBe(false);
	await own.evaluate((element) => {
		const figure = /** @type {any} */ (element);
		figure.experiment = { ...figure.experiment, view: { loss_axis: "linear" } };
	});
	expect((await picture()) === log, "the same picture on another axis").toBe(false);
});

// What stands beside the origin question: the gallery, and the solver that ends the argument.
import { expect, test } from "./playground.js";

test("a preset of the gallery opens, trains and is diagnosed", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "Gallery" }).click();
	const dialog = page.getByRole("dialog", { name: "Gallery" });
	await expect(dialog.getByRole("listitem")).toHaveCount(32);
	await dialog.getByRole("button", { name: "y=2x-1 on seven points with ReLU everywhere, including the output" }).click();
	await expect(dialog).toBeHidden();
	await visit.done();
	await expect(visit.setting("network.layers[2].activation")).toHaveValue("relu");
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "stuck");
	await expect(page.locator(".key-ghost")).toBeHidden(); // the run before was of other data
	await page.getByRole("button", { name: "Undo" }).click();
	await expect.poll(() => visit.loss()).toBe(0.005676);
});

test("what was offered for another problem is gone at once", async ({ visit, page }) => {
	await visit.open();
	await expect(visit.apply).toBeVisible();
	await page.evaluate(() => {
		const main = /** @type {HTMLElement} */ (document.querySelector("#main"));
		const apply = /** @type {HTMLElement} */ (document.querySelector("#apply"));
		/** @type {boolean[]} */
		const seen = [];
		/** @type {any} */ (globalThis).seen = seen;
		new MutationObserver(() => {
			if (!main.hasAttribute("data-late")) return;
			seen.push(Boolean(apply.hidden));
			apply.click();
		}).observe(main, { attributes: true, attributeFilter: ["data-late"] });
	});
	await page.getByRole("button", { name: "Gallery" }).click();
	await page.getByRole("button", { name: "y=2x-1 on seven points with ReLU everywhere, including the output" }).click();
	await expect(visit.sentence).toContainText("a relu output cannot go below 0");
	await expect(page.locator("#main")).not.toHaveAttribute("data-late");
	await expect(visit.setting("network.layers[2].activation")).toHaveValue("relu");
	expect(await page.evaluate(() => /** @type {any} */ (globalThis).seen)).toEqual([true]);
});

test("a fix that helps and does not solve is offered as that, and what ends on a floor is listed with it", async ({
	visit,
	page,
}) => {
	await visit.open();
	const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
	const points = Array.from({ length: 40 }, (_, i) => [round(Math.sin(i * 1.7)), round(Math.cos(i * 2.3))]).map(([a, b]) => [
		a,
		b,
		a * a - b,
	]);
	await visit.paste(JSON.stringify({ data: { points, inputs: ["a", "b"] }, training: { epochs: 2000 } }));
	await expect(visit.sentence).toContainText(/with .+ it typically reaches \d/);
	await expect(visit.apply).toBeVisible();
	await expect(page.locator("#tried")).toContainText(/Tried on \d+ seeds: helps, not solved, median loss/);
	await page.locator("#not-enough > summary").click();
	await expect(page.locator("#not-enough p").filter({ hasText: "as far as the best linear map" }).first()).toBeVisible();
	const before = await visit.loss();
	await visit.apply.click();
	await expect.poll(() => visit.loss()).toBeLessThan(before / 10);
});

test("solve exactly ends below the rounding of float64", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	await page.getByRole("button", { name: "Solve exactly" }).click();
	await expect(visit.setting("training.optimizer")).toHaveValue("levenberg_marquardt");
	await expect(visit.setting("training.precision")).toHaveValue("float64");
	await expect.poll(() => visit.loss()).toBeLessThan(1e-28);
	// The solver chooses its own steps: there is no rate to set.
	await expect(visit.setting("training.optimizer.learning_rate").filter({ visible: true })).toHaveCount(0);
});

test("a solver that is chosen from the menu brings what it needs along, and says so", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("training.optimizer").selectOption("lbfgs");
	await expect(visit.setting("training.precision")).toHaveValue("float64");
	await expect(page.locator("#notice")).toContainText("needs float64, which was set along with it");
	await visit.done();
	await expect(page.locator("#panel .fault:visible")).toHaveCount(0);
	await expect.poll(() => visit.loss()).toBe(0.005676);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.setting("training.precision")).toHaveValue("float32");
});

test("the page says when the slower engine has to train, and why", async ({ visit }) => {
	await visit.open();
	await visit.paste('{"training": {"input_noise": 0.1, "epochs": 50}}');
	await expect(visit.note).toContainText("by the slower reference engine: input noise");
});

test("a gallery that cannot be loaded says so", async ({ visit, page }) => {
	await visit.open();
	visit.expected.push(/presets\/index\.json/, /404/);
	await page.route("**/presets/index.json", (route) => route.fulfill({ status: 404, body: "" }));
	await page.getByRole("button", { name: "Gallery" }).click();
	await expect(page.getByRole("dialog").getByRole("alert")).toContainText("could not be loaded: 404");
});

test("an entry that comes late does not overwrite what was done meanwhile", async ({ visit, page }) => {
	await visit.open();
	/** @type {(value: unknown) => void} */
	let come = () => {};
	const held = new Promise((resolve) => (come = resolve));
	await page.route(/presets\/0[\w-]+\.json/, async (route) => {
		await held;
		await route.continue();
	});
	await page.getByRole("button", { name: "Gallery" }).click();
	const dialog = page.getByRole("dialog", { name: "Gallery" });
	const asked = page.waitForRequest(/presets\/0[\w-]+\.json/);
	const answered = page.waitForEvent("requestfinished", (request) => /presets\/0[\w-]+\.json/.test(request.url()));
	await dialog.getByRole("button", { name: "y=2x-1 on seven points with ReLU everywhere, including the output" }).click();
	await asked;
	await page.keyboard.press("Escape");
	await expect(dialog).toBeHidden();
	await visit.type("training.epochs", "77");
	await expect(visit.note).toContainText("77 epochs in");
	come(undefined);
	await answered;
	await visit.type("training.seed", "5");
	await expect(visit.note).toContainText("77 epochs in");
	await expect(visit.setting("training.epochs")).toHaveValue("77");
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.setting("training.seed")).toHaveValue("0");
	await expect(visit.setting("training.epochs")).toHaveValue("77");
});

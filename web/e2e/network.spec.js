// The network by hand: read, set, drawn anew, made larger and smaller; what its units do; and one update in slow motion.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./playground.js";

const small =
	'{"network": {"layers": [{"units": 3, "activation": "relu"}, {"units": 2, "activation": "tanh"}, {}]}, "training": {"epochs": 40, "optimizer": "sgd"}}';

/** @param {import("@playwright/test").Page} page */
async function toNetwork(page) {
	await page.getByRole("tab", { name: "Network" }).click();
	await expect(page.locator("#net-plot .net-unit").first()).toBeVisible();
}

/**
 * Goes back to epoch 0 and looks. A run that has just begun shows itself first, so it may take a second try.
 * @param {import("@playwright/test").Page} page
 * @param {() => Promise<void>} look
 */
async function atStart(page, look) {
	await expect(async () => {
		await page.locator("#epoch").focus();
		await page.keyboard.press("Home");
		await expect(page.locator("#epoch-read")).toContainText("epoch 0 of", { timeout: 2000 });
		await look();
	}).toPass();
}

test("a weight is read and set, and training goes on from there; undo takes it back", async ({ visit, page }) => {
	await visit.open();
	await visit.paste(small);
	await expect(visit.note).toContainText("40 epochs");
	await toNetwork(page);
	await expect(page.locator(".net-unit")).toHaveCount(1 + 3 + 2 + 1);
	await expect(page.locator(".net-weight")).toHaveCount(3 + 6 + 2);
	const first = page.locator(".net-weight").first();
	await expect(first).toHaveAttribute("aria-label", /^x → unit 1\.1: -?\d/);
	await first.click({ force: true });
	await expect(page.locator("#net-what")).toContainText("x → unit 1.1");
	const field = page.locator("#net-value input");
	const before = await field.inputValue();
	await field.fill("0.75x");
	await field.press("Enter");
	await expect(page.locator("#net-fault")).toContainText("0.75x is no number");
	await field.fill("2.5");
	await field.press("Enter");
	await expect(page.locator("#net-fault")).toBeHidden();
	await expect(page.locator("#undo")).toBeEnabled();
	// The run begins with it: at epoch 0 the weight is what was set.
	await atStart(page, () => expect(first).toHaveAttribute("aria-label", "x → unit 1.1: 2.5", { timeout: 2000 }));
	// Another shape has weights of its own.
	await visit.type("network.layers[0].units", "4");
	await expect(page.locator(".net-unit")).toHaveCount(1 + 4 + 2 + 1);
	await page.getByRole("button", { name: "Undo" }).click();
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(field).toHaveValue(before);
});

test("units and layers are added and removed, activations chosen, weights drawn anew", async ({ visit, page }) => {
	await visit.open();
	await toNetwork(page);
	await expect(page.locator("#net-count")).toHaveText("10 units");
	await page.getByRole("button", { name: "One unit more" }).click();
	await expect(page.locator("#net-count")).toHaveText("11 units");
	await expect(page.locator(".net-unit")).toHaveCount(13);
	await page.getByRole("button", { name: "One unit fewer" }).click();
	await page.getByRole("button", { name: "One unit fewer" }).click();
	await expect(visit.setting("network.layers[0].units")).toHaveValue("9");
	await page.getByLabel("Activation of the layer").selectOption("tanh");
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("tanh");
	await page.getByRole("button", { name: "Add a layer after this one" }).click();
	await expect(page.locator(".net-unit")).toHaveCount(1 + 9 + 9 + 1);
	await expect(page.getByLabel("Layer", { exact: true })).toHaveValue("1");
	await page.getByRole("button", { name: "Remove this layer" }).click();
	await expect(page.locator(".net-unit")).toHaveCount(1 + 9 + 1);
	await visit.done();
	const weight = page.locator(".net-weight").first();
	const before = await weight.getAttribute("aria-label");
	await page.getByRole("button", { name: "New draw" }).click();
	await expect(visit.setting("training.seed")).toHaveValue("1");
	await expect(weight).not.toHaveAttribute("aria-label", String(before));
	await visit.done();
	const drawn = await weight.getAttribute("aria-label");
	await page.getByRole("button", { name: "Start here" }).click();
	await atStart(page, () => expect(weight).toHaveAttribute("aria-label", String(drawn), { timeout: 2000 }));
});

test("arrow keys reach every unit and weight, and a unit shows its curve in the fit", async ({ visit, page }) => {
	await visit.open();
	await visit.paste(small);
	await expect(visit.note).toContainText("40 epochs");
	await toNetwork(page);
	await page.locator('.net-unit[tabindex="0"]').focus();
	const name = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
	expect(await name()).toContain("unit 1.1");
	await page.keyboard.press("ArrowDown");
	expect(await name()).toContain("unit 1.2");
	await page.keyboard.press("ArrowLeft");
	expect(await name()).toContain("x → unit 1.2");
	await page.keyboard.press("ArrowLeft");
	expect(await name()).toContain("x, input");
	for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
	expect(await name()).toContain("y, output");
	const seen = new Set();
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("Home");
	for (let i = 0; i < 6; i++) {
		seen.add((await name()).replace(/:.*/, ""));
		await page.keyboard.press("ArrowDown");
	}
	expect([...seen]).toHaveLength(6);
	await page.locator("#network .table summary").click();
	await expect(page.locator("#network tbody tr")).toHaveCount(3 + 3 + 6 + 2 + 2 + 1);
});

test("512 units are drawn as maps, and any of their weights is read and set", async ({ visit, page }) => {
	await visit.open();
	await visit.paste(
		'{"network": {"layers": [{"units": 512, "activation": "relu"}, {"units": 20, "activation": "tanh"}, {}]}, "training": {"epochs": 2}}',
	);
	await expect(visit.note).toContainText("2 epochs");
	await toNetwork(page);
	await expect(page.locator("canvas.net-map")).toHaveCount(3);
	expect(
		await page
			.locator("canvas.net-map")
			.nth(1)
			.evaluate((/** @type {HTMLCanvasElement} */ map) => [map.width, map.height]),
	).toEqual([20, 512]);
	await page.locator("canvas.net-map").nth(1).focus();
	await page.locator("#net-from input").fill("512");
	await page.locator("#net-from input").press("Enter");
	await page.locator("#net-to input").fill("20");
	await page.locator("#net-to input").press("Enter");
	await page.locator("#net-value input").fill("-0.5");
	await page.locator("#net-value input").press("Enter");
	await expect(visit.note).toContainText("2 epochs");
	await expect(page.locator("#undo")).toBeEnabled();
	await page.locator("#net-value input").blur(); // a field that is being typed in stays as it is
	await atStart(page, () => expect(page.locator("#net-value input")).toHaveValue("-0.5", { timeout: 2000 }));
});

test("the units say what they are, as pictures and as a table", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("tab", { name: "Units" }).click();
	await expect(page.locator("#units-note")).toHaveText("10 hidden units: 10 linear; none bends of its own.");
	await expect(page.locator(".unit")).toHaveCount(10);
	await expect(page.locator(".unit").first()).toContainText("linear");
	await page.getByRole("button", { name: "contribution" }).click();
	await expect(page.locator(".unit svg path").first()).toBeVisible();
	await visit.paste(
		'{"network": {"layers": [{"units": 3, "activation": "relu"}, {}], "weights": [[[1, -1, 1]], [-5, -5, 0], [[1], [1], [1]], [0]]}, "training": {"epochs": 3}}',
	);
	await expect(page.locator("#units-note")).toHaveText("3 hidden units: 2 dead; 1 bends and does something of its own.");
	await page.locator("#units .table summary").click();
	await expect(page.locator("#units tbody tr").nth(1)).toContainText("dead");
});

test("one update is taken apart, by pointer and by keys", async ({ visit, page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await visit.open();
	await page.locator("body").press("m");
	const text = page.locator("#motion-text");
	await expect(text).toContainText("Forward. Row ");
	await expect(page.getByRole("button", { name: "Play" })).toBeVisible(); // nothing moves by itself
	await page.getByLabel("Seen from the row").selectOption({ label: "row 3" });
	await expect(text).toContainText("Forward. Row 3 in epoch 10\u202f000: x = 1 goes in");
	const next = page.getByRole("button", { name: "Next", exact: true });
	await next.click();
	await expect(text).toContainText(/^Residual\. The target is -?0\.\d+, so /);
	await next.press("Enter");
	await expect(text).toContainText("Gradient. Going back, the loss is steepest by");
	await next.press("Enter");
	await expect(text).toContainText(/^Update\. adam at rate 1e-5 moves .* The loss of the batch goes from 0\.005676 to/);
	await page.getByRole("button", { name: "Back", exact: true }).click();
	await expect(text).toContainText("Gradient.");
	await next.click();
	await next.click();
	await expect(text).toContainText("the last update of the run");
	await page.getByRole("button", { name: "End the slow motion" }).click();
	await expect(text).toBeHidden();
	// From an epoch that one looks back to, update after update.
	await atStart(page, async () => {});
	await page.getByRole("button", { name: "Slow motion" }).click();
	await expect(text).toContainText("in epoch 1:");
	for (let i = 0; i < 4; i++) await next.click();
	await expect(text).toContainText("in epoch 2:");
	// The slider says where it goes on.
	await page.locator("#epoch").press("End");
	await expect(text).toContainText("in epoch 10\u202f000:");
	await page.locator("#epoch").press("Home");
	await expect(text).toContainText("in epoch 1:");
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
	test.describe(`${colorScheme}`, () => {
		test.use({ colorScheme });
		test("axe finds nothing in the views, and nothing overflows at 360 px", async ({ visit, page }) => {
			await visit.open();
			await toNetwork(page);
			await page.getByRole("tab", { name: "Units" }).click();
			await expect(page.locator(".unit")).toHaveCount(10);
			for (const width of [1280, 360]) {
				await page.setViewportSize({ width, height: 800 });
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				expect(wide).toBeLessThanOrEqual(0);
			}
		});
	});
}

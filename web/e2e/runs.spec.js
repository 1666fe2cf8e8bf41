// The runs there were: kept, named, pinned, renamed, taken back, deleted, set side by side; and what a fix would do, seen before it is applied.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./playground.js";

const tanh = "activation linear → tanh";
const faster = "learning rate 1e-5 → 3e-4";

/** @param {import("@playwright/test").Page} page */
const chips = (page) => page.locator("#runs .chip");

/**
 * Three runs: the origin, with tanh, and with a faster rate.
 * @param {import("./playground.js").Visit} visit
 */
async function three(visit) {
	await visit.open();
	await expect(visit.page.locator("#runs")).toBeHidden(); // one run is what the page shows
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	await expect(chips(visit.page)).toHaveCount(2);
	await visit.type("training.optimizer.learning_rate", "3e-4");
	await expect(chips(visit.page)).toHaveCount(3);
}

test("every settled run is kept under what changed, pinned, renamed, taken back, deleted and put back", async ({
	visit,
	page,
}) => {
	await three(visit);
	await expect(chips(page).locator("span")).toHaveText(["linear, 1e-5", tanh, faster]);
	await expect(chips(page).first()).toContainText("0.005676");
	await expect(chips(page).last()).toHaveAttribute("aria-current", "true");

	// A drag is one run.
	const box = await page.locator("#fit .handle").nth(1).boundingBox();
	if (!box) throw new Error("no handle");
	await page.mouse.move(box.x + 14, box.y + 14);
	await page.mouse.down();
	await page.mouse.move(box.x + 14, box.y - 26, { steps: 8 });
	await page.mouse.up();
	await expect(chips(page)).toHaveCount(4);
	await expect(chips(page).last()).toContainText("point 2 moved");
	// Undo comes back to a run that is there.
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(chips(page).nth(2)).toHaveAttribute("aria-current", "true");
	await expect(chips(page)).toHaveCount(4);

	// Taken back in one step, which is undone in one.
	await chips(page).first().click();
	await expect.poll(() => visit.loss()).toBe(0.005676);
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("linear");
	await expect(visit.setting("training.optimizer.learning_rate")).toHaveValue("1e-5");
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("tanh");
	await expect(visit.setting("training.optimizer.learning_rate")).toHaveValue("3e-4");
	await visit.done();

	await page.getByRole("button", { name: "All runs" }).click();
	const table = page.getByRole("table", { name: "All runs" });
	await expect(table.getByRole("row")).toHaveCount(5);
	await expect(table.getByRole("row").nth(1)).toContainText("stuck");
	await table.getByRole("button", { name: `Pin ${tanh}` }).click();
	await expect(table.getByRole("button", { name: `Pin ${tanh}` })).toHaveAttribute("aria-pressed", "true");
	await expect(table.getByRole("button", { name: `Pin ${tanh}` })).toBeFocused();
	await expect(visit.lossChart).toHaveAttribute("aria-label", new RegExp(`Beside it, ${tanh}, which ends at 0\\.00289`));
	const name = table.getByLabel(`Name of ${tanh}`);
	await name.fill("a bend");
	await name.press("Enter");
	await expect(table.getByLabel("Name of a bend")).toHaveValue("a bend");
	await expect(visit.lossChart).toHaveAttribute("aria-label", /Beside it, a bend, which/);
	// Escape takes back what is typed, and closes the dialog only then.
	await table.getByLabel("Name of a bend").fill("no");
	await page.keyboard.press("Escape");
	await expect(table.getByLabel("Name of a bend")).toHaveValue("a bend");

	await table.getByRole("button", { name: "Delete point 2 moved" }).click();
	await expect(table.getByRole("row")).toHaveCount(4);
	await expect(page.getByRole("button", { name: "Put it back" })).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(table.getByRole("row")).toHaveCount(5);
	await table.getByRole("button", { name: "Delete point 2 moved" }).click();
	await page.keyboard.press("Escape");
	await expect(table).toBeHidden();

	await page.reload();
	await visit.done();
	await expect(chips(page).locator("span")).toHaveText(["linear, 1e-5", "a bend", faster]);
	await expect(chips(page).last()).toHaveAttribute("aria-current", "true");
	await expect(visit.lossChart).toHaveAttribute("aria-label", /Beside it, a bend, which/);
});

test("runs are reached, taken back and deleted by keyboard", async ({ visit, page }) => {
	await three(visit);
	await chips(page).last().focus();
	await page.keyboard.press("ArrowLeft");
	await expect(chips(page).nth(1)).toBeFocused();
	// The one that is looked at is drawn.
	await expect(visit.lossChart).toHaveAttribute("aria-label", new RegExp(`Beside it, ${tanh}`));
	await page.keyboard.press("Home");
	await expect(chips(page).first()).toBeFocused();
	await page.keyboard.press("Enter");
	await expect.poll(() => visit.loss()).toBe(0.005676);
	await expect(chips(page).first()).toHaveAttribute("aria-current", "true");
	await expect(chips(page).first()).toBeFocused();
	await expect(visit.lossChart).not.toHaveAttribute("aria-label", /Beside it/);
	await page.keyboard.press("End");
	await page.keyboard.press("Delete");
	await expect(chips(page)).toHaveCount(2);
	await expect(chips(page).last()).toBeFocused();
	await page.keyboard.press("Tab");
	await expect(page.getByRole("button", { name: "Compare" })).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.getByRole("dialog", { name: "Two runs side by side" })).toBeVisible();
});

test("two runs stand side by side, any two", async ({ visit, page }) => {
	await three(visit);
	await visit.done();
	await page.getByRole("button", { name: "Compare", exact: true }).click();
	const dialog = page.getByRole("dialog", { name: "Two runs side by side" });
	const [first, second] = [dialog.getByLabel("First run"), dialog.getByLabel("Second run")];
	await expect(first.locator("option:checked")).toHaveText(tanh);
	await expect(second.locator("option:checked")).toHaveText(faster);
	await first.selectOption({ label: "linear, 1e-5" });
	await expect(dialog.getByRole("img", { name: "The fit of linear, 1e-5." })).toBeVisible();
	await expect(dialog.getByRole("img", { name: `The fit of ${faster}.` })).toBeVisible();
	await expect(dialog.getByRole("img", { name: /The losses of both: linear, 1e-5 ends at 0\.005676, / })).toBeVisible();
	const row = (/** @type {string} */ name) => dialog.getByRole("row").filter({ hasText: name }).locator("td");
	await expect(row("activation")).toHaveText(["activation", "linear", "tanh"]);
	await expect(row("learning rate")).toHaveText(["learning rate", "1e-5", "3e-4"]);
	await expect(row("final loss").nth(1)).toHaveText("0.005676");
	await expect(row("state").nth(1)).toHaveText("stuck");
	await expect(dialog).toContainText("Stuck at 0.005676");
	// The fit of the linear run is a straight line, drawn from what was trained again.
	const paths = dialog.locator(".compare-side path.line:not(.floor)");
	const slopes = await paths.evaluateAll((all) =>
		all.map((path) => {
			const at = (path.getAttribute("d") ?? "")
				.split(/[ML]/)
				.filter(Boolean)
				.map((pair) => pair.split(" ").map(Number));
			const steep = (/** @type {number} */ i) => (at[i + 60][1] - at[i][1]) / (at[i + 60][0] - at[i][0]);
			return Math.abs(steep(0) - steep(at.length - 61));
		}),
	);
	expect(slopes[0]).toBeLessThan(0.02);
	expect(slopes[1]).toBeGreaterThan(0.2);
	// From the table, a run is set beside the present one.
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "All runs" }).click();
	await page.getByRole("button", { name: "Compare linear, 1e-5" }).click();
	await expect(first.locator("option:checked")).toHaveText("linear, 1e-5");
	await expect(second.locator("option:checked")).toHaveText(faster);
});

test("where nothing can be stored the list is there all the same", async ({ visit, page }) => {
	await page.addInitScript(() => {
		for (const name of /** @type {const} */ (["getItem", "setItem", "removeItem"])) {
			Storage.prototype[name] = () => {
				throw new DOMException("denied", "SecurityError");
			};
		}
	});
	await three(visit);
	await chips(page).first().click();
	await expect.poll(() => visit.loss()).toBe(0.005676);
	await page.reload();
	await visit.done();
	await expect(page.locator("#runs")).toBeHidden();
});

test("the fix is previewed while its button is pointed at or focused, and not after", async ({ visit, page }) => {
	await visit.open();
	const key = page.getByText("with the fix", { exact: true });
	await expect(key).toBeHidden();
	await visit.apply.hover();
	await expect(key).toBeVisible();
	await expect(visit.lossChart).toHaveAttribute("aria-label", /Beside it, with the fix, which ends at (0|\d\.\d+e-\d\d)\.$/);
	expect(await visit.loss()).toBe(0.005676); // the run on the page is what it was
	await page.mouse.move(5, 5);
	await expect(key).toBeHidden();
	await expect(visit.lossChart).not.toHaveAttribute("aria-label", /Beside it/);
	// By keyboard: Tab to it, and on.
	await page.locator("#gallery").focus();
	await expect(async () => {
		await page.keyboard.press("Tab");
		await expect(visit.apply).toBeFocused({ timeout: 1 });
	}).toPass();
	await expect(key).toBeVisible();
	await page.keyboard.press("Tab");
	await expect(key).toBeHidden();
	// Applied, it is the run; the preview has come true.
	const promised = await test.step("what is promised", async () => {
		await visit.apply.hover();
		await expect(key).toBeVisible();
		return /with the fix, which ends at ([\de.-]*\d)/.exec((await visit.lossChart.getAttribute("aria-label")) ?? "")?.[1];
	});
	await visit.apply.click();
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "solved");
	await expect(key).toBeHidden();
	expect(await visit.loss()).toBe(Number(promised));
});

test("what was tried shows before and after", async ({ visit, page }) => {
	await visit.open();
	await page.getByText("What was tried").click();
	const figure = page.locator("#fixes .fix").first().locator("figure");
	await expect(figure.getByRole("img", { name: /The fit before and with leaky relu/ })).toBeVisible();
	await expect(figure.getByRole("img", { name: /The loss before, 0\.005676, and with leaky relu .+, \d/ })).toBeVisible();
	await expect(figure).toContainText(/loss 0\.005676, with the fix \d/);
	await expect(figure.locator("path.after")).toHaveCount(2);
	const rows = await page.locator("#fixes .fix").count();
	await expect(page.locator("#fixes figure")).toHaveCount(rows);
});

for (const [width, colorScheme] of /** @type {const} */ ([
	[1280, "light"],
	[360, "dark"],
])) {
	test(`runs at ${width} px, ${colorScheme}: sound, within the screen, large enough to touch`, async ({ browser, baseURL }) => {
		const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, hasTouch: width < 500, baseURL });
		const page = await context.newPage();
		await page.goto("./");
		test.slow(); // axe, four times
		const press = (/** @type {import("@playwright/test").Locator} */ what) => (width < 500 ? what.tap() : what.click());
		await expect(page.locator("#run-note")).toContainText("on your machine");
		await press(page.locator("#apply"));
		await expect(chips(page)).toHaveCount(2);
		const over = await page.locator("#main").evaluate((main) => main.scrollHeight - main.clientHeight);
		if (width > 1000) expect(over, "one screen").toBeLessThanOrEqual(0);
		await check(page, "#runs");
		await press(page.getByRole("button", { name: "All runs" }));
		await press(page.getByRole("button", { name: "Pin linear, 1e-5" }));
		await check(page, "dialog");
		await press(page.getByRole("button", { name: "Compare linear, 1e-5" }));
		await expect(page.locator(".compare-fit svg")).toHaveCount(2);
		await check(page, "dialog[open]:last-of-type");
		await page.keyboard.press("Escape");
		await press(page.getByRole("button", { name: "Restore linear, 1e-5" }));
		await expect(page.locator("#run-note")).toContainText("loss 0.005676");
		await press(page.getByText("What was tried"));
		await expect(page.locator("#fixes figure").first()).toBeVisible();
		await check(page, "#fixes");
		await context.close();
	});
}

/**
 * @param {import("@playwright/test").Page} page
 * @param {string} part that axe looks at; the whole page is looked at elsewhere
 */
async function check(page, part) {
	const { violations } = await new AxeBuilder({ page }).include(part).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
	const faults = await page.evaluate(() => {
		const inside = (/** @type {Element} */ element) => element.closest(".run-line") === null;
		const seen = [...document.querySelectorAll("body *")].filter((element) => element.getClientRects().length > 0);
		const wide = seen.filter((element) => inside(element) && element.getBoundingClientRect().right > innerWidth + 1);
		const small = seen.filter((element) => {
			const { width, height } = element.getBoundingClientRect();
			return element.matches("button, select, input, summary") && width > 1 && (width < 24 || height < 24);
		});
		return [...wide, ...small].map((element) => element.outerHTML.slice(0, 90));
	});
	expect(faults).toEqual([]);
}

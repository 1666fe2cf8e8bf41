// Points by hand: added, dragged, chosen together, moved and removed, with a mouse, a finger and a keyboard.
import { expect, test } from "./playground.js";

/** @typedef {import("@playwright/test").Page} Page */

const handles = (/** @type {Page} */ page) => page.locator("#fit .handle");

/**
 * The middle of a point on the screen.
 * @param {Page} page
 * @param {number} i
 * @returns {Promise<[number, number]>}
 */
async function middle(page, i) {
	const box = await handles(page).nth(i).boundingBox();
	if (!box) throw new Error(`no point ${i}`);
	return [box.x + box.width / 2, box.y + box.height / 2];
}

/**
 * @param {Page} page
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
async function drag(page, from, to) {
	await page.mouse.move(...from);
	await page.mouse.down();
	await page.mouse.move(...to, { steps: 6 });
	await page.mouse.up();
}

const values = (/** @type {Page} */ page, /** @type {string} */ column) =>
	page
		.locator(`#points tbody tr:not(.blank) input[aria-label^="${column} of"]`)
		.evaluateAll((cells) => cells.map((cell) => Number(/** @type {HTMLInputElement} */ (cell).value)));

test("a click on an empty place adds a point, and undo takes it away", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "50");
	await page.locator("#fit .chart").click({ position: { x: 130, y: 60 } });
	await expect(handles(page)).toHaveCount(4);
	await expect(visit.note).toContainText("50 epochs");
	// Outside the axes there is nothing to add.
	await page.locator("#fit .chart").click({ position: { x: 10, y: 60 } });
	await expect(handles(page)).toHaveCount(4);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(handles(page)).toHaveCount(3);
});

test("points in a band are moved together and removed together, each in one step", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "50");
	const before = await values(page, "y");
	const [a, b] = [await middle(page, 1), await middle(page, 2)];
	await drag(page, [a[0] - 25, Math.min(a[1], b[1]) - 25], [b[0] + 20, Math.max(a[1], b[1]) + 25]);
	await expect(page.locator('#fit .handle[aria-pressed="true"]')).toHaveCount(2);
	await expect(page.locator(".chosen")).toContainText("2 chosen");
	await expect(handles(page)).toHaveCount(3); // the end of the band is no click
	await drag(page, a, [a[0], a[1] + 60]);
	await expect.poll(async () => (await values(page, "y"))[1]).toBeLessThan(before[1] - 0.01);
	const moved = await values(page, "y");
	expect(moved[0]).toBe(before[0]);
	expect(Math.abs(moved[1] - before[1] - (moved[2] - before[2]))).toBeLessThan(0.002);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect.poll(() => values(page, "y")).toEqual(before);

	await page.getByRole("button", { name: "Remove", exact: true }).click();
	await expect(handles(page)).toHaveCount(1);
	await expect(page.locator(".chosen")).toBeHidden();
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(handles(page)).toHaveCount(3);
});

test("points are chosen with Shift and without, and a click beside them lets go", async ({ visit, page }) => {
	await visit.open();
	const chosen = page.locator('#fit .handle[aria-pressed="true"]');
	await handles(page).nth(0).click();
	await expect(chosen).toHaveCount(1);
	await handles(page)
		.nth(2)
		.click({ modifiers: ["Shift"] });
	await expect(chosen).toHaveCount(2);
	await handles(page)
		.nth(2)
		.click({ modifiers: ["Shift"] });
	await expect(chosen).toHaveCount(1);
	await handles(page).nth(1).click();
	await expect(chosen).toHaveCount(1);
	await page.locator("#fit .chart").click({ position: { x: 130, y: 60 } });
	await expect(chosen).toHaveCount(0);
	await expect(handles(page)).toHaveCount(3); // nothing was added
});

test("by keyboard alone: chosen, moved, removed", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "50");
	const before = await values(page, "x");
	await handles(page).first().focus();
	await page.keyboard.press("Space");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await expect(page.locator('#fit .handle[aria-pressed="true"]')).toHaveCount(2);
	await expect(visit.note).toContainText("50 epochs in"); // and nothing was run or paused by it
	await page.keyboard.press("Shift+ArrowRight");
	await expect.poll(async () => (await values(page, "x"))[0]).toBeGreaterThan(before[0]);
	const moved = await values(page, "x");
	expect(moved[1]).toBeGreaterThan(before[1]);
	expect(moved[2]).toBe(before[2]);
	await page.keyboard.press("Escape");
	await expect(page.locator('#fit .handle[aria-pressed="true"]')).toHaveCount(0);
	await page.keyboard.press("Control+a");
	await expect(page.locator('#fit .handle[aria-pressed="true"]')).toHaveCount(3);
	await page.keyboard.press("Escape");
	await page.keyboard.press("Delete");
	await expect(handles(page)).toHaveCount(2);
	await expect(handles(page).first()).toBeFocused();
});

test("a point dragged off the chart stays at its edge, and the axes are drawn around it", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "50");
	const from = await middle(page, 1);
	await drag(page, from, [from[0], -200]);
	await expect.poll(async () => (await values(page, "y"))[1]).toBeGreaterThan(0.15);
	const [, edge] = await values(page, "y");
	expect(edge).toBeLessThan(1); // not where the pointer went
	await expect(visit.note).toContainText("50 epochs");
	const box = await page.locator("#fit .plot").boundingBox();
	expect((await middle(page, 1))[1]).toBeGreaterThanOrEqual(box?.y ?? 0);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect.poll(async () => (await values(page, "y"))[1]).toBe(0.1232554);
});

test.describe("with a finger", () => {
	test.use({ hasTouch: true, viewport: { width: 360, height: 740 } });

	test("points are added, chosen, removed and dragged", async ({ visit, page, context }) => {
		await visit.open();
		await page.locator("#fit .chart").scrollIntoViewIfNeeded();
		await page.locator("#fit .chart").tap({ position: { x: 150, y: 30 } });
		await expect(handles(page)).toHaveCount(4);
		await handles(page).nth(3).tap();
		await handles(page).nth(0).tap();
		await expect(page.locator(".chosen")).toContainText("2 chosen");
		await page.getByRole("button", { name: "Remove", exact: true }).tap();
		await expect(handles(page)).toHaveCount(2);

		await page.locator("#fit .chart").evaluate((chart) => chart.scrollIntoView({ block: "center" }));
		const [x, y] = await middle(page, 0);
		const finger = await context.newCDPSession(page);
		const touch = (/** @type {string} */ type, /** @type {number} */ dy) =>
			finger.send("Input.dispatchTouchEvent", {
				type: /** @type {any} */ (type),
				touchPoints: type === "touchEnd" ? [] : [{ x, y: y + dy }],
			});
		const [before] = await values(page, "y");
		await touch("touchStart", 0);
		for (const dy of [10, 20, 30, 40]) await touch("touchMove", dy);
		await touch("touchEnd", 40);
		await expect.poll(async () => (await values(page, "y"))[0]).toBeLessThan(before);
	});
});

// What a person made is there again: after a reload, a way back, a crash, beside a second tab, and for as long as the page is open where nothing may be kept.
import { expect, test, Visit } from "./playground.js";

const epochs = "training.epochs";

/** @param {import("@playwright/test").Page} page */
const undo = (page) => page.getByRole("button", { name: "Undo" });

test("a reload brings back the experiment and what undo and redo knew", async ({ visit, page }) => {
	await visit.open();
	await visit.type(epochs, "41");
	await expect(visit.note).toContainText("41 epochs");
	await visit.type(epochs, "42");
	await visit.type(epochs, "43");
	await expect(visit.note).toContainText("43 epochs");
	await undo(page).click();
	await expect(visit.note).toContainText("42 epochs");
	await page.reload();
	await expect(visit.note).toContainText("42 epochs in");
	await page.getByRole("button", { name: "Redo" }).click();
	await expect(visit.setting(epochs)).toHaveValue("43");
	await undo(page).click();
	await undo(page).click();
	await undo(page).click();
	await expect(visit.setting(epochs)).toHaveValue("10000");
	await expect(undo(page)).toBeDisabled();
});

test("away and back: what was entered is there, right or wrong", async ({ visit, page }) => {
	await visit.open();
	await visit.type(epochs, "44");
	await expect(visit.note).toContainText("44 epochs");
	await expect(page).toHaveURL(/#v1\./);
	await visit.type("network.layers[0].units", "0");
	await expect(visit.faults).toHaveText(/0 is below 1/);
	visit.expected.push(/404/); // a page of text has no icon
	await page.getByRole("link", { name: "Licences" }).click();
	await expect(page.locator("body")).toContainText("Apache");
	await page.goBack();
	await expect(visit.setting("network.layers[0].units")).toHaveValue("0");
	await expect(visit.faults).toHaveText(/0 is below 1/);
	await page.goForward();
	await expect(page.locator("body")).toContainText("Apache");
	await page.goBack();
	await expect(visit.setting(epochs)).toHaveValue("44");
});

test("links within one tab are gone back through", async ({ visit, page }) => {
	await visit.open();
	await visit.type(epochs, "45");
	await expect(visit.note).toContainText("45 epochs");
	const own = /#v1\.[\w-]{21,}$/;
	await expect(page).toHaveURL(own);
	await page.evaluate(() => {
		location.hash = "#v1.q1YqSy0qzszPU7IyrAUA"; // the origin question
	});
	await expect(visit.note).toContainText("10\u202f000 epochs");
	await page.goBack();
	await expect(visit.note).toContainText("45 epochs");
	await page.goForward();
	await expect(visit.note).toContainText("10\u202f000 epochs");
});

test("two tabs keep each their own, and the same link is what it says in both", async ({ visit, page, context, baseURL }) => {
	await visit.open();
	await visit.type(epochs, "46");
	await expect(visit.note).toContainText("46 epochs");
	const other = await context.newPage();
	const there = new Visit(other, new URL(baseURL ?? "").origin);
	await other.goto("./#v1.q1YqSy0qzszPU7IyrAUA");
	await expect(there.note).toContainText("10\u202f000 epochs in");
	await there.type("network.layers[0].units", "0");
	await expect(there.faults).toHaveText(/0 is below 1/);

	await page.reload();
	await expect(visit.note).toContainText("46 epochs in");
	await expect(visit.faults).toHaveCount(0);
	await undo(page).click();
	await expect(visit.setting(epochs)).toHaveValue("10000");
	await other.reload();
	await expect(there.faults).toHaveText(/0 is below 1/);

	// A third with the second's link gets what the link says, not what was made of it there.
	const third = await context.newPage();
	await third.goto(other.url());
	await expect(third.locator("#run-note")).toContainText("10\u202f000 epochs in");
	expect(there.complaints).toEqual([]);
});

test("a tab that crashed is come back to", async ({ visit, page, context }) => {
	await visit.open();
	await visit.type(epochs, "47");
	await expect(visit.note).toContainText("47 epochs");
	const witness = await context.newPage();
	await witness.goto("./embed.html");
	await expect.poll(() => witness.evaluate(() => localStorage.getItem("plateau.experiment"))).toContain('"epochs":47');
	const fell = page.waitForEvent("crash");
	const browser = await context.newCDPSession(page);
	browser.send("Page.crash").catch(() => {});
	await fell;
	await witness.goto("./");
	await expect(witness.locator("#run-note")).toContainText("47 epochs in");
});

test("where nothing may be kept, the page works and remembers while it is open", async ({ visit, page }) => {
	await page.addInitScript(() => {
		for (const name of ["localStorage", "sessionStorage"])
			Object.defineProperty(globalThis, name, {
				get() {
					throw new DOMException("denied", "SecurityError");
				},
			});
	});
	await visit.open();
	await visit.type(epochs, "48");
	await expect(visit.note).toContainText("48 epochs");
	await undo(page).click();
	await expect(visit.note).toContainText("10\u202f000 epochs");
	await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
	await page.getByLabel(/Single keys act/).uncheck();
	await page.keyboard.press("Escape");
	await page.keyboard.press("g");
	await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
	await expect(page.getByRole("dialog")).toHaveCount(1);
	await expect(page.getByLabel(/Single keys act/)).not.toBeChecked();
});

test("a storage that is full, or holds something else, breaks nothing", async ({ visit, page }) => {
	await visit.open();
	await page.evaluate(() => {
		sessionStorage.clear();
		sessionStorage.setItem("plateau.tab", '{"present": [1], "past": 7}');
		localStorage.setItem("plateau.experiment", "not JSON");
		localStorage.setItem("plateau.theme", "[");
	});
	await page.addInitScript(() => {
		Storage.prototype.setItem = () => {
			throw new DOMException("full", "QuotaExceededError");
		};
	});
	await page.reload();
	await expect(visit.note).toContainText("10\u202f000 epochs in");
	await visit.type(epochs, "49");
	await expect(visit.note).toContainText("49 epochs");
});

test("a page that comes back shows nothing of another experiment, and offers none of its fixes", async ({ visit, page }) => {
	visit.expected.push(/ERR_ABORTED/); // what is still being loaded when the page is loaded again
	await visit.open();
	await visit.paste(
		'{"data": {"points": [[0, 0], [1, 2], [2, 3], [3, 9]]}, "network": {"layers": [{"units": 1}]}, "training": {"epochs": 60}}',
	);
	await expect(visit.note).toContainText("60 epochs in");
	await expect(page).toHaveURL(/#v1\.[\w-]{40,}$/); // longer than the origin question's
	/** @type {(value: unknown) => void} */
	let come = () => {};
	const held = new Promise((resolve) => (come = resolve));
	await page.route(/\/plateau\.\w+\.wasm$/, async (route) => {
		await held;
		await route.continue();
	});
	await page.reload();
	await expect(visit.setting("data.points[3][1]")).toHaveValue("9");
	await expect(page.locator("#loss .poster")).toBeHidden();
	await expect(visit.sentence).toBeHidden();
	await expect(visit.apply).toBeHidden();
	await page.keyboard.press("a");
	await expect(visit.setting("data.points[3][1]")).toHaveValue("9");
	come(undefined);
	await expect(visit.note).toContainText("60 epochs in");
	await expect(visit.sentence).toBeVisible();
	await expect(visit.sentence).not.toBeEmpty();
	await expect(visit.sentence).not.toContainText("0.005676");
});

test("a tab that only looks at a link does not become what a new tab begins with", async ({ visit, page, context, baseURL }) => {
	await visit.open();
	await visit.type(epochs, "46");
	await expect(visit.note).toContainText("46 epochs");
	const last = () => page.evaluate(() => localStorage.getItem("plateau.experiment"));
	await expect.poll(last).toContain('"epochs":46');
	const other = await context.newPage();
	const there = new Visit(other, new URL(baseURL ?? "").origin);
	await other.goto("./#v1.q1YqSy0qzszPU7IyrAUA");
	await expect(there.note).toContainText("10\u202f000 epochs in");
	// It has written what it holds, with its address.
	await expect.poll(() => other.evaluate(() => sessionStorage.getItem("plateau.tab"))).toContain('"epochs":10000');
	await other.close();
	expect(await last()).toContain('"epochs":46');
	const third = await context.newPage();
	await third.goto("./");
	await expect(third.locator("#run-note")).toContainText("46 epochs in");
	await new Visit(third, "").type(epochs, "47");
	await expect.poll(last, "and what is edited there does").toContain('"epochs":47');
	expect(there.complaints).toEqual([]);
});

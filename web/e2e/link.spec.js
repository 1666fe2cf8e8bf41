// The experiment travels in the address, and from the dialog into somebody's article.
import { blog } from "./article/blog.js";
import { expect as sure, test } from "./playground.js";

// Some of these start several engines, and tests share their processor.
const expect = sure.configure({ timeout: 20_000 });
test.describe.configure({ timeout: 90_000 });

test("the address follows the experiment and opens as it", async ({ visit, page, context }) => {
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await visit.open();
	await expect(page).toHaveURL(/#v1\.[\w-]{1,60}$/);
	const origin = page.url();
	const entries = await page.evaluate(() => history.length);
	await visit.type("training.epochs", "321");
	await visit.type("training.seed", "7");
	await expect(visit.note).toContainText("321 epochs");
	await expect(page).not.toHaveURL(origin);
	await page.waitForTimeout(600); // longer than the address waits for another edit
	expect(await page.evaluate(() => history.length), "history entries").toBe(entries);
	await page.getByRole("button", { name: "Share" }).click();
	await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
	const link = await page.evaluate(() => navigator.clipboard.readText());
	expect(link).toBe(page.url());

	// Somebody else opens it.
	await page.evaluate(() => localStorage.clear());
	await page.goto("about:blank");
	await page.goto(link);
	await visit.done();
	await expect(visit.note).toContainText("321 epochs");
	await expect(visit.setting("training.seed")).toHaveValue("7");
});

test("a link into an open page is opened, and undone", async ({ visit, page }) => {
	await visit.open();
	await expect(page).toHaveURL(/#v1/);
	const origin = page.url();
	await visit.type("training.epochs", "321");
	await expect(visit.note).toContainText("321 epochs");
	await expect(page).not.toHaveURL(origin);
	await page.evaluate(() => {
		location.hash = "#v1.q1YqSy0qzszPU7IyrAUA"; // the origin question
	});
	await expect(visit.note).toContainText("10\u202f000 epochs");
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.note).toContainText("321 epochs");
});

for (const [what, hash, message] of [
	["cut off", "#v1.q1YqSy0qzszP", /incomplete/],
	["of a later version", "#v9.q1YqSy0qzszPU7IyrAUA", /version 9/],
	["of something else", "#section-3", /not a link to an experiment/],
	["with markup in it", "#v1.<img src=x onerror=alert(1)>", /not opened/],
	["of a megabyte", `#v1.${"A".repeat(1_100_000)}`, /characters/],
]) {
	test(`a link ${what} is named and the page stays usable`, async ({ visit, page }) => {
		await page.goto(`./${hash}`);
		await visit.done();
		await expect(page.locator("#notice")).toContainText(/** @type {RegExp} */ (message));
		await visit.type("training.epochs", "50");
		await expect(visit.note).toContainText("50 epochs");
		await expect(page.locator("#notice")).toBeHidden();
		await expect(page).toHaveURL(/#v1\.[\w-]{1,80}$/);
	});
}

test("the snippet from the dialog works in an article", async ({ visit, page, baseURL }) => {
	visit.expected.push(/ERR_ABORTED/); // the preview is replaced while its engine loads
	const elsewhere = await blog(baseURL ?? "");
	await visit.open();
	await visit.apply.click();
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "solved");
	await visit.done();
	await page.getByRole("button", { name: "Embed" }).click();
	const dialog = page.getByRole("dialog", { name: "Embed this" });
	const snippet = dialog.getByLabel("The snippet");
	await dialog.getByLabel("the learning rate, to change").uncheck();
	await dialog.getByLabel("run before it is touched").check();
	await expect(dialog.locator(".preview .sentence")).not.toBeEmpty();
	await expect(dialog.locator(".preview").getByText("Learning rate")).toBeHidden();
	const element = await snippet.inputValue();
	expect(element).toContain("</svg>");
	await dialog.getByLabel("Kind").selectOption("iframe");
	await expect(dialog.frameLocator("iframe").locator(".sentence")).not.toBeEmpty();
	await expect(snippet).toHaveValue(/^<div>\n<iframe src="[^"]+\/embed\.html\?hide=rate&amp;poster=10000[^"]+#v1\.[^"]+" /);
	const frame = await snippet.inputValue();
	await dialog.getByLabel("run before it is touched").uncheck();
	await expect(snippet).toHaveValue(/&amp;run=0&amp;/);
	const waiting = await snippet.inputValue();
	await dialog.getByLabel("Kind").selectOption("markdown");
	await expect(snippet).toHaveValue(/^\[!\[The loss over .+\]\(plateau\.svg\)\]\(http.+#v1\..+\)\n\nSolved at .+$/);
	const saved = page.waitForEvent("download");
	await dialog.getByRole("button", { name: "Save the picture" }).click();
	expect((await saved).suggestedFilename()).toBe("plateau.svg");
	await page.keyboard.press("Escape");
	await expect(page.getByRole("button", { name: "Embed" })).toBeFocused();

	await elsewhere.publish("mine.md", `Words.\n\n${element}\n\n${frame}\n\nMore words.\n\n${waiting}\n\nThe end.`);
	visit.expected.push(new RegExp(`request to ${new URL(elsewhere.url).origin}`));
	await page.goto(`${elsewhere.url}mine/`);
	await expect(page.locator("loss-plateau svg")).toBeAttached(); // the poster came through the Markdown
	await expect(page.locator("loss-plateau .verdict")).toHaveAttribute("data-state", "solved");
	await expect(page.frameLocator("iframe").first().locator(".verdict")).toHaveAttribute("data-state", "solved");
	// The frame that waits shows the same run, drawn from its address.
	const poster = page.frameLocator("iframe").nth(1).locator("loss-plateau");
	await expect(poster.getByRole("img", { name: /^The loss over/ })).toBeVisible();
	await expect(poster.getByText("Solved at ")).toBeVisible();
	elsewhere.close();
});

test("an experiment of the gallery is embedded with the picture that the site has of it", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "Embed" }).click();
	const dialog = page.getByRole("dialog", { name: "Embed this" });
	const snippet = dialog.getByLabel("The snippet");
	await expect(snippet).toHaveValue(
		/<loss-plateau preset="origin"><img alt="The loss over [^"]+" width="480" height="270" src="http[^"]+\/presets\/origin\.svg">/,
	);
	const poster = dialog.locator(".preview img");
	await expect.poll(() => poster.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth)).toBe(480);
	await dialog.getByLabel("Kind").selectOption("markdown");
	await expect(snippet).toHaveValue(
		/^\[!\[.+\]\(http.+\/presets\/origin\.svg\)\]\(http.+#v1\..+\)\n\nStuck at 0\.005676: .*leaky relu/,
	);
	await expect(dialog.getByRole("button", { name: "Save the picture" })).toBeHidden();
	await dialog.getByLabel("Kind").selectOption("iframe");
	await expect(snippet).toHaveValue(/embed\.html\?run=0&amp;preset=origin" /);
	await expect(dialog.frameLocator("iframe").locator(".sentence")).not.toBeEmpty();
	await page.keyboard.press("Escape");

	await page.getByRole("button", { name: "Gallery" }).click();
	const entry = page.getByRole("dialog", { name: "Gallery" }).getByRole("button", { name: /500/ }).first();
	await entry.click();
	await visit.done();
	await expect(visit.note).toContainText("500 epochs");
	await page.getByRole("button", { name: "Embed" }).click();
	await expect(snippet).toHaveValue(
		/<loss-plateau preset="005-keras1295-xor-500-sgd-steps"><img .*\/presets\/005-keras1295-xor-500-sgd-steps\.svg"/,
	);
});

test("every example of the documentation runs", async ({ visit, page }) => {
	visit.expected.push(/^request to null$/); // the worker of a sandboxed frame begins as a blob
	await page.goto("./embedding.html");
	for (const example of await page.locator(".live").all()) {
		const frame = example.locator("iframe");
		const root = (await frame.count()) > 0 ? frame.contentFrame().locator("loss-plateau") : example.locator("loss-plateau");
		const bend = example.getByRole("button", { name: "Bend the line" });
		// By keyboard: a frame above that takes its height would move a button away from under the pointer.
		await ((await bend.count()) > 0 ? bend : root.getByRole("button", { name: "Run it here" })).press("Enter");
		await expect(root.locator(".sentence")).not.toBeEmpty();
	}
	await expect(page.locator("#api-output")).toContainText(/^solved: |^learning: |^stuck: /);
	await expect(page.locator("pre").first()).toContainText(new URL("./", page.url()).href);
	expect(visit.complaints).toEqual([]);
});

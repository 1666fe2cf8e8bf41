// Figures in an article of another origin, as its readers meet them.
import { test as base, expect as sure } from "@playwright/test";
import { blog } from "./article/blog.js";

// A figure begins with an engine of its own, and tests share their processor.
const expect = sure.configure({ timeout: 20_000 });

/** @typedef {import("./playground.js").Args} Args */
/** @typedef {Awaited<ReturnType<typeof blog>> & {complaints: string[], expected: RegExp[], site: string, loaded: () => Promise<number>}} Blog */
/** @typedef {import("@playwright/test").TestType<Args & {article: Blog}, import("./playground.js").WorkerArgs>} Test */

const test = /** @type {Test} */ (
	base.extend({
		article: async (/** @type {Args} */ { page, baseURL }, /** @type {(article: Blog) => Promise<void>} */ use) => {
			const site = baseURL ?? "";
			/** @type {import("@playwright/test").Request[]} */
			const asked = [];
			page.on("requestfinished", (request) => request.url().startsWith(site) && asked.push(request));
			const loaded = async () => {
				const sizes = await Promise.all(asked.map((request) => request.sizes()));
				return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
			};
			/** @type {Blog} */
			const article = { ...(await blog(site)), complaints: [], expected: [], site, loaded };
			const complain = (/** @type {string} */ text) => {
				if (!article.expected.some((pattern) => pattern.test(text))) article.complaints.push(text);
			};
			page.on("console", (message) => ["error", "warning"].includes(message.type()) && complain(message.text()));
			page.on("pageerror", (error) => complain(String(error.stack)));
			await use(article);
			article.close();
			expect(article.complaints, "console").toEqual([]);
		},
	})
);

test.describe.configure({ timeout: 90_000 });

const verdict = /0\.005676/;

test("a reader reads, touches, applies the fix and tabs on", async ({ article, page }) => {
	await page.goto(article.url);
	const figure = page.locator("#line");
	await expect(figure.getByRole("img")).toBeVisible();
	await expect(figure.getByText("Stuck at")).toBeVisible();
	await page.waitForLoadState("networkidle");
	expect(await article.loaded(), "bytes before a touch").toBeLessThan(30_000);
	expect(page.workers()).toHaveLength(0);

	await figure.getByRole("button", { name: "Run it here" }).press("Enter");
	await expect(figure.locator(".sentence")).toContainText(verdict);
	await expect(figure.locator("#line > img")).toBeHidden();
	// The focus has gone into the figure, walks through it and comes out behind it.
	const apply = figure.getByRole("button", { name: /^Apply/ });
	await expect(apply).toBeVisible();
	await apply.click();
	await expect(figure.locator(".verdict")).toHaveAttribute("data-state", "solved");
	await figure.getByRole("link", { name: "Open in Plateau" }).focus();
	await page.keyboard.press("Tab");
	await expect(page.locator("#xor").getByRole("button", { name: "Run it here" })).toBeFocused();
	await page.keyboard.press("Shift+Tab");
	await expect(figure.getByRole("link", { name: "Open in Plateau" })).toBeFocused();
	await expect(figure.getByRole("link", { name: "Open in Plateau" })).toHaveAttribute("href", /\/#v1\.\w+/);
});

test("figures share one worker, the wheel is the article's, and styles stay apart", async ({ article, page }) => {
	await page.goto(article.url);
	for (const id of ["#line", "#xor"]) {
		await page.locator(id).getByRole("button", { name: "Run it here" }).click();
		await expect(page.locator(id).locator(".sentence")).not.toBeEmpty();
	}
	expect(page.workers()).toHaveLength(1);
	await expect(page.locator("#line .sentence")).toContainText(verdict);
	await expect(page.locator("#xor .sentence")).toContainText("0.6968");
	await expect(page.locator("#xor figure:visible")).toHaveCount(1);

	await page.locator("#xor .chart:visible").hover();
	const before = await page.evaluate(() => scrollY);
	await page.mouse.wheel(0, 300);
	await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 100);

	const run = page.locator("#line").getByRole("button", { name: "Run", exact: true });
	await expect(run).toHaveCSS("text-transform", "none");
	await expect(run).toHaveCSS("font-size", "14px");
	await expect(page.locator("article p, main > p").first()).toHaveCSS("text-transform", "uppercase");
	// The blog turns dark, and the figure with it.
	await expect(page.locator("#line .plateau")).toHaveAttribute("data-theme", "light");
	await page.evaluate(() => document.body.classList.add("night"));
	await expect(page.locator("#line .plateau")).toHaveAttribute("data-theme", "dark");
});

test("frames run too, in a sandbox as well, and get the height they need", async ({ article, page }) => {
	await page.goto(article.url);
	for (const id of ["#frame", "#sandbox"]) {
		await page.locator(id).scrollIntoViewIfNeeded();
		await expect(page.frameLocator(id).locator(".sentence")).toContainText(verdict);
		await expect.poll(async () => Number(await page.locator(id).getAttribute("height"))).toBeGreaterThan(400);
	}
	await expect(page.frameLocator("#sandbox").getByRole("button", { name: /^Apply/ })).toBeHidden();
	await expect(page.frameLocator("#sandbox").locator(".plateau")).toHaveAttribute("data-theme", "dark");
	const picture = page.getByRole("link", { name: "Stuck at 0.005676" }).getByRole("img");
	expect(await picture.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth)).toBe(480);
});

test("at 320 pixels nothing is wider than the page", async ({ article, page }) => {
	await page.setViewportSize({ width: 320, height: 640 });
	await page.goto(article.url);
	await page.locator("#line").getByRole("button", { name: "Run it here" }).click();
	await expect(page.locator("#line .sentence")).toContainText(verdict);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
	const widest = await page.locator("#line").evaluate((element) => {
		const parts = element.shadowRoot?.querySelectorAll(".plateau :not(canvas)") ?? [];
		return Math.max(...[...parts].map((part) => part.getBoundingClientRect().right));
	});
	expect(widest).toBeLessThanOrEqual(320);
});

test("a site that has moved leaves the poster and says so", async ({ article, page }) => {
	article.expected.push(/Failed to load resource|ERR_FAILED/);
	await page.route(/\/live\.\w+\.js$/, (route) => route.abort());
	await page.goto(article.url);
	const figure = page.locator("#line");
	await figure.getByRole("button", { name: "Run it here" }).click();
	await expect(figure.getByRole("alert")).toContainText("did not load");
	await expect(figure.getByText("Stuck at")).toBeVisible();
	await expect(figure.getByRole("button", { name: "Try again" })).toBeEnabled();
});

test("two versions of embed.js, broken links and unknown presets harm nobody", async ({ article, page }) => {
	article.expected.push(/Failed to load resource/);
	article.publish(
		"/odd",
		`<script type="module" src="${article.site}embed.js?another"></script>
<div>
<loss-plateau id="cut" href="#v1.q1YqSy0qzszP"><p>The poster of a broken link.</p></loss-plateau>
<loss-plateau id="unknown" preset="no-such" run><p>The poster of nothing.</p></loss-plateau>
<loss-plateau id="good" preset="origin"></loss-plateau>
</div>`,
	);
	await page.goto(`${article.url}odd`);
	await page.locator("#cut").getByRole("button").click();
	await expect(page.locator("#cut").getByRole("alert")).toContainText("incomplete");
	await expect(page.locator("#cut").getByText("The poster of")).toBeVisible();
	await expect(page.locator("#unknown").getByRole("alert")).toContainText("no-such");
	await page.locator("#good").getByRole("button").click();
	await expect(page.locator("#good .sentence")).toContainText(verdict);
});

test("the element answers to a script", async ({ article, page }) => {
	await page.goto(article.url);
	const told = await page.locator("#line").evaluate(async (element) => {
		const figure = /** @type {any} */ (element);
		/** @type {Record<string, number>} */
		const heard = { change: 0, frame: 0, diagnosis: 0, error: 0 };
		for (const type of Object.keys(heard)) figure.addEventListener(type, () => heard[type]++);
		figure.experiment = { training: { epochs: 50 } };
		const diagnosis = await figure.diagnose();
		const first = figure.result;
		await figure.reset();
		await figure.step(7);
		while (figure.result.epochs !== 7) await new Promise((resolve) => setTimeout(resolve, 20));
		figure.experiment = { training: { epochs: -1 } };
		while (heard.error === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		return { heard, state: diagnosis.state, first };
	});
	expect(told.first.epochs).toBe(50);
	expect(told.first.experiment.training.epochs).toBe(50);
	expect(told.first.loss.curve).toHaveLength(50);
	expect(told.first.weights.map((/** @type {any[]} */ w) => w.length)).toEqual([1, 10, 10, 1]);
	expect(told.first.predictions).toHaveLength(3);
	expect(told.state).not.toBe("");
	expect(Math.min(...Object.values(told.heard))).toBeGreaterThan(0);
});

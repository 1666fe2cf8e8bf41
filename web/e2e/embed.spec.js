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

test("what a worker of another origin begins with is let go of when it has begun", async ({ article, page }) => {
	await page.addInitScript(() => {
		const blobs = new Set();
		const { createObjectURL, revokeObjectURL } = URL;
		URL.createObjectURL = (blob) => {
			const url = createObjectURL(blob);
			blobs.add(url);
			return url;
		};
		URL.revokeObjectURL = (url) => {
			revokeObjectURL(url);
			blobs.delete(url);
		};
		Object.assign(globalThis, { blobs });
	});
	await page.goto(article.url);
	await page.locator("#line").getByRole("button", { name: "Run it here" }).click();
	await expect(page.locator("#line .sentence")).toContainText(verdict);
	expect(page.workers()).toHaveLength(1);
	expect(await page.evaluate(() => [.../** @type {any} */ (globalThis).blobs])).toEqual([]);
});

test("ten figures cost less than 30 kB and no worker before they are touched", async ({ article, page }) => {
	await page.goto(`${article.url}ten/`);
	await expect(page.getByRole("button", { name: "Run it here" })).toHaveCount(10);
	const pictures = page.locator("loss-plateau img");
	await expect(pictures).toHaveCount(10);
	for (const picture of await pictures.all()) {
		await expect.poll(() => picture.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth)).toBe(480);
	}
	await page.waitForLoadState("networkidle");
	expect(await article.loaded(), "bytes before a touch").toBeLessThan(30_000);
	expect(page.workers()).toHaveLength(0);
});

test("without scripts, in feeds and on paper the posters say it all", async ({ article, browser, page }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const plain = await context.newPage();
	await plain.goto(article.url);
	for (const [id, words] of [
		["#line", "Stuck at 0.005676: ten linear units"],
		["#xor", "XOR after 500 steps."],
	]) {
		await expect(plain.locator(id).getByRole("img")).toBeVisible();
		await expect(plain.locator(id).getByText(words)).toBeVisible();
	}
	await context.close();

	await page.goto(article.url);
	await expect(page.locator("#line").getByRole("button", { name: "Run it here" })).toBeVisible();
	await page.emulateMedia({ media: "print" });
	await expect(page.locator("#line").getByText("Stuck at 0.005676")).toBeVisible();
	await expect(page.locator("#line").getByRole("button", { name: "Run it here" })).toBeHidden();
});

test("a frame of a fixed height shows its poster, takes the focus and gives it back, and leaves the wheel to the article", async ({
	article,
	page,
}) => {
	await page.setViewportSize({ width: 800, height: 400 });
	await page.goto(`${article.url}frames/`);
	const frame = page.frameLocator("#fixed");
	await expect(frame.locator(".sentence")).toContainText("0.6968");
	expect(await page.locator("#fixed").getAttribute("height")).toBe("240");
	// By keyboard from the link before through the figure to the link behind; what has the focus is scrolled into the frame's window.
	await page.getByRole("link", { name: "The link before" }).focus();
	const behind = page.getByRole("link", { name: "The link behind" });
	/** @type {string[]} */
	const passed = [];
	for (let i = 0; i < 30; i++) {
		await page.keyboard.press("Tab");
		if (await behind.evaluate((link) => link === document.activeElement)) break;
		passed.push(await frame.locator("loss-plateau").evaluate((figure) => figure.shadowRoot?.activeElement?.textContent ?? ""));
	}
	await expect(behind).toBeFocused();
	expect(passed.join(" ")).toMatch(/Run.*Step.*Reset.*Open in Plateau/);
	await page.keyboard.press("Shift+Tab");
	await expect(frame.getByRole("link", { name: "Open in Plateau" })).toBeFocused();
	await expect(frame.getByRole("link", { name: "Open in Plateau" })).toBeInViewport();
});

test("an article is scrolled by the wheel over a frame that has its height", async ({ article, page }) => {
	await page.goto(article.url);
	await page.locator("#frame").scrollIntoViewIfNeeded();
	const frame = page.frameLocator("#frame");
	await expect(frame.locator(".sentence")).toContainText(verdict);
	const inner = () => frame.locator("html").evaluate((root) => root.scrollHeight - root.clientHeight);
	await expect.poll(inner).toBe(0);
	await frame.locator(".chart").first().hover();
	const before = await page.evaluate(() => scrollY);
	await page.mouse.wheel(0, -200);
	await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(before);
});

test("a frame that waits shows the picture and the words of its preset, and runs when it is touched", async ({
	article,
	page,
}) => {
	await page.goto(article.url);
	await page.locator("#waiting").scrollIntoViewIfNeeded();
	const figure = page.frameLocator("#waiting").locator("loss-plateau");
	await expect(figure.getByRole("img")).toBeVisible();
	await expect(figure.getByText("Stuck at 0.6968: ")).toBeVisible();
	await expect
		.poll(() => figure.getByRole("img").evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth))
		.toBe(480);
	await figure.getByRole("button", { name: "Run it here" }).press("Enter");
	await expect(figure.locator(".sentence")).toContainText("0.6968");
	await expect(figure.getByRole("img", { name: "The loss over the epochs of the run." })).toBeHidden();
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
	await page.locator("#frame").scrollIntoViewIfNeeded();
	const inside = page.frameLocator("#frame");
	await expect(inside.locator(".sentence")).toContainText(verdict);
	expect(await inside.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth)).toBeLessThanOrEqual(0);
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

test("where the site is gone altogether, the article is as it was written", async ({ article, page }) => {
	article.expected.push(/Failed to load resource|ERR_/);
	await page.route(`${article.site}**`, (route) => route.abort());
	await page.goto(article.url);
	await expect(page.locator("#line").getByRole("img")).toBeVisible();
	await expect(page.locator("#line").getByText("Stuck at")).toBeVisible();
	await expect(page.locator("#xor").getByText("XOR after 500 steps.")).toBeVisible();
	await expect(page.getByRole("button")).toHaveCount(0);
});

test("two versions of embed.js, broken links and unknown presets harm nobody", async ({ article, page }) => {
	article.expected.push(/Failed to load resource/);
	await article.publish(
		"odd.md",
		`<script type="module" src="${article.site}embed.js?another"></script>
<div>
<loss-plateau id="cut" href="#v1.q1YqSy0qzszP"><p>The poster of a broken link.</p></loss-plateau>
<loss-plateau id="unknown" preset="no-such" run><p>The poster of nothing.</p></loss-plateau>
<loss-plateau id="good" preset="origin"></loss-plateau>
</div>`,
	);
	await page.goto(`${article.url}odd/`);
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

// What holds for the page whatever it shows: reachable, readable, in time, in shape.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./playground.js";

const widths = [
	{ width: 1280, height: 800 },
	{ width: 768, height: 1024 },
	{ width: 360, height: 740 },
];

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
	for (const viewport of widths) {
		test.describe(`${viewport.width} px, ${colorScheme}`, () => {
			test.use({ viewport, colorScheme });

			test("nothing overflows, axe finds nothing, targets are large enough", async ({ visit, page }, info) => {
				await visit.open();
				await shot(page, info, "origin");
				await check(page);
				await visit.apply.click();
				await expect(page.locator("#verdict")).toHaveAttribute("data-state", "solved");
				await shot(page, info, "fixed");
				await check(page);
				if (viewport.width < 960) await page.getByRole("button", { name: "Settings" }).click();
				await page.getByText("More", { exact: true }).click();
				await page.getByRole("button", { name: "More about layer Hidden" }).click();
				await shot(page, info, "settings");
				await check(page);
			});
		});
	}
}

test("at 1280 by 800 nothing has to be scrolled", async ({ visit, page }) => {
	await page.setViewportSize({ width: 1280, height: 800 });
	await visit.open();
	for (const selector of ["html", "#main", "#settings"]) {
		const over = await page.locator(selector).evaluate((element) => element.scrollHeight - element.clientHeight);
		expect(over, selector).toBeLessThanOrEqual(0);
	}
});

test("on a phone Run is in reach whether the settings are open or not", async ({ visit, page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await visit.open();
	const run = page.getByRole("button", { name: "Run" });
	await expect(run).toBeInViewport();
	await expect(visit.setting("training.epochs")).toBeHidden();
	await page.getByRole("button", { name: "Settings" }).click();
	await expect(visit.setting("training.epochs")).toBeVisible();
	await expect(run).toBeInViewport();
	await page.keyboard.press("Escape");
	await expect(visit.setting("training.epochs")).toBeHidden();
});

test("a point is dragged, moved by keyboard, removed and added", async ({ visit, page }) => {
	await visit.open();
	const handle = page.locator("#fit .handle").nth(1);
	const box = await handle.boundingBox();
	if (!box) throw new Error("no handle");
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x, y - 40, { steps: 8 });
	await page.mouse.up();
	await expect.poll(() => visit.loss()).toBeGreaterThan(0.006);
	const dragged = Number(await page.getByLabel("y of point 2").inputValue());
	expect(dragged).toBeGreaterThan(0.15);
	await page.getByRole("button", { name: "Undo" }).click(); // the whole drag is one step
	await expect(page.getByLabel("y of point 2")).toHaveValue("0.1232554");

	await handle.focus();
	await page.keyboard.press("ArrowUp");
	await expect(page.getByLabel("y of point 2")).not.toHaveValue("0.1232554");
	await page.keyboard.press("Delete");
	await expect(page.locator("#fit .handle")).toHaveCount(2);
	await page.locator("#fit .chart").click({ position: { x: 250, y: 120 } });
	await expect(page.locator("#fit .handle")).toHaveCount(3);
});

test("more inputs or outputs show predictions against targets", async ({ visit }) => {
	await visit.open();
	await visit.paste(
		'{"data": {"points": [[0,0,0],[0,1,1],[1,0,1],[1,1,0]], "inputs": ["a","b"], "targets": ["y"]}, "training": {"epochs": 500}}',
	);
	await expect(visit.page.locator("#fit .chart")).toHaveAttribute("aria-label", /Predictions against 4 targets/);
	await expect(visit.page.locator("#points thead")).toContainText("b");
	await expect(visit.note).toContainText("500 epochs");
});

test("the verdict opens: causes, floors, the table of both changes, measurements, what would not help", async ({
	visit,
	page,
}) => {
	await visit.open();
	await page.locator("#why > summary").click();
	const why = page.locator("#why");
	await expect(why.getByRole("heading", { name: "Learning rate too small" })).toBeVisible();
	await expect(why.locator(".two-by-two tbody td")).toHaveCount(4);
	await expect(why.locator(".two-by-two tbody td").first()).toHaveText("0.005676");
	await expect(why.getByText("Best straight line 0.005676")).toBeVisible();
	await page.locator("#measured > summary").click();
	await expect(page.locator("#measured").getByText("Length of the gradient")).toBeVisible();
	await expect(page.locator("#measured").getByText("Condition number")).toBeVisible();
	await page.locator("#no-help > summary").click();
	for (const advice of [
		"A learning rate of 1e-4",
		"A learning rate of 1e-6",
		"100\u202f000 epochs",
		"10 times the units",
		"Two more hidden layers",
		"SGD at 0.01",
		"Another seed",
	])
		await expect(page.locator("#no-help p").filter({ hasText: `${advice}: loss` })).toHaveCount(1);
	await check(page);
});

test("the charts are tables too", async ({ visit, page }) => {
	await visit.open();
	await page.locator("#loss summary").click();
	await expect(page.locator("#loss .table-body tbody tr").last()).toContainText("10\u202f000");
	await page.locator("#loss summary").click();
	await page.locator("#fit summary").click();
	await expect(page.locator("#fit .table-body tbody tr")).toHaveCount(3);
});

test("every control is reached by keyboard and shows it", async ({ visit, page }) => {
	await visit.open();
	const seen = new Set();
	for (let i = 0; i < 200 && !seen.has("the end"); i++) {
		await page.keyboard.press("Tab");
		const id = await page.evaluate(() => {
			const element = /** @type {HTMLElement} */ (document.activeElement);
			if (element === document.body) return "the end";
			const shown = getComputedStyle(element).outlineStyle !== "none";
			return shown
				? element.id || element.getAttribute("aria-label") || element.textContent
				: `no outline on ${element.outerHTML.slice(0, 80)}`;
		});
		seen.add(id);
	}
	expect([...seen].filter((id) => String(id).startsWith("no outline"))).toEqual([]);
	for (const id of ["apply", "undo", "theme", "run", "step", "reset", "speed", "add-layer", "training-epochs"]) {
		if (id !== "undo") expect([...seen], id).toContain(id); // nothing to undo yet: not reachable
	}
});

test("the theme can be chosen and is kept", async ({ visit, page }) => {
	await visit.open();
	await page.getByLabel("Theme").selectOption("dark");
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
	await page.reload();
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

for (const rows of [3, 10_000]) {
	test(`a click is answered while a run of ${rows} rows goes, and no more is drawn than is seen`, async ({
		visit,
		page,
	}, info) => {
		await visit.open();
		await page.getByLabel("Speed in epochs a second").selectOption(rows === 3 ? "1000" : ""); // so that it does not end here
		const points = Array.from({ length: rows }, (_, i) => [i / rows, Math.sin((9 * i) / rows)]);
		const layers = [{ units: 64, activation: "tanh" }, { units: 64, activation: "tanh" }, {}];
		const experiment = {
			data: { points },
			network: { layers },
			training: { batch_size: Math.min(rows, 100), epochs: 1_000_000 },
		};
		await visit.paste(JSON.stringify(experiment));
		await expect(visit.note).toContainText(/^epoch [1-9]/);
		const seen = await page.evaluate(async () => {
			const note = /** @type {HTMLElement} */ (document.querySelector("#run-note"));
			const button = /** @type {HTMLElement} */ (document.querySelector('[data-axis="linear"]'));
			const out = { frames: 0, pictures: 0, longest: 0, pressed: "", running: "" };
			new PerformanceObserver((list) => {
				for (const { duration } of list.getEntries()) out.longest = Math.max(out.longest, duration);
			}).observe({ entryTypes: ["longtask"] });
			const frame = () => {
				out.frames++;
				requestAnimationFrame(frame);
			};
			requestAnimationFrame(frame);
			await new Promise((/** @type {(value: void) => void} */ resolve) => {
				new MutationObserver((_, observer) => {
					if (++out.pictures < 5) return;
					observer.disconnect();
					resolve();
				}).observe(note, { childList: true });
			});
			button.click();
			out.pressed = button.ariaPressed ?? "";
			out.running = document.querySelector("#run")?.textContent ?? "";
			return out;
		});
		expect(seen.pressed).toBe("true");
		expect(seen.running, "it still goes").toBe("Pause");
		expect(seen.pictures, "one in each frame at most, and one at the edge").toBeLessThanOrEqual(seen.frames + 1);
		await page.getByRole("button", { name: "Pause" }).click();
		await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
		await expect(visit.note).toContainText(/^epoch [\d\u202f]+ of 1\u202f000\u202f000/); // it was held before its end
		info.annotations.push({ type: "longest task", description: `${Math.round(seen.longest)} ms` });
	});
}

/** @param {import("@playwright/test").Page} page */
async function check(page) {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
	const wide = await page.evaluate(() =>
		[...document.querySelectorAll("body *")]
			.filter((element) => element.getClientRects().length > 0 && element.getBoundingClientRect().right > innerWidth + 1)
			.map((element) => element.outerHTML.slice(0, 80)),
	);
	expect(wide, "beyond the right edge").toEqual([]);
	const small = await page.evaluate(() =>
		[...document.querySelectorAll("button, select, input, summary, a, textarea")]
			.map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 80) }))
			.filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
			.map(({ box, html }) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`),
	);
	expect(small.filter((text) => !text.includes('class="skip"'))).toEqual([]);
}

/**
 * A picture for whoever changes the look: web/test-results/NAME-WIDTH-SCHEME.png.
 * @param {import("@playwright/test").Page} page
 * @param {import("@playwright/test").TestInfo} info
 * @param {string} name
 */
async function shot(page, info, name) {
	await page.waitForTimeout(200);
	const { viewport, colorScheme } = info.project.use;
	const size = page.viewportSize() ?? viewport;
	const scheme = (await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches))
		? "dark"
		: (colorScheme ?? "light");
	await page.screenshot({ path: `${info.project.outputDir}/${name}-${size?.width}-${scheme}.png` });
}

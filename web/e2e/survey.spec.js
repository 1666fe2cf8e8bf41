// The surveyed views: residuals, gradients, the loss landscape, spectra; made by a third program when their tabs are first opened.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./playground.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * Opens a view by its tab and waits until its picture is complete.
 * @param {Page} page
 * @param {string} name of the tab
 */
async function open(page, name) {
	await page.getByRole("tab", { name, exact: true }).click();
	return settled(page, name.toLowerCase());
}

/**
 * @param {Page} page
 * @param {string} id
 */
async function settled(page, id) {
	const figure = page.locator(`#${id}`);
	await expect(figure).toHaveAttribute("data-shown", "", { timeout: 60_000 });
	await expect(figure).not.toHaveAttribute("data-stale", "", { timeout: 60_000 });
	await expect(figure.locator("progress")).toHaveAttribute("data-idle", "", { timeout: 60_000 });
	return figure;
}

const parabola = JSON.stringify({
	data: { points: Array.from({ length: 21 }, (_, i) => [i / 10 - 1, (i / 10 - 1) ** 2]) },
	network: { layers: [{ units: 1 }] },
	training: { optimizer: { name: "sgd", learning_rate: 0.1 }, batch_size: 21, epochs: 500 },
});

test("nothing of the surveyed views is loaded before the first is opened, and each is one press away by keyboard", async ({
	visit,
	page,
}) => {
	/** @type {string[]} */
	const loaded = [];
	page.on("request", (request) => loaded.push(request.url()));
	await visit.open();
	expect(loaded.filter((url) => /survey/.test(url))).toEqual([]);
	await page.getByRole("tab", { name: "Loss", exact: true }).focus();
	for (let presses = 0; presses < 9; presses++) {
		if ((await page.locator(":focus").textContent()) === "Gradients") break;
		await page.keyboard.press("ArrowRight");
	}
	const gradients = await settled(page, "gradients");
	await expect(gradients.locator(".survey-sentence")).toContainText("At epoch 10\u202f000 the whole gradient is ");
	await expect(gradients.getByRole("img")).toHaveAttribute("aria-label", /2 layers/);
	await gradients.getByText("Table", { exact: true }).click();
	await expect(gradients.locator("thead")).toContainText("layer 1, linear");
	await expect(gradients.locator("tbody tr").last()).toContainText("10\u202f000");
});

test("residuals follow an edit and say whether they look like chance", async ({ visit, page }) => {
	await visit.open();
	const residuals = await open(page, "Residuals");
	const sentence = residuals.locator(".survey-sentence");
	await expect(sentence).toContainText("The largest miss is 0.1065, at x = 0;");
	await visit.paste(parabola);
	await expect(sentence).toContainText("They follow a shape that the fit has not taken: their sign changes twice along x");
	await expect(residuals.getByRole("img")).toHaveAttribute("aria-label", /The misses of 21 points over the x/);
	await residuals.getByText("Table", { exact: true }).click();
	await expect(residuals.locator("tbody tr")).toHaveCount(21);
});

test("residuals of several outputs are chosen by name, over the prediction where there are several inputs", async ({
	visit,
	page,
}) => {
	await visit.open();
	await visit.paste(
		JSON.stringify({
			data: { generator: { name: "xor" }, targets: ["differ"] },
			network: { layers: [{ units: 2, activation: "tanh" }, { units: 1 }] },
			training: { epochs: 20 },
		}),
	);
	const residuals = await open(page, "Residuals");
	await expect(residuals.getByRole("img")).toHaveAttribute("aria-label", /over the prediction/);
	await expect(residuals.getByLabel("Output")).toBeHidden();
	await visit.paste(
		JSON.stringify({
			data: { points: [[0, 1, 5], [1, 2, 5], [2, 4, 5], [3, 3, 5]], targets: ["rise", "level"] }, // prettier-ignore
			network: { layers: [{ units: 2 }] },
			training: { optimizer: { name: "sgd", learning_rate: 0.1 }, batch_size: 4, epochs: 2000, precision: "float64" },
		}),
	);
	await residuals.getByLabel("Output").selectOption("level");
	await expect(residuals.locator(".survey-sentence")).toContainText(/The largest miss is -?\d\.?\d*e-\d+|met exactly/);
	await residuals.getByLabel("Output").selectOption("rise");
	await expect(residuals.locator(".survey-sentence")).toContainText("The largest miss is 1.1, at x = 2;");
});

test("the spectrum shows the rank of the Jacobian, and the Hessian with the line of its optimizer", async ({ visit, page }) => {
	await visit.open();
	const spectrum = await open(page, "Spectrum");
	const sentence = spectrum.locator(".survey-sentence");
	await expect(sentence).toContainText("3 predictions by 31 weights has rank 2");
	await spectrum.getByRole("button", { name: "Hessian" }).press("Enter");
	await expect(sentence).toContainText("Of 31 eigenvalues 2 are positive, none is negative and 29 are 0 to rounding.");
	await visit.paste(parabola);
	await expect(sentence).toContainText("Of 2 eigenvalues 2 are positive");
	await expect(sentence).toContainText("stable up to 2 / rate = 20");
	await spectrum.getByText("Table", { exact: true }).click();
	await expect(spectrum.locator("tbody tr")).toHaveCount(2);
});

test("the landscape is read point by point, by pointer and by keyboard, in every plane and along the line", async ({
	visit,
	page,
}) => {
	await visit.open();
	const landscape = await open(page, "Landscape");
	const sentence = landscape.locator(".survey-sentence");
	await expect(sentence).toContainText("Nothing on it is lower than now, 0.005676.");
	const map = landscape.getByRole("application");
	await expect(map).toHaveAttribute("aria-label", /principal component 1, \d/);
	await map.focus();
	await map.press("Home");
	const reading = landscape.locator("output");
	await expect(reading).toContainText(/^loss 0\.0056\d+ at -?[\d.e-]+, -?[\d.e-]+$/);
	const before = await reading.textContent();
	await map.press("Shift+ArrowLeft");
	await expect(reading).not.toHaveText(before ?? "");
	const box = /** @type {{x: number, y: number, width: number, height: number}} */ (await map.boundingBox());
	await page.mouse.move(box.x + 90, box.y + box.height / 2);
	await expect(reading).toContainText(/^loss 0\.0[2-9]/);

	const where = landscape.getByLabel("Where to look");
	for (const [plane, name] of [
		["plane of start, now, solution", /towards the start/],
		["steepest plane", /steepest direction of the Hessian, curvature 4\.1/],
		["random plane", /a random direction/],
	]) {
		await where.selectOption(String(plane));
		await expect(map).toHaveAttribute("aria-label", name);
		await settled(page, "landscape");
	}
	await landscape.getByRole("button", { name: "Another" }).click();
	await settled(page, "landscape");
	await landscape.getByText("Table", { exact: true }).click();
	await expect(landscape.locator("tbody").first().locator("tr")).toHaveCount(2);
	await expect(landscape.locator("tbody").last().locator("tr")).toHaveCount(9);
	await landscape.getByText("Table", { exact: true }).click();
	await where.selectOption("line start, now, solution");
	await expect(sentence).toContainText("Levenberg-Marquardt finds nothing lower with this network.");
	await expect(map).toBeHidden();
});

test("a run that goes on leaves the last picture standing, and its end brings the next", async ({ visit, page }) => {
	await visit.open();
	const gradients = await open(page, "Gradients");
	await page.getByRole("button", { name: "Reset" }).click();
	await expect(gradients.locator(".survey-sentence")).toContainText("At epoch 0 the whole gradient is ");
	await page.getByRole("button", { name: "Step", exact: true }).click();
	await expect(gradients.locator(".survey-sentence")).toContainText("At epoch 1 the whole gradient is ");
	await page.getByRole("button", { name: "Run", exact: true }).click();
	await expect(gradients.locator(".survey-sentence")).toContainText("At epoch 10\u202f000 the whole gradient is ");
});

test("a view that does not load says so, and the page goes on", async ({ visit, page }) => {
	visit.expected.push(/survey/, /ERR_FAILED|Failed to fetch/);
	await page.route(/survey\.\w+\.js/, (route) => route.abort());
	await visit.open();
	await page.getByRole("tab", { name: "Spectrum", exact: true }).click();
	await expect(page.getByRole("tabpanel", { name: "Spectrum" })).toContainText("could not be loaded");
	await page.getByRole("tab", { name: "Loss", exact: true }).click();
	await expect(visit.lossChart).toBeVisible();
});

test("without its program a view says why there is no picture", async ({ visit, page }) => {
	visit.expected.push(/survey/, /ERR_FAILED|Failed to fetch/);
	await page.route(/survey\.\w+\.wasm/, (route) => route.fulfill({ status: 404, body: "" }));
	await visit.open();
	await page.getByRole("tab", { name: "Landscape", exact: true }).click();
	await expect(page.locator("#landscape").getByRole("status")).toContainText("did not load");
	await page.getByRole("tab", { name: "Residuals", exact: true }).click();
	await expect(page.locator("#residuals .survey-sentence")).toContainText("did not load");
});

test("what is too large says so, with the limit", async ({ visit, page }) => {
	await visit.open();
	await visit.paste(
		JSON.stringify({
			data: { generator: { name: "sine", n: 5000 } },
			network: { layers: [{ units: 256, activation: "tanh" }, { units: 256, activation: "tanh" }, {}] },
			training: { epochs: 0 },
		}),
	);
	for (const name of ["Gradients", "Landscape", "Spectrum"]) {
		await page.getByRole("tab", { name, exact: true }).click();
		await expect(page.locator(`#${name.toLowerCase()}`).getByRole("status")).toContainText(/limit|may be/, { timeout: 60_000 });
	}
	await expect(page.locator("#spectrum").getByRole("status")).toContainText("The Jacobian has 5000 rows and 66561 columns");
});

for (const [scheme, width] of /** @type {const} */ ([
	["light", 1280],
	["dark", 360],
])) {
	test(`no surveyed view violates axe or leaves its frame at ${width} pixels, ${scheme}`, async ({ visit, page }) => {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
		await page.setViewportSize({ width, height: 800 });
		await visit.open();
		for (const name of ["Residuals", "Gradients", "Landscape", "Spectrum"]) {
			const figure = await open(page, name);
			const { violations } = await new AxeBuilder({ page }).include(".figures").analyze();
			expect(violations, name).toEqual([]);
			const wide = await figure.evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(wide, name).toBeLessThanOrEqual(0);
			for (const control of await figure.locator("select:visible, button:visible, summary:visible").all()) {
				const box = await control.boundingBox();
				expect(Math.min(box?.width ?? 0, box?.height ?? 0), `${name}: ${await control.textContent()}`).toBeGreaterThanOrEqual(24);
			}
		}
	});
}

// What a script, a router or an impatient reader does to a figure while it loads, lives and goes.
import { expect, test } from "./playground.js";

/** @typedef {import("../../static/embed/embed.d.ts").LossPlateau & {[key: string]: any}} Figure */

/**
 * Requests that match are held until they are let go.
 * @param {import("@playwright/test").Page} page
 * @param {RegExp} pattern
 */
async function held(page, pattern) {
	/** @type {() => void} */
	let release = () => {};
	const open = new Promise((resolve) => (release = () => resolve(undefined)));
	await page.route(pattern, async (route) => {
		await open;
		await route.continue();
	});
	return { release, asked: page.waitForRequest(pattern) };
}

/**
 * A figure of its own at the top of the documentation.
 * @param {import("@playwright/test").Page} page
 * @param {string} [preset]
 */
async function figure(page, preset = "") {
	await page.goto("./embedding.html");
	await add(page, preset);
	return page.locator("#own");
}

/**
 * @param {import("@playwright/test").Page} page
 * @param {string} preset
 */
function add(page, preset) {
	return page.evaluate((preset) => {
		const figure = document.createElement("loss-plateau");
		figure.id = "own";
		if (preset !== "") figure.setAttribute("preset", preset);
		document.querySelector("main")?.prepend(figure);
	}, preset);
}

test("what is set while a figure loads is what it shows", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	const charts = await held(page, /charts\.\w+\.js$/);
	const own = await figure(page);
	await own.evaluate((element) => void (/** @type {Figure} */ (element).run()));
	await charts.asked;
	await own.evaluate((element) => {
		const figure = /** @type {Figure} */ (element);
		figure.experiment = { training: { epochs: 50 } };
		figure.setAttribute("controls", "loss");
		figure.setAttribute("theme", "dark");
		figure.frames = [];
		figure.addEventListener("frame", (/** @type {any} */ { detail }) => figure.frames.push(detail.epochs));
	});
	charts.release();
	await expect(own.locator("figure:visible")).toHaveCount(1);
	await expect(own.locator(".plateau")).toHaveAttribute("data-theme", "dark");
	await expect.poll(() => own.evaluate((element) => /** @type {Figure} */ (element).result?.epochs)).toBe(50);
	expect(await own.evaluate((element) => new Set(/** @type {Figure} */ (element).frames).size), "no run of anything else").toBe(
		1,
	);
});

test("a figure taken out while it loads does nothing, and comes back once", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	const charts = await held(page, /charts\.\w+\.js$/);
	const own = await figure(page);
	await own.evaluate((element) => {
		const scope = /** @type {any} */ (globalThis);
		scope.figure = element;
		scope.told = /** @type {Figure} */ (element).run().catch((error) => error.message);
	});
	await charts.asked;
	await page.evaluate(async () => {
		const scope = /** @type {any} */ (globalThis);
		scope.figure.remove();
		await new Promise((resolve) => setTimeout(resolve));
	});
	charts.release();
	expect(await page.evaluate(() => /** @type {any} */ (globalThis).told)).toMatch(/taken out/);
	expect(await page.evaluate(() => /** @type {any} */ (globalThis).figure.result)).toBe(undefined);
	expect(
		await page.evaluate(() => /** @type {any} */ (globalThis).figure.run().catch((/** @type {Error} */ { message }) => message)),
	).toMatch(/stands in no page/);
	const roots = await page.evaluate(async () => {
		const { figure } = /** @type {any} */ (globalThis);
		document.querySelector("main")?.prepend(figure);
		await figure.run();
		return figure.shadowRoot.querySelectorAll(".plateau").length;
	});
	expect(roots).toBe(1);
	await expect(own.locator(".note")).toContainText("epoch 10\u202f000");
});

test("a diagnosis is of the experiment that is there, or is refused with the reason", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	const own = await figure(page);
	const told = await own.evaluate(async (element) => {
		const figure = /** @type {Figure} */ (element);
		const refused = () => figure.diagnose().then(String, (error) => String(error.message));
		figure.experiment = { training: { epochs: 50 } };
		const first = await figure.diagnose();
		const select = /** @type {HTMLSelectElement} */ (figure.shadowRoot?.querySelector("select"));
		select.value = "tanh";
		select.dispatchEvent(new Event("change"));
		const tanh = await figure.diagnose();
		const { experiment } = figure.result ?? {};
		const { experiment: same } = figure;
		figure.experiment = same;
		const again = await figure.diagnose();
		await figure.reset();
		await figure.step(7);
		const paused = await figure.diagnose();
		const at = figure.result?.epochs;
		figure.experiment = { training: { epochs: -1 } };
		const invalid = [await refused(), await refused()];
		figure.experiment = { training: { epochs: 60 } };
		await figure.diagnose();
		figure.experiment = { training: { epochs: 70 } };
		const gone = refused();
		figure.remove();
		return {
			...{
				first: first.verdict,
				tanh: tanh.verdict,
				again: again.verdict,
				paused: paused.verdict,
				at,
				invalid,
				gone: await gone,
			},
			activation: /** @type {any} */ (experiment).network.layers[0].activation,
		};
	});
	expect(told.activation).toBe("tanh");
	expect(told.tanh).not.toBe(told.first);
	expect(told.again).toBe(told.tanh);
	expect(told.at).toBe(7);
	expect(told.paused).not.toBe("");
	for (const message of told.invalid) expect(message).toMatch(/training\.epochs: -1 is below/);
	expect(told.gone).toMatch(/taken out/);
});

test("the last of property, preset and link is what a figure shows, however long each takes", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	const slow = await held(page, /presets\/005-\S+\.json$/);
	const own = await figure(page, "origin");
	const epochs = () => own.evaluate((element) => /** @type {any} */ (element).experiment.training.epochs);
	await own.evaluate(async (element) => {
		const figure = /** @type {Figure} */ (element);
		figure.experiment = { training: { epochs: 50 } };
		await figure.run();
		figure.setAttribute("preset", "005-keras1295-xor-500-sgd-steps");
	});
	await slow.asked;
	await own.evaluate((element) => {
		/** @type {Figure} */ (element).experiment = { training: { epochs: 70 } };
	});
	slow.release();
	await page.waitForResponse(/presets\/005-\S+\.json$/);
	await own.evaluate(async (element) => void (await /** @type {Figure} */ (element).diagnose()));
	expect(await epochs(), "a preset that arrives late").toBe(70);
	await own.evaluate(async (element) => {
		element.setAttribute("preset", "origin");
		await /** @type {Figure} */ (element).diagnose();
	});
	expect(await epochs(), "a preset after a property").toBe(10_000);
	await own.evaluate(async (element) => {
		element.setAttribute("preset", "no-such");
		await /** @type {Figure} */ (element).run().catch(() => {});
	});
	await expect(own.getByRole("alert").filter({ visible: true })).toContainText("no-such");
	visit.complaints.splice(0); // the 404 of it
	await own.evaluate((element) => element.setAttribute("preset", "origin"));
	await expect(own.getByRole("alert").filter({ visible: true })).toHaveCount(0);
});

test("a property set before there is a class for the element counts", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	const script = await held(page, /\/embed\.js$/);
	await page.goto("./embedding.html", { waitUntil: "commit" });
	const own = page.locator("#api-figure");
	await own.evaluate((element) => {
		/** @type {any} */ (element).experiment = { training: { epochs: 50 } };
	});
	script.release();
	await page.waitForFunction(() => customElements.get("loss-plateau"));
	const result = await own.evaluate(async (element) => {
		await /** @type {Figure} */ (element).diagnose();
		return /** @type {Figure} */ (element).result?.epochs;
	});
	expect(result).toBe(50);
});

test("a figure that is gone is freed", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	const own = await figure(page);
	const client = await page.context().newCDPSession(page);
	const canvases = async () => {
		const { result } = await client.send("Runtime.evaluate", { expression: "HTMLCanvasElement.prototype" });
		const { objects } = await client.send("Runtime.queryObjects", { prototypeObjectId: result.objectId ?? "", objectGroup: "q" });
		const { result: count } = await client.send("Runtime.callFunctionOn", {
			objectId: objects.objectId,
			functionDeclaration: "function () { return this.filter((canvas) => canvas.parentNode).length; }",
			returnByValue: true,
		});
		await client.send("Runtime.releaseObjectGroup", { objectGroup: "q" });
		return count.value;
	};
	for (let i = 0; i < 3; i++) {
		if (i > 0) await add(page, "");
		await own.evaluate((element) => /** @type {Figure} */ (element).run());
		await expect(own.locator("canvas")).toHaveCount(2);
		expect(await canvases()).toBeGreaterThanOrEqual(2);
		await own.evaluate((element) => element.remove());
	}
	// The browser itself may hold the last one that it painted.
	await expect.poll(canvases).toBeLessThan(2);
});

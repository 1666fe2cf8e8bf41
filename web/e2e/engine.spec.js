// The engine falls, is missing, or cannot be: the page says so, keeps what was entered, and goes on where it can.
import { expect, test } from "./playground.js";

// The worker is told this name in its own query, hence the slash.
const engineFile = /\/plateau\.\w+\.wasm$/;

// Put before the worker's script: whatever engine comes, it answers as a Go program that has exited does.
const falling = `
let engine;
Object.defineProperty(globalThis, "plateau", {
	get: () => engine,
	set: (value) => { engine = value && new Proxy(value, { get: (of, name) => (name === "handle" ? () => undefined : of[name]) }); },
});`;

test("an engine that falls is started again with everything kept", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	await visit.done();
	await page.workers()[0].evaluate(() => {
		// What a Go program that has exited does.
		/** @type {any} */ (globalThis).plateau.handle = () => undefined;
	});
	await visit.type("training.epochs", "2000");
	await expect(page.locator("#notice")).toContainText("started again");
	await expect(visit.note).toContainText("2000 epochs");
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("tanh");
});

test("an engine that falls again and again is left alone", async ({ visit, page }) => {
	let workers = 0;
	page.on("worker", () => workers++);
	await page.route(/\/worker\.\w+\.js\?/, async (route) => {
		const response = await route.fetch();
		await route.fulfill({ response, body: `${falling}\n${await response.text()}` });
	});
	await page.goto("./");
	await expect(page.locator("#notice")).toContainText("Nothing can be trained here");
	expect(workers).toBeLessThan(6);
	visit.expected.push(/ERR_ABORTED/); // a worker that is ended while it loads
});

test("a wasm that cannot be loaded leaves picture, verdict and settings", async ({ visit, page }) => {
	visit.expected.push(/ERR_FAILED/);
	await page.route(engineFile, (route) => route.abort());
	await page.goto("./");
	await expect(page.locator("#notice")).toContainText("Nothing can be trained here");
	await expect(page.locator("#loss .poster")).toBeVisible();
	await expect(visit.sentence).toContainText("0.005676");
	await visit.type("training.epochs", "77");
	await expect(visit.setting("training.epochs")).toHaveValue("77");
	await page.unroute(engineFile);
	await page.reload();
	await expect(visit.note).toContainText("77 epochs");
});

test("a wasm that the server does not have is told", async ({ visit, page }) => {
	visit.expected.push(/404/, /ERR_ABORTED/); // nobody reads what came instead
	await page.route(engineFile, (route) => route.fulfill({ status: 404, body: "" }));
	await page.goto("./");
	await expect(page.locator("#notice")).toContainText("404");
});

test("a wasm of the wrong type is loaded all the same", async ({ visit, page }) => {
	await page.route(engineFile, async (route) => {
		const response = await route.fetch();
		await route.fulfill({ body: await response.body(), contentType: "application/octet-stream" });
	});
	await visit.open();
	expect(await visit.loss()).toBe(0.005676);
});

test("a browser without WebAssembly gets the picture and the reason", async ({ visit, page }) => {
	await page.addInitScript(() => {
		// @ts-expect-error: this is the browser that has none
		delete globalThis.WebAssembly;
	});
	await page.goto("./");
	await expect(page.locator("#notice")).toContainText("no WebAssembly");
	await expect(page.locator("#fit .poster")).toBeVisible();
	await visit.type("training.epochs", "55");
	await expect(visit.setting("training.epochs")).toHaveValue("55");
});

test("a page that may not store anything works", async ({ visit, page }) => {
	await page.addInitScript(() => {
		Object.defineProperty(globalThis, "localStorage", {
			get() {
				throw new DOMException("denied", "SecurityError");
			},
		});
	});
	await visit.open();
	expect(await visit.loss()).toBe(0.005676);
});

test("what cannot be drawn is told, and the page goes on with the next edit", async ({ visit, page }) => {
	visit.expected.push(/no room/);
	await visit.open();
	await page.locator("#fit .chart").evaluate((chart) => {
		Object.defineProperty(chart, "ariaLabel", {
			configurable: true,
			set() {
				throw new RangeError("no room");
			},
		});
	});
	await visit.type("training.epochs", "300");
	await expect(page.locator("#notice")).toContainText("no room");
	await page.locator("#fit .chart").evaluate((chart) => delete (/** @type {any} */ (chart).ariaLabel));
	await visit.type("training.epochs", "400");
	await expect(visit.note).toContainText("400 epochs");
	await expect(page.locator("#notice")).toBeHidden();
});

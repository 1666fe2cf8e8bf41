// A browser without vector instructions, as V8 is where the processor has none that it wants: the reference engine trains, and the page says so.
import { installed } from "../browser.js";
import { expect, test } from "./playground.js";

test.use({
	launchOptions: { executablePath: installed(), args: ["--disable-gpu", "--no-first-run", "--js-flags=--no-enable-sse4-1"] },
});

test("without vector instructions the reference engine trains, and the page says so", async ({ visit, page }) => {
	await visit.open();
	// i32.const 0, i8x16.splat, drop
	const vectors = await page.evaluate(() =>
		WebAssembly.validate(
			Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11),
		),
	);
	test.skip(vectors, "This browser has vector instructions whatever the flag; it is known to work on x64.");
	await expect(visit.note).toContainText("by the slower reference engine: this browser cannot run its vector code");
});

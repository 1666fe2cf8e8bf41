/** A point of the origin question under the mouse: every frame trains from epoch 0 and draws. */

const moves = 200;

/** @type {import("./measure.js").Measurement} */
export async function drag(launch, site) {
	const browser = await launch();
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await page.goto(site);
	await page.locator("#run-note").filter({ hasText: "on your machine" }).waitFor();
	const box = await page.locator("#fit .handle").nth(1).boundingBox();
	if (!box) throw new Error("the point in the middle has no place");
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.evaluate(() => {
		const scope = /** @type {any} */ (globalThis);
		scope.times = [];
		scope.states = new Set();
		const fit = document.querySelector("#fit .chart");
		const loss = document.querySelector("#loss .chart");
		const frame = (/** @type {number} */ time) => {
			scope.times.push(time);
			scope.states.add(`${fit?.getAttribute("aria-label")} ${loss?.getAttribute("aria-label")}`);
			scope.next = requestAnimationFrame(frame);
		};
		scope.next = requestAnimationFrame(frame);
	});
	for (let i = 0; i < moves; i++) await page.mouse.move(x, y - 60 * Math.sin(i / 10));
	const { times, states } = await page.evaluate(() => {
		const scope = /** @type {any} */ (globalThis);
		cancelAnimationFrame(scope.next);
		return { times: /** @type {number[]} */ (scope.times), states: /** @type {number} */ (scope.states.size) };
	});
	await browser.close();
	const seconds = (times[times.length - 1] - times[0]) / 1000;
	const frames = times.slice(1).map((time, i) => time - times[i]);
	return [
		{ what: "frames while a point is dragged", values: [frames.length / seconds], unit: "/s", goal: "60 /s" },
		{ what: "a frame while a point is dragged", values: frames, unit: "ms" },
		{ what: "whole trainings of 10,000 epochs drawn while it is dragged", values: [states / seconds], unit: "/s" },
	];
}

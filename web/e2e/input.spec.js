// Whatever is entered, the page says what is wrong with it and what would be right, and keeps what was typed.
import { expect, test } from "./playground.js";

/** @type {{name: string, path: string, text: string, says: RegExp}[]} */
const fields = [
	{ name: "text in a cell", path: "data.points[1][1]", text: "abc", says: /"abc".*number/ },
	{ name: "NaN in a cell", path: "data.points[1][1]", text: "NaN", says: /"?NaN"?.*number/ },
	{ name: "an empty cell", path: "data.points[0][0]", text: "", says: /number/ },
	{ name: "0 units", path: "network.layers[0].units", text: "0", says: /0 is below 1/ },
	{ name: "10,000 units", path: "network.layers[0].units", text: "10000", says: /10000 is above \d+/ },
	{ name: "half a unit", path: "network.layers[0].units", text: "2.5", says: /2\.5 is not a whole number/ },
	{ name: "learning rate 0", path: "training.optimizer.learning_rate", text: "0", says: /0 is not above 0/ },
	{ name: "a negative learning rate", path: "training.optimizer.learning_rate", text: "-0.1", says: /-0\.1 is/ },
	{ name: "a learning rate that is text", path: "training.optimizer.learning_rate", text: "fast", says: /"fast".*number/ },
	{ name: "a batch of none", path: "training.batch_size", text: "0", says: /0 is below 1/ },
	{ name: "a batch larger than the data", path: "training.batch_size", text: "1000", says: /1000 is above 3/ },
	{ name: "a seed that is no number", path: "training.seed", text: "lucky", says: /"lucky".*number/ },
	{ name: "half an epoch", path: "training.epochs", text: "0.5", says: /0\.5 is not a whole number/ },
];

test("what is wrong in a field is told beside it", async ({ visit, page }) => {
	await visit.open();
	for (const { name, path, text, says } of fields) {
		await test.step(name, async () => {
			await visit.type(path, text);
			await expect(visit.faults).toHaveText(says);
			await expect(visit.setting(path)).toHaveAttribute("aria-invalid", "true");
			await expect(visit.setting(path)).toHaveValue(text);
			// The run before is still on the page, and the fault goes with its cause.
			expect(await visit.loss()).toBe(0.005676);
			await page.getByRole("button", { name: "Start over" }).click();
			await expect(visit.faults).toHaveCount(0);
		});
	}
});

/** @type {{name: string, text: string, says: RegExp}[]} */
const documents = [
	{ name: "no points", text: '{"data": {"points": []}}', says: /point|row/ },
	{ name: "rows of different lengths", text: '{"data": {"points": [[1, 2], [1, 2, 3], [3, 4]]}}', says: /points\[1\]|3|numbers/ },
	{ name: "no layers", text: '{"network": {"layers": []}}', says: /layer/ },
	{ name: "a later version", text: '{"version": 2}', says: /version.*2.*1|2.*version/ },
	{ name: "an unknown field", text: '{"training": {"speed": 3}}', says: /speed/ },
	{ name: "JSON cut in half", text: '{"training": {"epo', says: /not JSON, or only a part/ },
	{ name: "a list", text: "[1, 2]", says: /object/ },
];

test("what is wrong in a pasted experiment is told", async ({ visit }) => {
	await visit.open();
	for (const { name, text, says } of documents) {
		await test.step(name, async () => {
			await visit.paste(text);
			await expect(visit.faults.first()).toHaveText(says);
			expect(await visit.loss()).toBe(0.005676);
			await visit.paste("{}"); // the origin question
			await expect(visit.faults).toHaveCount(0);
		});
	}
});

test("a learning rate of 1e9 diverges, and the page says so", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("training.optimizer").selectOption("sgd");
	await visit.type("training.optimizer.learning_rate", "1e9");
	await expect(page.locator("#verdict")).toHaveAttribute("data-state", "diverged");
	await expect(visit.sentence).toContainText(/diverge|blew up/);
	await expect(visit.note).toContainText("diverged");
	await expect(visit.setting("training.optimizer.learning_rate")).toHaveValue("1e9");
});

test("one point is said to be too few", async ({ visit }) => {
	await visit.open();
	await visit.paste('{"data": {"points": [[1, 2]]}}');
	await expect(visit.sentence).toContainText(/One point.*at least two/);
});

test("points are typed, pasted and removed", async ({ visit, page }) => {
	await visit.open();
	await page.getByLabel("x of point 4").fill("2");
	await page.getByLabel("y of point 4").fill("0.1");
	await page.getByLabel("y of point 4").press("Enter");
	await expect(page.locator("#points tbody tr")).toHaveCount(5); // and a blank one
	await expect(page.locator("#fit .handle")).toHaveCount(4);
	await page.getByRole("button", { name: "Remove point 4" }).click();
	await expect(page.locator("#points tbody tr")).toHaveCount(4);

	await page.getByLabel("x of point 1", { exact: true }).focus();
	await page.evaluate(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", "0\t0\n1\t1\n2\t4\n3\t9\n");
		document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
	});
	await expect(page.locator("#points tbody tr")).toHaveCount(5);
	await expect(page.getByLabel("y of point 4")).toHaveValue("9");
	await expect(visit.faults).toHaveCount(0);
});

test("what was typed survives a reload", async ({ visit, page }) => {
	await visit.open();
	await visit.type("network.layers[0].units", "0");
	await expect(visit.faults).toHaveText(/0 is below 1/);
	await page.reload();
	await expect(visit.setting("network.layers[0].units")).toHaveValue("0");
	await expect(visit.faults).toHaveText(/0 is below 1/);
});

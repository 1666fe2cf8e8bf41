// What people bring, pasted, dropped or opened as a file: what is understood is taken at once, anything else is shown by line and kept to be corrected.
import { Buffer } from "node:buffer";
import { expect, test } from "./playground.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * Pastes where the focus is, as the browser does it with what is on the clipboard.
 * @param {Page} page
 * @param {string} text
 */
async function paste(page, text) {
	await page.evaluate((given) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", given);
		document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
	}, text);
}

/**
 * Drags something above the page, and drops it.
 * @param {Page} page
 * @param {{name?: string, text: string}} brought a file where it has a name
 */
async function drop(page, { name, text }) {
	const transfer = await page.evaluateHandle(
		({ file, content }) => {
			const data = new DataTransfer();
			if (file) data.items.add(new File([content], file));
			else data.setData("text/plain", content);
			return data;
		},
		{ file: name, content: text },
	);
	await page.dispatchEvent("#main", "dragenter", { dataTransfer: transfer });
	await page.dispatchEvent("#main", "dragover", { dataTransfer: transfer });
	await expect(page.locator("#drop")).toBeVisible();
	await page.dispatchEvent("#main", "drop", { dataTransfer: transfer });
	await expect(page.locator("#drop")).toBeHidden();
}

const rows = (/** @type {Page} */ page) => page.locator("#points tbody tr:not(.blank)");

const forms = {
	CSV: "x,y\n0,1\n1,3\n2,2\n3,5",
	TSV: "0\t1\n1\t3\n2\t2\n3\t5",
	"a spreadsheet with decimal commas": "0;1,0\n1;3,0\n2;2,0\n3;5,0",
	R: "x <- c(0, 1, 2, 3)\ny <- c(1, 3, 2, 5)",
	"Python lists": "x = [0, 1, 2, 3]\ny = [1, 3, 2, 5]",
	NumPy: "import numpy as np\nX = np.array([[0.], [1.], [2.], [3.]])\ny = np.array([1, 3, 2, 5])",
	JSON: '[{"x": 0, "y": 1}, {"x": 1, "y": 3}, {"x": 2, "y": 2}, {"x": 3, "y": 5}]',
	Julia: "x = [0.0, 1.0, 2.0, 3.0]\ny = [1.0, 3.0, 2.0, 5.0]",
	MATLAB: "x = [0 1 2 3];\ny = [1; 3; 2; 5];",
};

test("data as people have them, pasted anywhere on the page", async ({ visit, page }) => {
	await visit.open();
	await visit.setting("network.layers[0].activation").selectOption("tanh");
	for (const [name, text] of Object.entries(forms)) {
		await test.step(name, async () => {
			await paste(page, text);
			await expect(page.locator("#notice")).toContainText("4 rows of 2 columns");
			await expect(rows(page)).toHaveCount(4);
			await expect(page.getByLabel("y of point 4")).toHaveValue("5");
			await expect(visit.faults.filter({ hasNotText: "rows of" })).toHaveCount(0);
			// The network stays, and a batch of all rows is one still.
			await expect(visit.setting("network.layers[0].activation")).toHaveValue("tanh");
			await expect(visit.setting("training.batch_size")).toHaveValue("4");
			await page.getByRole("button", { name: "Undo" }).click();
			await expect(rows(page)).toHaveCount(3);
		});
	}
});

test("in the table: the first cell is all of it, a later one is where it begins", async ({ visit, page }) => {
	await visit.open();
	await page.getByLabel("x of point 1", { exact: true }).focus();
	await paste(page, "0\t0\n1\t1\n2\t4\n3\t9\n");
	await expect(rows(page)).toHaveCount(4);
	await page.getByLabel("x of point 5", { exact: true }).focus(); // the blank row
	await paste(page, "4\t16\n5\t25");
	await expect(rows(page)).toHaveCount(6);
	await page.getByLabel("y of point 2", { exact: true }).focus();
	await paste(page, "7\n8");
	await expect(page.getByLabel("y of point 2")).toHaveValue("7");
	await expect(page.getByLabel("y of point 3")).toHaveValue("8");
	await expect(page.getByLabel("x of point 3")).toHaveValue("2");
	await expect(rows(page)).toHaveCount(6);
	await expect(visit.note).toContainText("on your machine");
});

test("text that is no data is shown by line, and corrected", async ({ visit, page }) => {
	await visit.open();
	await paste(page, "x,y\n1,2\n3,four\n5,six\n7,8");
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	await expect(dialog.getByRole("status")).toContainText("2 lines are not understood");
	await expect(dialog.locator('[data-state="unknown"]').first()).toContainText(
		/^3.*3,four.*column 2 \(y\): "four" is not a number/,
	);
	await expect(dialog.locator('[data-state="unknown"]').last()).toContainText('"six" is not a number');
	await expect(dialog.locator(".reading-lines")).toContainText("2 rows of 2 columns: x, y");
	await expect(rows(page)).toHaveCount(3); // nothing is taken before somebody says so
	const area = dialog.getByLabel("Code, a log or data");
	await area.fill((await area.inputValue()).replace("six", "6").replace("four", "4"));
	await expect(dialog.locator(".reading-lines")).toContainText("4 rows of 2 columns");
	await expect(dialog.locator('[data-state="unknown"]')).toHaveCount(0);
	await dialog.getByRole("button", { name: "Use it" }).click();
	await expect(rows(page)).toHaveCount(4);

	await paste(page, "It was a dark and stormy night.");
	await expect(dialog.getByRole("status")).toContainText("no numbers");
	await expect(dialog.getByRole("button", { name: "Use it" })).toBeHidden();
	await expect(area).toHaveValue("It was a dark and stormy night.");
});

test("100,000 rows: the limit is said and a sample offered", async ({ visit, page }) => {
	test.slow(); // it reads a megabyte, and tests share their processor
	await visit.open();
	await visit.type("training.epochs", "1");
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	await paste(page, Array.from({ length: 100_000 }, (_, i) => `${i},${i % 7}`).join("\n"));
	await expect(dialog.getByRole("status")).toContainText(
		"100000 rows, more than the 10000 that fit. Take 10000 of them, evenly spaced?",
		{ timeout: 60_000 },
	);
	await dialog.getByRole("button", { name: "Take the sample" }).click();
	await expect(dialog).toBeHidden();
	await expect(page.locator("#points-more")).toHaveText(/200 of 10\u202f?000 rows shown/);
	await visit.done();
	await expect(visit.faults).toHaveCount(0);
});

test("a file is dropped, or opened with the keyboard", async ({ visit, page }) => {
	await visit.open();
	await drop(page, { name: "heights.csv", text: "age,height\n1,75\n2,86\n3,95\n4,102\n" });
	await expect(page.locator("#notice")).toContainText("heights.csv: 4 rows of 2 columns: age, height.");
	await expect(page.locator("#points thead")).toContainText("height");
	await expect(rows(page)).toHaveCount(4);

	await drop(page, { name: "saved.json", text: '{"result": {"experiment": {"training": {"epochs": 77}}}, "diagnosis": {}}' });
	await expect(visit.note).toContainText("77 epochs");
	await drop(page, { text: "5 6\n7 8" });
	await expect(rows(page)).toHaveCount(2);

	await drop(page, { name: "picture.png", text: "\u0089PNG\u0000\u0000" });
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	await expect(dialog.getByRole("status")).toContainText("not text; save a spreadsheet as CSV");
	await page.keyboard.press("Escape");

	const chosen = page.waitForEvent("filechooser");
	await page.getByRole("button", { name: "Open a file" }).press("Enter");
	await (
		await chosen
	).setFiles({
		name: "unicode.txt",
		mimeType: "text/plain",
		buffer: Buffer.from("\ufeffx\ty\r\n1\t2\r\n3\t4\r\n5\t6\r\n", "utf16le"), // as a spreadsheet saves it
	});
	await expect(page.locator("#notice")).toContainText("unicode.txt: 3 rows of 2 columns: x, y.");
	const again = page.waitForEvent("filechooser");
	await page.getByRole("button", { name: "Open a file" }).click();
	await (await again).setFiles({ name: "huge.csv", mimeType: "text/csv", buffer: Buffer.alloc(17 * 2 ** 20, "1,2\n") });
	await expect(page.locator("#notice")).toContainText("huge.csv has 17825792 bytes, more than the 16777216 that are read");
	await expect(rows(page)).toHaveCount(3);
});

test("code is taken whole, or looked at where a line is not understood", async ({ visit, page }) => {
	await visit.open();
	const code = [
		"x = [[0], [1], [2]]",
		"y = [[1], [3], [2]]",
		"model = Sequential([Dense(4, activation='relu'), Dense(1)])",
		"model.compile(loss='mse', optimizer='adam')",
		"model.fit(x, y, epochs=20)",
	];
	await paste(page, code.join("\n"));
	await expect(page.locator("#notice")).toContainText("This is Keras code.");
	await expect(visit.setting("network.layers[0].activation")).toHaveValue("relu");
	await drop(page, { name: "train.py", text: [...code, "frobnicate(model)"].join("\n") });
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	await expect(dialog.locator('[data-state="unknown"] code')).toHaveText("frobnicate(model)");
});

test("what reads cannot be loaded: it is said, and the text is kept", async ({ visit, page }) => {
	await visit.open();
	visit.expected.push(/ERR_FAILED/, /reader/);
	await page.route(/reader\.\w+\.wasm$/, (route) => route.abort());
	await paste(page, "1,2\n3,4");
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	await expect(dialog.getByRole("status")).toContainText("did not load");
	await expect(dialog.getByLabel("Code, a log or data")).toHaveValue("1,2\n3,4");
	await expect(rows(page)).toHaveCount(3);
});

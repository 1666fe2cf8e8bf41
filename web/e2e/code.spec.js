// What people have is pasted, read line by line, and becomes the experiment.
import { readFile } from "node:fs/promises";
import { expect as sure, test } from "./playground.js";

// What reads code is a second program, and tests share their processor.
const expect = sure.configure({ timeout: 20_000 });

const snippet = (/** @type {string} */ name) => readFile(new URL(`../../wasm/code/testdata/${name}`, import.meta.url), "utf8");

test("the origin question, pasted whole, becomes the origin experiment", async ({ visit, page }) => {
	await visit.open();
	await visit.type("training.epochs", "50");
	await expect(visit.note).toContainText("50 epochs");
	await page.getByRole("button", { name: "Code" }).click();
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	const area = dialog.getByLabel("Code, a log or data");
	await expect(area).toBeFocused();
	await area.fill(await snippet("origin.txt"));
	await expect(dialog.getByRole("status")).toContainText("This is R-Keras code. Your log stops at 0.0057.");
	await expect(dialog.getByRole("listitem").filter({ hasText: "layer_dense" })).toHaveAttribute("data-state", "understood");
	await dialog.getByRole("button", { name: "Use it" }).click();
	await expect(dialog).toBeHidden();
	await expect(visit.note).toContainText("10\u202f000 epochs");
	await expect(page.locator("#log-note")).toContainText("Your log stops at 0.0057; the best straight line leaves 0.005676.");
	await expect.poll(() => visit.loss()).toBe(0.005676);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(visit.note).toContainText("50 epochs");
});

test("a line that is not understood is named, a log is held against the floors, prose is refused", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "Code" }).click();
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	const area = dialog.getByLabel("Code, a log or data");
	const said = dialog.getByRole("status");
	const use = dialog.getByRole("button", { name: "Use it" });

	await area.fill(
		[
			"x = [[0], [1], [2]]",
			"y = [[1], [3], [2]]",
			"model = Sequential([Dense(4, activation='relu'), Dense(1)])",
			"model.compile(loss='mse', optimizer='adam')",
			"frobnicate(model, '<img src=x onerror=alert(1)>')",
			"model.fit(x, y, epochs=20)",
		].join("\n"),
	);
	await expect(said).toContainText("This is Keras code. One line is not understood.");
	await expect(dialog.locator('[data-state="unknown"] code')).toHaveText("frobnicate(model, '<img src=x onerror=alert(1)>')");
	await expect(use).toBeVisible();

	const epochs = Array.from({ length: 40 }, (_, i) => `Epoch ${i + 1}/40\n3/3 - 0s - loss: ${i < 9 ? 0.1 / (i + 1) : 0.0057}`);
	await area.fill(epochs.join("\n"));
	await expect(said).toHaveText(/^Your log stops at 0\.0057, flat since epoch \d+; the best straight line leaves 0\.005676\.$/);
	await expect(dialog.getByRole("button", { name: "Draw it under the run" })).toBeVisible();
	await expect(use).toBeHidden();

	await area.fill("It was a dark and stormy night.");
	await expect(said).toContainText(/no numbers|neither code/i);
	await expect(use).toBeHidden();
	await area.fill("");
	await expect(said).toBeEmpty();
});

test("a log is drawn under the run, through edits and a reload, until it is dismissed", async ({ visit, page }) => {
	await visit.open();
	const epochs = Array.from({ length: 50 }, (_, i) => `epoch ${i * 400} loss: ${(0.0057 + 0.3 * 0.5 ** i).toFixed(5)}`);
	await page.getByRole("button", { name: "Code" }).click();
	await page.getByLabel("Code, a log or data").fill(epochs.join("\n"));
	await page.getByRole("button", { name: "Draw it under the run" }).click();
	const note = page.locator("#log-note");
	await expect(note).toContainText(/stops at 0\.0057, flat since epoch \d.*; the best straight line leaves 0\.005676\./);
	await expect(visit.lossChart).toHaveAttribute("aria-label", /Your log stops at 0\.0057/);

	// Another experiment has other floors; the log is the same.
	await visit.type("training.epochs", "77");
	await visit.type("data.points[2][1]", "-0.5");
	await visit.done();
	await expect(note).toContainText("stops at 0.0057");
	await expect(note).not.toContainText("0.005676");
	await expect(page.locator("#fit-tab")).toBeVisible();
	await page.locator("#loss").getByText("Table").click();
	const table = page.getByRole("table", { name: "Loss over the epochs" });
	await expect(table.getByRole("columnheader", { name: "your log" })).toBeVisible();
	await expect(table.getByRole("row").last()).toHaveText(/19\u202f6000\.0057/);

	await page.reload();
	await visit.done();
	await expect(note).toContainText("stops at 0.0057");
	await page.getByRole("button", { name: "Save", exact: true }).click();
	const saved = async (/** @type {string} */ label) => {
		const download = page.waitForEvent("download");
		await page.getByRole("button", { name: label }).click();
		return readFile(await (await download).path(), "utf8");
	};
	expect(await saved("Loss chart as SVG")).toMatch(/>your log 0\.0057</);
	expect(await saved("Loss curve as CSV")).toMatch(/^epoch,loss,your log\r\n0,,0\.3057\r\n1,[\d.]+,\r\n/);
	await page.getByRole("button", { name: "Open the report" }).click();
	await expect(page.getByRole("dialog", { name: "Report" })).toContainText("Your log stops at 0.0057");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");

	await page.getByRole("button", { name: "Dismiss your log" }).click();
	await expect(note).toBeHidden();
	await expect(visit.lossChart).not.toHaveAttribute("aria-label", /log/);
	await page.reload();
	await visit.done();
	await expect(note).toBeHidden();
});

test("the experiment goes out as code, with the fix marked", async ({ visit, page }) => {
	await visit.open();
	await expect(visit.apply).toBeVisible();
	await page.getByRole("button", { name: "Code" }).click();
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	const script = dialog.getByLabel("The script");
	await expect(script).toHaveValue(/import keras[^]*1e-0?5/);
	await dialog.getByLabel("Framework").selectOption("PyTorch");
	await expect(script).toHaveValue(/import torch/);
	const plain = await script.inputValue();
	await dialog.getByLabel("with the fix, what it changes marked").check();
	await expect(script).not.toHaveValue(plain);
	const saved = page.waitForEvent("download");
	await dialog.getByRole("button", { name: "Save as a file" }).click();
	expect((await saved).suggestedFilename()).toBe("plateau_pytorch.py");
	// What comes out goes back in.
	await dialog.getByLabel("Framework").selectOption("Keras");
	await expect(script).toHaveValue(/import keras/);
	await dialog.getByLabel("with the fix, what it changes marked").uncheck();
	await expect(script).toHaveValue(/1e-0?5/);
	await dialog.getByLabel("Code, a log or data").fill(await script.inputValue());
	await expect(dialog.getByRole("status")).toContainText("This is Keras code.");
	await expect(dialog.getByRole("button", { name: "Use it" })).toBeVisible();
});

test("a text that was changed is not used before it is read", async ({ visit, page }) => {
	await visit.open();
	await page.getByRole("button", { name: "Code" }).click();
	const dialog = page.getByRole("dialog", { name: "Code, logs and data" });
	const area = dialog.getByLabel("Code, a log or data");
	const use = dialog.getByRole("button", { name: "Use it" });
	await area.fill("x,y\n1,2\n2,4\n3,6");
	await expect(use).toBeVisible();
	// In one task, as by somebody who pastes and presses at once.
	await area.evaluate((/** @type {HTMLTextAreaElement} */ box) => {
		box.value = "x,y\n1,20\n2,40\n3,60\n4,80";
		box.dispatchEvent(new Event("input", { bubbles: true }));
		/** @type {HTMLElement | null} */ (document.querySelector("dialog .reading-act button"))?.click();
	});
	await use.click();
	await expect(dialog).toBeHidden();
	await expect(visit.setting("data.points[3][1]")).toHaveValue("80");
});

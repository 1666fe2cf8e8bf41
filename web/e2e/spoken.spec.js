// What the page says to those who hear it.
import { expect, test } from "./playground.js";

test("every setting is described by what it means, and by what is wrong with it", async ({ visit, page }) => {
	await visit.open();
	for (const summary of await page.locator("#panel summary").all()) await summary.click();
	await page.getByRole("button", { name: "More about layer Hidden" }).click();
	const fields = page.locator("#settings :is(input, select, textarea):visible");
	const bare = await fields.evaluateAll((all) =>
		all
			.filter((field) => {
				const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
				const found = ids.map((id) => document.querySelectorAll(`[id="${id}"]`));
				return found.some((one) => one.length !== 1) || found.every(([one]) => (one.textContent ?? "").trim() === "");
			})
			.map((field) => field.outerHTML.slice(0, 120)),
	);
	expect(bare).toEqual([]);
	const rate = visit.setting("training.optimizer.learning_rate");
	const { description } = await rate.evaluate((field) => ({
		description: document.getElementById(`${field.id}-help`)?.textContent ?? "",
	}));
	await expect(rate).toHaveAccessibleDescription(description);
	await rate.focus();
	await expect(page.locator("#help")).toContainText(description.slice(1));
	await visit.type("training.optimizer.learning_rate", "fast");
	await expect(rate).toHaveAccessibleDescription(/"fast" is not a number/);
	await visit.type("training.optimizer.learning_rate", "1e-3");
	await expect(rate).toHaveAccessibleDescription(description);
	const activation = visit.setting("network.layers[0].activation");
	const chosen = page.locator("#network-layers-activation-chosen-0");
	const linear = (await chosen.textContent()) ?? "";
	expect(linear).not.toBe("");
	await activation.selectOption("tanh");
	await expect(chosen).not.toHaveText(linear);
	// Of two layers each has its own.
	await page.getByRole("button", { name: "Add a hidden layer" }).click();
	await visit.type("network.layers[1].units", "0");
	await expect(visit.setting("network.layers[1].units")).toHaveAccessibleDescription(/0 is below 1/);
	await expect(visit.setting("network.layers[0].units")).not.toHaveAccessibleDescription(/below/);
});

test("a run that goes says nothing until there is a verdict", async ({ visit, page }) => {
	await visit.open();
	// A run that does not end while it is listened to, on any machine.
	await page.getByLabel("Speed in epochs a second").selectOption({ label: "1000/s" });
	await visit.type("training.epochs", "1000000");
	const epoch = async () =>
		Number(/^epoch (\S+) of/.exec((await page.locator("#epoch-read").textContent()) ?? "")?.[1].replaceAll(/\D/g, ""));
	await expect.poll(epoch).toBeGreaterThan(0);
	// Roles that are live without saying so count as much as what says so.
	const live = await page.evaluate(() => {
		const scope = /** @type {any} */ (globalThis);
		scope.spoken = [];
		const regions = [...document.querySelectorAll("[aria-live], output, [role=status], [role=alert]")].filter(
			(region) => (region.getAttribute("aria-live") ?? "polite") !== "off",
		);
		const observer = new MutationObserver((changes) => {
			for (const { target } of changes) scope.spoken.push(target.textContent);
		});
		for (const region of regions) observer.observe(region, { childList: true, characterData: true, subtree: true });
		return regions.length;
	});
	expect(live).toBeGreaterThan(1);
	const begun = await epoch();
	await expect.poll(epoch).toBeGreaterThan(begun + 100);
	await page.getByRole("button", { name: "Pause", exact: true }).click();
	expect(await page.evaluate(() => /** @type {any} */ (globalThis).spoken)).toEqual([]);
});

test("a figure says its verdict once it rests, in one place", async ({ visit, page }) => {
	expect(visit.complaints).toEqual([]);
	await page.goto("./embedding.html");
	const own = page.locator("#api-figure");
	await own.evaluate((element) => /** @type {any} */ (element).run());
	await expect(own.locator(".sentence")).toContainText("0.005676");
	await expect(own.locator(".sentence")).not.toHaveAttribute("aria-live");
	await expect(own.locator("[aria-live=polite]")).toContainText("0.005676");
	await expect(own.locator("output")).toHaveAttribute("aria-live", "off");
});

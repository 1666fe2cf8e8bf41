/**
 * The page as a person meets it, and what holds on every visit: nothing is said on the console, no request leaves the site's own origin, and the
 * Content-Security-Policy refuses nothing.
 */
import { test as base, expect } from "@playwright/test";

export { expect };

/**
 * @typedef {import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions & {visit: Visit}} Args
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs & import("@playwright/test").PlaywrightWorkerOptions} WorkerArgs
 * @typedef {import("@playwright/test").TestType<Args, WorkerArgs>} Test
 */

export const test = /** @type {Test} */ (
	base.extend({
		visit: async (/** @type {Args} */ { page, baseURL }, /** @type {(visit: Visit) => Promise<void>} */ use) => {
			const visit = new Visit(page, new URL(baseURL ?? "").origin);
			await use(visit);
			expect(visit.complaints, "console and network").toEqual([]);
		},
	})
);

export class Visit {
	/**
	 * @param {import("@playwright/test").Page} page
	 * @param {string} origin
	 */
	constructor(page, origin) {
		this.page = page;
		/** @type {string[]} */
		this.complaints = [];
		/** @type {RegExp[]} what a test provokes */
		this.expected = [];
		const complain = (/** @type {string} */ text) => {
			if (!this.expected.some((pattern) => pattern.test(text))) this.complaints.push(text);
		};
		page.on("console", (message) => ["error", "warning"].includes(message.type()) && complain(message.text()));
		page.on("pageerror", (error) => complain(String(error.stack)));
		page.on("request", (request) => {
			const url = new URL(request.url());
			if (url.origin !== origin && url.protocol !== "data:") complain(`request to ${url.origin}`);
		});
		page.on("requestfailed", (request) => complain(`${request.url()} ${request.failure()?.errorText}`));
	}

	/** Opens the page and waits until the origin question has been trained in this browser. */
	async open() {
		await this.page.goto("./");
		await this.done();
	}

	/** The run on the page is finished and drawn. */
	async done() {
		await expect(this.note).toContainText("on your machine");
		await expect(this.page.locator("#main")).toHaveAttribute("data-live", "");
	}

	get note() {
		return this.page.locator("#run-note");
	}

	get sentence() {
		return this.page.locator("#sentence");
	}

	get apply() {
		return this.page.locator("#apply");
	}

	/** What the loss chart says to those who cannot see it. */
	get lossChart() {
		return this.page.locator("#loss .chart");
	}

	/** The loss as the page writes it. */
	async loss() {
		return Number((/loss ([\d.e-]+)/.exec((await this.note.textContent()) ?? "") ?? [])[1]);
	}

	/**
	 * A setting by its path in the Experiment, the one that is shown.
	 * @param {string} path
	 */
	setting(path) {
		return this.page.locator(`[data-path="${path}"]:visible, [data-cell="${path}"]:visible`).first();
	}

	/**
	 * Types into a field and leaves it.
	 * @param {string} path
	 * @param {string} text
	 */
	async type(path, text) {
		await this.setting(path).fill(text);
		await this.setting(path).blur();
	}

	/**
	 * Replaces the experiment by a text.
	 * @param {string} text
	 */
	async paste(text) {
		const box = this.page.getByLabel("The experiment as JSON");
		if (!(await box.isVisible())) await this.page.getByText("As JSON").click();
		await box.fill(text);
		await box.blur();
	}

	/** Everything that the page says is wrong, beside a field or above the page. */
	get faults() {
		return this.page.locator(".fault:visible, #notice:visible");
	}
}

/** The diagnosis in the page's own engine: when the first answer is there, and when the last trial is done. */

const questions = {
	"the origin question": {},
	"2-16-16-1 on 200 points": {
		data: { generator: { name: "circle", n: 200 } },
		network: { layers: [{ units: 16, activation: "tanh" }, { units: 16, activation: "tanh" }, { units: 1 }] },
		training: { epochs: 500, optimizer: { name: "adam", learning_rate: 1e-4 } },
	},
};
const repeats = 3;

/** @type {import("./measure.js").Measurement} */
export async function diagnose(launch, site) {
	const browser = await launch();
	const page = await browser.newPage();
	await page.goto(site);
	await page.locator("#run-note").filter({ hasText: "on your machine" }).waitFor();
	const worker = page.workers()[0];
	/** @type {import("./measure.js").Measured[]} */
	const out = [];
	for (const [name, experiment] of Object.entries(questions)) {
		const times = await worker.evaluate(
			async ({ experiment, repeats }) => {
				const { plateau } = /** @type {any} */ (globalThis);
				const ask = (/** @type {string} */ type, /** @type {object} */ body) =>
					JSON.parse(plateau.handle(type, JSON.stringify({ figure: 7, ...body })).json);
				const first = [];
				const all = [];
				for (let i = 0; i < repeats; i++) {
					ask("start", { experiment });
					while (ask("pull", { samples: 100 }).frame.state !== "done") plateau.handle("advance", '{"milliseconds":8}');
					const begin = performance.now();
					let answer = ask("diagnose", {});
					first.push(performance.now() - begin);
					while (!answer.complete) {
						plateau.handle("advance", '{"milliseconds":16}');
						await new Promise((resolve) => setTimeout(resolve));
						answer = ask("diagnose", {});
					}
					all.push(performance.now() - begin);
				}
				return { first, all };
			},
			{ experiment, repeats },
		);
		out.push({ what: `first answer for ${name}`, values: times.first, unit: "ms", goal: "50 ms" });
		out.push({ what: `every trial for ${name}`, values: times.all, unit: "ms" });
	}
	await browser.close();
	return out;
}

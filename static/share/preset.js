// Which entry of the gallery an experiment is, to the last digit: its picture lies ready on the site.

/** @typedef {{name: string, verdict: string}} Preset */

/**
 * The same experiment has the same link, so links are compared.
 * @param {import("../engine.js").Engine} engine
 * @param {import("../protocol").Experiment} experiment
 * @returns {Promise<Preset | undefined>} nothing too where the gallery cannot be reached
 */
export async function presetOf(engine, experiment) {
	const linkOf = async (/** @type {import("../protocol").Experiment} */ one) =>
		(await engine.request("link", { experiment: one })).link;
	const load = async (/** @type {string} */ name) => (await fetch(`presets/${name}.json`)).json();
	try {
		const link = await linkOf(experiment);
		if (link === (await linkOf({}))) return { name: "origin", verdict: "" };
		/** @type {(Preset & {title: string})[]} */
		const index = await load("index");
		for (const { name, title, verdict } of index) {
			if (title === experiment.title && link === (await linkOf(await load(name)))) return { name, verdict };
		}
	} catch {
		// It is embedded as any other experiment is.
	}
	return undefined;
}

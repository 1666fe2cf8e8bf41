// The two settings that move a stuck loss most often, offered in a figure: the activation of the hidden layers and the learning rate.

import { get, nameOf, set } from "../experiment.js";
import { setting } from "../format.js";

/** @typedef {import("../protocol").Experiment} Experiment */

const ratePath = "training.optimizer.learning_rate";

export class Settings {
	/** @type {Experiment} */
	#experiment = {};

	/**
	 * @param {ReturnType<typeof import("./parts.js").build>["settings"]} parts
	 * @param {import("../session.js").Session} session
	 */
	constructor(parts, session) {
		this.parts = parts;
		const { activation, rate } = parts;
		activation.select.addEventListener("change", () => {
			let next = this.#experiment;
			for (let i = 0; i < this.#hidden(); i++) next = set(next, `network.layers[${i}].activation`, activation.select.value);
			session.edit(next);
		});
		rate.slider.addEventListener("input", () => {
			const { low, high } = rate;
			const exponent = Math.log10(low) + (Number(rate.slider.value) / 1000) * Math.log10(high / low);
			session.edit(set(this.#experiment, ratePath, Number((10 ** exponent).toPrecision(2))), false);
		});
		rate.slider.addEventListener("change", () => session.settle());
	}

	/** @param {Experiment} experiment */
	draw(experiment) {
		this.#experiment = experiment;
		const { activation, rate } = this.parts;
		const name = nameOf(get(experiment, "network.layers[0].activation")) || "linear";
		activation.field.hidden = this.#hidden() === 0;
		if (activation.select.value !== name) activation.select.value = name;
		const at = get(experiment, ratePath);
		rate.field.hidden = typeof at !== "number";
		if (typeof at !== "number") return;
		rate.slider.value = String(Math.round((1000 * Math.log10(at / rate.low)) / Math.log10(rate.high / rate.low)));
		rate.slider.setAttribute("aria-valuetext", setting(at));
		rate.value.textContent = setting(at);
	}

	#hidden() {
		const layers = get(this.#experiment, "network.layers");
		return Array.isArray(layers) ? layers.length - 1 : 0;
	}
}

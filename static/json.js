// The Experiment as text: to read, to keep, to paste. What is pasted becomes the Experiment as soon as it is JSON; whether it makes sense is for Go to say.

import { byId, say } from "./element.js";

export class JsonText {
	#text = /** @type {HTMLTextAreaElement} */ (byId("json-text"));
	#details = /** @type {HTMLDetailsElement} */ (byId("json"));
	#fault = byId("json-fault");
	#broken = false;
	/** @type {import("./protocol").Experiment} */
	#last = {};

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.#text.addEventListener("change", () => {
			const value = this.#parse();
			if (value !== undefined) session.edit(value);
		});
		this.#details.addEventListener("toggle", () => this.draw(this.#last));
	}

	/** @param {import("./protocol").Experiment} experiment */
	draw(experiment) {
		this.#last = experiment;
		// Broken text is a person's work; it stays until it is mended.
		if (!this.#details.open || this.#broken) return;
		const text = JSON.stringify(experiment, null, 2);
		if (this.#text.value !== text) this.#text.value = text;
	}

	/** @returns {import("./protocol").Experiment | undefined} */
	#parse() {
		let value;
		let message = "";
		try {
			value = JSON.parse(this.#text.value);
		} catch (error) {
			message = `This is not JSON, or only a part of it: ${/** @type {Error} */ (error).message}.`;
		}
		this.#broken = message !== "";
		this.#fault.hidden = !this.#broken;
		this.#text.ariaInvalid = this.#broken ? "true" : null;
		say(this.#fault, message);
		return value;
	}
}

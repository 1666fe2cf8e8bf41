// The second program, which reads and writes code and data: loaded when it is first asked, so that nobody waits for it who does not need it.

import { Engine, Refused } from "../engine.js";

/** @typedef {import("../protocol").Imported} Imported */

export class Reader {
	/** @type {Engine | undefined} */
	#engine;
	#asked = 0;

	/** @param {{worker: string, reader: string}} files */
	constructor(files) {
		this.files = files;
	}

	get engine() {
		this.#engine ??= new Engine(
			() => {
				const url = new URL(this.files.worker, document.baseURI);
				url.searchParams.set("wasm", new URL(this.files.reader, document.baseURI).href);
				return new Worker(url, { name: "plateau reader" });
			},
			() => {},
		);
		return this.#engine;
	}

	/**
	 * @param {string} text
	 * @param {import("../protocol").Experiment} into what data are put into
	 * @param {[row: number, column: number]} [at] the cell of its table that they were pasted into
	 * @returns {Promise<Imported | string | undefined>} what was made of it, why nothing was, or nothing for what is out of date
	 */
	async read(text, into, at) {
		const asked = ++this.#asked;
		if (text.trim() === "") return "";
		try {
			const reply = await this.engine.request("import", { text, into, at });
			return asked === this.#asked ? reply : undefined;
		} catch (error) {
			if (asked !== this.#asked) return undefined;
			return error instanceof Refused ? error.message : "What reads code did not load; reload the page to try again.";
		}
	}
}

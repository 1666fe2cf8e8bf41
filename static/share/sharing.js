// Out of the page and into it: the link in the address bar, the buttons that copy it, and the dialogs that take the experiment elsewhere.

import { byId } from "../element.js";
import { Refused } from "../engine.js";
import { notice } from "../notices.js";
import { Taking } from "../taking.js";
import { Address } from "./address.js";
import { copy } from "./dialog.js";
import { openEmbedding } from "./embedding.js";
import { presetOf } from "./preset.js";
import { Reader } from "./reader.js";
import { openReading } from "./reading.js";
import { openSaving } from "./saving.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Diagnosis} Diagnosis */
/** @typedef {import("../watch.js").Picture} Picture */

export class Sharing {
	#address;
	/** @type {Experiment | undefined} what was there when a link could not be opened */
	#refused;
	#opened = 0; // how many edits there were when the last link was opened

	/**
	 * @param {import("../engine.js").Engine} engine
	 * @param {import("../session.js").Session} session
	 * @param {{worker: string, reader: string}} files
	 * @param {import("../log.js").PastedLog} log
	 * @param {import("../standing.js").Standing} standing
	 * @param {() => void} addressed the address has changed
	 */
	constructor(engine, session, files, log, standing, addressed) {
		this.session = session;
		this.standing = standing;
		const reader = new Reader(files);
		const look = (/** @type {import("./reading.js").Given | undefined} */ given = undefined) => {
			const fix = standing.holds ? this.diagnosis?.fixes[0]?.experiment : undefined;
			openReading(reader, session, { picture: this.picture, fix, log }, given);
		};
		byId("code").addEventListener("click", () => look());
		new Taking(reader, session, log, look);
		this.#address = new Address(engine, addressed);
		byId("share").addEventListener("click", async () => {
			// A click may copy only at once: what is known is not asked for.
			const known = this.#address.now || (await this.#address.of(session.experiment));
			const link = known || (standing.holds && !this.#address.why ? location.href : "");
			if (link) copy(link, byId("share"));
			else this.#nothing();
		});
		// Picture, verdict and address are those of one run, whatever is edited meanwhile.
		byId("embed").addEventListener("click", async () => {
			const { picture, diagnosis } = this;
			if (!picture || !standing.holds) return this.#nothing();
			const { experiment } = picture.run;
			const [address, preset] = await Promise.all([this.#address.of(experiment), presetOf(engine, experiment)]);
			if (!address) return this.#nothing();
			openEmbedding({ picture, verdict: preset?.verdict || (diagnosis?.verdict ?? ""), address, preset: preset?.name });
		});
		byId("save").addEventListener("click", async () => {
			const { picture, diagnosis } = this;
			if (!picture || !standing.holds) return this.#nothing();
			const address = (await this.#address.of(picture.run.experiment)) || location.href;
			openSaving({ picture, diagnosis, address, log: log.shown });
		});
		addEventListener("hashchange", () => this.open());
	}

	/**
	 * Makes the link in the address the experiment of the page.
	 * @returns {Promise<boolean>} whether it is another than was there, and runs
	 */
	async open() {
		// The picture the page came with is of another experiment.
		if (location.hash.startsWith("#v")) this.standing.await(true);
		try {
			const experiment = await this.#address.open();
			notice("link", "");
			const before = this.session.experiment;
			if (experiment) {
				this.session.edit(experiment);
				this.#opened = this.session.edits;
			} else this.standing.await(false);
			return this.session.experiment !== before;
		} catch (error) {
			this.standing.await(false);
			if (error instanceof Refused) {
				this.#refused = this.session.experiment;
				notice("link", `The link in the address was not opened: ${error.message}.`);
			}
			return false;
		}
	}

	/** Something was edited here since the page came or a link was opened. */
	get edited() {
		return this.session.edits > this.#opened;
	}

	/** @param {Experiment} experiment */
	show(experiment) {
		// The broken link stays in the address, to be looked at, until something else is there to be linked to.
		if (this.#refused && this.#refused !== experiment && JSON.stringify(this.#refused) !== JSON.stringify(experiment)) {
			this.#refused = undefined;
			notice("link", "");
		}
		if (!this.#refused) this.#address.show(experiment);
	}

	/** @param {Picture} picture */
	draw(picture) {
		// There is nothing to take away before the first run.
		if (!this.picture) for (const id of ["embed", "save"]) /** @type {HTMLButtonElement} */ (byId(id)).disabled = false;
		if (picture.run !== this.picture?.run) this.diagnosis = undefined;
		this.picture = picture;
	}

	/** @param {boolean} stale what is there cannot be run */
	stale(stale) {
		if (!stale) notice("share", "");
	}

	#nothing() {
		const { why } = this.#address;
		notice(
			"share",
			why
				? `There is no link to this: ${why}.`
				: "What is entered has not been run, so there is no link to it and no picture of it: mend it, or undo it.",
		);
	}

	/** @param {Diagnosis} diagnosis */
	judge(diagnosis) {
		this.diagnosis = diagnosis;
	}
}

// One update in slow motion, in the diagram of the network: forward, residual, gradient, update, each with a sentence. The numbers are Go's, of an update
// that it has really made.

import { byId, make, say } from "../element.js";
import { get, nameOf } from "../experiment.js";
import { count, number, setting } from "../format.js";
import { key } from "../keys.js";
import { Shape } from "../shape.js";

/** @typedef {import("../protocol").Replies["motion"]} Reply */
/** @typedef {Required<import("../protocol").MotionArrays> & import("../protocol").Motion} Update */

const phases = ["Forward", "Residual", "Gradient", "Update"];
// Long enough to read a sentence.
const pace = 3500;
const askEvery = 50;
const mostRows = 100; // in the list

export class SlowMotion {
	#bar = byId("net-motion");
	#play = /** @type {HTMLButtonElement} */ (byId("motion-play"));
	#row = /** @type {HTMLSelectElement} */ (byId("motion-row"));
	/** @type {Update | undefined} */
	#update;
	#run = 0;
	#phase = 0;
	#playing = false;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;
	#asking = false;
	/** Where the slider over the epochs stood when this began, and whether it stood at an epoch that is past. */
	#from = 0;
	#past = false;
	/** @type {number | undefined} an epoch to begin at, when what is asked for is answered */
	#wanted;

	/**
	 * @param {import("../engine.js").Engine} engine
	 * @param {import("./network.js").NetworkView} view
	 */
	constructor(engine, view) {
		this.engine = engine;
		this.view = view;
		byId("motion-back").addEventListener("click", () => this.#step(-1));
		byId("motion-next").addEventListener("click", () => this.#step(1));
		byId("motion-close").addEventListener("click", () => this.close());
		this.#bar.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
		this.#row.addEventListener("change", () => this.#ask({ row: Number(this.#row.value) }));
		this.#play.addEventListener("click", () => this.#playOn(!this.#playing));
	}

	/**
	 * Begins with the update that follows an epoch.
	 * @param {import("../watch.js").Picture} picture
	 */
	async open(picture) {
		this.picture = picture;
		this.#bar.hidden = false;
		this.#phase = 0;
		this.#update = undefined;
		say(byId("motion-text"), "The run is carried out up to here …");
		this.#past = picture.moment !== undefined;
		this.#from = picture.moment?.epoch ?? picture.frame.epoch;
		await this.#ask({ epoch: this.#from });
		// Nothing moves by itself for those who asked for that.
		if (this.#update) this.#playOn(!matchMedia("(prefers-reduced-motion: reduce)").matches);
	}

	close() {
		this.#playOn(false);
		this.#bar.hidden = true;
		this.view.busy = false;
		this.#update = undefined;
		this.view.diagram.mark(undefined);
		if (this.picture) this.view.draw(this.picture);
		byId("motion").focus();
	}

	/**
	 * The page has another picture: of another run, it ends this; of another epoch on the slider, it begins there.
	 * @param {import("../watch.js").Picture} picture
	 */
	see(picture) {
		this.picture = picture;
		if (this.#bar.hidden) return;
		const { frame, moment } = picture;
		if (this.#update && frame.run !== this.#run) return this.close();
		const from = moment?.epoch ?? (this.#past ? frame.epoch : this.#from);
		this.#past = moment !== undefined;
		if (from === this.#from) return;
		this.#from = from;
		if (this.#asking) this.#wanted = from;
		else this.#ask({ epoch: from });
	}

	/** @param {import("../protocol").Requests["motion"]} body */
	async #ask(body) {
		if (this.#asking) return;
		this.#asking = true;
		try {
			/** @type {Reply} */
			let reply = await this.engine.request("motion", body);
			while (!reply.complete && this.#wanted === undefined) {
				await new Promise((resolve) => setTimeout(resolve, askEvery));
				reply = await this.engine.request("motion", {});
			}
			this.#take(reply);
		} catch (error) {
			say(byId("motion-text"), error instanceof Error ? sentence(error.message) : "");
		}
		this.#asking = false;
		const epoch = this.#wanted;
		this.#wanted = undefined;
		if (epoch !== undefined && !this.#bar.hidden) await this.#ask({ epoch });
	}

	/** @param {Reply} reply */
	#take({ run, last, motion, weights, after, gradient, values, targets, residuals }) {
		if (!motion || !weights || !after || !gradient || !values || !targets || !residuals) return;
		if (last) {
			say(byId("motion-text"), "That was the last update of the run.");
			this.#playOn(false);
			return;
		}
		const same = this.#update?.epoch === motion.epoch && this.#update.batch === motion.batch;
		if (!same) this.#phase = 0;
		this.#run = run;
		this.#update = { ...motion, weights, after, gradient, values, targets, residuals };
		this.#show();
	}

	/** @param {number} by */
	async #step(by) {
		if (!this.#update || this.#asking) return;
		const to = this.#phase + by;
		if (to < 0) return;
		if (to >= phases.length) await this.#ask({ next: true });
		else {
			this.#phase = to;
			this.#show();
		}
	}

	/** @param {boolean} on */
	#playOn(on) {
		clearTimeout(this.#timer);
		this.#playing = on;
		say(this.#play, on ? "Pause" : "Play");
		if (!on) return;
		this.#timer = setTimeout(async () => {
			await this.#step(1);
			if (this.#playing) this.#playOn(true);
		}, pace);
	}

	#show() {
		const update = this.#update;
		const { picture, view } = this;
		if (!update || !picture) return;
		const shape = new Shape(picture.run);
		view.busy = true;
		byId("net-motion").dataset.phase = phases[this.#phase];
		/** @type {HTMLButtonElement} */ (byId("motion-back")).disabled = this.#phase === 0;
		const deltas = update.after.map((w, i) => w - update.weights[i]);
		// What flows through the lines: weights, and then slopes and changes, each as wide as it is large.
		view.diagram.draw(shape, [update.weights, update.weights, update.gradient, deltas][this.#phase], []);
		const last = shape.layers.length - 1;
		view.diagram.mark(
			[
				(/** @type {number} */ layer, /** @type {number} */ unit) =>
					number(update.values[layer < 0 ? unit : shape.inputs.length + shape.layers[layer].before + unit]),
				(/** @type {number} */ layer, /** @type {number} */ unit) =>
					layer === last ? `misses ${number(update.residuals[unit])}` : "",
			][this.#phase],
		);
		this.#rows(update);
		say(byId("motion-text"), `${phases[this.#phase]}. ${this.#sentences(update, shape)[this.#phase]}`);
	}

	/**
	 * The rows of the batch, to see the update from another.
	 * @param {Update} update
	 */
	#rows({ rows, row }) {
		const shown = rows.slice(0, mostRows);
		if (!shown.includes(row)) shown.push(row);
		this.#row.hidden = rows.length === 1;
		this.#row.replaceChildren(...shown.map((r) => make("option", { value: String(r) }, `row ${r + 1}`)));
		this.#row.value = String(row);
	}

	/**
	 * @param {Update} update
	 * @param {Shape} shape
	 */
	#sentences(update, shape) {
		const { values, targets, residuals, gradient, weights, after, rows, row } = update;
		const experiment = /** @type {import("../watch.js").Picture} */ (this.picture).run.experiment;
		const scaled = [get(experiment, "data.scale.inputs"), get(experiment, "data.scale.targets")].some(
			(scale) => scale && scale !== "none",
		);
		const k = largest(residuals);
		const deltas = after.map((w, i) => w - weights[i]);
		const [steep, moved] = [largest(gradient), largest(deltas)];
		const rate = Number(update.rate);
		const optimizer = nameOf(get(experiment, "training.optimizer"));
		const by = Number.isFinite(rate) ? `${optimizer} at rate ${setting(rate)}` : optimizer;
		const where = `epoch ${count(update.epoch + 1)}${update.batches > 1 ? `, batch ${count(update.batch + 1)} of ${count(update.batches)}` : ""}`;
		const given = shape.inputs.slice(0, 2).map((name, i) => `${name} = ${number(values[i])}`);
		const more = shape.inputs.length > 2 ? " …" : "";
		const batch = rows.length > 1 ? `, that of the batch of ${count(rows.length)} is ${number(update.loss)}` : "";
		const output = values[values.length - shape.outputs.length + k];
		return [
			`Row ${row + 1} in ${where}: ${given.join(", ")}${more} goes in and ${shape.outputs[k]} = ${number(output)} comes out${scaled ? ", scaled as the network meets them" : ""}.`,
			`The target is ${number(targets[k])}, so ${number(residuals[k])} is missing. The loss of the row is ${number(update.row_loss)}${batch}.`,
			`Going back, the loss is steepest by ${shape.weightName(steep)}: it changes by ${number(gradient[steep])} for each 1. Lines are as wide as their slope.`,
			`${by} moves ${shape.weightName(moved)} most, by ${number(deltas[moved])}. The loss of the batch goes from ${number(update.loss)} to ${number(update.loss_after)}.`,
		];
	}
}

/**
 * Opens the slow motion by its button or key, in the view of the network.
 * @param {() => void} open
 */
export function motionButton(open) {
	byId("motion").addEventListener("click", open);
	key("motion", "One update in slow motion", "m", open);
}

/** @param {Float64Array} values */
function largest(values) {
	let best = 0;
	for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
	return best;
}

/** @param {string} message */
function sentence(message) {
	return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

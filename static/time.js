// The row under the two panes: a slider over the epochs of the run. While it stands at an epoch that is past, the pictures show the network as it was
// then; at its end they show what is there now. Go has the epochs to which one can go back, and makes them by carrying the run out again when somebody
// first reaches for the slider.

import { byId, say } from "./element.js";
import { count, number } from "./format.js";
import { key } from "./keys.js";
import { Latest } from "./latest.js";
import { samples } from "./watch.js";

/** @typedef {import("./watch.js").Picture} Picture */

// How often it is asked whether the epochs are there, in milliseconds.
const askEvery = 50;

export class Time {
	#slider = /** @type {HTMLInputElement} */ (byId("epoch"));
	#read = byId("epoch-read");
	/** @type {[Picture, Picture | undefined, boolean] | undefined} as it is now */
	#now;
	/** @type {{run: number, epoch: number, marks: number[], complete: boolean} | undefined} */
	#trace;
	#tracing = false;
	/** @type {import("./protocol").Inspection | undefined} what is shown instead of now */
	#moment;
	/** @type {number | undefined} how far along the slider somebody wants to be, while a run is being held for it */
	#wanted;
	#inspect;

	/**
	 * @param {import("./session.js").Session} session
	 * @param {(picture: Picture, ghost: Picture | undefined, held: boolean) => void} show
	 */
	constructor(session, show) {
		this.session = session;
		this.show = show;
		this.#inspect = new Latest(session.engine, "inspect", (reply) => this.#arrive(reply));
		for (const event of ["pointerenter", "focus", "pointerdown"]) this.#slider.addEventListener(event, () => this.#prepare());
		this.#slider.addEventListener("input", () => this.#move());
		key("earlier", "An earlier epoch", ",", () => this.#nudge(-1));
		key("later", "A later epoch", ".", () => this.#nudge(1));
	}

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} ghost
	 * @param {boolean} held
	 */
	draw(picture, ghost, held) {
		const before = this.#now?.[0].frame;
		this.#now = [picture, ghost, held];
		const { frame } = picture;
		if (before?.run !== frame.run) this.#wanted = undefined;
		if (before?.run !== frame.run || before.epoch !== frame.epoch || before.batch !== frame.batch) this.#toNow();
		this.#show();
		if (this.#wanted !== undefined && frame.state !== "running") this.#prepare();
	}

	/** Shows the pictures as they are to be seen. */
	#show() {
		if (!this.#now) return;
		const [picture, ghost, held] = this.#now;
		const { frame, run } = picture;
		const moment = this.#moment;
		if (!moment) {
			this.#say(frame.epoch, frame.loss.final, frame.epochs);
			this.show(picture, ghost, held);
			return;
		}
		const { fit, predictions, weights, epoch, loss } = moment;
		this.#say(epoch, loss, frame.epochs);
		const then = { run, frame: { ...frame, fit, predictions, weights }, moment: { epoch, loss: Number(loss) } };
		this.show(then, ghost, true); // the axes stay, so that what moves is the network
	}

	/**
	 * @param {number} epoch
	 * @param {import("./protocol").Num} loss
	 * @param {number} epochs
	 */
	#say(epoch, loss, epochs) {
		const text = `epoch ${count(epoch)} of ${count(epochs)} · loss ${number(loss)}`;
		say(this.#read, text);
		this.#slider.ariaValueText = text;
	}

	#toNow() {
		this.#moment = undefined;
		this.#trace = undefined;
		this.#slider.disabled = this.#now?.[0].frame.epoch === 0;
		if (this.#wanted === undefined) this.#slider.value = this.#slider.max;
	}

	/** Somebody reaches for the slider: the epochs are made ready. A run that goes on is held when it is moved. */
	async #prepare() {
		const frame = this.#now?.[0].frame;
		if (this.#tracing || !frame || this.#trace?.complete || frame.state === "running") return;
		this.#tracing = true;
		try {
			do {
				const { run, marks, complete } = await this.session.engine.request("trace", {});
				const last = marks[marks.length - 1];
				if (run !== this.#now?.[0].frame.run || last !== this.#now[0].frame.epoch) break; // it has moved on
				this.#take({ run, epoch: last, marks, complete });
				if (!complete) await new Promise((resolve) => setTimeout(resolve, askEvery));
			} while (!this.#trace?.complete);
		} catch {
			// The engine fell, and the page says so.
		}
		this.#tracing = false;
	}

	/** @param {{run: number, epoch: number, marks: number[], complete: boolean}} trace */
	#take(trace) {
		const share = this.#wanted ?? Number(this.#slider.value) / Number(this.#slider.max);
		this.#wanted = undefined;
		const last = trace.marks.length - 1;
		if (!this.#trace || this.#trace.marks.length !== trace.marks.length) {
			this.#slider.max = String(last);
			this.#slider.value = String(Math.round(share * last));
		}
		this.#trace = trace;
		this.#ask();
	}

	/** The slider was moved. */
	async #move() {
		const frame = this.#now?.[0].frame;
		if (frame?.state === "running") {
			const held = this.#wanted !== undefined;
			this.#wanted = Number(this.#slider.value) / Number(this.#slider.max);
			if (!held) await this.session.control("pause"); // the picture of the held run goes on from here
			return;
		}
		if (this.#trace) this.#ask();
		if (!this.#trace?.complete) this.#prepare();
	}

	/** Asks for the network at the epoch where the slider stands. */
	#ask() {
		const { value, max } = this.#slider;
		const epoch = this.#trace?.marks[Number(value)];
		if (epoch === undefined) return;
		if (value !== max) this.#inspect.ask({ epoch, samples });
		else if (this.#moment) {
			this.#moment = undefined;
			this.#show();
		}
	}

	/** @param {import("./protocol").Inspection} inspection */
	#arrive(inspection) {
		if (inspection.run !== this.#now?.[0].frame.run || this.#slider.value === this.#slider.max) return;
		this.#moment = inspection;
		this.#show();
	}

	/** @param {number} by */
	#nudge(by) {
		if (this.#slider.disabled) return;
		this.#slider.value = String(Number(this.#slider.value) + by);
		this.#move();
	}
}

// Run, pause, step, reset and speed, and the line that says how far the run is and what it took.

import { byId, say } from "./element.js";
import { count, duration, many, number } from "./format.js";

/** @typedef {import("./protocol").Frame} Frame */

export class RunBar {
	#run = /** @type {HTMLButtonElement} */ (byId("run"));
	/** @type {import("./protocol").State} */
	#state = "done";

	/** @param {import("./session.js").Session} session */
	constructor(session) {
		this.#run.addEventListener("click", async () => {
			if (this.#state === "done") await session.control("reset");
			await session.control(this.#state === "running" ? "pause" : "run");
		});
		byId("step").addEventListener("click", () => session.control("step"));
		byId("batch").addEventListener("click", () => session.control("step", undefined, 1));
		byId("reset").addEventListener("click", () => session.control("reset"));
		byId("speed").addEventListener("change", (event) => {
			const value = /** @type {HTMLSelectElement} */ (event.target).value;
			session.speed(value === "" ? null : Number(value));
		});
		this.#sheet();
	}

	/** @param {import("./watch.js").Picture} picture */
	draw({ run, frame }) {
		this.#state = frame.state;
		say(this.#run, frame.state === "running" ? "Pause" : "Run");
		const progress = /** @type {HTMLProgressElement} */ (byId("progress"));
		progress.value = frame.epochs > 0 ? frame.epoch / frame.epochs : 1;
		progress.toggleAttribute("data-idle", frame.state === "done");
		byId("batch").hidden = frame.batches === 1;
		say(byId("run-note"), note(frame, run));
	}

	/** The button that opens the settings on a phone. */
	#sheet() {
		const panel = byId("panel");
		const button = byId("sheet");
		button.addEventListener("click", () => {
			const open = panel.toggleAttribute("data-open");
			button.ariaExpanded = String(open);
			say(button, open ? "Close" : "Settings");
		});
		panel.addEventListener("keydown", (event) => {
			if (event.key !== "Escape" || !panel.hasAttribute("data-open")) return;
			button.click();
			button.focus();
		});
	}
}

/**
 * "10 000 epochs in 31 ms, on your machine. The loss is 0.005676."
 * @param {Frame} frame
 * @param {import("./protocol").Run} run
 */
function note(frame, run) {
	const loss = frame.epoch > 0 ? `loss ${number(frame.loss.final)}` : `loss ${number(frame.loss.initial)}`;
	const parts = [loss, `${count(run.parameters)} parameters`];
	if (run.engine === "reference") parts.push(`by the slower reference engine: ${run.slower}`);
	if (frame.state !== "done") {
		const batch = frame.batch > 0 ? ` and ${count(frame.batch)} of ${count(frame.batches)} batches` : "";
		return [`epoch ${count(frame.epoch)} of ${count(frame.epochs)}${batch}`, ...parts].join(" · ");
	}
	const ends = {
		diverged: " and then diverged",
		loss: ", the loss asked for",
		patience: ", no better for as long as asked",
		epochs: "",
	};
	return [
		`${many(frame.epoch, "epoch")} in ${duration(frame.seconds)}, on your machine${ends[frame.stopped ?? "epochs"]}`,
		...parts,
	].join(" · ");
}

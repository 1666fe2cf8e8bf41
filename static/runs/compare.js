// Two runs side by side: their fits, their losses on shared axes, what sets them apart and what became of each. Either can be changed for another.

import { make, table } from "../element.js";
import { count, number } from "../format.js";
import { settingChanges } from "../names.js";
import { openDialog } from "../share/dialog.js";
import { stateOf } from "./list.js";
import { titleOf } from "./runs.js";
import { fitSketch, lossSketch, sized } from "./sketch.js";

/** @typedef {import("./runs.js").Entry} Entry */
/** @typedef {import("./aside.js").Finished} Finished */

const sides = ["a", "b"];

/**
 * @param {import("./runs.js").Runs} runs at least two
 * @param {import("./aside.js").Aside} aside trains them again
 * @param {[Entry, Entry]} chosen
 */
export function openCompare(runs, aside, chosen) {
	const selects = chosen.map((entry, side) => {
		const select = make("select", {}, ...runs.list.map((one) => make("option", { value: String(one.id) }, titleOf(one))));
		select.value = String(entry.id);
		select.ariaLabel = side === 0 ? "First run" : "Second run";
		select.addEventListener("change", draw);
		return select;
	});
	const fits = sides.map(() => make("div", { className: "compare-fit" }));
	const verdicts = sides.map(() => make("p", {}));
	const loss = make("div", { className: "compare-loss" });
	const settings = make("div", {});
	const heads = sides.map((side, i) =>
		make(
			"section",
			{ className: `compare-side look-${side}` },
			make("div", { className: "compare-name" }, selects[i]),
			fits[i],
			verdicts[i],
		),
	);
	const dialog = openDialog("Two runs side by side", make("div", { className: "compare" }, ...heads, loss, settings));
	dialog.addEventListener("close", () => aside.cancel());
	let drawn = 0;

	async function draw() {
		const mine = ++drawn;
		const entries = selects.map(({ value }) => /** @type {Entry} */ (runs.list.find(({ id }) => String(id) === value)));
		aside.cancel();
		// What is known at once, and when they are trained, the rest.
		lay(entries, []);
		const finished = await Promise.all(entries.map((entry) => aside.run(entry.experiment)));
		if (mine === drawn && dialog.isConnected) lay(entries, finished);
	}

	/**
	 * @param {Entry[]} entries
	 * @param {(Finished | undefined)[]} finished empty while they are trained
	 */
	function lay(entries, finished) {
		const waiting = finished.length === 0;
		const whole = /** @type {Finished[]} */ (finished.filter(Boolean));
		const alike = new Set(whole.map(({ run }) => run.inputs === 1 && run.outputs === 1)).size < 2;
		for (const [i, entry] of entries.entries()) {
			const one = finished[i];
			const framing = alike ? whole : one ? [one] : [];
			const title = `The fit of ${titleOf(entry)}.`;
			fits[i].replaceChildren(
				one
					? fitSketch([{ picture: one, look: sides[i] }], framing, sized(fits[i]), title)
					: make("p", { className: "muted" }, waiting ? "Training it again…" : "It could not be trained again here."),
			);
			verdicts[i].textContent = entry.verdict || one?.diagnosis?.verdict || "";
		}
		loss.replaceChildren(losses(entries, finished, sized(loss)));
		settings.replaceChildren(differing(entries, finished));
	}
	draw();
}

/**
 * @param {Entry[]} entries
 * @param {(Finished | undefined)[]} finished
 * @param {import("./sketch.js").Size} size
 */
function losses(entries, finished, size) {
	const curves = entries.map((entry, i) => ({
		curve: finished[i]?.frame.curve ?? entry.curve,
		epochs: entry.of,
		look: sides[i],
		name: `${"AB"[i]} ${number(finished[i]?.frame.loss.final ?? entry.loss)}`,
	}));
	const [a, b] = finished;
	// Floors belong to data and a loss: those of two questions are not drawn into one picture.
	const shared = a && b && JSON.stringify(a.run.floors.slice(0, 2)) === JSON.stringify(b.run.floors.slice(0, 2));
	const resolution = Math.max(1e-300, Math.min(a?.run.resolution ?? 1e-30, b?.run.resolution ?? 1e-30));
	const ends = entries.map((entry, i) => `${titleOf(entry)} ends at ${number(finished[i]?.frame.loss.final ?? entry.loss)}`);
	return lossSketch(curves, { floors: shared ? a.run.floors : [], resolution }, size, `The losses of both: ${ends.join(", ")}.`);
}

/**
 * @param {Entry[]} entries
 * @param {(Finished | undefined)[]} finished
 */
function differing(entries, finished) {
	const [a, b] = entries;
	const values = (/** @type {(entry: Entry, one: Finished | undefined) => string} */ read) =>
		entries.map((entry, i) => read(entry, finished[i]));
	const rows = settingChanges(a.experiment, b.experiment).map(({ label, from, to }) => [
		label,
		from === "" ? "–" : from,
		to === "" ? "–" : to,
	]);
	rows.push(
		["final loss", ...values(({ loss }, one) => number(one?.frame.loss.final ?? loss))],
		["epochs", ...values(({ epochs }, one) => count(one?.frame.epoch ?? epochs))],
		[
			"state",
			...values((entry, one) =>
				entry.state === "" && one?.diagnosis ? one.diagnosis.state.replaceAll("_", " ") : stateOf(entry),
			),
		],
	);
	return table("What sets them apart", ["setting", "A", "B"], rows);
}

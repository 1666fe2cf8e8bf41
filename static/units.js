// What each hidden unit does, as small pictures beside each other: its activation along x, or what it adds to the output, with a sign and a word for a unit
// that does nothing of its own. Where there are too many to be seen, the worst are shown; the table has them all.

import { byId, make, say, table } from "./element.js";
import { number } from "./format.js";
import { Latest } from "./latest.js";
import { badgeOf, badges, Shape, summary, unitsOf } from "./shape.js";
import { draw, pathThrough } from "./svg.js";
import { liveTable } from "./tables.js";

/** @typedef {import("./watch.js").Picture} Picture */
/** @typedef {import("./protocol").Inspection} Inspection */
/** @typedef {import("./shape.js").Unit} Unit */

// More would be too small to be told apart.
const most = 40;
const samples = 61;

export class Units {
	#grid = byId("units-grid");
	#buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (byId("units").querySelectorAll("[data-units]"));
	/** @type {"curves" | "parts"} */
	#kind = "curves";
	/** @type {Picture | undefined} */
	#picture;
	/** @type {{inspection: Inspection, shape: Shape} | undefined} */
	#shown;
	#inspect;
	#update = liveTable(byId("units"), (/** @type {{units: Unit[], shape: Shape}} */ { units, shape }) =>
		table(
			"Hidden units",
			["unit", "what it is", "mean", "spread"],
			units.map((unit) => [
				shape.unit(unit.layer, unit.unit),
				badgeOf(unit, shape) || "bends",
				number(unit.mean),
				number(unit.spread),
			]),
		),
	);

	/** @param {import("./engine.js").Engine} engine */
	constructor(engine) {
		this.#inspect = new Latest(engine, "inspect", (inspection) => this.#arrive(inspection));
		for (const button of this.#buttons) {
			button.addEventListener("click", () => {
				this.#kind = /** @type {"curves" | "parts"} */ (button.dataset.units);
				for (const other of this.#buttons) other.ariaPressed = String(other === button);
				this.#show();
			});
		}
	}

	/** @param {Picture} picture */
	draw(picture) {
		this.#picture = picture;
		this.#inspect.ask({ epoch: picture.moment?.epoch, samples, units: most });
	}

	/** @param {Inspection} inspection */
	#arrive(inspection) {
		if (!this.#picture || inspection.run !== this.#picture.frame.run) return;
		this.#shown = { inspection, shape: new Shape(this.#picture.run) };
		this.#show();
	}

	#show() {
		if (!this.#shown) return;
		const { inspection, shape } = this.#shown;
		const units = unitsOf(inspection, shape);
		const drawn = this.#chosen(units, inspection);
		const some = drawn.length < units.length && this.#kind === "curves" ? ` Shown are the ${drawn.length} worst.` : "";
		say(byId("units-note"), summary(units) + some);
		for (const button of this.#buttons) button.hidden = inspection.fit.length === 0;
		const { lows, highs } = this.#ranges(drawn, inspection);
		this.#grid.replaceChildren(...drawn.map((unit) => this.#cell(unit, inspection, shape, lows[unit.layer], highs[unit.layer])));
		this.#update({ units, shape });
	}

	/**
	 * The units that are shown: those with a picture of this kind, or where there are none for several inputs, those with a badge first.
	 * @param {Unit[]} units
	 * @param {Inspection} inspection
	 */
	#chosen(units, { fit }) {
		if (fit.length > 0) return units.filter((unit) => (this.#kind === "curves" ? unit.curve : unit.part) >= 0);
		return [...units.filter(({ badge }) => badge > 0), ...units.filter(({ badge }) => badge === 0)].slice(0, most);
	}

	/**
	 * Units of one layer share their scale.
	 * @param {Unit[]} units
	 * @param {Inspection} inspection
	 */
	#ranges(units, inspection) {
		/** @type {number[]} */
		const lows = [];
		/** @type {number[]} */
		const highs = [];
		for (const unit of units) {
			for (const value of this.#values(unit, inspection)) {
				if (!Number.isFinite(value)) continue;
				lows[unit.layer] = Math.min(lows[unit.layer] ?? 0, value);
				highs[unit.layer] = Math.max(highs[unit.layer] ?? 0, value);
			}
		}
		return { lows, highs };
	}

	/**
	 * @param {Unit} unit
	 * @param {Inspection} inspection
	 */
	#values(unit, { curves, parts, fit }) {
		const all = (this.#kind === "curves" ? curves : parts) ?? new Float64Array();
		const at = this.#kind === "curves" ? unit.curve : unit.part;
		return fit.length === 0 ? new Float64Array() : all.subarray(at * samples, (at + 1) * samples);
	}

	/**
	 * @param {Unit} unit
	 * @param {Inspection} inspection
	 * @param {Shape} shape
	 * @param {number} low
	 * @param {number} high
	 */
	#cell(unit, inspection, shape, low = 0, high = 0) {
		const values = this.#values(unit, inspection);
		const span = high - low || 1;
		const y = (/** @type {number} */ value) => 47 - (44 * (value - low)) / span;
		const cell = make("li", { className: "unit" });
		cell.dataset.badge = badges[unit.badge].word;
		if (values.length > 0) {
			cell.append(
				draw(
					"svg",
					{ viewBox: "0 0 100 50", preserveAspectRatio: "none", "aria-hidden": "true" },
					draw("line", { x1: 0, x2: 100, y1: y(0), y2: y(0), class: "zero" }),
					draw("path", { d: pathThrough(samples, (i) => [(100 * i) / (samples - 1), y(values[i])]) }),
				),
			);
		}
		const name = make("span", {}, shape.unit(unit.layer, unit.unit));
		const word = badgeOf(unit, shape);
		const label = make("p", {}, name);
		if (word) label.append(sign(unit.badge), make("span", { className: "muted" }, word));
		cell.append(label);
		if (values.length === 0)
			cell.append(make("p", { className: "muted" }, `mean ${number(unit.mean)}, spread ${number(unit.spread)}`));
		return cell;
	}
}

/**
 * The sign of a badge.
 * @param {number} badge
 */
export function sign(badge) {
	return draw("svg", { viewBox: "0 0 12 12", class: "sign", "aria-hidden": "true" }, draw("path", { d: badges[badge].path }));
}

// The network with its true weights: read, set, drawn anew; layers and units added and removed; the curve of a unit shown in the fit. Every change is a new
// experiment, so that undo, links and runs know of it.

import { byId, find, make, say, table } from "../element.js";
import { edited, get, nameOf, set } from "../experiment.js";
import { count, number } from "../format.js";
import { Latest } from "../latest.js";
import { badgeOf, Shape, unitsOf } from "../shape.js";
import { liveTable } from "../tables.js";
import { samples } from "../watch.js";
import { Diagram } from "./diagram.js";

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("./diagram.js").Item} Item */
/** @typedef {import("../shape.js").Unit} Unit */

// A table of more weights would take seconds to lay out.
const mostRows = 1000;

export class NetworkView {
	/** @type {Picture | undefined} */
	#picture;
	/** @type {import("../protocol").Inspection | undefined} */
	#inspection;
	/** @type {Unit[]} */
	#units = [];
	/** @type {Shape | undefined} */
	shape;
	/** @type {Item | undefined} */
	#hovered;
	/** @type {Item | undefined} */
	#chosen;
	/** While it is set, the diagram shows an update and not the run. */
	busy = false;
	#which = /** @type {HTMLSelectElement} */ (byId("net-which"));
	#activation = /** @type {HTMLSelectElement} */ (byId("net-activation"));
	#value = /** @type {HTMLInputElement} */ (find(byId("net-value"), "input"));
	#from = /** @type {HTMLInputElement} */ (find(byId("net-from"), "input"));
	#to = /** @type {HTMLInputElement} */ (find(byId("net-to"), "input"));
	#inspect;
	#update = liveTable(byId("network"), () => this.#table());

	/**
	 * @param {import("../session.js").Session} session
	 * @param {(curve: {name: string, data: number[][]} | undefined) => void} highlight draws the curve of a unit in the fit
	 */
	constructor(session, highlight) {
		this.session = session;
		this.highlight = highlight;
		this.diagram = new Diagram(byId("net-plot"), {
			choose: (item) => this.#choose(item),
			hover: (item) => this.#hover(item),
			name: (item) => this.#describe(item),
		});
		this.#inspect = new Latest(session.engine, "inspect", (inspection) => this.#arrive(inspection));
		new ResizeObserver(() => this.#show()).observe(byId("net-plot"));
		this.#activation.append(
			...[...find(document, "#layers [data-path$='.activation']").children].map((option) => option.cloneNode(true)),
		);
		this.#which.addEventListener("change", () => this.#layer());
		byId("net-fewer").addEventListener("click", () => this.#resize(-1));
		byId("net-more").addEventListener("click", () => this.#resize(1));
		this.#activation.addEventListener("change", () => this.#activate());
		byId("net-insert").addEventListener("click", () => this.#insert());
		byId("net-remove").addEventListener("click", () => this.#remove());
		byId("net-redraw").addEventListener("click", () => this.#redraw());
		byId("net-start").addEventListener("click", () => this.#startFrom(this.#weights()));
		this.#value.addEventListener("change", () => this.#write());
		for (const input of [this.#from, this.#to]) input.addEventListener("change", () => this.#pick());
	}

	/** @param {Picture} picture */
	draw(picture) {
		this.#picture = picture;
		this.shape = new Shape(picture.run);
		this.#layers();
		this.#ask();
		this.#show();
	}

	restyle() {
		this.#show();
	}

	/** Asks what the units do, with the curve of the one that is pointed at. */
	#ask() {
		if (!this.#picture) return;
		const unit = this.#flat(this.#hovered ?? this.#chosen);
		this.#inspect.ask({ epoch: this.#picture.moment?.epoch, samples, units: 40, unit });
	}

	/** @param {import("../protocol").Inspection} inspection */
	#arrive(inspection) {
		if (!this.#picture || !this.shape || inspection.run !== this.#picture.frame.run) return;
		this.#inspection = inspection;
		this.#units = unitsOf(inspection, this.shape);
		this.#show();
	}

	#show() {
		if (!this.#picture || !this.shape || this.busy) return;
		this.diagram.draw(this.shape, this.#weights(), this.#units);
		this.#detail();
		this.#curve();
		this.#update({});
	}

	#weights() {
		return this.#picture?.frame.weights ?? new Float64Array();
	}

	// ---- What is pointed at -------------------------------------------------------------------------------------------------

	/** @param {Item} item */
	#choose(item) {
		this.#chosen = item;
		if (item.kind === "matrix" || item.kind === "strip") {
			this.#from.value = String(Math.max(0, item.weight) + 1);
			this.#to.value = String(Math.max(0, item.unit) + 1);
		}
		if (item.layer >= 0 && this.#which.value !== String(item.layer)) {
			this.#which.value = String(item.layer);
			this.#layer();
		}
		if (document.activeElement !== this.#value) byId("net-fault").hidden = true;
		this.#ask();
		this.#detail();
		this.#curve();
	}

	/** @param {Item | undefined} item */
	#hover(item) {
		this.#hovered = item;
		if (item) this.#ask();
		this.#curve();
	}

	/** The row and column of a map, or the unit of a strip, by their numbers. */
	#pick() {
		const chosen = this.#chosen;
		if (!chosen || !this.shape) return;
		const { inputs, units } = this.shape.layers[Math.max(0, chosen.layer)];
		const within = (/** @type {HTMLInputElement} */ { value }, /** @type {number} */ most) =>
			Math.min(most, Math.max(1, Math.round(Number(value)) || 1)) - 1;
		this.#choose({ ...chosen, weight: within(this.#from, inputs), unit: within(this.#to, units) });
	}

	/**
	 * The number of a hidden unit over all layers, or nothing.
	 * @param {Item | undefined} item
	 */
	#flat(item) {
		if (!item || !this.shape || item.layer < 0 || item.unit < 0 || item.layer >= this.shape.layers.length - 1) return undefined;
		return this.shape.layers[item.layer].before + item.unit;
	}

	/** The weight or bias that the field is about, in Keras's order; -1 for none. */
	#index() {
		const item = this.#chosen;
		if (!item || !this.shape || item.layer < 0) return -1;
		const { kernel, bias, units } = this.shape.layers[item.layer] ?? {};
		if (item.kind === "weight") return item.weight;
		if (item.kind === "matrix") return kernel + Math.max(0, item.weight) * units + Math.max(0, item.unit);
		return bias < 0 ? -1 : bias + Math.max(0, item.unit);
	}

	/** @param {Item} item */
	#describe(item) {
		if (!this.shape) return "";
		const weights = this.#weights();
		const { shape } = this;
		const layer = shape.layers[item.layer];
		if (item.kind === "weight") return `${shape.weightName(item.weight)}: ${number(weights[item.weight])}`;
		if (item.kind === "matrix")
			return `${count(layer.inputs)} × ${count(layer.units)} weights into ${this.#layerName(item.layer)}`;
		if (item.kind === "strip")
			return layer ? `${count(layer.units)} units of ${this.#layerName(item.layer)}` : `${shape.inputs.length} inputs`;
		const unit = this.#units[this.#flat(item) ?? -1];
		const badge = unit ? badgeOf(unit, shape) : "";
		const bias = layer && layer.bias >= 0 ? `bias ${number(weights[layer.bias + item.unit])}` : "";
		const role = item.layer < 0 ? "input" : item.layer === shape.layers.length - 1 ? "output" : "";
		return [shape.unit(item.layer, item.unit), role, badge, bias].filter(Boolean).join(", ");
	}

	/** @param {number} layer */
	#layerName(layer) {
		const last = (this.shape?.layers.length ?? 0) - 1;
		return layer === last ? "the output" : last === 1 ? "the hidden layer" : `hidden layer ${layer + 1}`;
	}

	#detail() {
		const item = this.#chosen;
		const index = this.#index();
		const map = item?.kind === "matrix" || (item?.kind === "strip" && item.layer >= 0);
		byId("net-from").hidden = item?.kind !== "matrix";
		byId("net-to").hidden = !map;
		byId("net-value").hidden = index < 0;
		if (!item) {
			say(byId("net-what"), "Point at a unit for its curve; choose a weight or a unit to read and set it.");
			return;
		}
		const slope = this.#inspection?.gradient?.[index];
		const unit = this.#units[this.#flat(item) ?? -1];
		const parts = [this.#describe(item).replace(/: [^:]*$|, bias .*$/, "")];
		if (unit && item.kind !== "weight") parts.push(`mean ${number(unit.mean)}, spread ${number(unit.spread)}`);
		if (slope !== undefined && index >= 0) parts.push(`slope of the loss ${number(slope)}`);
		say(byId("net-what"), parts.join(" · "));
		say(find(byId("net-to"), "span"), item.kind === "strip" ? "unit" : "to");
		say(find(byId("net-value"), "span"), item.kind === "unit" || item.kind === "strip" ? "bias" : "weight");
		if (index >= 0 && document.activeElement !== this.#value) this.#value.value = text(this.#weights()[index]);
	}

	/** The curve of the unit that is pointed at, or else of the chosen one. */
	#curve() {
		const item = this.#hovered ?? this.#chosen;
		const unit = item?.kind === "weight" ? undefined : this.#units[this.#flat(item) ?? -1];
		const { fit, curves, parts } = this.#inspection ?? {};
		if (!unit || !fit || !curves || !parts || !this.shape || fit.length === 0 || unit.curve < 0) {
			this.highlight(undefined);
			return;
		}
		const part = unit.part >= 0;
		const [values, at] = part ? [parts, unit.part] : [curves, unit.curve];
		const step = fit.length / samples;
		const data = Array.from({ length: samples }, (_, i) => [fit[i * step], values[at * samples + i]]);
		const name = this.shape.unit(unit.layer, unit.unit) + (part ? " adds" : "");
		const badge = badgeOf(unit, this.shape);
		this.highlight({ name: badge ? `${name} (${badge})` : name, data });
	}

	// ---- What is changed ----------------------------------------------------------------------------------------------------

	/** @param {ArrayLike<number>} flat */
	#startFrom(flat) {
		if (!this.shape) return;
		this.session.edit(set(this.session.experiment, "network.weights", this.shape.nested(flat)));
	}

	#write() {
		const index = this.#index();
		const value = Number(this.#value.value);
		const wrong = this.#value.value.trim() === "" || !Number.isFinite(value);
		byId("net-fault").hidden = !wrong;
		this.#value.ariaInvalid = String(wrong);
		if (wrong) say(byId("net-fault"), `${this.#value.value || "Nothing"} is no number; give one like 0.5 or 1e-3.`);
		if (wrong || index < 0) return;
		this.#startFrom(Float64Array.from(this.#weights(), (w, i) => (i === index ? value : w)));
	}

	#redraw() {
		const { experiment } = this.session;
		const seed = Number(get(experiment, "training.seed") ?? 0);
		this.session.edit(set(set(experiment, "network.weights", undefined), "training.seed", seed + 1));
	}

	/** @returns {import("../protocol").Json[]} */
	get #given() {
		return /** @type {import("../protocol").Json[]} */ (get(this.session.experiment, "network.layers") ?? []);
	}

	/** @param {import("../protocol").Json[]} layers with other shapes */
	#edit(layers) {
		this.#chosen = undefined;
		this.session.edit(edited(this.session.experiment, "network.layers", layers));
	}

	/** @param {number} by */
	#resize(by) {
		const at = Number(this.#which.value);
		const units = Number(get(this.#given[at], "units")) + by;
		this.#edit(this.#given.map((layer, i) => (i === at ? { .../** @type {{}} */ (layer), units } : layer)));
	}

	#activate() {
		this.session.edit(set(this.session.experiment, `network.layers[${this.#which.value}].activation`, this.#activation.value));
	}

	/** A layer like the chosen one after it; before the output, and like the hidden layer there. */
	#insert() {
		const layers = this.#given;
		const last = layers.length - 1;
		const at = Math.min(Number(this.#which.value) + 1, last);
		const model = layers[at - 1] ?? { .../** @type {{}} */ (layers[last]), units: 10, activation: "tanh" };
		this.#edit([...layers.slice(0, at), model, ...layers.slice(at)]);
		this.#which.value = String(at);
	}

	#remove() {
		const at = Number(this.#which.value);
		this.#edit(this.#given.filter((_, i) => i !== at));
	}

	/** The list of layers, and what is known of the chosen one. */
	#layers() {
		const { layers } = /** @type {Shape} */ (this.shape);
		const names = layers.map((_, i) => (i === layers.length - 1 ? "Output" : layers.length === 2 ? "Hidden" : `Hidden ${i + 1}`));
		if (names.join() !== [...this.#which.options].map(({ text: name }) => name).join()) {
			const at = Math.min(Number(this.#which.value || 0), names.length - 1);
			this.#which.replaceChildren(...names.map((name, i) => make("option", { value: String(i) }, name)));
			this.#which.value = String(at);
		}
		this.#layer();
	}

	#layer() {
		const { layers } = /** @type {Shape} */ (this.shape);
		const at = Number(this.#which.value);
		const { units } = layers[at];
		const output = at === layers.length - 1;
		say(byId("net-count"), `${count(units)} ${units === 1 ? "unit" : "units"}`);
		for (const [id, off] of /** @type {const} */ ([
			["net-fewer", output || units === 1],
			["net-more", output],
			["net-remove", output],
		]))
			/** @type {HTMLButtonElement} */ (byId(id)).disabled = off;
		this.#activation.value = nameOf(get(this.#given[at], "activation")) || layers[at].activation;
	}

	#table() {
		const weights = this.#weights();
		const { shape } = this;
		const gradient = this.#inspection?.gradient ?? [];
		const rows = [...weights.subarray(0, mostRows)].map((w, i) => [
			shape?.weightName(i) ?? "",
			number(w),
			i in gradient ? number(gradient[i]) : "",
		]);
		if (weights.length > mostRows) rows.push([`and ${count(weights.length - mostRows)} more`, "", ""]);
		return table("Weights in Keras's order", ["weight", "value", "slope of the loss"], rows);
	}
}

/**
 * A weight as a field shows it: seven digits, which is all a float32 has.
 * @param {number} value
 */
function text(value) {
	return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
}

// The picture of a network: a column for the inputs and one for each layer, units as circles, weights as lines between them whose width is their size and
// whose colour and dash are their sign. A layer of many units is a strip, and the weights beside it a map of colours, so that 512 units stay true and
// fast. Everything in it is reached by the arrow keys: left and right from column to column, up and down within one.

import { make } from "../element.js";
import { badges } from "../shape.js";
import { draw } from "../svg.js";

/** @typedef {import("../shape.js").Shape} Shape */

/**
 * What can be taken hold of: a unit (of layer -1, an input), a weight by its number in Keras's order, all weights into a layer, or all its units.
 * @typedef {{kind: "unit" | "weight" | "matrix" | "strip", layer: number, unit: number, weight: number}} Item
 */

/** How many units a layer has at most to be drawn one by one: their centres are 24 pixels apart. */
export const mostUnits = 12;

const margin = { x: 26, top: 14, bottom: 16 };
const widest = 5; // pixels, of the largest weight

export class Diagram {
	#svg = draw("svg", { class: "net-lines", role: "group", "aria-label": "Network: arrow keys go through it" });
	#maps = make("div", { className: "net-maps" });
	/** @type {{item: Item, element: SVGGElement | HTMLElement}[][]} items by column */
	#columns = [];
	/** @type {Map<number, SVGGElement>} by number of the weight */
	#lines = new Map();
	/** @type {{layer: number, unit: number, group: SVGGElement}[]} */
	#circles = [];
	/** @type {{layer: number, canvas: HTMLCanvasElement}[]} */
	#matrices = [];
	#built = "";
	/** @type {Item | undefined} */
	chosen;

	/**
	 * @param {HTMLElement} host
	 * @param {{choose: (item: Item) => void, hover: (item: Item | undefined) => void, name: (item: Item) => string}} tell
	 */
	constructor(host, tell) {
		this.host = host;
		this.tell = tell;
		host.append(this.#maps, this.#svg);
		host.addEventListener("keydown", (event) => this.#key(event));
		for (const [event, on] of /** @type {const} */ ([
			["focusin", this.#focused],
			["click", this.#clicked],
			["pointerover", this.#hovered],
		]))
			host.addEventListener(event, (one) => on.call(this, /** @type {any} */ (one)));
		host.addEventListener("pointerleave", () => tell.hover(undefined));
	}

	/**
	 * @param {Shape} shape
	 * @param {Float64Array} weights
	 * @param {import("../shape.js").Unit[]} units
	 */
	draw(shape, weights, units) {
		const { clientWidth: width, clientHeight: height } = this.host;
		if (width === 0) return;
		const key = JSON.stringify([shape.inputs.length, shape.layers.map((layer) => [layer.units, layer.bias]), width, height]);
		if (key !== this.#built) this.#build(shape, width, height);
		this.#built = key;
		const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1;
		for (const [index, group] of this.#lines) line(group, weights[index], largest);
		for (const { layer, unit, group } of this.#circles) {
			const { bias, before } = shape.layers[layer] ?? { bias: -1, before: 0 };
			const known = layer >= 0 && layer < shape.layers.length - 1 ? units[before + unit] : undefined;
			mark(group, bias < 0 ? 0 : weights[bias + unit] / largest, known?.badge ?? 0);
		}
		for (const { layer, canvas } of this.#matrices) paint(canvas, shape.layers[layer], weights, largest, this.host);
		this.#name();
	}

	/**
	 * Puts a text beside each unit, or takes it away.
	 * @param {((layer: number, unit: number) => string) | undefined} text
	 */
	mark(text) {
		for (const { layer, unit, group } of this.#circles) {
			const label = /** @type {SVGTextElement} */ (group.querySelector("text"));
			label.textContent = text?.(layer, unit) ?? label.dataset.name ?? "";
		}
	}

	/** What every element is called, for those who hear it. */
	#name() {
		for (const { item, element } of this.#columns.flat()) element.setAttribute("aria-label", this.tell.name(item));
	}

	/**
	 * @param {Shape} shape
	 * @param {number} width
	 * @param {number} height
	 */
	#build(shape, width, height) {
		const counts = [shape.inputs.length, ...shape.layers.map(({ units }) => units)];
		const x = (/** @type {number} */ c) => margin.x + (c * (width - 2 * margin.x)) / (counts.length - 1);
		const room = height - margin.top - margin.bottom;
		const y = (/** @type {number} */ c, /** @type {number} */ j) => margin.top + (room * (j + 0.5)) / counts[c];
		const dense = (/** @type {number} */ c) => counts[c] > mostUnits;
		const radius = Math.max(5, Math.min(11, room / Math.min(mostUnits, Math.max(...counts)) / 2 - 2));
		this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
		this.#columns = [];
		this.#lines.clear();
		this.#circles = [];
		this.#matrices = [];
		/** @type {Element[]} */
		const under = [];
		/** @type {Element[]} */
		const over = [];
		/** @type {HTMLElement[]} */
		const maps = [];
		for (const [c, count] of counts.entries()) {
			const layer = c - 1;
			const column = [];
			if (layer >= 0 && (dense(c) || dense(c - 1))) {
				const canvas = make("canvas", { className: "net-map", tabIndex: -1, role: "button" });
				const [from, to] = [x(c - 1) + radius + 6, x(c) - radius - 6];
				Object.assign(canvas.style, {
					left: `${from}px`,
					width: `${Math.max(to - from, 6)}px`,
					top: `${margin.top}px`,
					height: `${room}px`,
				});
				maps.push(canvas);
				this.#matrices.push({ layer, canvas });
				this.#columns.push([{ item: { kind: "matrix", layer, unit: -1, weight: -1 }, element: canvas }]);
			} else if (layer >= 0) {
				const { units, inputs, kernel } = shape.layers[layer];
				const lines = [];
				for (let i = 0; i < inputs; i++) {
					for (let j = 0; j < units; j++) {
						const d = `M${x(c - 1)} ${y(c - 1, i)}L${x(c)} ${y(c, j)}`;
						const group = button("weight", draw("path", { d, class: "hit" }), draw("path", { d, class: "line" }));
						this.#lines.set(kernel + i * units + j, group);
						under.push(group);
						lines.push({
							item: /** @type {Item} */ ({ kind: "weight", layer, unit: j, weight: kernel + i * units + j }),
							element: group,
						});
					}
				}
				this.#columns.push(lines);
			}
			if (dense(c)) {
				const group = button(
					"strip",
					draw("rect", { x: x(c) - radius, y: margin.top, width: 2 * radius, height: room, rx: radius }),
					draw("text", { x: x(c), y: height / 2, "text-anchor": "middle", dy: 4 }, String(count)),
				);
				over.push(group);
				column.push({ item: /** @type {Item} */ ({ kind: "strip", layer, unit: -1, weight: -1 }), element: group });
			}
			for (let j = 0; j < count && !dense(c); j++) {
				const [cx, cy] = [x(c), y(c, j)];
				const outer = c === 0 || c === counts.length - 1;
				const end = c === counts.length - 1 ? "end" : "start";
				const at = outer ? cx + (end === "end" ? radius : -radius) : cx + radius + 3;
				const group = button(
					"unit",
					draw("circle", { cx, cy, r: Math.max(12, radius), class: "hit" }),
					draw("circle", { cx, cy, r: radius, class: "body" }),
					draw("path", { class: "sign", transform: `translate(${cx - 5} ${cy - 5}) scale(0.83)` }),
					draw("path", { class: "bias", d: "", transform: `translate(${cx} ${cy + radius + 3})` }),
					draw("text", {
						x: at,
						y: outer ? cy - radius - 5 : cy + 4,
						"text-anchor": end,
						"data-name": outer ? shape.unit(layer, j) : "",
					}),
				);
				this.#circles.push({ layer, unit: j, group });
				over.push(group);
				column.push({ item: /** @type {Item} */ ({ kind: "unit", layer, unit: j, weight: -1 }), element: group });
			}
			this.#columns.push(column);
		}
		this.#svg.replaceChildren(...under, ...over);
		this.mark(undefined);
		this.#maps.replaceChildren(...maps);
		const first =
			this.#find(this.chosen) ??
			this.#columns.find((column) => column[0]?.item.layer === 0 && column[0].item.kind !== "weight")?.[0].element;
		if (first) first.tabIndex = 0;
	}

	/** @param {Item | undefined} item */
	#find(item) {
		const same = this.#columns.flat().find((one) => item && JSON.stringify(one.item) === JSON.stringify(item));
		return same?.element;
	}

	/**
	 * The item that an event is about.
	 * @param {Event} event
	 */
	#itemOf({ target }) {
		const element = /** @type {Element} */ (target).closest("[tabindex]");
		return this.#columns.flat().find((one) => one.element === element);
	}

	/** @param {FocusEvent} event */
	#focused(event) {
		const found = this.#itemOf(event);
		if (!found) return;
		for (const { element } of this.#columns.flat()) {
			element.tabIndex = element === found.element ? 0 : -1;
			element.toggleAttribute("data-chosen", element === found.element);
		}
		this.chosen = found.item;
		this.tell.choose(found.item);
	}

	/** @param {MouseEvent} event */
	#clicked(event) {
		const found = this.#itemOf(event);
		found?.element.focus();
		if (found?.item.kind !== "matrix") return;
		// The place in the map says which weight is meant.
		const canvas = /** @type {HTMLCanvasElement} */ (found.element);
		const { left, top, width, height } = canvas.getBoundingClientRect();
		const within = (/** @type {number} */ share, /** @type {number} */ count) =>
			Math.min(count - 1, Math.max(0, Math.floor(share * count)));
		const from = within((event.clientY - top) / height, canvas.height);
		const to = within((event.clientX - left) / width, canvas.width);
		this.tell.choose({ ...found.item, unit: to, weight: from });
	}

	/** @param {PointerEvent} event */
	#hovered(event) {
		this.tell.hover(this.#itemOf(event)?.item);
	}

	/** @param {KeyboardEvent} event */
	#key(event) {
		const c = this.#columns.findIndex((column) => column.some(({ element }) => element === event.target));
		if (c < 0) return;
		const column = this.#columns[c];
		const at = column.findIndex(({ element }) => element === event.target);
		const beside = (/** @type {number} */ by) => {
			const next = this.#columns[c + by];
			return next?.[Math.floor(((at + 0.5) / column.length) * next.length)];
		};
		const to = {
			ArrowUp: () => column[at - 1],
			ArrowDown: () => column[at + 1],
			ArrowLeft: () => beside(-1),
			ArrowRight: () => beside(1),
			Home: () => column[0],
			End: () => column[column.length - 1],
		}[event.key];
		if (!to) return;
		event.preventDefault();
		to()?.element.focus();
	}
}

/**
 * @param {string} kind
 * @param {...Element} children
 */
function button(kind, ...children) {
	return draw("g", { class: `net-${kind}`, role: "button", tabindex: -1 }, ...children);
}

/**
 * @param {SVGGElement} group
 * @param {number} value
 * @param {number} largest
 */
function line(group, value, largest) {
	const path = /** @type {SVGPathElement} */ (group.lastElementChild);
	const width = Number.isFinite(value) ? Math.max(0.4, (widest * Math.abs(value)) / largest) : 0.4;
	path.setAttribute("stroke-width", width.toFixed(2));
	group.dataset.sign = value < 0 ? "minus" : "plus";
}

/**
 * @param {SVGGElement} group
 * @param {number} bias over the largest weight
 * @param {number} badge
 */
function mark(group, bias, badge) {
	const [, , sign, bar] = group.children;
	const length = Number.isFinite(bias) ? Math.max(-12, Math.min(12, 12 * bias)) : 0;
	bar.setAttribute("d", length === 0 ? "" : `M0 0H${length.toFixed(2)}`);
	group.dataset.sign = length < 0 ? "minus" : "plus";
	sign.setAttribute("d", badges[badge].path);
}

/**
 * The kernel of a layer as a map of colours, a row for each input and a column for each unit.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../shape.js").Layer} layer
 * @param {Float64Array} weights
 * @param {number} largest
 * @param {HTMLElement} host
 */
function paint(canvas, { units, inputs, kernel }, weights, largest, host) {
	canvas.width = units;
	canvas.height = inputs;
	const context = canvas.getContext("2d");
	if (!context) return;
	const style = getComputedStyle(host);
	const [plus, minus, zero] = ["--data", "--fit", "--page"].map((name) => channels(style.getPropertyValue(name).trim()));
	const image = context.createImageData(units, inputs);
	for (let i = 0; i < units * inputs; i++) {
		const value = weights[kernel + i] / largest;
		const share = Number.isFinite(value) ? Math.sqrt(Math.min(1, Math.abs(value))) : 0;
		const colour = value < 0 ? minus : plus;
		for (let k = 0; k < 3; k++) image.data[4 * i + k] = zero[k] + share * (colour[k] - zero[k]);
		image.data[4 * i + 3] = 255;
	}
	context.putImageData(image, 0, 0);
}

/**
 * "#d57a00" as three numbers
 * @param {string} colour
 */
function channels(colour) {
	const hex = colour.length === 4 ? [...colour.slice(1)].map((c) => c + c).join("") : colour.slice(1);
	return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

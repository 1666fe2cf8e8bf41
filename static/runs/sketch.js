// Small pictures of fits and losses, as SVG: side by side, before and after. Colours and dashes are classes of runs.css.

import { dotsOf as amongst } from "../dots.js";
import { count, number } from "../format.js";
import { decadeScale, extent, linearScale } from "../scale.js";
import { spread } from "../spread.js";
import { draw } from "../svg.js";
import { thin } from "./thin.js";

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../scale.js").Scale} Scale */
/** @typedef {[number, number]} Point */
/** @typedef {{width: number, height: number, labelled: boolean}} Size in units of the picture, which are pixels where there is room */
/** @typedef {{x: Scale, y: Scale, log: boolean}} Axes */
/** @typedef {{curve: ArrayLike<number>, epochs: number, look: string, name: string}} Curve look: a class */

export const small = { width: 150, height: 92, labelled: false };

const buckets = 100;

/**
 * As wide as its place, so that its text has the size of the page's.
 * @param {HTMLElement} place
 * @returns {Size}
 */
export function sized({ clientWidth }) {
	return { width: Math.max(clientWidth, 240), height: 200, labelled: true };
}

/**
 * The fits of runs over one another, on axes that they share; beyond one input and one output, predictions against targets.
 * @param {{picture: Picture, look: string}[]} shown the last lies on top
 * @param {Picture[]} framing whose range the axes cover
 * @param {Size} size
 * @param {string} title
 */
export function fitSketch(shown, framing, size, title) {
	const plane = framing.every(isPlane);
	const drawn = framing.map((picture) => ({ curve: plane ? fitOf(picture) : [], dots: dotsOf(picture) }));
	const dots = drawn.flatMap((one) => one.dots);
	const [dlo, dhi] = extent(dots.map((dot) => dot[plane ? 1 : 0]));
	const room = dhi - dlo || 1;
	// A fit may leave the picture, but not shrink the data to a line.
	const near = (/** @type {number} */ y) => Math.min(Math.max(y, dlo - room), dhi + room);
	const [xlo, xhi] = extent(
		dots.map(([x]) => x),
		drawn.flatMap(({ curve }) => curve.map(([x]) => x)),
	);
	const [ylo, yhi] = extent(
		[dlo, dhi],
		dots.map(([, y]) => near(y)),
		drawn.flatMap(({ curve }) => curve.map(([, y]) => near(y))),
	);
	const axes = { x: linearScale(xlo, xhi, 3, !plane), y: linearScale(ylo, yhi, 3, true), log: false };
	const sketch = new Sketch(axes, size, title, plane ? "x" : "target", number);
	const low = Math.max(axes.x.min, axes.y.min);
	const high = Math.min(axes.x.max, axes.y.max);
	if (!plane)
		sketch.curve(
			[
				[low, low],
				[high, high],
			],
			"floor",
		);
	for (const { picture, look } of shown) {
		if (plane) sketch.curve(fitOf(picture), look);
		else sketch.dots(dotsOf(picture), look);
	}
	if (plane) sketch.dots(dotsOf(shown[0].picture), "data");
	return sketch.root;
}

/**
 * The losses of runs on shared axes, each with its name at its end where there is room for names.
 * @param {Curve[]} curves
 * @param {{floors: import("../protocol").Floor[], resolution: number}} run
 * @param {Size} size
 * @param {string} title
 */
export function lossSketch(curves, { floors, resolution }, size, title) {
	const drawn = curves.map((one) => {
		const flat = thin(one.curve, buckets);
		return { ...one, points: pairs(flat).map(([epoch, loss]) => /** @type {Point} */ ([epoch, Math.max(loss, resolution)])) };
	});
	const shown = floors.filter(({ loss }) => loss > resolution);
	const [lo, hi] = extent(
		drawn.flatMap(({ points }) => points.map(([, loss]) => loss)),
		shown.map(({ loss }) => loss),
	);
	const epochs = Math.max(1, ...curves.map((one) => one.epochs));
	const log = lo > 0 && Number.isFinite(hi);
	const x = { ...linearScale(0, epochs, 4, true), max: epochs };
	x.ticks = x.ticks.filter((tick) => tick <= epochs);
	const axes = { x, y: log ? decadeScale(lo, hi) : linearScale(0, 1, 4, true), log };
	const sketch = new Sketch(axes, size, title, "epoch", count);
	for (const { loss } of shown)
		sketch.curve(
			[
				[0, loss],
				[epochs, loss],
			],
			"floor",
		);
	for (const { points, look } of drawn) sketch.curve(points, look);
	if (!size.labelled) return sketch.root;
	const ends = drawn.flatMap(({ points, name, look }) =>
		points.length > 0 ? { name, look, at: points[points.length - 1] } : [],
	);
	const levels = shown.map(({ label, loss }) => ({
		name: `${label} ${number(loss)}`,
		look: "",
		at: /** @type {Point} */ ([epochs, loss]),
	}));
	sketch.names([...ends, ...levels]);
	return sketch.root;
}

/** A picture that is being drawn. */
class Sketch {
	/**
	 * @param {Axes} axes
	 * @param {Size} size
	 * @param {string} title what is read where it cannot be seen
	 * @param {string} xName
	 * @param {(value: number) => string} xFormat
	 */
	constructor(axes, { width, height, labelled }, title, xName, xFormat) {
		this.axes = axes;
		const margin = labelled ? { left: 58, right: 26, top: 10, bottom: 38 } : { left: 4, right: 4, top: 5, bottom: 5 };
		this.left = margin.left;
		this.right = width - margin.right;
		this.top = margin.top;
		this.bottom = height - margin.bottom;
		this.root = draw("svg", { class: "sketch", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
		for (const tick of axes.y.ticks) {
			const [, y] = this.place([axes.x.min, tick]);
			this.root.append(draw("line", { class: "grid", x1: this.left, x2: this.right, y1: y, y2: y }));
			if (labelled) this.text(number(tick), this.left - 6, y + 4, "end");
		}
		if (!labelled) return;
		for (const tick of axes.x.ticks) this.text(xFormat(tick), this.place([tick, axes.y.min])[0], this.bottom + 15, "middle");
		this.text(xName, (this.left + this.right) / 2, height - 4, "middle");
	}

	/** @param {Point} point */
	place([x, y]) {
		const { x: across, y: up, log } = this.axes;
		const share = log ? Math.log10(y / up.min) / Math.log10(up.max / up.min) : (y - up.min) / (up.max - up.min);
		const along = (x - across.min) / (across.max - across.min || 1);
		const inside = Math.min(Math.max(share, -0.1), 1.1);
		return [this.left + along * (this.right - this.left), this.bottom - inside * (this.bottom - this.top)].map(
			(v) => Math.round(10 * v) / 10,
		);
	}

	/**
	 * @param {Point[]} points
	 * @param {string} look
	 */
	curve(points, look) {
		const d = points
			.filter((point) => point.every(Number.isFinite))
			.map((point, i) => `${i === 0 ? "M" : "L"}${this.place(point).join(" ")}`);
		this.root.append(draw("path", { class: `line ${look}`, d: d.join("") }));
	}

	/**
	 * @param {Point[]} points
	 * @param {string} look
	 */
	dots(points, look) {
		const { size, edge, opacity } = amongst(points.length);
		const r = edge ? (this.bottom > 150 ? 4.5 : 3) : Math.round(3.5 * size) / 10;
		for (const point of points.filter((one) => one.every(Number.isFinite))) {
			const [cx, cy] = this.place(point);
			this.root.append(draw("circle", { class: `dot ${look}${edge ? "" : " many"}`, cx, cy, r, opacity: opacity.toFixed(2) }));
		}
	}

	/**
	 * Names at the ends of curves, above them, making room for each other.
	 * @param {{name: string, look: string, at: Point}[]} named
	 */
	names(named) {
		const placed = named.map((one) => ({ ...one, y: this.place(one.at)[1] - 6 })).sort((a, b) => a.y - b.y);
		const tops = spread(
			placed.map(({ y }) => Math.max(y, this.top + 8)),
			16,
			this.bottom - 4,
		);
		for (const [i, { name, look, at }] of placed.entries()) {
			const [x] = this.place(at);
			const late = x > (this.left + this.right) / 2;
			this.text(name, x, tops[i], late ? "end" : "start", `name ${look}`);
		}
	}

	/**
	 * @param {string} words
	 * @param {number} x
	 * @param {number} y
	 * @param {string} anchor
	 * @param {string} [look]
	 */
	text(words, x, y, anchor, look = "") {
		const element = draw("text", { class: look, x, y, "text-anchor": anchor });
		element.textContent = words;
		this.root.append(element);
	}
}

/** @param {Picture} picture */
function isPlane({ run }) {
	return run.inputs === 1 && run.outputs === 1;
}

/** @param {Picture} picture */
function fitOf({ frame }) {
	return pairs(frame.fit);
}

/**
 * The data, or the target and prediction of every output of every row.
 * @param {Picture} picture
 * @returns {Point[]}
 */
function dotsOf(picture) {
	const { run, frame } = picture;
	if (isPlane(picture)) return run.points.map((row) => [row[0], row[1]]);
	return run.points.flatMap((row, i) =>
		row.slice(run.inputs).map((target, j) => /** @type {Point} */ ([target, frame.predictions[i * run.outputs + j]])),
	);
}

/**
 * @param {ArrayLike<number>} flat
 * @returns {Point[]}
 */
function pairs(flat) {
	return Array.from({ length: flat.length >> 1 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
}

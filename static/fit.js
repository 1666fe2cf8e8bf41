// The data and the fit through it. With one input and one output: points and curves over x. Otherwise: each prediction against its target,
// where the exact ones lie on a line.

import { against, largestMiss } from "./against.js";
import { axis, Chart } from "./chart.js";
import { columnsOf } from "./columns.js";
import { dotsOf } from "./dots.js";
import { number } from "./format.js";
import { extent, linearScale } from "./scale.js";

/** @typedef {import("./watch.js").Picture} Picture */
/** @typedef {{x: import("./scale.js").Scale, y: import("./scale.js").Scale}} Scales */

export class FitChart extends Chart {
	/** @type {[Picture, Picture | undefined, boolean] | undefined} */
	#last;
	/** @type {Scales | undefined} */
	#scales;
	/** @type {{name: string, data: number[][]} | undefined} */
	#unit;
	/** @type {Picture | undefined} the run that a fix would be, drawn with the next picture */
	preview;

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} ghost
	 * @param {boolean} held a gesture is going on: the axes stay where they are unless something leaves them
	 */
	draw(picture, ghost, held) {
		this.#last = [picture, ghost, held];
		const { run, frame } = picture;
		if (run.inputs === 1 && run.outputs === 1) this.#curves(run, frame, comparable(picture, ghost), held);
		else this.#predictions(run, frame, comparable(picture, ghost));
	}

	redraw() {
		if (this.#last) this.draw(...this.#last);
	}

	/**
	 * Where a point is in the host, in pixels.
	 * @param {number} x
	 * @param {number} y
	 */
	pixel(x, y) {
		return this.canvas.convertToPixel("grid", [x, y]);
	}

	/**
	 * The point at a place of the host, kept inside the axes.
	 * @param {number} left
	 * @param {number} top
	 */
	at(left, top) {
		const [x, y] = this.canvas.convertFromPixel("grid", [left, top]);
		const { x: across, y: up } = /** @type {Scales} */ (this.#scales);
		return [Math.min(Math.max(x, across.min), across.max), Math.min(Math.max(y, up.min), up.max)];
	}

	/**
	 * Whether a place of the host lies between the axes.
	 * @param {number} left
	 * @param {number} top
	 */
	contains(left, top) {
		return this.canvas.containPixel("grid", [left, top]);
	}

	/** The lengths of the axes. */
	span() {
		const { x, y } = /** @type {Scales} */ (this.#scales);
		return { width: x.max - x.min, height: y.max - y.min };
	}

	/**
	 * Draws the curve of a unit with the fit, with its name at its end, or none.
	 * @param {{name: string, data: number[][]} | undefined} unit
	 */
	highlight(unit) {
		if (!unit && !this.#unit) return;
		this.#unit = unit;
		this.redraw();
	}

	/**
	 * A series of dots: full ones, or rings that the page shows through.
	 * @param {string} name
	 * @param {number[][]} data
	 * @param {number} n as many as share the picture
	 * @param {string} colour a custom property
	 * @param {"full" | "ring"} [look]
	 */
	#dots(name, data, n, colour, look = "full") {
		const { size, edge, opacity } = dotsOf(n);
		const [ink, page] = [this.value(colour), this.value("--page")];
		const ring = look === "ring";
		// At once: while a run goes on, a picture drawn bit by bit is never finished. As one shape from 1000 on: 10,000 take a sixth of the time.
		const whole = { name, data, progressive: 0, large: true, largeThreshold: 1000 };
		if (edge) {
			const [color, borderColor] = ring ? [page, ink] : [ink, page];
			return { ...whole, symbolSize: size, itemStyle: { color, borderColor, borderWidth: 1.5, opacity } };
		}
		// A ring needs room inside it.
		const [color, symbolSize] = ring ? ["transparent", size + 2] : [ink, size];
		return { ...whole, symbolSize, itemStyle: { color, borderColor: ink, borderWidth: ring ? 1 : 0, opacity } };
	}

	/**
	 * The name of the vertical axis, inside the plot, at its upper end.
	 * @param {string} name
	 */
	#upwards(name) {
		const nameTextStyle = { align: "left", padding: [0, 0, 0, 6], fontSize: 13, color: this.value("--muted") };
		return { name, nameLocation: "end", nameGap: -10, nameTextStyle };
	}

	/** The series of the unit that is pointed at. */
	#pointed() {
		const { name = "", data = [] } = this.#unit ?? {};
		const color = this.value("--ink");
		const label = {
			show: name !== "",
			formatter: name,
			color,
			fontSize: 13,
			textBorderColor: this.value("--page"),
			textBorderWidth: 4,
		};
		return {
			name: "unit",
			type: "line",
			silent: true,
			showSymbol: false,
			z: 4,
			data,
			itemStyle: { color },
			lineStyle: { color, width: 2, type: [3, 3] },
			endLabel: { ...label, align: "right", offset: [-8, -10] },
		};
	}

	/**
	 * The series of the preview.
	 * @param {ArrayLike<number>} curve
	 * @param {[number, number][]} dots
	 */
	#fixed(curve, dots) {
		const color = this.value("--solved");
		const common = { silent: true, z: 2, itemStyle: { color, opacity: 1 } };
		const lineStyle = { color, width: 2, type: [6, 4] };
		return [
			{ ...common, name: "with the fix", type: "line", showSymbol: false, lineStyle, data: curve },
			{ ...common, name: "predicted with the fix", type: "scatter", symbolSize: 7, data: dots },
		];
	}

	/**
	 * @param {import("./protocol").Run} run
	 * @param {import("./protocol").Frame} frame
	 * @param {Picture | undefined} ghost
	 * @param {boolean} held
	 */
	#curves(run, frame, ghost, held) {
		const xs = run.points.map((row) => row[0]);
		const ys = run.points.map((row) => row[1]);
		const old = ghost?.frame.fit ?? new Float64Array();
		const fixed = comparable({ run, frame }, this.preview)?.frame.fit ?? new Float64Array();
		const [xlo, xhi] = extent(xs, every(frame.fit, 0));
		// The fit may leave the picture where it has lost its way, but not shrink the data to a line.
		// Targets that are all the same have no height; there 0 is seen, where fits begin.
		const [dlo, dhi] = extent(ys);
		const room = 2 * (dhi - dlo || Math.max(1, Math.abs(dhi)));
		const [ylo, yhi] = extent(
			ys,
			[...every(frame.fit, 1), ...every(fixed, 1)].map((y) => Math.min(Math.max(y, dlo - room), dhi + room)),
		);
		let scales = { x: linearScale(xlo, xhi, 5, false), y: linearScale(ylo, yhi, 5, true) };
		if (held && this.#scales && within(scales.y, this.#scales.y) && within(scales.x, this.#scales.x)) scales = this.#scales;
		this.#scales = scales;
		// Among many dots a line would be lost.
		const z = dotsOf(xs.length).edge ? 2 : 4;
		this.apply({
			xAxis: { ...axis(scales.x, number), name: columnsOf(run.experiment, run).inputs[0] },
			yAxis: { ...axis(scales.y, number), ...this.#upwards("") },
			tooltip: {
				trigger: "item",
				formatter: (/** @type {any} */ { dataIndex, seriesName }) => {
					const i = seriesName === "held" ? run.trained + dataIndex : dataIndex;
					return `x ${number(xs[i])}\ny ${number(ys[i])}\nfit ${number(frame.predictions[i])}`;
				},
			},
			series: [
				{ name: "ghost", data: old, z },
				{ name: "fit", data: frame.fit, z },
				...this.#fixed(fixed, []),
				this.#pointed(),
				{ name: "exact", data: [] },
				{ name: "past", data: [] },
				{ name: "predicted", data: [] },
				this.#dots("held", run.points.slice(run.trained), xs.length, "--data", "ring"),
				this.#dots("data", run.points.slice(0, run.trained), xs.length, "--data"),
			],
		});
		const heldOut = run.points.length - run.trained;
		const aside = heldOut > 0 ? `, ${heldOut} of them held out for validation,` : "";
		const miss = number(largestMiss(against(run, frame)));
		this.host.ariaLabel = `${xs.length} points${aside} and the fit through them. The largest miss is ${miss}.`;
	}

	/**
	 * @param {import("./protocol").Run} run
	 * @param {import("./protocol").Frame} frame
	 * @param {Picture | undefined} ghost
	 */
	#predictions(run, frame, ghost) {
		this.#scales = undefined;
		const pairs = against(run, frame);
		const fixed = comparable({ run, frame }, this.preview);
		const [lo, hi] = extent(pairs.map(([target]) => target));
		const room = 2 * (hi - lo || 1);
		const [ylo, yhi] = extent(
			[lo, hi],
			pairs.map(([, predicted]) => Math.min(Math.max(predicted, lo - room), hi + room)),
		);
		const x = linearScale(lo, hi, 5, true);
		const y = linearScale(Math.min(ylo, x.min), Math.max(yhi, x.max), 5, true);
		this.apply({
			xAxis: { ...axis(x, number), name: "target" },
			yAxis: { ...axis(y, number), ...this.#upwards("prediction") },
			tooltip: {
				trigger: "item",
				formatter: (/** @type {any} */ { data }) => `target ${number(data[0])}\npredicted ${number(data[1])}`,
			},
			series: [
				{ name: "ghost", data: [] },
				{ name: "fit", data: [] },
				{ name: "unit", type: "line", data: [] },
				...this.#fixed([], fixed ? against(fixed.run, fixed.frame) : []),
				{
					name: "exact",
					data: [
						[x.min, x.min],
						[x.max, x.max],
					],
				},
				this.#dots("past", ghost ? against(ghost.run, ghost.frame) : [], pairs.length, "--ghost", "ring"),
				this.#dots("predicted", pairs, pairs.length, "--fit"),
				{ name: "held", data: [] },
				{ name: "data", data: [] },
			],
		});
		const miss = number(largestMiss(pairs));
		this.host.ariaLabel = `Predictions against ${pairs.length} targets; exact ones lie on the diagonal. The largest miss is ${miss}.`;
	}
}

/**
 * The ghost, if it is drawn in the same space.
 * @param {Picture} picture
 * @param {Picture | undefined} ghost
 */
function comparable(picture, ghost) {
	return ghost && ghost.run.inputs === picture.run.inputs && ghost.run.outputs === picture.run.outputs ? ghost : undefined;
}

/**
 * Every second value, from `first`.
 * @param {Float64Array} flat
 * @param {0 | 1} first
 */
function every(flat, first) {
	return flat.filter((_, i) => i % 2 === first);
}

/**
 * @param {import("./scale.js").Scale} inner
 * @param {import("./scale.js").Scale} outer
 */
function within(inner, outer) {
	return inner.min >= outer.min && inner.max <= outer.max;
}

// What the two charts share: an ECharts instance in a host that may change size, theme and pixel density. The option comes from go-echarts, made when
// the site was built; colours in it are names of custom properties.

import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Canvas, because the SVG renderer writes style attributes, which the Content-Security-Policy refuses.
use([LineChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** @typedef {{[key: string]: any}} Option */

// What texts are measured on.
const paper = document.createElement("canvas").getContext("2d");

/** @abstract */
export class Chart {
	/** @type {ReturnType<typeof init>} */
	#canvas;
	#watch = new ResizeObserver(() => this.#fit());
	#density = devicePixelRatio;
	#width;
	#height;
	#styled = false;
	/** @type {Map<string, string>} */
	#values = new Map();

	/**
	 * @param {HTMLElement} host
	 * @param {Option} option
	 */
	constructor(host, option) {
		this.host = host;
		this.option = option;
		this.#canvas = init(host, null, { renderer: "canvas", devicePixelRatio });
		this.#width = host.clientWidth;
		this.#height = host.clientHeight;
		this.#watch.observe(host);
	}

	/** Ends it: ECharts keeps every chart, and its canvas with it, until it is told. */
	dispose() {
		this.#watch.disconnect();
		this.#canvas.dispose();
	}

	get canvas() {
		return this.#canvas;
	}

	/** Called after the theme changed. */
	restyle() {
		this.#styled = false;
		this.redraw();
	}

	/** Draws again what was drawn last. */
	redraw() {}

	/**
	 * Takes what a drawing changes; the first one after a new style takes all of it at once, because an option costs a layout.
	 * @param {Option} change
	 */
	apply(change) {
		if (this.#styled) {
			this.#canvas.setOption(change);
			return;
		}
		this.#styled = true;
		const option = this.#dressed();
		this.#canvas.setOption(
			{
				...option,
				tooltip: { ...option.tooltip, ...change.tooltip },
				xAxis: merged(option.xAxis[0], change.xAxis),
				yAxis: merged(option.yAxis[0], change.yAxis),
				series: change.series.map((/** @type {Option} */ one) => ({
					...option.series.find((/** @type {Option} */ { name }) => name === one.name),
					...one,
				})),
			},
			{ notMerge: true },
		);
	}

	/** @param {string} name of a custom property, which lasts until the style changes: reading one makes the browser compute all */
	value(name) {
		const value = this.#values.get(name) ?? getComputedStyle(this.host).getPropertyValue(name).trim();
		this.#values.set(name, value);
		return value;
	}

	/** The margins of the style sheet, in pixels. */
	get grid() {
		const pixels = (/** @type {string} */ name) => Number.parseFloat(this.value(name));
		return {
			left: pixels("--plot-left"),
			right: pixels("--plot-right"),
			top: pixels("--plot-top"),
			bottom: pixels("--plot-bottom"),
			outerBoundsMode: "none", // the margins leave room for the labels
		};
	}

	/** The height between the margins, in pixels. */
	get plotHeight() {
		return this.#height - this.grid.top - this.grid.bottom;
	}

	/** The width between the margins, in pixels. */
	get plotWidth() {
		return this.#width - this.grid.left - this.grid.right;
	}

	/** @param {string} text of the size of names, in pixels */
	textWidth(text) {
		if (!paper) return 7 * text.length;
		paper.font = `13px ${this.value("font-family")}`;
		return paper.measureText(text).width;
	}

	/** The option with the colours of the theme and the margins of the style sheet. */
	#dressed() {
		this.#values.clear();
		const fontFamily = this.value("font-family");
		const text = { fontSize: 13, fontFamily };
		const option = /** @type {Option} */ (this.#coloured(this.option));
		option.grid = this.grid;
		option.textStyle = { fontFamily };
		Object.assign(option.tooltip, {
			padding: [6, 10],
			confine: true,
			transitionDuration: 0,
			textStyle: { ...text, color: this.value("--ink"), lineHeight: 19 },
			axisPointer: { type: "line", lineStyle: { color: this.value("--line"), type: "solid" } },
		});
		const [x, y] = [option.xAxis[0], option.yAxis[0]];
		Object.assign(x, { nameLocation: "middle", nameGap: 24, nameTextStyle: { ...text, color: this.value("--muted") } });
		x.axisLine.onZero = false;
		y.name = ""; // the figure's heading says it
		return option;
	}

	/**
	 * Replaces every text that begins with -- by the custom property of that name.
	 * @param {any} value
	 * @returns {any}
	 */
	#coloured(value) {
		if (typeof value === "string") return value.startsWith("--") ? this.value(value) : value;
		if (Array.isArray(value)) return value.map((item) => this.#coloured(item));
		if (value === null || typeof value !== "object") return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#coloured(item)]));
	}

	#fit() {
		const { clientWidth: width, clientHeight: height } = this.host;
		const same = width === this.#width && height === this.#height && this.#density === devicePixelRatio;
		if (width === 0 || same) return;
		// Margins are narrower on a phone.
		if (width !== this.#width) this.#styled = false;
		[this.#width, this.#height] = [width, height];
		if (this.#density === devicePixelRatio) {
			this.#canvas.resize();
		} else {
			// A page zoomed in has another density; ECharts keeps the one it began with.
			this.#density = devicePixelRatio;
			this.#canvas.dispose();
			this.#canvas = init(this.host, null, { renderer: "canvas", devicePixelRatio });
			this.#styled = false;
		}
		this.redraw();
	}
}

/**
 * An axis with some of it changed, labels and ticks in depth.
 * @param {Option} axis
 * @param {Option} change
 */
function merged(axis, change) {
	return {
		...axis,
		...change,
		axisLabel: { ...axis.axisLabel, ...change.axisLabel },
		axisTick: { ...axis.axisTick, ...change.axisTick },
	};
}

/**
 * An axis as ECharts takes it.
 * @param {import("./scale.js").Scale} scale
 * @param {(value: number) => string} format
 */
export function axis(scale, format) {
	return {
		min: scale.min,
		max: scale.max,
		axisTick: { show: false, customValues: scale.ticks },
		axisLabel: { customValues: scale.ticks, formatter: format, showMinLabel: true, showMaxLabel: true, hideOverlap: true },
	};
}

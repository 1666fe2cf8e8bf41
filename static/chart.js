// What the two charts share: an ECharts instance in a host that may change size, theme and pixel density. The option comes from go-echarts, made when
// the site was built; colours in it are names of custom properties.

import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Canvas, because the SVG renderer writes style attributes, which the Content-Security-Policy refuses.
use([LineChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** @typedef {{[key: string]: any}} Option */

/** @abstract */
export class Chart {
	/** @type {ReturnType<typeof init>} */
	#canvas;
	#density = 0;
	#width = 0;

	/**
	 * @param {HTMLElement} host
	 * @param {Option} option
	 */
	constructor(host, option) {
		this.host = host;
		this.option = option;
		this.#canvas = this.#open();
		new ResizeObserver(() => this.#fit()).observe(host);
	}

	get canvas() {
		return this.#canvas;
	}

	/** Called after the theme changed. */
	restyle() {
		this.#canvas.setOption(this.styled(), { notMerge: true });
		this.redraw();
	}

	/** Draws again what was drawn last. */
	redraw() {}

	/** The option with the colours of the theme and the margins of the style sheet. */
	styled() {
		const style = getComputedStyle(this.host);
		const option = /** @type {Option} */ (colour(this.option, style));
		const pixels = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(name));
		option.grid = {
			left: pixels("--plot-left"),
			right: pixels("--plot-right"),
			top: pixels("--plot-top"),
			bottom: pixels("--plot-bottom"),
			outerBoundsMode: "none", // the margins leave room for the labels
		};
		option.textStyle = { fontFamily: style.fontFamily };
		const ink = style.getPropertyValue("--ink");
		const muted = style.getPropertyValue("--muted");
		Object.assign(option.tooltip, {
			padding: [6, 10],
			confine: true,
			transitionDuration: 0,
			textStyle: { color: ink, fontSize: 13, fontFamily: style.fontFamily, lineHeight: 19 },
			axisPointer: { type: "line", lineStyle: { color: style.getPropertyValue("--line"), type: "solid" } },
		});
		for (const axis of [option.xAxis[0], option.yAxis[0]]) Object.assign(axis, { nameTextStyle: { color: muted, fontSize: 13 } });
		Object.assign(option.xAxis[0], { nameLocation: "middle", nameGap: 24 });
		option.xAxis[0].axisLine.onZero = false;
		option.yAxis[0].name = "";
		return option;
	}

	/** @param {string} name of a custom property */
	color(name) {
		return getComputedStyle(this.host).getPropertyValue(name).trim();
	}

	/** The height between the margins, in pixels. */
	get plotHeight() {
		const { top, bottom } = this.styled().grid;
		return this.host.clientHeight - top - bottom;
	}

	#open() {
		this.#density = devicePixelRatio;
		const canvas = init(this.host, null, { renderer: "canvas", devicePixelRatio });
		canvas.setOption(this.styled());
		return canvas;
	}

	#fit() {
		const { clientWidth } = this.host;
		if (clientWidth === 0) return;
		// A page zoomed in has another density; ECharts keeps the one it began with.
		if (this.#density !== devicePixelRatio) {
			this.#canvas.dispose();
			this.#canvas = this.#open();
		} else {
			this.#canvas.resize();
			// Margins are narrower on a phone.
			if (this.#width !== clientWidth) this.#canvas.setOption({ grid: this.styled().grid });
		}
		this.#width = clientWidth;
		this.redraw();
	}
}

/**
 * Replaces every text that begins with -- by the custom property of that name.
 * @param {any} value
 * @param {CSSStyleDeclaration} style
 * @returns {any}
 */
function colour(value, style) {
	if (typeof value === "string") return value.startsWith("--") ? style.getPropertyValue(value).trim() : value;
	if (Array.isArray(value)) return value.map((item) => colour(item, style));
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, colour(item, style)]));
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

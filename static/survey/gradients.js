// The norm of the gradient over the epochs, a line for each layer, named at its end.

import { axis, Chart } from "../chart.js";
import { table } from "../element.js";
import { count, number } from "../format.js";
import { decadeScale, extent, linearScale } from "../scale.js";
import { AtRest } from "./atrest.js";
import { Figure } from "./figure.js";
import { endLabels, withLeftovers } from "./labels.js";

/** @typedef {import("../protocol").SurveyedGradients} SurveyedGradients */

class GradientChart extends Chart {
	/** @type {SurveyedGradients | undefined} */
	#last;
	/** @type {Set<string>} */
	#drawn = new Set();

	/** @param {SurveyedGradients} shown */
	draw(shown) {
		this.#last = shown;
		const { epochs, layers } = shown;
		const all = layers.flatMap(({ norms }) => norms.filter((norm) => norm > 0));
		const [lo, hi] = all.length > 0 ? extent(all) : [0.1, 1];
		const y = decadeScale(lo, hi);
		const last = epochs[epochs.length - 1];
		const x = { ...linearScale(0, last || 1, 5, true), max: last || 1 };
		x.ticks = x.ticks.filter((tick) => tick <= x.max);
		// A norm of 0 has no place on this axis: the line breaks off.
		const lines = layers.map(({ norms }, i) => ({
			name: `layer ${i}`,
			showSymbol: epochs.length === 1,
			data: epochs.map((epoch, k) => [epoch, norms[k] > 0 ? norms[k] : "-"]),
		}));
		const ends = layers.map(({ label, norms }, i) => {
			const end = norms.findLastIndex((norm) => norm > 0);
			const at = /** @type {[number, number]} */ (end < 0 ? [x.max, y.min] : [x.max, norms[end]]);
			const name = norms[norms.length - 1] > 0 ? label : `${label}: 0`;
			const { color } = this.option.series[i].lineStyle;
			return { name, at, share: Math.log10(at[1] / y.min) / Math.log10(y.max / y.min), hue: color };
		});
		this.apply({
			xAxis: { ...axis(x, count) },
			yAxis: axis(y, number),
			tooltip: {
				trigger: "axis",
				formatter: (/** @type {any[]} */ points) => {
					const lines = points.filter(({ seriesName }) => seriesName.startsWith("layer "));
					const words = lines.map(
						({ seriesName, value }) =>
							`${layers[Number(seriesName.slice(6))]?.label} ${value[1] === "-" ? "0" : number(value[1])}`,
					);
					return [`epoch ${count(lines[0]?.value[0] ?? 0)}`, ...words].join("\n");
				},
			},
			series: withLeftovers([...lines, ...endLabels(this, ends)], this.#drawn),
		});
	}

	redraw() {
		if (this.#last) this.draw(this.#last);
	}
}

export class Gradients extends AtRest {
	#figure;
	#chart;

	/**
	 * @param {HTMLElement} host
	 * @param {import("./asking.js").Surveyor} surveyor
	 */
	constructor(host, surveyor) {
		super("gradients", surveyor);
		this.#figure = new Figure(host, "gradients", "Gradient norms by layer", gradientTable);
		this.#chart = new GradientChart(this.#figure.chart, PLATEAU_SURVEY.options.gradients);
	}

	stale() {
		this.#figure.stale();
	}

	/** @param {import("../protocol").Surveyed} answer */
	answered(answer) {
		if (answer.trouble) this.#figure.trouble(answer.trouble);
		else if (!answer.complete) this.#figure.busy(answer.progress, answer.doing);
		else this.#show(/** @type {SurveyedGradients} */ (answer));
	}

	restyle() {
		this.#chart.restyle();
	}

	/** @param {SurveyedGradients} shown */
	#show(shown) {
		this.#figure.show(shown, shown.summary);
		this.#chart.draw(shown);
		this.#chart.host.ariaLabel = `The gradient norm of ${shown.layers.length} layers over the epochs. ${shown.summary}`;
	}
}

/** @param {SurveyedGradients} shown */
function gradientTable({ epochs, layers }) {
	const rows = epochs.map((epoch, i) => [count(epoch), ...layers.map(({ norms }) => number(norms[i]))]);
	return table("Gradient norms by layer", ["epoch", ...layers.map(({ label }) => label)], rows);
}

// What the fit leaves of the targets, point by point: over the input where there is one, over the prediction where there are several. It follows the run;
// the sentence comes when the run holds still.

import { axis, Chart } from "../chart.js";
import { columnsOf } from "../columns.js";
import { dotsOf } from "../dots.js";
import { make, table } from "../element.js";
import { number } from "../format.js";
import { extent, linearScale } from "../scale.js";
import { Figure } from "./figure.js";

/** @typedef {import("../watch.js").Picture} Picture */

// With more points than this the stems would be a surface.
const mostStems = 80;

class ResidualChart extends Chart {
	/** @type {[Picture, number] | undefined} */
	#last;

	/**
	 * @param {Picture} picture
	 * @param {number} output
	 */
	draw(picture, output) {
		this.#last = [picture, output];
		const misses = residuals(picture, output).filter(({ at, miss }) => Number.isFinite(at) && Number.isFinite(miss));
		const [lo, hi] = extent(misses.map(({ at }) => at));
		const [low, high] = extent(
			[0],
			misses.map(({ miss }) => miss),
		);
		const x = linearScale(lo, hi, 5, false);
		const room = (x.max - x.min) / 20;
		[x.min, x.max] = [x.min - room, x.max + room];
		const y = linearScale(low, high, 5, true);
		const points = misses.map(({ at, miss }) => [at, miss]);
		const { size, edge, opacity } = dotsOf(points.length);
		this.apply({
			xAxis: { ...axis(x, number), name: across(picture) },
			yAxis: axis(y, number),
			tooltip: {
				trigger: "item",
				formatter: (/** @type {any} */ { dataIndex: i }) => {
					const { row, at, target, predicted, miss } = misses[i];
					return `row ${row + 1}, ${across(picture)} ${number(at)}\ntarget ${number(target)}\npredicted ${number(predicted)}\nmiss ${number(miss)}`;
				},
			},
			series: [
				{
					name: "zero",
					data: [
						[x.min, 0],
						[x.max, 0],
					],
				},
				{
					name: "stems",
					data:
						points.length <= mostStems
							? points.flatMap(([at, miss]) => [
									[at, 0],
									[at, miss],
									["-", "-"],
								])
							: [],
				},
				{
					name: "misses",
					data: points,
					progressive: 0,
					large: true,
					largeThreshold: 1000,
					symbolSize: size,
					itemStyle: {
						color: this.value("--data"),
						borderColor: this.value("--page"),
						borderWidth: edge ? 1.5 : 0,
						opacity,
					},
				},
			],
		});
	}

	redraw() {
		if (this.#last) this.draw(...this.#last);
	}
}

export class Residuals {
	#select = make("select", { ariaLabel: "Output", hidden: true });
	#key = make("p", { className: "muted survey-key" }, "miss = target − prediction");
	#figure;
	#chart;
	#surveyor;
	/** @type {Picture | undefined} */
	#picture;
	/** @type {{name: string, summary: string}[] | string} */
	#words = "";
	#asking = false;

	/**
	 * @param {HTMLElement} host
	 * @param {import("./asking.js").Surveyor} surveyor
	 */
	constructor(host, surveyor) {
		this.#surveyor = surveyor;
		this.#figure = new Figure(host, "residuals", "Residuals", residualTable, this.#select, this.#key);
		this.#chart = new ResidualChart(this.#figure.chart, PLATEAU_SURVEY.options.residuals);
		this.#select.addEventListener("change", () => this.#redraw());
	}

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} _ghost
	 * @param {boolean} held
	 */
	draw(picture, _ghost, held) {
		this.#picture = picture;
		this.#offer(columnsOf(picture.run.experiment, picture.run).targets);
		this.#redraw();
		if (held || picture.frame.state === "running") this.#figure.stale();
		else this.#ask();
	}

	restyle() {
		this.#chart.restyle();
	}

	#redraw() {
		const picture = /** @type {Picture} */ (this.#picture);
		const output = Number(this.#select.value);
		const one = typeof this.#words === "string" ? undefined : this.#words[output];
		const words = typeof this.#words === "string" ? this.#words : (one?.summary ?? "");
		this.#figure.show({ picture, output }, words);
		this.#chart.draw(picture, output);
		const [low, high] = extent(residuals(picture, output).map(({ miss }) => miss));
		const axes = `The misses of ${picture.run.points.length} points over the ${across(picture)}, from ${number(low)} to ${number(high)}.`;
		this.#chart.host.ariaLabel = `${axes} ${words}`.trim();
	}

	/** @param {string[]} outputs */
	#offer(outputs) {
		if (outputs.join("\n") === [...this.#select.options].map(({ text }) => text).join("\n")) return;
		this.#select.replaceChildren(...outputs.map((name, i) => make("option", { value: String(i) }, name)));
		this.#select.hidden = outputs.length === 1;
	}

	/** Asks for the words, once at a time, and again where the run went on meanwhile. */
	async #ask() {
		if (this.#asking) return;
		this.#asking = true;
		const asked = /** @type {Picture} */ (this.#picture);
		const words = await this.#surveyor.residuals(asked.run.experiment, asked.frame.predictions);
		this.#asking = false;
		const now = /** @type {Picture} */ (this.#picture);
		if (asked === now) {
			this.#words = words;
			this.#redraw();
		} else if (now.frame.state !== "running") {
			this.#ask();
		}
	}
}

/**
 * Each row of an output: where it is on the axis, its target, its prediction, and what is left.
 * @param {Picture} picture
 * @param {number} output
 */
function residuals({ run, frame }, output) {
	return run.points.map((point, row) => {
		const target = point[run.inputs + output];
		const predicted = frame.predictions[row * run.outputs + output];
		return { row, at: run.inputs === 1 ? point[0] : predicted, target, predicted, miss: target - predicted };
	});
}

/** @param {Picture} picture */
function across({ run }) {
	if (run.inputs > 1) return "prediction";
	return columnsOf(run.experiment, run).inputs[0];
}

/** @param {{picture: Picture, output: number}} shown */
function residualTable({ picture, output }) {
	const head = ["row", across(picture), "target", "predicted", "miss"];
	const single = picture.run.inputs === 1 ? head : head.filter((_, i) => i !== 1);
	const rows = residuals(picture, output).map(({ row, at, target, predicted, miss }) => [
		String(row + 1),
		...(picture.run.inputs === 1 ? [number(at)] : []),
		number(target),
		number(predicted),
		number(miss),
	]);
	return table("Residuals", single, rows);
}

// The loss around the run: over a plane through where it is now, with its path, or along a line from its start through now to the solution.

import { axis, Chart } from "../chart.js";
import { make, say, table } from "../element.js";
import { number } from "../format.js";
import { decadeScale, extent, linearScale } from "../scale.js";
import { logarithmic } from "./contours.js";
import { Figure } from "./figure.js";
import { Heat } from "./heat.js";
import { withLeftovers } from "./labels.js";

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../protocol").SurveyedMap} SurveyedMap */
/** @typedef {import("../protocol").SurveyedLine} SurveyedLine */
/** @typedef {import("../protocol").Directions} Directions */

/** @type {[Directions, string][]} */
const choices = [
	["path", "plane of the path"],
	["solution", "plane of start, now, solution"],
	["curvature", "steepest plane"],
	["random", "random plane"],
	["line", "line start, now, solution"],
];

class LineChart extends Chart {
	/** @type {SurveyedLine | undefined} */
	#last;
	/** @type {Set<string>} */
	#drawn = new Set();

	/** @param {SurveyedLine} line */
	draw(line) {
		this.#last = line;
		const losses = line.loss.map(Number);
		const [lo, hi] = extent(losses);
		const log = logarithmic(lo, hi);
		const y = log ? decadeScale(lo, hi) : linearScale(lo, hi, 5, true);
		const end = line.distance[line.distance.length - 1] || 1;
		const x = { ...linearScale(0, end, 5, true), max: end };
		x.ticks = x.ticks.filter((tick) => tick <= end);
		const points = line.distance.map((at, i) => [at, Number.isFinite(losses[i]) ? losses[i] : "-"]);
		const stops = line.stops.map((at, i) => {
			const k = line.distance.findIndex((distance) => distance >= at - 1e-9 * end);
			return {
				name: `stop ${i}`,
				type: "scatter",
				z: 5,
				symbolSize: 11,
				symbol: line.names[i] === "solution" ? "diamond" : "circle",
				itemStyle: {
					color: this.value(line.names[i] === "start" ? "--page" : "--fit"),
					borderColor: this.value(line.names[i] === "start" ? "--fit" : "--page"),
					borderWidth: 2,
					opacity: 1,
				},
				data: [[at, losses[k]]],
				label: {
					show: true,
					position: at > 0.85 * end ? "left" : "right",
					formatter: `${line.names[i]} ${number(losses[k])}`,
					fontSize: 13,
					color: this.value("--ink"),
					textBorderColor: this.value("--page"),
					textBorderWidth: 4,
				},
			};
		});
		this.apply({
			xAxis: { ...axis(x, number), name: "distance from the start in weight space" },
			yAxis: { type: log ? "log" : "value", ...axis(y, number) },
			tooltip: {
				trigger: "axis",
				formatter: (/** @type {any[]} */ [{ value }]) => `distance ${number(value[0])}\nloss ${number(value[1])}`,
			},
			series: withLeftovers([{ name: "loss", data: points }, ...stops], this.#drawn),
		});
	}

	redraw() {
		if (this.#last) this.draw(this.#last);
	}
}

export class Landscape {
	#figure;
	#surveyor;
	#heat;
	#lineHost = make("div", { className: "chart", role: "img", hidden: true });
	#line;
	#select = make("select", { ariaLabel: "Where to look" });
	#another = make("button", { type: "button", className: "quiet", hidden: true }, "Another");
	#reading = make("output", { className: "survey-reading" });
	/** @type {Picture | undefined} */
	#picture;
	#seed = 1;
	#key = "";
	/** @type {SurveyedMap | undefined} */
	#map;

	/**
	 * @param {HTMLElement} host
	 * @param {import("./asking.js").Surveyor} surveyor
	 */
	constructor(host, surveyor) {
		this.#surveyor = surveyor;
		this.#select.append(...choices.map(([value, name]) => make("option", { value }, name)));
		this.#figure = new Figure(host, "landscape", "Loss landscape", landscapeTable, this.#select, this.#another);
		this.#figure.chart.removeAttribute("role");
		this.#figure.chart.ariaLabel = null;
		this.#heat = new Heat(this.#figure.chart);
		this.#figure.plot.append(this.#lineHost, this.#reading);
		this.#line = new LineChart(this.#lineHost, PLATEAU_SURVEY.options.line);
		this.#heat.onread = (loss, [a, b]) => say(this.#reading, `loss ${number(loss)} at ${number(a)}, ${number(b)}`);
		this.#select.addEventListener("change", () => {
			this.#another.hidden = this.#select.value !== "random";
			this.#renew();
		});
		this.#another.addEventListener("click", () => {
			this.#seed++;
			this.#renew();
		});
	}

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} _ghost
	 * @param {boolean} held
	 */
	draw(picture, _ghost, held) {
		this.#picture = picture;
		const { run, frame } = picture;
		const directions = /** @type {Directions} */ (this.#select.value);
		const seed = this.#seed;
		const key = `${run.run} ${frame.epoch} ${directions} ${seed}`;
		if (key === this.#key) return;
		this.#figure.stale();
		if (held || frame.state === "running") {
			this.#surveyor.hush();
			return;
		}
		this.#map = undefined;
		say(this.#reading, "");
		this.#surveyor.ask(
			() => ({ view: "landscape", experiment: run.experiment, epoch: frame.epoch, directions, seed, from: this.#map?.side ?? 0 }),
			(answer) => {
				if (answer.trouble) this.#figure.trouble(answer.trouble);
				else if (answer.line) this.#showLine(answer.line);
				else this.#showMap(answer);
				if (!answer.complete) this.#figure.busy(answer.progress, answer.doing);
				if (answer.complete) this.#key = key;
			},
		);
	}

	restyle() {
		this.#heat.restyle();
		this.#line.restyle();
	}

	#renew() {
		if (this.#picture) this.draw(this.#picture, undefined, false);
	}

	/** @param {boolean} line */
	#face(line) {
		this.#figure.chart.hidden = line;
		this.#lineHost.hidden = !line;
		this.#reading.hidden = line;
	}

	/** @param {SurveyedLine} line */
	#showLine(line) {
		this.#face(true);
		this.#figure.show({ line }, line.summary);
		this.#line.draw(line);
		this.#lineHost.ariaLabel = `The loss along straight lines from the start to now and to the solution. ${line.summary}`;
	}

	/** @param {import("../protocol").Surveyed} answer */
	#showMap(answer) {
		const { run } = /** @type {Picture} */ (this.#picture);
		const map = answer.values ? /** @type {SurveyedMap} */ (answer) : this.#map;
		if (!map) return;
		if (answer.values) {
			if (this.#map) map.points = this.#map.points;
			this.#map = map;
			this.#face(false);
			this.#heat.draw(map, run.floors, run.resolution);
		}
		const [low, high] = extent(map.values.map(Number));
		this.#figure.show({ map }, answer.summary ?? "");
		this.#heat.label = [
			`The loss over a plane: across, ${map.names[0]}; up, ${map.names[1]}.`,
			`It goes from ${number(low)} to ${number(high)}. ${answer.summary ?? ""} Arrow keys read it point by point, Home goes to now.`,
		].join(" ");
	}
}

/** @param {{map?: SurveyedMap, line?: SurveyedLine}} shown */
function landscapeTable({ map, line }) {
	if (line) {
		const rows = line.distance.map((at, i) => [number(at), number(line.loss[i])]).filter((_, i) => i % 5 === 0);
		return table("Loss along the line", ["distance", "loss"], rows);
	}
	const shown = /** @type {SurveyedMap} */ (map);
	const points = shown.points.map(({ name, at, off, loss }) => [name, number(at[0]), number(at[1]), number(off), number(loss)]);
	// Nine by nine of the points are enough to follow.
	const step = Math.max(1, (shown.side - 1) / 8);
	const count = (shown.side - 1) / step + 1;
	const place = ([from, to] = [0, 0], k = 0) => number(Number((from + ((to - from) * k) / (count - 1)).toPrecision(3)));
	const rows = Array.from({ length: count }, (_, i) => count - 1 - i).map((row) => [
		place(shown.up, row),
		...Array.from({ length: count }, (_, column) => number(shown.values[row * step * shown.side + column * step])),
	]);
	const head = ["up \\ across", ...Array.from({ length: count }, (_, column) => place(shown.across, column))];
	return make(
		"div",
		{},
		table("Points on the map", ["point", "across", "up", "away from the plane", "loss"], points),
		make("p", { className: "muted" }, `Across: ${shown.names[0]}. Up: ${shown.names[1]}.`),
		table("Loss over the plane", head, rows),
	);
}

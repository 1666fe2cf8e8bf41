// What small steps do at the end of the run: the singular values of the Jacobian of the predictions, or the eigenvalues of the Hessian of the loss.

import { axis, Chart } from "../chart.js";
import { make, table } from "../element.js";
import { count, number } from "../format.js";
import { decadeScale, linearScale } from "../scale.js";
import { AtRest } from "./atrest.js";
import { Figure } from "./figure.js";
import { endLabels, withLeftovers } from "./labels.js";

/** @typedef {import("../protocol").Surveyed} Surveyed */
/** @typedef {import("../protocol").Singular} Singular */
/** @typedef {import("../protocol").Curvatures} Curvatures */

/**
 * A position on an axis that is logarithmic to both sides of a band around 0.
 * @param {number} value
 * @param {number} band
 */
function symlog(value, band) {
	return Math.sign(value) * Math.max(0, Math.log10(Math.abs(value) / band));
}

class SpectrumChart extends Chart {
	/** @type {(() => void) | undefined} */
	#again;
	/** @type {Set<string>} */
	#drawn = new Set();

	/** @param {Singular} shown */
	singular(shown) {
		this.#again = () => this.singular(shown);
		const { values, threshold, rank } = shown;
		const top = values[0] || 1;
		// What is below rounding lies on the axis.
		const least = top * 1e-18;
		const y = decadeScale(Math.max(Math.min(...values), least), top);
		const at = (/** @type {number} */ value) => Math.log10(Math.max(value, y.min));
		const scale = { min: Math.log10(y.min), max: Math.log10(y.max), ticks: y.ticks.map((tick) => Math.log10(tick)) };
		const points = values.map((value, i) => [i + 1, at(value)]);
		const name = `rank threshold ${number(threshold)}${threshold < y.min ? ", further down" : ""}`;
		this.#picture(scale, (v) => number(10 ** v), {
			number: "singular value",
			values,
			groups: { positive: points.slice(0, rank), zero: points.slice(rank), negative: [] },
			lines: threshold > 0 ? [{ name, at: at(threshold) }] : [],
		});
	}

	/** @param {Curvatures} shown */
	curvatures(shown) {
		this.#again = () => this.curvatures(shown);
		const { values, rounding, lines } = shown;
		const band = rounding || 1;
		const ends = [...values, ...lines.map(({ value }) => value)].map((value) => symlog(value, band));
		const [low, high] = [Math.floor(Math.min(0, ...ends)), Math.ceil(Math.max(0, ...ends))];
		const points = values.map((value, i) => [i + 1, symlog(value, band)]);
		const side = (/** @type {number} */ sign) => points.filter(([, at]) => Math.sign(at) === sign);
		this.#picture({ min: low, max: Math.max(high, low + 1), ticks: ticks(low, high, band) }, (at) => label(at, band), {
			number: "eigenvalue",
			values,
			groups: { positive: side(1), zero: side(0), negative: side(-1) },
			lines: [
				...lines.map(({ label, value }) => ({ name: `${label} = ${number(value)}`, at: symlog(value, band) })),
				{ name: rounding > 0 ? `0, to rounding at ${number(rounding)}` : "0", at: 0 },
			],
		});
	}

	redraw() {
		this.#again?.();
	}

	/** @param {string} name of a series of the option, whose colours a drawing would replace by a style without any */
	#look(name) {
		const color = { positive: "--data", zero: "--page", negative: "--fit" }[name] ?? "";
		return { color: this.value(color), borderColor: this.value(name === "zero" ? "--ghost" : "--page"), opacity: 1 };
	}

	/**
	 * @param {import("../scale.js").Scale} y
	 * @param {(at: number) => string} format
	 * @param {{number: string, values: number[], groups: {[name: string]: number[][]}, lines: {name: string, at: number}[]}} shown
	 */
	#picture(y, format, shown) {
		const last = shown.values.length;
		const x = linearScale(0, last + 1, 5, false);
		x.ticks = x.ticks.filter((tick) => tick > 0 && tick <= last && Number.isInteger(tick));
		const lines = shown.lines.map(({ at }, i) => ({
			name: `line ${i}`,
			type: "line",
			silent: true,
			symbol: "none",
			z: 1,
			lineStyle: { color: this.value("--floor"), width: 1.25, type: [5, 4] },
			data: [
				[x.min, at],
				[x.max, at],
			],
		}));
		const names = endLabels(
			this,
			shown.lines.map(({ name, at }) => ({ name, at: [x.max, at], share: (at - y.min) / (y.max - y.min) })),
		);
		// Rims would fill the room between many.
		const borderWidth = (/** @type {string} */ name) => (name === "zero" || last <= 80 ? 1.5 : 0);
		const groups = Object.entries(shown.groups).map(([name, data]) => ({
			name,
			data,
			symbolSize: last > 80 ? 6 : 9,
			itemStyle: { ...this.#look(name), borderWidth: borderWidth(name) },
		}));
		this.apply({
			xAxis: { ...axis(x, count), name: "number, largest first" },
			yAxis: axis(y, format),
			tooltip: {
				trigger: "item",
				formatter: (/** @type {any} */ { data: [i] }) =>
					`${shown.number} ${count(i)} of ${count(last)}\n${number(shown.values[i - 1])}`,
			},
			series: withLeftovers([...groups, ...lines, ...names], this.#drawn),
		});
	}
}

/**
 * Powers of ten on both sides of the band, at most about eight, and 0.
 * @param {number} low
 * @param {number} high
 * @param {number} band
 */
function ticks(low, high, band) {
	const step = Math.max(1, Math.ceil((high - low) / 8));
	const shift = Math.ceil(Math.log10(band)) - Math.log10(band); // from the band to the first power of ten
	const out = [0];
	const clear = (high - low) / 16; // room for the label of 0
	for (const sign of [-1, 1])
		for (let at = shift + Math.max(0, Math.ceil(clear - shift)); at <= (sign > 0 ? high : -low); at += step) out.push(sign * at);
	return out.sort((a, b) => a - b);
}

/**
 * @param {number} at
 * @param {number} band
 */
function label(at, band) {
	return at === 0 ? "0" : number(Math.sign(at) * Number(`1e${Math.round(Math.abs(at) + Math.log10(band))}`));
}

export class Spectrum extends AtRest {
	#figure;
	#chart;
	/** @type {"jacobian" | "hessian"} */
	#of = "jacobian";
	/** @type {Surveyed | undefined} */
	#answer;
	#switch = make("div", { className: "switch", ariaLabel: "Spectrum" });

	/**
	 * @param {HTMLElement} host
	 * @param {import("./asking.js").Surveyor} surveyor
	 */
	constructor(host, surveyor) {
		super("spectrum", surveyor);
		this.#switch.setAttribute("role", "group");
		for (const [of, name] of /** @type {const} */ ([
			["jacobian", "Jacobian"],
			["hessian", "Hessian"],
		])) {
			const button = make("button", { type: "button", ariaPressed: String(of === this.#of) }, name);
			button.addEventListener("click", () => {
				this.#of = of;
				for (const one of this.#switch.children) /** @type {HTMLElement} */ (one).ariaPressed = String(one === button);
				this.#show();
			});
			this.#switch.append(button);
		}
		this.#figure = new Figure(host, "spectrum", "Spectrum", spectrumTable, this.#switch);
		this.#chart = new SpectrumChart(this.#figure.chart, PLATEAU_SURVEY.options.spectrum);
	}

	stale() {
		this.#figure.stale();
	}

	/** @param {Surveyed} answer */
	answered(answer) {
		this.#answer = answer;
		this.#show();
	}

	restyle() {
		this.#chart.restyle();
	}

	#show() {
		const answer = this.#answer;
		if (!answer) return;
		const one = answer[this.#of];
		const trouble = answer.trouble ?? one?.trouble;
		if (trouble) {
			this.#figure.trouble(trouble);
		} else if (!one) {
			this.#figure.busy(answer.progress, answer.doing);
		} else {
			this.#figure.show({ of: this.#of, one }, one.summary);
			if (this.#of === "jacobian") this.#chart.singular(/** @type {Singular} */ (one));
			else this.#chart.curvatures(/** @type {Curvatures} */ (one));
			const kind =
				this.#of === "jacobian" ? "singular values of the Jacobian of the predictions" : "eigenvalues of the Hessian of the loss";
			this.#chart.host.ariaLabel = `The ${kind}, largest first. ${one.summary}`;
		}
	}
}

/** @param {{of: "jacobian" | "hessian", one: Singular | Curvatures}} shown */
function spectrumTable({ of, one }) {
	const rows = one.values.map((value, i) => [
		String(i + 1),
		number(value),
		number(Math.abs(value) / Math.abs(one.values[0] || 1)),
	]);
	if (of === "jacobian")
		return table("Singular values of the Jacobian", ["number", "singular value", "share of the first"], rows);
	return table(
		`Eigenvalues of the Hessian, by ${/** @type {Curvatures} */ (one).method}`,
		["number", "eigenvalue", "size over the first"],
		rows,
	);
}

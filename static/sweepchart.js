// A sweep as a picture: the loss at the end over the values of a setting (rates, widths, batch sizes), or the curves of all runs (seeds, optimizers).

import { axis, Chart } from "./chart.js";
import { count, number, setting } from "./format.js";
import { decadeScale, extent, linearScale } from "./scale.js";

/** @typedef {import("./protocol").Sweep} Sweep */
/** @typedef {import("./protocol").SweepPoint} SweepPoint */

/** Whether a sweep is drawn as curves: its values have no place along an axis. @param {Sweep} sweep */
export const drawsCurves = ({ kind }) => kind === "seed" || kind === "optimizer";

const names = {
	learning_rate: "learning rate",
	units: "units of a hidden layer",
	batch_size: "rows in a batch",
	seed: "epoch",
	optimizer: "epoch",
};

export class SweepChart extends Chart {
	/** @type {[Sweep, SweepPoint | undefined, number, import("./protocol").Floor[]] | undefined} */
	#last;
	#kind = "";
	/** @type {import("./scale.js").Scale | undefined} */
	#y;

	/**
	 * @param {Sweep} sweep with all of its points so far
	 * @param {SweepPoint | undefined} chosen
	 * @param {number} resolution what lies below it is drawn there
	 * @param {import("./protocol").Floor[]} floors
	 */
	draw(sweep, chosen, resolution, floors) {
		this.#last = [sweep, chosen, resolution, floors];
		if (sweep.kind !== this.#kind) {
			this.#kind = sweep.kind;
			this.restyle(); // another axis; draws
			return;
		}
		const clip = (/** @type {import("./protocol").Num} */ loss) => Math.max(Number(loss), resolution);
		const { points } = sweep;
		const losses = drawsCurves(sweep) ? points.flatMap(({ curve }) => curve.map(clip)) : points.map(({ loss }) => clip(loss));
		const [lo, hi] = extent(losses.filter(Number.isFinite));
		const y = hi > 0 ? decadeScale(lo, hi) : decadeScale(1e-3, 1);
		this.#y = y;
		const lines = this.#floors(floors, y, drawsCurves(sweep) ? [0, sweep.epochs.at(-1) ?? 1] : ends(sweep));
		const common = { yAxis: { type: "log", ...axis(y, number) }, tooltip: { show: false } };
		const name = names[sweep.kind];
		if (drawsCurves(sweep))
			this.apply({
				...common,
				xAxis: { type: "value", name, ...this.#epochs(sweep) },
				series: [...lines, ...curves(sweep, chosen, clip)],
			});
		else
			this.apply({
				...common,
				xAxis: { type: "log", name, ...values(sweep) },
				series: [...lines, ...dots(sweep, chosen, clip, y)],
			});
		this.host.ariaLabel = `${name[0].toUpperCase()}${name.slice(1)}: ${points.length} of ${sweep.total} runs. ${sweep.summary}`;
	}

	redraw() {
		if (this.#last) this.draw(...this.#last);
	}

	/**
	 * The number of the point nearest to a place of the host.
	 * @param {number} left
	 * @param {number} top
	 */
	nearest(left, top) {
		if (!this.#last || !this.#y) return -1;
		const [sweep] = this.#last;
		const y = this.#y;
		const [x, loss] = this.canvas.convertFromPixel("grid", [left, top]);
		const at = drawsCurves(sweep) ? sweep.epochs.filter((epoch) => epoch <= x).length - 1 : 0;
		let best = -1;
		let least = Infinity;
		for (const [i, point] of sweep.points.entries()) {
			const other = Math.min(Math.max(Number(point.curve[Math.max(at, 0)] ?? point.loss), y.min), y.max);
			const far = drawsCurves(sweep) ? Math.abs(Math.log(other / loss)) : Math.abs(Math.log(point.value / x));
			if (far < least) [best, least] = [i, far];
		}
		return best;
	}

	/**
	 * Dashed lines with their names at the right end, a name only where there is room for it.
	 * @param {import("./protocol").Floor[]} floors
	 * @param {import("./scale.js").Scale} y
	 * @param {number[]} ends of the lines
	 */
	#floors(floors, y, ends) {
		const inside = floors.filter(({ loss }) => loss > y.min && loss < y.max).sort((a, b) => a.loss - b.loss);
		const up = (/** @type {number} */ loss) => (this.plotHeight * Math.log(loss / y.min)) / Math.log(y.max / y.min);
		const named = inside.filter(({ loss }, i) => i === 0 || up(loss) - up(inside[i - 1].loss) > 20);
		const label = {
			show: true,
			position: "left",
			distance: 0,
			offset: [0, -10],
			color: this.value("--ink"),
			fontSize: 13,
			textBorderColor: this.value("--page"),
			textBorderWidth: 4,
		};
		return [
			{ name: "floors", data: inside.flatMap(({ loss }) => [...ends.map((end) => [end, loss]), [null, null]]) },
			{
				name: "floor names",
				silent: true,
				symbolSize: 0.1,
				z: 5,
				data: named.map(({ label: name, loss }) => ({
					value: [ends[1], loss],
					label: { ...label, formatter: `${name} ${number(loss)}` },
				})),
			},
		];
	}

	/** @param {Sweep} sweep */
	#epochs({ epochs }) {
		const last = epochs.at(-1) ?? 1;
		const x = linearScale(0, last, 5, true);
		return { ...axis({ ...x, max: last, ticks: x.ticks.filter((tick) => tick <= last) }, count) };
	}
}

/** @param {Sweep} sweep */
function values(sweep) {
	const [min, max] = ends(sweep);
	if (sweep.kind === "learning_rate") return { logBase: 10, ...axis(decadeScale(min, max), setting) };
	const ticks = Array.from({ length: Math.log2(max) + 1 }, (_, i) => 2 ** i);
	return { logBase: 2, ...axis({ min, max, ticks }, count) };
}

/** Where the axis of the values begins and ends: at a decade, or at a power of two. @param {Sweep} sweep */
function ends({ kind, points }) {
	const [lo, hi] = extent(points.map(({ value }) => value));
	if (kind !== "learning_rate") return [1, 2 ** Math.max(Math.ceil(Math.log2(Math.max(hi, 2))), 1)];
	const { min, max } = decadeScale(Math.min(lo, 1e-7), Math.max(hi, 10));
	return [min, max];
}

/**
 * @param {Sweep} sweep
 * @param {SweepPoint | undefined} chosen
 * @param {(loss: import("./protocol").Num) => number} clip
 * @param {import("./scale.js").Scale} y
 */
function dots({ points, band }, chosen, clip, y) {
	const place = (/** @type {SweepPoint} */ point) => [point.value, point.diverged ? y.max : Math.min(clip(point.loss), y.max)];
	const finite = points.filter(({ diverged }) => !diverged);
	return [
		{
			name: "band",
			data: band && band[0] < band[1] ? band.map((value) => [value, y.max]) : [],
			areaStyle: { origin: "start", opacity: 1 },
		},
		{ name: "curves", data: finite.map(place) },
		{ name: "points", data: finite.map(place), symbolSize: 8 },
		{ name: "diverged", data: points.filter(({ diverged }) => diverged).map(place), symbol: "triangle", symbolSize: 9 },
		{ name: "yours", data: points.filter(({ present }) => present).map(place), symbolSize: 13 },
		{ name: "picked", data: chosen && !chosen.present ? [place(chosen)] : [], symbolSize: 13 },
	];
}

/**
 * @param {Sweep} sweep
 * @param {SweepPoint | undefined} chosen
 * @param {(loss: import("./protocol").Num) => number} clip
 */
function curves({ points, epochs, quantiles }, chosen, clip) {
	const line = (/** @type {import("./protocol").Num[]} */ losses) =>
		losses.map((loss, i) => [epochs[i], Number.isFinite(Number(loss)) ? clip(loss) : null]);
	const lines = (/** @type {import("./protocol").Num[][]} */ ...many) => many.flatMap((one) => [...line(one), [null, null]]);
	const present = points.find((point) => point.present);
	return [
		{ name: "curves", data: lines(...points.map(({ curve }) => curve)) },
		{ name: "edges", data: quantiles ? lines(quantiles.low, quantiles.high) : [] },
		{ name: "middle", data: quantiles ? line(quantiles.middle) : [] },
		{ name: "present", data: present ? line(present.curve) : [] },
		{ name: "chosen", data: chosen && !chosen.present ? line(chosen.curve) : [] },
	];
}

// The loss over the epochs: this run, the ghost of the one before, a log that was pasted, and the floors, each with its name and number at the right end.

import { axis, Chart } from "./chart.js";
import { lossAxis } from "./experiment.js";
import { distinct } from "./floors.js";
import { count, many, number } from "./format.js";
import { sentenceOf } from "./log.js";
import { decadeScale, extent, linearScale } from "./scale.js";
import { boxesOf, places } from "./naming.js";

/** @typedef {import("./watch.js").Picture} Picture */
/** @typedef {import("./log.js").DrawnLog} DrawnLog */
/**
 * A name, and the level it stands at: that of a floor, which is a line, of a curve, which is none, or of where a log stops. The name of another run
 * stands at the epoch where it ended, in the colour of its line.
 * @typedef {{name: string, loss: number, line: boolean, pasted?: DrawnLog, epoch?: number, ink?: string}} Level
 */
/**
 * Another run's line: its thinned or whole curve, and how it is told apart. `colour` is a custom property.
 * @typedef {{name: string, curve: ArrayLike<number>, loss: import("./protocol").Num, epochs: number, colour: string, dash: number[]}} Overlay
 */
/**
 * The floors of a run as its diagnosis gives them.
 * @typedef {{run: import("./protocol").Run | undefined, floors: import("./protocol").Floor[]}} Judged
 */

export class LossChart extends Chart {
	/** @type {Parameters<LossChart["draw"]> | undefined} */
	#last;
	#log = true;
	#lines = 0; // series beyond those of the option
	#beside = 0; // series of overlays
	/** @type {Judged | undefined} */
	judged;
	/** @type {Overlay[]} drawn with the next picture */
	overlays = [];

	/**
	 * @param {Picture} picture
	 * @param {Picture | undefined} ghost
	 * @param {{now: string, ghost: string}} names of the two runs, by what sets them apart
	 * @param {DrawnLog} [pasted] log of a training elsewhere
	 */
	draw(picture, ghost, names, pasted) {
		this.#last = [picture, ghost, names, pasted];
		const { run, frame, moment } = picture;
		const log = lossAxis(run.experiment) === "log";
		this.#log = log;
		const clip = log ? run.resolution : 0;
		const now = clipAt(frame.curve, clip);
		// One that blows up in its first epoch stands where it began.
		if (now.cut && now.curve.length === 0) now.curve = clipAt([0, Number(frame.loss.initial)], clip).curve;
		const old = ghost ? clipAt(ghost.frame.curve, clip) : { curve: new Float64Array(), clipped: false, cut: false };
		const theirs = pasted ? clipAt(pasted.curve, clip) : { curve: new Float64Array(), clipped: false, cut: false };
		const beside = this.overlays.map((line) => ({ ...line, curve: clipAt(line.curve, clip).curve }));
		const floors = distinct(this.judged?.run === run ? this.judged.floors : run.floors).filter((floor) => floor.loss > clip);
		const [lo, hi] = extent(
			values(now.curve),
			values(old.curve),
			values(theirs.curve),
			...beside.map(({ curve }) => values(curve)),
			floors.map((floor) => floor.loss),
		);
		const epochs = Math.max(run.epochs, ghost?.run.epochs ?? 0, pasted?.epochs ?? 0, ...beside.map((line) => line.epochs));
		const y = hi > 0 ? (log ? decadeScale(lo, hi) : linearScale(0, hi, 5, true)) : linearScale(0, 1, 5, true);
		const x = { ...linearScale(0, epochs, 5, true), max: epochs };
		x.ticks = x.ticks.filter((tick) => tick <= epochs);
		/** @type {Level[]} */
		const lines = floors.map(({ label, loss }) => ({ name: `${label} ${number(loss)}`, loss, line: true }));
		if (now.clipped) lines.push({ name: `rounding: clipped at ${number(clip)}`, loss: clip, line: true });
		if (old.curve.length > 0) {
			lines.push({ name: names.ghost, loss: old.curve[old.curve.length - 1], line: false });
		}
		if (old.curve.length + beside.length > 0 && now.curve.length > 0)
			lines.push({ name: names.now || "now", loss: now.curve[now.curve.length - 1], line: false });
		for (const { name, curve, colour } of beside) {
			if (curve.length > 0)
				lines.push({ name, loss: curve[curve.length - 1], line: false, epoch: curve[curve.length - 2], ink: colour });
		}
		if (pasted && Number.isFinite(pasted.plateau))
			lines.push({ name: `your log ${number(pasted.plateau)}`, loss: Math.max(pasted.plateau, clip), line: true, pasted });
		// Few losses are points that somebody noted.
		const noted = { showSymbol: theirs.curve.length > 0 && theirs.curve.length <= 60, symbol: "circle", symbolSize: 5 };
		const series = [
			{ name: "log", data: theirs.curve, ...noted },
			{ name: "ghost", data: old.curve },
			// One point is no line.
			{ name: "loss", data: now.curve, showSymbol: now.curve.length === 2, symbol: "circle", symbolSize: 8 },
			this.#end(now),
			...this.#others(beside),
			...this.#named(lines, epochs, y, [now.curve, old.curve, theirs.curve, ...beside.map(({ curve }) => curve)]),
			...this.#moment(moment, y),
		];
		const across = axis(x, count);
		// On a phone the margin is narrower than half of the last number.
		const alignMaxLabel = this.textWidth(count(epochs)) / 2 > this.grid.right ? "right" : null;
		this.apply({
			xAxis: { ...across, axisLabel: { ...across.axisLabel, alignMaxLabel } },
			yAxis: { type: log ? "log" : "value", ...axis(y, number) },
			tooltip: { trigger: "axis", formatter: (/** @type {any[]} */ points) => tooltip(points, names.ghost, beside) },
			series,
		});
		this.host.ariaLabel = describe(picture, floors, beside, pasted);
	}

	/**
	 * A diagnosis knows floors of a run that the data alone do not have.
	 * @param {Judged} judged
	 */
	judge(judged) {
		const before = this.judged;
		this.judged = judged;
		const same = before?.run === judged.run && JSON.stringify(before?.floors) === JSON.stringify(judged.floors);
		if (!same && this.#last?.[0].run === judged.run) this.redraw();
	}

	redraw() {
		if (this.#last) this.draw(...this.#last);
	}

	/**
	 * Where somebody looks back to: a dot on the curve, and a line down to its epoch.
	 * @param {Picture["moment"]} moment
	 * @param {import("./scale.js").Scale} y
	 */
	#moment(moment, y) {
		const at = moment && [moment.epoch, Math.min(Math.max(Number.isFinite(moment.loss) ? moment.loss : y.max, y.min), y.max)];
		const common = { silent: true, symbolSize: 12, animation: false, z: 6 };
		return [
			{
				...common,
				name: "moment line",
				type: "line",
				symbol: "none",
				data: at ? [at, [at[0], y.min]] : [],
				lineStyle: { color: this.value("--fit"), width: 1.25, type: "dotted" },
			},
			{
				...common,
				name: "moment",
				type: "scatter",
				data: at ? [at] : [],
				itemStyle: { color: this.value("--page"), borderColor: this.value("--fit"), borderWidth: 3, opacity: 1 },
			},
		];
	}

	/**
	 * A cross where a run blew up: what comes after is no number.
	 * @param {{curve: Float64Array, cut: boolean}} now
	 */
	#end({ curve, cut }) {
		const color = this.value("--wrong");
		return {
			name: "blown up",
			type: "scatter",
			silent: true,
			z: 6,
			symbol: "path://M0,0L10,10M10,0L0,10",
			symbolSize: 12,
			itemStyle: { color: "none", borderColor: color, borderWidth: 2.5, opacity: 1 },
			data: cut && curve.length > 0 ? [[...curve.slice(-2)]] : [],
		};
	}

	/**
	 * The curves of other runs.
	 * @param {(Overlay & {curve: Float64Array})[]} beside
	 */
	#others(beside) {
		/** @type {import("./chart.js").Option[]} */
		const series = beside.map(({ curve, colour, dash }, i) => ({
			name: `beside ${i}`,
			type: "line",
			silent: true,
			showSymbol: false,
			z: 2,
			itemStyle: { color: this.value(colour) },
			lineStyle: { color: this.value(colour), width: 2, type: dash },
			data: curve,
		}));
		for (let i = beside.length; i < this.#beside; i++) series.push({ name: `beside ${i}`, type: "line", data: [] });
		this.#beside = Math.max(this.#beside, beside.length);
		return series;
	}

	/**
	 * Series that name a loss: floors are dashed lines with their names at the right end, a run has its name at the end of its curve. Names stand above
	 * their lines, or below, where they hide no curve and not each other.
	 * @param {Level[]} lines
	 * @param {number} epochs
	 * @param {import("./scale.js").Scale} y
	 * @param {ArrayLike<number>[]} curves that are drawn
	 */
	#named(lines, epochs, y, curves) {
		const [width, height] = [this.plotWidth, this.plotHeight];
		const place = (/** @type {number} */ epoch, /** @type {number} */ loss) =>
			/** @type {[number, number]} */ ([(width * epoch) / epochs, height * (1 - this.#share(loss, y))]);
		const ordered = lines.map((line) => ({ ...line, at: height * (1 - this.#share(line.loss, y)) })).sort((a, b) => a.at - b.at);
		const ink = { fontSize: 13, textBorderColor: this.value("--page"), textBorderWidth: 4 };
		const floors = ordered.filter(({ line }) => line).map(({ at }) => ({ left: 0, right: width, top: at - 1, bottom: at + 1 }));
		const tops = places(
			ordered.map(({ name, at, epoch = epochs }) => {
				const [x, long] = [(width * epoch) / epochs, this.textWidth(name)];
				return epoch < epochs / 2 ? { at, left: x, right: x + long } : { at, left: x - long, right: x };
			}),
			[...floors, ...curves.flatMap((curve) => boxesOf(curve, place))],
			height,
		);
		// The names lie above the curves, the lines under them.
		/** @type {import("./chart.js").Option[]} */
		const series = ordered.flatMap(({ name, loss, line, pasted, at, epoch = epochs, ink: own }, i) => {
			// A run that ended early has its name there, on the side that has room.
			const early = epoch < epochs / 2;
			const common = {
				type: "line",
				silent: true,
				symbol: "none",
				data: [
					[pasted ? pasted.since : 0, loss],
					[epochs, loss],
				],
			};
			const offset = [0, tops[i] - at];
			return [
				{
					...common,
					name: `line ${i}`,
					z: 1,
					lineStyle: { color: this.value(pasted ? "--log" : "--floor"), width: line ? 1.25 : 0, type: [5, 4] },
				},
				{
					name: `name ${i}`,
					type: "scatter",
					silent: true,
					symbolSize: 0.1,
					itemStyle: { opacity: 1 }, // the label's too
					z: 5,
					data: [[epoch, loss]],
					label: {
						show: true,
						position: early ? "right" : "left",
						distance: 0,
						offset,
						formatter: name,
						color: this.value(own ?? (line ? "--ink" : "--muted")),
						...ink,
					},
				},
			];
		});
		// What was drawn before and has no successor; with its type, because a chart that begins anew does not know it.
		for (let i = ordered.length; i < this.#lines; i++) {
			series.push({ name: `line ${i}`, type: "line", data: [] }, { name: `name ${i}`, type: "scatter", data: [] });
		}
		this.#lines = Math.max(this.#lines, ordered.length);
		return series;
	}

	/**
	 * How far up a loss is, 0 at the bottom and 1 at the top.
	 * @param {number} loss
	 * @param {import("./scale.js").Scale} y
	 */
	#share(loss, y) {
		if (this.#log) return Math.log10(loss / y.min) / Math.log10(y.max / y.min);
		return (loss - y.min) / (y.max - y.min);
	}
}

/**
 * The curve as far as it is finite, with nothing below `clip`; clipped when something was, cut where it is not finite to its end.
 * @param {ArrayLike<number>} curve
 * @param {number} clip
 */
function clipAt(curve, clip) {
	let end = curve.length;
	let below = false;
	const out = Float64Array.from(curve);
	for (let i = 1; i < out.length; i += 2) {
		if (!Number.isFinite(out[i])) {
			end = i - 1;
			break;
		}
		if (out[i] < clip) {
			out[i] = clip;
			below = true;
		}
	}
	return { curve: out.subarray(0, end), clipped: below, cut: end < out.length };
}

/** @param {Float64Array} curve */
function values(curve) {
	return curve.filter((_, i) => i % 2 === 1);
}

/**
 * @param {any[]} points
 * @param {string} ghostName
 * @param {Overlay[]} beside
 */
function tooltip(points, ghostName, beside) {
	const lines = [];
	for (const { seriesName, value } of points) {
		if (seriesName === "loss") lines.unshift(`epoch ${count(value[0])}`, `loss ${number(value[1])}`);
		if (seriesName === "ghost") lines.push(`${ghostName} ${number(value[1])}`);
		if (seriesName === "log") lines.push(`your log ${number(value[1])}`);
		const other = beside.find((_, i) => seriesName === `beside ${i}`);
		if (other) lines.push(`${other.name} ${number(value[1])}`);
	}
	return lines.join("\n");
}

/**
 * @param {Picture} picture
 * @param {import("./protocol").Floor[]} floors
 * @param {Overlay[]} beside
 * @param {DrawnLog} [pasted]
 */
function describe({ frame }, floors, beside, pasted) {
	const blown = clipAt(frame.curve, 0).cut ? ["It blows up: what comes after the cross is no number."] : [];
	const ends = `The loss over ${many(frame.epoch, "epoch")}, from ${number(frame.loss.initial)} to ${number(frame.loss.final)}.`;
	const left = floors.map((floor) => `The ${floor.label} leaves ${number(floor.loss)}.`);
	const others = beside.map(({ name, loss }) => `Beside it, ${name}, which ends at ${number(loss)}.`);
	return [ends, ...blown, ...left, ...others, ...(pasted ? [sentenceOf(pasted, [])] : [])].join(" ");
}

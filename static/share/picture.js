// Charts as SVG, for what leaves the page: posters of embeds, pictures, reports. Text takes the colour of what is around it, and every colour is legible
// on white and on black; nothing in it is a style that a Content-Security-Policy could refuse.

import { against } from "../against.js";
import { columnsOf } from "../columns.js";
import { dotsOf } from "../dots.js";
import { distinct } from "../floors.js";
import { count, number } from "../format.js";
import { sentenceOf } from "../log.js";
import { decadeScale, extent, linearScale } from "../scale.js";
import { draw } from "../svg.js";

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../log.js").DrawnLog} DrawnLog */
/** @typedef {{x: import("../scale.js").Scale, y: import("../scale.js").Scale, log: boolean}} Axes */

const width = 480;
const height = 270;
const margin = { left: 62, right: 26, top: 14, bottom: 40 };
const blue = "#2a86c8";
const orange = "#d57a00";
const purple = "#cc79a7";

/**
 * The loss over the epochs, the floors under it, and a log of another training where there is one.
 * @param {Picture} picture
 * @param {DrawnLog} [pasted]
 */
export function lossPicture({ run, frame }, pasted) {
	const curve = finite(frame.curve, run.resolution);
	const theirs = pasted ? finite(pasted.curve, run.resolution) : [];
	const floors = distinct(run.floors).filter(({ loss }) => loss > run.resolution);
	const [lo, hi] = extent(
		[...curve, ...theirs].map(([, loss]) => loss),
		floors.map(({ loss }) => loss),
	);
	const epochs = Math.max(run.epochs, pasted?.epochs ?? 0);
	const x = { ...linearScale(0, epochs, 5, true), max: epochs };
	x.ticks = x.ticks.filter((tick) => tick <= epochs);
	const log = hi > 0 && lo > 0 && Number.isFinite(hi);
	const axes = { x, y: log ? decadeScale(lo, hi) : linearScale(0, 1, 5, true), log };
	const ends = `The loss over ${count(frame.epoch)} epochs, from ${number(frame.loss.initial)} to ${number(frame.loss.final)}.`;
	const title = pasted ? `${ends} ${sentenceOf(pasted, [])}` : ends;
	const out = frameOf(axes, title, "epoch", count, number);
	/** @type {{name: string, loss: number, from: number, stroke: string}[]} */
	const levels = floors.map(({ label, loss }) => ({ name: `${label} ${number(loss)}`, loss, from: 0, stroke: "currentColor" }));
	if (pasted && Number.isFinite(pasted.plateau)) {
		const loss = Math.max(pasted.plateau, run.resolution);
		levels.push({ name: `your log ${number(pasted.plateau)}`, loss, from: pasted.since, stroke: purple });
	}
	const named = levels.map((level) => ({ ...level, at: place(axes, 0, level.loss)[1] })).sort((a, b) => a.at - b.at);
	for (const { at, from, stroke } of named) {
		const [left] = place(axes, from, axes.y.max);
		out.append(line(left, at, width - margin.right, at, { stroke, "stroke-dasharray": "5 4", "stroke-opacity": "0.7" }));
	}
	if (theirs.length > 0) {
		const dotted = { fill: "none", stroke: purple, "stroke-width": 2.25, "stroke-dasharray": "0 4", "stroke-linecap": "round" };
		out.append(draw("path", { d: pathOf(theirs, axes), ...dotted }));
	}
	out.append(
		draw("path", { d: pathOf(curve, axes), fill: "none", stroke: orange, "stroke-width": 2.5, "stroke-linejoin": "round" }),
	);
	let last = -Infinity;
	for (const { at, name } of named) {
		last = Math.max(at - 6, last + 16);
		out.append(text(name, width - margin.right, last, "end"));
	}
	return out;
}

/**
 * The (epoch, loss) pairs up to the first that is not finite, none below `least`.
 * @param {Float64Array} curve
 * @param {number} least
 */
function finite(curve, least) {
	/** @type {[number, number][]} */
	const out = [];
	for (let i = 0; i + 1 < curve.length && Number.isFinite(curve[i + 1]); i += 2)
		out.push([curve[i], Math.max(curve[i + 1], least)]);
	return out;
}

/**
 * The data and the fit; beyond one input and one output, each prediction against its target.
 * @param {Picture} picture
 */
export function fitPicture({ run, frame }) {
	const plane = run.inputs === 1 && run.outputs === 1;
	/** @type {[number, number][]} */
	const points = plane ? run.points.map(([x, y]) => [x, y]) : against(run, frame);
	/** @type {[number, number][]} */
	const curve = [];
	if (plane) for (let i = 0; i + 1 < frame.fit.length; i += 2) curve.push([frame.fit[i], frame.fit[i + 1]]);
	const [xlo, xhi] = extent([...points, ...curve].map(([x]) => x));
	const [dlo, dhi] = extent(points.map(([, y]) => y));
	const room = 2 * (dhi - dlo || 1);
	const near = (/** @type {number} */ y) => Math.min(Math.max(y, dlo - room), dhi + room);
	const [ylo, yhi] = extent(
		points.map(([, y]) => y),
		curve.map(([, y]) => near(y)),
		plane ? [] : [xlo, xhi],
	);
	const axes = { x: linearScale(xlo, xhi, 5, !plane), y: linearScale(ylo, yhi, 5, true), log: false };
	if (!plane) {
		const { min, max } = axes.x;
		curve.push([Math.max(min, axes.y.min), Math.max(min, axes.y.min)], [Math.min(max, axes.y.max), Math.min(max, axes.y.max)]);
	}
	const title = plane ? `${points.length} points and the fit through them.` : `Predictions against ${points.length} targets.`;
	const out = frameOf(axes, title, plane ? columnsOf(run.experiment, run).inputs[0] : "target", number, number);
	const drawn = /** @type {[number, number][]} */ (curve.filter(([, y]) => Number.isFinite(y)).map(([x, y]) => [x, near(y)]));
	const path = draw("path", {
		d: pathOf(drawn, axes),
		fill: "none",
		stroke: plane ? orange : "currentColor",
		"stroke-width": 2.5,
	});
	if (!plane) path.setAttribute("stroke-dasharray", "5 4");
	out.append(path);
	const { size, opacity } = dotsOf(points.length);
	const r = Math.round(5 * size) / 10;
	/** @type {{[name: string]: string}} */
	const seen = opacity < 1 ? { "fill-opacity": opacity.toFixed(2) } : {};
	for (const [x, y] of points.filter((point) => point.every(Number.isFinite))) {
		const [cx, cy] = place(axes, x, near(y));
		out.append(draw("circle", { cx, cy, r, fill: plane ? blue : orange, ...seen }));
	}
	return out;
}

/**
 * A picture as a file of its own, light or dark as the reader's system is.
 * @param {SVGElement} picture
 */
export function svgFile(picture) {
	const copy = /** @type {SVGElement} */ (picture.cloneNode(true));
	copy.setAttribute("width", String(width));
	copy.setAttribute("height", String(height));
	copy.setAttribute("color", "#1b1d1f");
	const style = draw("style", {});
	style.textContent = "@media (prefers-color-scheme:dark){svg{color:#e8eaec}}";
	copy.prepend(style);
	return new XMLSerializer().serializeToString(copy);
}

/**
 * A picture as PNG, on white, at three times its size.
 * @param {SVGElement} picture
 * @returns {Promise<Blob>}
 */
export async function pngFile(picture) {
	const copy = /** @type {SVGElement} */ (picture.cloneNode(true));
	for (const [name, value] of Object.entries({ width, height, color: "#1b1d1f" })) copy.setAttribute(name, String(value));
	const image = new Image();
	image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
	await image.decode();
	const canvas = document.createElement("canvas");
	[canvas.width, canvas.height] = [3 * width, 3 * height];
	const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
	context.fillStyle = "white";
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(image, 0, 0, canvas.width, canvas.height);
	return new Promise((resolve, reject) => {
		canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser made no PNG."))), "image/png");
	});
}

/**
 * Axes, ticks and names.
 * @param {Axes} axes
 * @param {string} title what is read where it cannot be seen
 * @param {string} xName
 * @param {(value: number) => string} xFormat
 * @param {(value: number) => string} yFormat
 */
function frameOf(axes, title, xName, xFormat, yFormat) {
	const out = draw("svg", {
		viewBox: `0 0 ${width} ${height}`,
		width: "100%",
		role: "img",
		"aria-label": title,
		"font-family": "system-ui, sans-serif",
		"font-size": 12,
		fill: "currentColor",
		stroke: "none",
	});
	for (const tick of axes.y.ticks) {
		const y = place(axes, axes.x.min, tick)[1];
		out.append(
			line(margin.left, y, width - margin.right, y, { "stroke-opacity": "0.12" }),
			text(yFormat(tick), margin.left - 8, y + 4, "end"),
		);
	}
	for (const tick of axes.x.ticks)
		out.append(text(xFormat(tick), place(axes, tick, axes.y.min)[0], height - margin.bottom + 16, "middle"));
	const floor = height - margin.bottom;
	out.append(line(margin.left, floor, width - margin.right, floor, { "stroke-opacity": "0.4" }));
	out.append(text(xName, (margin.left + width - margin.right) / 2, height - 6, "middle"));
	return out;
}

/**
 * @param {Axes} axes
 * @param {number} x
 * @param {number} y
 */
function place({ x: across, y: up, log }, x, y) {
	const share = log ? Math.log10(y / up.min) / Math.log10(up.max / up.min) : (y - up.min) / (up.max - up.min);
	const left = margin.left + ((x - across.min) / (across.max - across.min)) * (width - margin.left - margin.right);
	return [left, height - margin.bottom - share * (height - margin.top - margin.bottom)].map((v) => Math.round(10 * v) / 10);
}

/**
 * Lowest and highest point of every two pixels: no spike is lost, and a snippet stays short.
 * @param {[number, number][]} points
 * @param {Axes} axes
 */
function pathOf(points, axes) {
	/** @type {[number, number][][]} */
	const columns = [];
	for (const [x, y] of points) {
		const at = /** @type {[number, number]} */ (place(axes, x, y));
		const column = columns.at(-1);
		if (column && at[0] - column[0][0] < 2) column.push(at);
		else columns.push([at]);
	}
	const kept = columns.flatMap((column) => {
		if (column.length < 3) return column;
		const heights = column.map(([, y]) => y);
		const low = heights.indexOf(Math.max(...heights));
		const high = heights.indexOf(Math.min(...heights));
		return [...new Set([0, Math.min(low, high), Math.max(low, high)])].map((i) => column[i]);
	});
	return kept.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");
}

/**
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {{[name: string]: string}} attributes
 */
function line(x1, y1, x2, y2, attributes) {
	return draw("line", { x1, y1, x2, y2, stroke: "currentColor", ...attributes });
}

/**
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {"start" | "middle" | "end"} anchor
 */
function text(words, x, y, anchor) {
	const element = draw("text", { x, y, "text-anchor": anchor });
	element.textContent = words;
	return element;
}

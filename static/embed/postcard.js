// The picture of a run in a few hundred characters of an address: what an iframe shows before its engine runs. Numbers and words only; whatever else
// stands there gives no picture.

import { lossPicture } from "../share/picture.js";

/** @typedef {import("../watch.js").Picture} Picture */

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const columns = 96;
const longest = 2000;

/**
 * The loss over the epochs on a log scale, in 64 steps of height, and the floors:
 * epochs, first and last loss, lowest and highest, heights, and for each floor its label and its loss, with "*" between them.
 * @param {Picture} picture
 */
export function postcard({ run, frame }) {
	/** @type {[number, number][]} */
	const curve = [];
	for (let i = 0; i + 1 < frame.curve.length && Number.isFinite(frame.curve[i + 1]); i += 2)
		curve.push([frame.curve[i], Math.max(frame.curve[i + 1], run.resolution, Number.MIN_VALUE)]);
	if (curve.length === 0) return "";
	const losses = curve.map(([, loss]) => loss);
	const [low, high] = [Math.min(...losses), Math.max(...losses)];
	let heights = "";
	let at = 0;
	for (let column = 0; column < columns; column++) {
		const epoch = (run.epochs * column) / (columns - 1);
		if (epoch > curve[curve.length - 1][0] + run.epochs / columns) break;
		while (at + 1 < curve.length && curve[at + 1][0] <= epoch) at++;
		const share = high > low ? Math.log(curve[at][1] / low) / Math.log(high / low) : 0;
		heights += digits[Math.round(share * (digits.length - 1))];
	}
	const short = (/** @type {import("../protocol").Num} */ value) => String(Number(Number(value).toPrecision(4)));
	const floors = run.floors.filter(({ loss }) => loss > run.resolution).flatMap(({ label, loss }) => [label, short(loss)]);
	return [run.epochs, short(frame.loss.initial), short(frame.loss.final), short(low), short(high), heights, ...floors].join("*");
}

/**
 * The picture that a postcard is of, or undefined.
 * @param {string} text
 */
export function pictureOf(text) {
	const [epochs, initial, final, low, high, heights, ...floors] = text.split("*");
	const known = [epochs, low, high].map(Number);
	const steps = [...(heights ?? "")].map((digit) => digits.indexOf(digit));
	const fits = known.every((value) => value > 0 && value < Infinity) && known[1] <= known[2] && known[0] <= 1e7;
	if (text.length > longest || !fits || steps.length === 0 || steps.length > columns || steps.includes(-1)) return undefined;
	const curve = steps.flatMap((step, column) => [
		(known[0] * column) / (columns - 1),
		known[1] * (known[2] / known[1]) ** (step / (digits.length - 1)),
	]);
	/** @type {{label: string, loss: number}[]} */
	const named = [];
	for (let i = 0; i + 1 < floors.length; i += 2) named.push({ label: floors[i], loss: Number(floors[i + 1]) });
	/** @type {any} */
	const drawn = {
		run: { epochs: known[0], resolution: 0, floors: named.filter(({ loss }) => loss > 0 && loss < Infinity) },
		frame: { epoch: known[0], loss: { initial, final }, curve: Float64Array.from(curve) },
	};
	return lossPicture(drawn);
}

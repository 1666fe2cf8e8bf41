// One page about a run, to read, print or hand in: the data, the network, the curve, the verdict, what it stands on, and the fix.

import { columnsOf } from "../columns.js";
import { make, table } from "../element.js";
import { get, nameOf } from "../experiment.js";
import { count, number, words } from "../format.js";
import { sentenceOf } from "../log.js";
import { fitPicture, lossPicture } from "./picture.js";

/** @typedef {import("../watch.js").Picture} Picture */
/** @typedef {import("../protocol").Diagnosis} Diagnosis */

// Rows of data that a page has room for.
const mostRows = 12;

/**
 * @param {Picture} picture
 * @param {Diagnosis | undefined} diagnosis
 * @param {string} address of the experiment
 * @param {import("../log.js").DrawnLog} [log]
 */
export function report(picture, diagnosis, address, log) {
	const { run, frame } = picture;
	const title = String(run.experiment.title ?? "") || "Why this training loss is where it is";
	const link = make("a", { href: address }, "Open it live");
	const out = make(
		"article",
		{ className: "report" },
		make("h1", {}, title),
		make("p", { className: "report-verdict" }, diagnosis?.verdict ?? `The loss is ${number(frame.loss.final)}.`),
		make("p", {}, ending(picture), " ", link),
		...(log ? [make("p", {}, sentenceOf(log, run.floors))] : []),
		make("div", { className: "report-pictures" }, figure("Fit", fitPicture(picture)), figure("Loss", lossPicture(picture, log))),
		make(
			"div",
			{ className: "report-pair" },
			make("section", {}, make("h2", {}, "Network and training"), list(settings(picture))),
			make("section", {}, make("h2", {}, "Data"), data(picture)),
		),
	);
	if (!diagnosis) return out;
	if (diagnosis.causes.length > 0) {
		out.append(
			make("h2", {}, "Why"),
			...diagnosis.causes.flatMap(({ words, confidence, evidence }) => [
				make("h3", {}, `${words}, confidence ${number(confidence)}`),
				list(
					evidence.map(({ name, value, threshold, side, formula, source }) => [
						name.replaceAll("_", " "),
						[
							measured(value),
							threshold === undefined ? "" : `threshold ${side ? `${side} ` : ""}${measured(threshold)}`,
							formula,
							source,
						]
							.filter(Boolean)
							.join(" · "),
					]),
				),
			]),
		);
	}
	if (diagnosis.fixes.length > 0) {
		const rows = diagnosis.fixes.map(({ words: change, seeds, solved, loss, epochs_to_solve: epochs }) => [
			change,
			`${solved} of ${seeds}`,
			number(loss.median),
			epochs === undefined ? "–" : count(Number(epochs)),
		]);
		out.append(
			make("h2", {}, "What was tried"),
			table("What was tried", ["change", "seeds solved", "median loss", "epochs"], rows),
		);
	}
	return out;
}

/**
 * A report as a file of its own, which prints on A4 and Letter.
 * @param {HTMLElement} article
 */
export function reportFile(article) {
	const page = document.implementation.createHTMLDocument(article.querySelector("h1")?.textContent ?? "Report");
	page.documentElement.lang = "en";
	const charset = page.createElement("meta");
	charset.setAttribute("charset", "utf-8");
	page.head.prepend(charset);
	page.body.append(page.importNode(article, true));
	// As text: this page's Content-Security-Policy holds for what it builds.
	return `<!doctype html>\n${page.documentElement.outerHTML.replace("</head>", `<style>${css}</style></head>`)}\n`;
}

const css = `
@page { margin: 18mm; }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1b1d1f; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin: 1.4em 0 .4em; } h3 { font-size: 1em; margin: .8em 0 .2em; }
@media print { body { font-size: 9pt; max-width: none; margin: 0; padding: 0; } }
h2, h3 { break-after: avoid; } figure, tr { break-inside: avoid; }
.report-verdict { font-size: 1.2em; }
:is(.report-pictures, .report-pair) { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; } figure { margin: 0; }
dl { display: grid; grid-template-columns: fit-content(35%) 1fr; gap: .15em 1em; margin: 0; } dt { color: #5c6166; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; } th, td { text-align: right; padding: .15em 1em .15em 0; border-bottom: 1px solid #ddd; font-weight: 400; }
thead th { color: #5c6166; } :is(th, td):first-child { text-align: left; } caption { display: none; } a { color: inherit; }
`;

/** @param {Picture} picture */
function ending({ run, frame }) {
	const stopped = {
		epochs: "",
		loss: ", at the loss asked for",
		patience: ", for want of progress",
		diverged: ", when it diverged",
	};
	const end = stopped[frame.stopped ?? "epochs"];
	return `${count(frame.epoch)} of ${count(run.epochs)} epochs${end}: from a loss of ${number(frame.loss.initial)} to ${number(frame.loss.final)}.`;
}

/**
 * @param {Picture} picture
 * @returns {[string, string][]}
 */
function settings({ run }) {
	const { experiment } = run;
	const layers = /** @type {any[]} */ (get(experiment, "network.layers") ?? []);
	const path = layers.map(({ units, activation }) => `${units} ${words(activation)}`);
	const training = (/** @type {string} */ key) => get(experiment, `training.${key}`);
	const optimizer = /** @type {{[name: string]: import("../protocol").Json}} */ (training("optimizer") ?? {});
	const rate = optimizer.learning_rate === undefined ? "" : `, learning rate ${words(optimizer.learning_rate)}`;
	return [
		["layers", [run.inputs === 1 ? "1 input" : `${run.inputs} inputs`, ...path].join(" – ")],
		["parameters", count(run.parameters)],
		["loss", words(training("loss"))],
		["optimizer", `${nameOf(optimizer)}${rate}`],
		["batch size", words(training("batch_size"))],
		["precision, seed", `${words(training("precision"))}, ${words(training("seed"))}`],
	];
}

/** @param {Picture} picture */
function data({ run, frame }) {
	const { inputs, targets } = columnsOf(run.experiment, run);
	const rows = run.points
		.slice(0, mostRows)
		.map((row, i) => [...row, ...frame.predictions.subarray(i * run.outputs, (i + 1) * run.outputs)].map(number));
	const grid = table("Data and predictions", [...inputs, ...targets, ...targets.map((name) => `${name} predicted`)], rows);
	if (run.points.length <= mostRows) return grid;
	return make("div", {}, grid, make("p", {}, `The first ${mostRows} of ${count(run.points.length)} rows.`));
}

/**
 * @param {string} caption
 * @param {SVGElement} picture
 */
function figure(caption, picture) {
	return make("figure", {}, make("figcaption", {}, caption), picture);
}

/** @param {[string, string][]} entries */
function list(entries) {
	return make("dl", {}, ...entries.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
}

/** @param {number | string} value */
function measured(value) {
	return typeof value === "number" || ["NaN", "Infinity", "-Infinity"].includes(value) ? number(value) : value;
}

// The dialog that hands out what the page has computed, as files other programs read.

import { make } from "../element.js";
import { download, openDialog } from "./dialog.js";
import { curveCsv, predictionsCsv } from "./numbers.js";
import { fitPicture, lossPicture, pngFile, svgFile } from "./picture.js";
import { report, reportFile } from "./report.js";
import { resultOf } from "./result.js";

/** @typedef {{picture: import("../watch.js").Picture, diagnosis: import("../protocol").Diagnosis | undefined, address: string,
 *   log: import("../log.js").DrawnLog | undefined}} Shown */

/** @param {Shown} shown */
export function openSaving({ picture, diagnosis, address, log }) {
	const asSvg = (/** @type {SVGElement} */ drawn) => new Blob([svgFile(drawn)], { type: "image/svg+xml" });
	const asJson = (/** @type {unknown} */ value) =>
		new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" });
	const asCsv = (/** @type {string} */ text) => new Blob([text], { type: "text/csv" });
	const { experiment } = picture.run;
	openDialog(
		"Save",
		make(
			"div",
			{ className: "save-dialog" },
			row(
				"Loss chart",
				["SVG", "loss.svg", () => asSvg(lossPicture(picture, log))],
				["PNG", "loss.png", () => pngFile(lossPicture(picture, log))],
			),
			row(
				"Fit chart",
				["SVG", "fit.svg", () => asSvg(fitPicture(picture))],
				["PNG", "fit.png", () => pngFile(fitPicture(picture))],
			),
			row("Loss curve", ["CSV", "curve.csv", () => asCsv(curveCsv(picture, log))]),
			row("Data and predictions", ["CSV", "predictions.csv", () => asCsv(predictionsCsv(picture))]),
			row("Experiment", ["JSON", "experiment.json", () => asJson(experiment)]),
			row("Experiment, result and diagnosis", ["JSON", "result.json", () => asJson({ result: resultOf(picture), diagnosis })]),
			make(
				"div",
				{ className: "save-row" },
				make("span", {}, "Report of one page"),
				button("Open", "Open the report", () => openReport(report(picture, diagnosis, address, log))),
			),
		),
	);
}

/** @param {HTMLElement} article */
function openReport(article) {
	const save = button("Save as HTML", "", () => download("report.html", new Blob([reportFile(article)], { type: "text/html" })));
	const print = button("Print", "", () => {
		// A dialog stands above the page, where printers cut off what is longer than a sheet; a copy at the end of the page does not.
		const sheet = /** @type {HTMLElement} */ (article.cloneNode(true));
		sheet.classList.add("print-sheet");
		document.body.append(sheet);
		addEventListener("afterprint", () => sheet.remove(), { once: true });
		globalThis.print();
	});
	openDialog("Report", make("div", { className: "act" }, print, save), article);
}

/**
 * @param {string} name
 * @param {...[format: string, file: string, content: () => Blob | Promise<Blob>]} formats
 */
function row(name, ...formats) {
	const buttons = formats.map(([format, file, content]) =>
		button(format, `${name} as ${format}`, async () => download(file, await content())),
	);
	return make("div", { className: "save-row" }, make("span", {}, name), ...buttons);
}

/**
 * @param {string} text
 * @param {string} label what a screen reader says, where the text alone says too little
 * @param {() => void} act
 */
function button(text, label, act) {
	const element = make("button", { type: "button" }, text);
	if (label) element.ariaLabel = label;
	element.addEventListener("click", act);
	return element;
}

// The elements of a live figure, before anything is known of the run.

import { make } from "../element.js";

export function build() {
	const title = make("p", { className: "title", hidden: true });
	const fit = figure("Fit", [make("li", { className: "key-data" }, "data"), make("li", { className: "key-fit" }, "fit")]);
	const ghost = make("li", { className: "key-ghost", hidden: true }, "before");
	fit.key.append(ghost);
	const loss = figure("Loss", []);
	const figures = make("div", { className: "pair" }, fit.figure, loss.figure);

	const sentence = make("p", { className: "sentence" });
	// The sentence follows every step of a slider; this is told when it rests.
	const announcer = make("div", { className: "unseen" });
	announcer.setAttribute("aria-live", "polite");
	const apply = make("button", { type: "button", className: "primary apply", hidden: true });
	const undo = make("button", { type: "button", hidden: true }, "Undo");
	const tried = make("p", { className: "muted" });
	const act = make("div", { className: "act" }, apply, undo, tried);
	const finding = make("div", { className: "verdict" }, sentence, act);

	const fault = make("p", { className: "fault", hidden: true });
	fault.setAttribute("role", "alert");

	const run = make("button", { type: "button", className: "run" }, "Run");
	const step = make("button", { type: "button" }, "Step");
	const reset = make("button", { type: "button" }, "Reset");
	const buttons = make("div", { className: "buttons" }, run, step, reset);
	const note = make("p", { className: "muted note" });
	const open = make("a", { target: "_blank", rel: "noopener" }, "Open in Plateau");
	const foot = make("div", { className: "foot-line" }, buttons, note, open);
	const settings = settingsParts();

	const root = make("div", { className: "plateau" }, title, figures, finding, settings.root, fault, foot, announcer);
	root.setAttribute("role", "group");
	root.ariaLabel = "Live figure: a small neural network in training";
	return {
		...{
			root,
			title,
			figures,
			finding,
			sentence,
			announcer,
			act,
			apply,
			undo,
			tried,
			fault,
			run,
			step,
			reset,
			buttons,
			note,
			open,
			foot,
			settings,
		},
		fit: { ...fit, ghost },
		loss,
	};
}

/**
 * @param {string} name
 * @param {HTMLLIElement[]} keys
 */
function figure(name, keys) {
	const chart = make("div", { className: "chart" });
	chart.setAttribute("role", "img");
	const handles = make("div", { className: "handles", hidden: true });
	const plot = make("div", { className: "plot" }, chart, handles);
	const key = make("ul", { className: "key" }, ...keys);
	const caption = make("figcaption", {}, make("b", {}, name), key);
	return { figure: make("figure", { className: "one" }, caption, plot), plot, chart, handles, key };
}

function settingsParts() {
	const { activations, rate: rates } = PLATEAU_PARTS;
	const select = make("select", {}, ...activations.map(({ name, label }) => make("option", { value: name }, label)));
	const activation = make("label", { className: "setting" }, make("span", { className: "muted" }, "Hidden activation"), select);
	const slider = make("input", { type: "range", min: "0", max: "1000", step: "1" });
	const value = make("output", {});
	value.setAttribute("aria-live", "off"); // the slider says it
	const rate = make("label", { className: "setting" }, make("span", { className: "muted" }, rates.label), slider, value);
	return {
		root: make("div", { className: "choices" }, activation, rate),
		activation: { field: activation, select },
		rate: { field: rate, slider, value, low: rates.low, high: rates.high },
	};
}

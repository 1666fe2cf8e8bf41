// The experiment as a script of another framework, to copy or to save.

import { make } from "../element.js";
import { Refused } from "../engine.js";
import { copyButton, download } from "./dialog.js";

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("../protocol").Requests["export"]["framework"]} Framework */

const frameworks = { keras: "Keras", pytorch: "PyTorch", "r-keras": "R-Keras" };
const files = { keras: "plateau_keras.py", pytorch: "plateau_pytorch.py", "r-keras": "plateau_keras.R" };

/**
 * @param {import("../engine.js").Engine} reader
 * @param {Experiment} experiment
 * @param {Experiment | undefined} fix
 */
export function writing(reader, experiment, fix) {
	const options = Object.entries(frameworks).map(([value, text]) => make("option", { value }, text));
	const select = make("select", {}, ...options);
	const weights = make("input", { type: "checkbox", checked: true });
	const fixed = make("input", { type: "checkbox" });
	const script = make("textarea", { rows: 12, readOnly: true, spellcheck: false });
	script.ariaLabel = "The script";
	const fault = make("p", { className: "fault", hidden: true });
	fault.setAttribute("role", "alert");
	const save = make("button", { type: "button" }, "Save as a file");
	const copy = copyButton("Copy", () => script.value);
	const framework = () => /** @type {Framework} */ (select.value);
	save.addEventListener("click", () => download(files[framework()], new Blob([script.value], { type: "text/plain" })));

	let asked = 0;
	const draw = async () => {
		const mine = ++asked;
		const what = fixed.checked && fix ? { experiment: fix, before: experiment } : { experiment };
		let text = "";
		let trouble = "";
		try {
			text = (await reader.request("export", { ...what, framework: framework(), weights: weights.checked })).code;
		} catch (error) {
			trouble = error instanceof Refused ? error.message : "What writes code did not load; reload the page to try again.";
		}
		if (mine !== asked) return;
		script.value = text;
		fault.textContent = trouble;
		fault.hidden = trouble === "";
		for (const button of [save, copy]) button.disabled = text === "";
	};
	const section = make(
		"section",
		{ className: "writing" },
		make("h3", {}, "This experiment as code"),
		make(
			"div",
			{ className: "writing-choices" },
			make("label", { className: "check" }, make("span", { className: "unseen" }, "Framework"), select),
			make("label", { className: "check" }, weights, "with the weights it begins with"),
			...(fix ? [make("label", { className: "check" }, fixed, "with the fix, what it changes marked")] : []),
		),
		script,
		fault,
		make("div", { className: "act" }, copy, save),
	);
	section.addEventListener("change", draw);
	draw();
	return section;
}

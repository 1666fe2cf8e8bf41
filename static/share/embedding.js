// The dialog that makes a snippet for somebody's page, and shows what it will look like there.

import { make } from "../element.js";
import { partNames as all, parts } from "../embed/partnames.js";
import { postcard } from "../embed/postcard.js";
import { copyButton, download, openDialog } from "./dialog.js";
import { lossPicture, svgFile } from "./picture.js";

/** @typedef {{picture: import("../watch.js").Picture, verdict: string, address: string, preset?: string | undefined}} Shown */
/** @typedef {{form: string, theme: string, height: number, run: boolean, shown: string[]}} Choices */

const absolute = (/** @type {string} */ file) => new URL(file, document.baseURI).href;

// An iframe as high as a figure is in an article 680 pixels wide; the preview measures it.
let frameHeight = 560;

/** @param {Shown} shown */
export function openEmbedding(shown) {
	const form = choice("Kind", "form", { element: "element", iframe: "iframe", markdown: "Markdown with a picture" });
	const theme = choice("Theme", "theme", { auto: "as the page around it", light: "light", dark: "dark" });
	const height = make("input", { type: "text", inputMode: "numeric", value: "260" });
	const run = make("input", { type: "checkbox" });
	const boxes = all.map((name) => ({ name, box: make("input", { type: "checkbox", checked: true }) }));
	const controls = make(
		"fieldset",
		{ className: "choice-list" },
		make("legend", {}, "What is in it"),
		...boxes.map(({ name, box }) => make("label", { className: "check" }, box, parts[/** @type {keyof typeof parts} */ (name)])),
	);
	const heightField = labelled("Height of the charts", height);
	const runField = make("label", { className: "check" }, run, "run before it is touched");
	const snippet = make("textarea", { rows: 6, readOnly: true, spellcheck: false });
	snippet.ariaLabel = "The snippet";
	const preview = make("div", { className: "preview" });
	const save = make("button", { type: "button" }, "Save the picture");
	save.addEventListener("click", () =>
		download("plateau.svg", new Blob([svgFile(lossPicture(shown.picture))], { type: "image/svg+xml" })),
	);
	const hint = make("p", { className: "muted" });
	const help = make("a", { href: absolute("embedding.html"), target: "_blank" }, "How embedding works");

	const settings = make("div", { className: "embed-settings" }, form.field, theme.field, heightField, runField, controls);
	const actions = make(
		"div",
		{ className: "act" },
		copyButton("Copy the snippet", () => snippet.value),
		save,
		help,
	);
	const dialog = openDialog(
		"Embed this",
		make(
			"div",
			{ className: "embed-dialog" },
			settings,
			make("div", { className: "embed-result" }, preview, hint, snippet, actions),
		),
	);

	const read = () => ({
		form: form.select.value,
		theme: theme.select.value,
		height: Math.min(Math.max(Math.round(Number(height.value)) || 260, 120), 900),
		run: run.checked,
		shown: boxes.filter(({ box }) => box.checked).map(({ name }) => name),
	});
	const draw = (/** @type {boolean} */ rebuild) => {
		const choices = read();
		const live = choices.form !== "markdown";
		for (const field of [theme.field, heightField, runField, controls]) field.hidden = !live;
		save.hidden = live || shown.preset !== undefined;
		hint.textContent =
			choices.form === "markdown" && shown.preset ? hints.ready : hints[/** @type {keyof typeof hints} */ (choices.form)];
		snippet.value = text(shown, choices);
		if (rebuild) preview.replaceChildren(sample(shown, choices));
		preview.dataset.theme = choices.theme;
	};
	settings.addEventListener("change", () => draw(true));
	const measured = (/** @type {MessageEvent} */ { data, source }) => {
		const frame = preview.querySelector("iframe");
		if (data?.type !== "plateau:height" || !frame || source !== frame.contentWindow) return;
		frameHeight = Math.max(data.height, 60);
		frame.height = String(frameHeight);
		draw(false);
	};
	addEventListener("message", measured);
	dialog.addEventListener("close", () => removeEventListener("message", measured));
	draw(true);
}

const hints = {
	element:
		"For pages that may hold scripts: Jekyll, Hugo, Ghost, your own. Readers see the picture at once; the engine loads when they touch it.",
	iframe: "For pages that take frames only. The last line gives the frame its height; without it the height written here stays.",
	markdown: "For pages that take neither. Save the picture beside the text; it leads to the live page.",
	ready: "For pages that take neither. The picture is this site's; it leads to the live page.",
};

/**
 * @param {Shown} shown
 * @param {Choices} choices
 */
function text(shown, choices) {
	if (choices.form === "markdown") {
		const plain = (/** @type {string} */ words) => words.replace(/[[\]\\_*`<]/g, "\\$&").replace(/\s+/g, " ");
		const picture = shown.preset ? fileOf(shown.preset) : "plateau.svg";
		return `[![${plain(titleOf(shown))}](${picture})](${shown.address})\n\n${plain(shown.verdict)}`;
	}
	// A div of its own line makes it a block of HTML to every reader of Markdown; an element they do not know would be a part of a paragraph.
	const lines =
		choices.form === "iframe"
			? ["<div>", frameOf(shown, choices).outerHTML, "</div>", `<script src="${absolute("resize.js")}" defer></script>`]
			: [`<script type="module" src="${absolute("embed.js")}"></script>`, "<div>", elementOf(shown, choices).outerHTML, "</div>"];
	return lines.join("\n");
}

/**
 * What the reader will see.
 * @param {Shown} shown
 * @param {Choices} choices
 */
function sample(shown, choices) {
	if (choices.form === "markdown") return lossPicture(shown.picture);
	// The height that is measured is that of the live figure.
	if (choices.form === "iframe") return frameOf(shown, { ...choices, run: true });
	import(absolute("embed.js")).catch(() => {}); // the poster is there without it
	return elementOf(shown, choices);
}

/**
 * @param {Shown} figure
 * @param {Choices} choices
 */
function elementOf(figure, { theme, height, run, shown }) {
	const { picture, verdict, address, preset } = figure;
	const element = document.createElement("loss-plateau");
	if (preset) element.setAttribute("preset", preset);
	else element.setAttribute("href", address);
	if (shown.length < all.length) element.setAttribute("controls", shown.join(" "));
	if (theme !== "auto") element.setAttribute("theme", theme);
	if (height !== 260) element.setAttribute("height", String(height));
	if (run) element.setAttribute("run", "");
	const link = make("a", {}, "Open it live");
	link.setAttribute("href", address);
	const ready = make("img", { alt: titleOf(figure), width: 480, height: 270 });
	ready.setAttribute("src", preset ? fileOf(preset) : "");
	element.append(preset ? ready : lossPicture(picture), make("p", {}, `${verdict} `, link));
	return element;
}

/** @param {string} preset whose picture the site has */
const fileOf = (preset) => absolute(`presets/${preset}.svg`);

/** @param {Shown} shown */
const titleOf = ({ picture }) => lossPicture(picture).getAttribute("aria-label") ?? "";

/**
 * @param {Shown} shown
 * @param {Choices} choices
 */
function frameOf({ picture, verdict, address, preset }, { theme, height, run, shown }) {
	const url = new URL("embed.html", document.baseURI);
	const hidden = all.filter((name) => !shown.includes(name));
	if (theme !== "auto") url.searchParams.set("theme", theme);
	if (hidden.length > 0) url.search += `${url.search ? "&" : ""}hide=${hidden.join(",")}`;
	if (height !== 260) url.searchParams.set("height", String(height));
	if (!run) url.searchParams.set("run", "0");
	if (preset) {
		url.searchParams.set("preset", preset);
	} else {
		url.searchParams.set("poster", postcard(picture));
		url.searchParams.set("verdict", verdict);
		url.hash = new URL(address).hash;
	}
	const frame = document.createElement("iframe");
	const attributes = {
		src: url.href,
		title: verdict,
		width: "100%",
		height: String(frameHeight),
		loading: "lazy",
		frameborder: "0",
	};
	for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
	return frame;
}

/**
 * @param {string} label
 * @param {string} name
 * @param {{[value: string]: string}} options
 */
function choice(label, name, options) {
	const select = make("select", { name }, ...Object.entries(options).map(([value, words]) => make("option", { value }, words)));
	return { select, field: labelled(label, select) };
}

/**
 * @param {string} label
 * @param {HTMLElement} control
 */
function labelled(label, control) {
	return make("label", { className: "labelled" }, make("span", { className: "muted" }, label), control);
}

// The page inside an iframe: one figure, configured by the address (?theme=dark&hide=fix,run&run=0&preset=…#v1.…), that tells the page around it how
// high it is. It needs no storage and no origin of its own, so it runs in a sandbox.

import { partNames } from "./partnames.js";
import { pictureOf } from "./postcard.js";

const query = new URLSearchParams(location.search);
const figure = /** @type {HTMLElement} */ (document.querySelector("loss-plateau"));

const theme = query.get("theme") ?? "auto";
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
figure.setAttribute("theme", theme);

const hide = new Set((query.get("hide") ?? "").split(","));
const shown = partNames.filter((name) => !hide.has(name));
figure.setAttribute("controls", shown.join(" "));
for (const name of ["preset", "height"]) if (query.has(name)) figure.setAttribute(name, query.get(name) ?? "");
if (location.hash.length > 1) figure.setAttribute("href", location.hash);
poster();
// Browsers hold frames marked loading="lazy" back by themselves.
figure.toggleAttribute("run", query.get("run") !== "0");
addEventListener("hashchange", () => figure.setAttribute("href", location.hash));

if (parent !== window) {
	let told = 0;
	new ResizeObserver(() => {
		const height = Math.ceil(document.body.getBoundingClientRect().height);
		if (height === told) return;
		told = height;
		// The height of a figure is no secret.
		parent.postMessage({ type: "plateau:height", height }, "*");
	}).observe(document.body);
}

/** What stands here until the engine runs: the picture that came with the address, or that of a preset, which the site has. */
async function poster() {
	const { name, link, verdict } = PLATEAU_ORIGIN;
	const sentence = document.createElement("p");
	sentence.textContent = query.get("verdict") ?? "";
	const drawn = pictureOf(query.get("poster") ?? "");
	if (drawn) {
		figure.append(drawn, sentence);
		return;
	}
	const preset = query.get("preset") ?? name;
	if (location.hash.length > 1 && location.hash !== link) return;
	const picture = Object.assign(document.createElement("img"), {
		width: 480,
		height: 270,
		alt: "The loss over the epochs of the run.",
	});
	picture.addEventListener("error", () => picture.remove());
	picture.src = `presets/${encodeURIComponent(preset)}.svg`;
	figure.append(picture, sentence);
	if (preset === name) sentence.textContent ||= verdict;
	if (sentence.textContent !== "") return;
	const response = await fetch("presets/index.json").catch(() => undefined);
	/** @type {{name: string, verdict: string}[]} */
	const known = response?.ok ? await response.json() : [];
	sentence.textContent = known.find((one) => one.name === preset)?.verdict ?? "";
}

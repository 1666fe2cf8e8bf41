// The page inside an iframe: one figure, configured by the address (?theme=dark&hide=fix,run&run=0&preset=…#v1.…), that tells the page around it how
// high it is. It needs no storage and no origin of its own, so it runs in a sandbox.

const query = new URLSearchParams(location.search);
const figure = /** @type {HTMLElement} */ (document.querySelector("loss-plateau"));

const theme = query.get("theme") ?? "auto";
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
figure.setAttribute("theme", theme);

const hide = new Set((query.get("hide") ?? "").split(","));
const shown = "fit loss verdict fix run activation rate points open".split(" ").filter((name) => !hide.has(name));
figure.setAttribute("controls", shown.join(" "));
for (const name of ["preset", "height"]) if (query.has(name)) figure.setAttribute(name, query.get(name) ?? "");
if (location.hash.length > 1) figure.setAttribute("href", location.hash);
// There is no poster in here: a frame is empty until it runs. Browsers hold frames marked loading="lazy" back by themselves.
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

export {}; // a module: its names are its own

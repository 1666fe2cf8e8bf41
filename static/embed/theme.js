// Light or dark, as the page around a figure is. Pages switch by a class, an attribute or a media query; what they all do is paint a background.

/**
 * @param {Element} element
 * @returns {"light" | "dark"}
 */
export function themeAround(element) {
	for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) {
		const [r, g, b, a] = parts(getComputedStyle(at).backgroundColor);
		// ITU-R BT.601 luma; halfway between black and white.
		if (a > 0.5) return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
	}
	const scheme = getComputedStyle(document.documentElement).colorScheme;
	return scheme.includes("dark") && (scheme === "dark" || matchMedia("(prefers-color-scheme: dark)").matches) ? "dark" : "light";
}

/**
 * Calls whenever the theme may have changed.
 * @param {() => void} changed
 * @returns {() => void} stops it
 */
export function watchTheme(changed) {
	const dark = matchMedia("(prefers-color-scheme: dark)");
	dark.addEventListener("change", changed);
	const observer = new MutationObserver(changed);
	for (const root of [document.documentElement, document.body]) observer.observe(root, { attributes: true });
	return () => {
		dark.removeEventListener("change", changed);
		observer.disconnect();
	};
}

/** @param {Element} element */
function parentOf(element) {
	const root = element.getRootNode();
	return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** @param {string} color "rgb(1, 2, 3)" or "rgba(1, 2, 3, 0.5)", as computed styles are; another notation counts as transparent */
function parts(color) {
	const numbers = color.startsWith("rgb") ? (color.match(/[\d.]+/g) ?? []).map(Number) : [];
	return numbers.length < 3 ? [0, 0, 0, 0] : [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
}

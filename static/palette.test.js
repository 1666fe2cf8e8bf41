import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("site.css", import.meta.url), "utf8");

/** The declarations of the one block with this selector. */
function block(/** @type {string} */ selector) {
	const found = css.split(`${selector} {`);
	assert.equal(found.length, 2, `one block of ${selector}`);
	return new Map([...found[1].split("}")[0].matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const light = block("\n:root");
const dark = block('\n:root[data-theme="dark"]');

/** Relative luminance, WCAG 2.2. */
function luminance(/** @type {string} */ hex) {
	const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
	const [r, g, b] = digits.map((digit) => {
		const share = Number.parseInt(digit, 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {Map<string, string>} palette @param {string} a @param {string} b */
function contrast(palette, a, b) {
	const [low, high] = [a, b].map((name) => luminance(palette.get(name) ?? "")).sort((x, y) => x - y);
	return (high + 0.05) / (low + 0.05);
}

test("the dark colours are the same whether they are chosen or the system's", () => {
	assert.deepEqual(block('\n\t:root:not([data-theme="light"])'), dark);
	for (const name of dark.keys()) assert.ok(light.has(name), `${name} has a light form`);
});

for (const [theme, palette] of /** @type {const} */ ([
	["light", light],
	["dark", dark],
]))
	test(`what must be told apart in the ${theme} theme is`, () => {
		for (const ground of ["--page", "--wash"]) {
			for (const text of ["--ink", "--muted"])
				assert.ok(contrast(palette, text, ground) >= 4.5, `${text} on ${ground}: ${contrast(palette, text, ground)}`);
			assert.ok(contrast(palette, "--edge", ground) >= 3, `--edge on ${ground}: ${contrast(palette, "--edge", ground)}`);
		}
		for (const line of ["--data", "--fit", "--ghost", "--floor", "--solved", "--focus"])
			assert.ok(contrast(palette, line, "--page") >= 3, `${line}: ${contrast(palette, line, "--page")}`);
	});

// How numbers look: one rule for measurements, one for settings, one for counts, everywhere on the page. web/format.go writes the same
// for the pre-rendered pictures; web/testdata/format.json holds both to it.

const thinSpace = "\u202f"; // does not break lines

/**
 * A measured value with four significant digits: 0.005676, and 3.812e-30 below 1e-4.
 * @param {number | string} value text as JSON carries it: "NaN", "Infinity", "-Infinity"
 */
export function number(value) {
	const v = Number(value);
	if (Number.isNaN(v)) return "NaN";
	if (!Number.isFinite(v)) return v > 0 ? "∞" : "-∞";
	const a = Math.abs(v);
	if (a === 0) return "0";
	if (a < 1e-4 || a >= 1e6) {
		const [mantissa, exponent] = v.toExponential(3).split("e");
		return `${trimZeros(mantissa)}e${exponent.replace("+", "")}`;
	}
	return group(trimZeros(v.toFixed(Math.max(0, 3 - Math.floor(Math.log10(a))))));
}

/**
 * A value a person chose, the shortest way that reads back the same: 1e-5, 0.01, 10.
 * @param {number} v
 */
export function setting(v) {
	const a = Math.abs(v);
	const decimal = a !== 0 && a < 1e-6 ? v.toExponential() : String(v);
	if (a === 0 || (a >= 0.01 && a < 1e6)) return decimal;
	const short = v.toExponential().replace("+", "");
	return short.length < decimal.length || a < 1e-6 ? short : decimal;
}

/**
 * A whole number with its thousands apart: 10 000.
 * @param {number} n
 */
export function count(n) {
	return group(String(n));
}

/**
 * A number of things: 1 row, 3 rows.
 * @param {number} n
 * @param {string} one
 */
export function many(n, one) {
	return `${count(n)} ${one}${n === 1 ? "" : "s"}`;
}

/**
 * A length of time: 31 ms, 1.24 s, 3 min 20 s.
 * @param {number} seconds
 */
export function duration(seconds) {
	if (seconds < 0.001) return "less than 1 ms";
	// Rounded before the unit is chosen: 0.9996 s are not 1000 ms, nor 119.7 s one minute and sixty.
	const milliseconds = Math.round(seconds * 1000);
	if (milliseconds < 1000) return `${milliseconds} ms`;
	const short = seconds.toPrecision(3);
	if (Number(short) < 60) return `${short} s`;
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Any value of an Experiment as a person reads it: names bare, numbers as settings, a choice by its name.
 * @param {import("./protocol").Json | undefined} value
 * @returns {string}
 */
export function words(value) {
	if (typeof value === "number") return setting(value);
	if (typeof value === "boolean") return value ? "on" : "off";
	if (value === null || value === undefined) return "none";
	if (Array.isArray(value)) return value.map(words).join(", ");
	if (typeof value === "object") return "name" in value ? words(value.name) : "changed";
	return value.replaceAll("_", " ");
}

/** @param {string} s */
function trimZeros(s) {
	return s.includes(".") ? s.replace(/0+$/, "").replace(/\.$/, "") : s;
}

/**
 * Thin spaces between the thousands of the whole part, from five digits on.
 * @param {string} s
 */
function group(s) {
	const [whole, rest] = s.split(".");
	const digits = whole.replace("-", "");
	const spaced = digits.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole;
	return rest === undefined ? spaced : `${spaced}.${rest}`;
}

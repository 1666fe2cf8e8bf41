// What outlives the page, where the browser allows it: storage may be full, forbidden or absent. Then it is kept for as long as the page is open, and
// nothing breaks.

/** @type {Map<string, string>} */
const memory = new Map();

/**
 * @param {string} key
 * @param {"site" | "tab"} [place] whose it is
 * @returns {any} what was kept, or undefined
 */
export function recall(key, place = "site") {
	let text = memory.get(key);
	try {
		text = storage(place).getItem(key) ?? text;
	} catch {
		// What is in memory has to do.
	}
	try {
		return JSON.parse(text ?? "null") ?? undefined;
	} catch {
		return undefined; // somebody else's
	}
}

/**
 * @param {string} key
 * @param {unknown} value undefined forgets it
 * @param {"site" | "tab"} [place]
 */
export function keep(key, value, place = "site") {
	const text = value === undefined ? undefined : JSON.stringify(value);
	try {
		if (text === undefined) storage(place).removeItem(key);
		else storage(place).setItem(key, text);
		memory.delete(key);
	} catch {
		if (text === undefined) memory.delete(key);
		else memory.set(key, text);
	}
}

/** @param {"site" | "tab"} place */
function storage(place) {
	return place === "tab" ? sessionStorage : localStorage;
}

// What outlives the page, where the browser allows it: storage may be full, forbidden or absent, and then nothing is kept and nothing breaks.

/**
 * @param {string} key
 * @returns {any} what was kept, or undefined
 */
export function recall(key) {
	try {
		return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
	} catch {
		return undefined;
	}
}

/**
 * @param {string} key
 * @param {unknown} value undefined forgets it
 */
export function keep(key, value) {
	try {
		if (value === undefined) localStorage.removeItem(key);
		else localStorage.setItem(key, JSON.stringify(value));
	} catch {
		// A page that cannot remember still works.
	}
}

// Building elements. Text stays text: nothing here takes markup.

/**
 * The element with this id; a page without it was built wrongly.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
	const found = document.getElementById(id);
	if (!found) throw new Error(`the page has no #${id}`);
	return /** @type {T} */ (found);
}

/**
 * The first descendant that matches; there must be one.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 */
export function find(root, selector) {
	const found = root.querySelector(selector);
	if (!found) throw new Error(`the page has no ${selector}`);
	return /** @type {T} */ (found);
}

/**
 * make("p", {className: "fault"}, "text", child)
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

/**
 * Sets the text of an element, only where it differs: a live region that is told the same again would say it again.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function say(element, text) {
	if (element.textContent !== text) element.textContent = text;
}

// A table that a person reads has fewer rows; those of 10,000 take a browser seconds.
const mostRows = 1000;

/**
 * A table of texts, of which the first thousand rows are shown, under a caption for those who cannot see it.
 * @param {string} caption
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(caption, head, rows) {
	const more = make("td", { colSpan: head.length }, `and ${rows.length - mostRows} more rows, which Save writes`);
	return make(
		"table",
		{ className: "grid-table" },
		make("caption", { className: "unseen" }, caption),
		make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
		make("tbody", {}, ...rows.slice(0, mostRows).map((row) => make("tr", {}, ...row.map((text) => make("td", {}, text))))),
		...(rows.length > mostRows ? [make("tfoot", {}, make("tr", {}, more))] : []),
	);
}

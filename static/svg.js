// Building pictures of vectors. Like element.js, it takes no markup.

const space = "http://www.w3.org/2000/svg";

/**
 * draw("line", {x1: 0, x2: 5}, child)
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {{[attribute: string]: string | number}} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function draw(tag, attributes, ...children) {
	const element = document.createElementNS(space, tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	element.append(...children);
	return element;
}

/**
 * The path through points, given as a function of their number; gaps where one is no number.
 * @param {number} length
 * @param {(i: number) => [number, number]} at
 */
export function pathThrough(length, at) {
	let path = "";
	let pen = "M";
	for (let i = 0; i < length; i++) {
		const [x, y] = at(i);
		if (!Number.isFinite(x + y)) {
			pen = "M";
			continue;
		}
		path += `${pen}${x.toFixed(2)} ${y.toFixed(2)}`;
		pen = "L";
	}
	return path;
}

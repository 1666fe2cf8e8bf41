// Where the names of levels stand in a chart: above their lines or below them, off the curves and off each other.

/**
 * Something that is drawn, as the band of heights it takes where a name may stand.
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box in pixels of the plot, y downwards
 */

// In pixels: from one line of text to the next, from a line to the middle of its name, and half of what is inked of a text.
const rowHeight = 17;
const lift = 10;
const inked = 7;
// The margin above the plot has room for a name.
const above = -8;

/**
 * The middle of each name, in the order given. Each takes the free place that is nearest to above its level; where none is free, the one that hides least.
 * @param {{at: number, left: number, right: number}[]} names the height of their levels, and where the text begins and ends
 * @param {Box[]} drawn what they keep off
 * @param {number} height of the plot
 */
export function places(names, drawn, height) {
	const taken = [...drawn];
	return names.map(({ at, left, right }) => {
		const steps = Array.from(
			{ length: 2 * Math.ceil(height / rowHeight) },
			(_, i) => (i % 2 === 0 ? -1 : 1) * (lift + rowHeight * (i >> 1)),
		);
		let best = { y: at - lift, cost: Infinity };
		for (const [i, step] of steps.entries()) {
			const y = Math.min(Math.max(at + step, above), height - rowHeight / 2);
			const box = { left, right, top: y - inked, bottom: y + inked };
			// What it would lie on weighs more than any distance from its level.
			const cost = height * taken.reduce((sum, other) => sum + common(box, other), 0) + i;
			if (cost < best.cost) best = { y, cost };
		}
		taken.push({ left, right, top: best.y - inked - 1, bottom: best.y + inked + 1 });
		return best.y;
	});
}

/**
 * The area that two boxes have in common; a row of text squared is 1.
 * @param {Box} a
 * @param {Box} b
 */
function common(a, b) {
	const width = Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left));
	return (width * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))) / rowHeight ** 2;
}

/**
 * A curve as boxes, one for each part of it between two pixels that are `step` apart.
 * @param {ArrayLike<number>} curve (x, y) pairs, x ascending
 * @param {(x: number, y: number) => [number, number]} place in pixels
 * @param {number} [step]
 * @returns {Box[]}
 */
export function boxesOf(curve, place, step = 8) {
	/** @type {Box[]} */
	const boxes = [];
	/** @type {[number, number] | undefined} */
	let before;
	for (let i = 0; i + 1 < curve.length; i += 2) {
		const [x, y] = place(curve[i], curve[i + 1]);
		const last = boxes.at(-1);
		if (last && x < last.left + step) {
			last.right = Math.max(last.right, x);
			last.top = Math.min(last.top, y - 2);
			last.bottom = Math.max(last.bottom, y + 2);
		} else {
			const [fromX, fromY] = before ?? [x, y];
			// The line from the last point on: where the next is far, it is cut into parts.
			const parts = Math.max(1, Math.ceil((x - fromX) / step));
			for (let k = 0; k < parts; k++) {
				const [ya, yb] = [fromY + ((y - fromY) * k) / parts, fromY + ((y - fromY) * (k + 1)) / parts];
				const left = fromX + ((x - fromX) * k) / parts;
				boxes.push({
					left,
					right: fromX + ((x - fromX) * (k + 1)) / parts,
					top: Math.min(ya, yb) - 2,
					bottom: Math.max(ya, yb) + 2,
				});
			}
		}
		before = [x, y];
	}
	return boxes;
}

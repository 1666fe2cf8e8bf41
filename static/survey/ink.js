// What is written onto a map: marks and texts that stand out from any colour.

/**
 * The mark of a point: a ring for the start, a disc for now, a diamond for the solution.
 * @param {CanvasRenderingContext2D} paint
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {{[name: string]: string}} ink
 */
export function mark(paint, name, x, y, ink) {
	paint.beginPath();
	if (name === "solution") {
		for (const [dx, dy] of [
			[0, -8],
			[8, 0],
			[0, 8],
			[-8, 0],
		])
			paint.lineTo(x + dx, y + dy);
		paint.closePath();
	} else {
		paint.arc(x, y, name === "now" ? 6 : 5, 0, 2 * Math.PI);
	}
	paint.fillStyle = name === "start" ? ink.page : ink.fit;
	paint.strokeStyle = name === "start" ? ink.fit : ink.page;
	paint.lineWidth = 2;
	paint.fill();
	paint.stroke();
}

/**
 * A text with a rim of the page's colour.
 * @param {CanvasRenderingContext2D} paint
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {CanvasTextAlign} align
 * @param {string} color
 * @param {string} rim
 */
export function written(paint, text, x, y, align, color, rim) {
	paint.textAlign = align;
	paint.textBaseline = "middle";
	paint.lineJoin = "round";
	paint.lineWidth = 4;
	paint.strokeStyle = rim;
	paint.strokeText(text, x, y);
	paint.fillStyle = color;
	paint.fillText(text, x, y);
}

/**
 * As much of a text as fits, cut at a comma or with an ellipsis.
 * @param {CanvasRenderingContext2D} paint
 * @param {string} text
 * @param {number} width
 */
export function fitted(paint, text, width) {
	if (paint.measureText(text).width <= width) return text;
	const short = text.split(",")[0];
	if (paint.measureText(short).width <= width) return short;
	let end = short.length;
	while (end > 1 && paint.measureText(`${short.slice(0, end)}…`).width > width) end--;
	return `${short.slice(0, end)}…`;
}

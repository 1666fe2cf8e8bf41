// The points of the fit chart can be taken hold of: dragged with any pointer, moved with the arrow keys, removed with Delete. Each has a button on top
// of its dot, so that a keyboard and a screen reader find it; the dot itself is the chart's. A double click on the chart adds a point.

import { find, make } from "./element.js";
import { get, withRows } from "./experiment.js";
import { number } from "./format.js";

// Beyond this many, dots are too close to be taken one by one; the table is there.
const mostHandles = 60;

export class Handles {
	#layer;
	/** @type {import("./watch.js").Picture | undefined} */
	#picture;

	/**
	 * @param {HTMLElement} plot
	 * @param {import("./fit.js").FitChart} chart
	 * @param {import("./session.js").Session} session
	 */
	constructor(plot, chart, session) {
		this.#layer = find(plot, ".handles");
		this.chart = chart;
		this.session = session;
		this.#layer.addEventListener("pointerdown", (event) => this.#grab(event));
		this.#layer.addEventListener("keydown", (event) => this.#key(event));
		this.#layer.addEventListener("focusout", () => session.settle());
		find(plot, ".chart").addEventListener("dblclick", (event) => this.#add(event));
		new ResizeObserver(() => this.#picture && this.draw(this.#picture)).observe(plot);
	}

	/** @param {import("./watch.js").Picture} picture */
	draw(picture) {
		this.#picture = picture;
		const { points, inputs, outputs, experiment } = picture.run;
		const possible =
			inputs === 1 && outputs === 1 && points.length <= mostHandles && Array.isArray(get(experiment, "data.points"));
		this.#layer.hidden = !possible;
		if (!possible) return;
		while (this.#layer.children.length > points.length) this.#layer.lastElementChild?.remove();
		while (this.#layer.children.length < points.length)
			this.#layer.append(make("button", { type: "button", className: "handle" }));
		for (const [i, [x, y]] of points.entries()) {
			const handle = /** @type {HTMLElement} */ (this.#layer.children[i]);
			const [left, top] = this.chart.pixel(x, y);
			handle.style.transform = `translate(${left}px, ${top}px)`;
			handle.ariaLabel = `Point ${i + 1}: x ${number(x)}, y ${number(y)}. Arrow keys move it, Delete removes it.`;
		}
	}

	/** @param {PointerEvent} event */
	#grab(event) {
		const handle = /** @type {HTMLElement} */ (event.target);
		const i = [...this.#layer.children].indexOf(handle);
		if (i < 0 || event.button !== 0) return;
		handle.setPointerCapture(event.pointerId);
		// The point stays under the pointer where it was taken hold of.
		const { left, top, width, height } = handle.getBoundingClientRect();
		const [dx, dy] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
		const moved = (/** @type {PointerEvent} */ { clientX, clientY }) =>
			this.#place(i, this.#at(clientX - dx, clientY - dy), false);
		const released = () => {
			handle.removeEventListener("pointermove", moved);
			this.session.settle();
		};
		handle.addEventListener("pointermove", moved);
		handle.addEventListener("lostpointercapture", released, { once: true });
	}

	/** @param {KeyboardEvent} event */
	#key(event) {
		const i = [...this.#layer.children].indexOf(/** @type {Element} */ (event.target));
		const points = this.#points();
		if (i < 0 || !points) return;
		const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
		if (dx !== 0 || dy !== 0) {
			event.preventDefault();
			const { width, height } = this.chart.span();
			const far = event.shiftKey ? 0.1 : 0.01;
			this.#place(i, [points[i][0] + dx * far * width, points[i][1] + dy * far * height], false);
		} else if (event.key === "Delete" || event.key === "Backspace") {
			event.preventDefault();
			this.#edit(
				points.filter((_, j) => j !== i),
				true,
			);
		}
	}

	/** @param {MouseEvent} event */
	#add(event) {
		const points = this.#points();
		if (!points || this.#layer.hidden) return;
		this.#edit([...points, this.#rounded(this.#at(event.clientX, event.clientY))], true);
	}

	/**
	 * @param {number} i
	 * @param {number[]} to
	 * @param {boolean} settled
	 */
	#place(i, to, settled) {
		const points = this.#points();
		if (points)
			this.#edit(
				points.map((point, j) => (j === i ? this.#rounded(to) : point)),
				settled,
			);
	}

	/**
	 * @param {number[][]} points
	 * @param {boolean} settled
	 */
	#edit(points, settled) {
		this.session.edit(withRows(this.session.experiment, points), settled);
	}

	/** @returns {number[][] | undefined} */
	#points() {
		const points = get(this.session.experiment, "data.points");
		return Array.isArray(points) ? /** @type {number[][]} */ (points) : undefined;
	}

	/**
	 * The data at a place of the screen, kept inside the plot.
	 * @param {number} clientX
	 * @param {number} clientY
	 */
	#at(clientX, clientY) {
		const { left, top } = this.chart.host.getBoundingClientRect();
		return this.chart.at(clientX - left, clientY - top);
	}

	/**
	 * A place as a hand means it: whole steps of about a thousandth of each axis, so that 0 is 0.
	 * @param {number[]} point
	 */
	#rounded(point) {
		const { width, height } = this.chart.span();
		return [round(point[0], width), round(point[1], height)];
	}
}

/**
 * @param {number} v
 * @param {number} span of the axis
 */
function round(v, span) {
	const step = 10 ** Math.floor(Math.log10(span / 300));
	return Number((Math.round(v / step) * step).toPrecision(12)) + 0; // no -0
}

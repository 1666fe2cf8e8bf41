// The points of the fit chart can be taken hold of: dragged with any pointer, moved with the arrow keys, chosen one by one or with a band and then moved or
// removed together. Each has a button on top of its dot, so that a keyboard and a screen reader find it; the dot itself is the chart's. What is dragged
// beyond the axes stays at their edge; when it is let go of, the axes are drawn around it.

import { Band } from "./band.js";
import { find, make, say } from "./element.js";
import { get, withRows } from "./experiment.js";
import { number } from "./format.js";

// Beyond this many, dots are too close to be taken one by one; the table is there.
const mostHandles = 60;
// A pointer that moves no further has clicked: fingers are not still.
const stillness = 4;

export class Handles {
	#layer;
	#bar;
	#count = make("span", {});
	#watch = new ResizeObserver(() => this.#picture && this.draw(this.#picture));
	/** @type {import("./watch.js").Picture | undefined} */
	#picture;
	/** @type {Set<number>} the points that are moved and removed together */
	#chosen = new Set();

	/**
	 * @param {HTMLElement} plot
	 * @param {import("./fit.js").FitChart} chart
	 * @param {import("./session.js").Session} session
	 * @param {"click" | "dblclick"} [adds] what on an empty place adds a point
	 */
	constructor(plot, chart, session, adds = "click") {
		this.#layer = find(plot, ".handles");
		this.chart = chart;
		this.session = session;
		this.#layer.addEventListener("pointerdown", (event) => this.#grab(event));
		this.#layer.addEventListener("keydown", (event) => this.#key(event));
		this.#layer.addEventListener("focusout", () => session.settle());
		const remove = make("button", { type: "button" }, "Remove");
		const none = make("button", { type: "button" }, "Choose none");
		this.#bar = make("div", { className: "chosen", hidden: true }, this.#count, remove, none);
		remove.addEventListener("click", () => this.#remove(this.#chosen));
		none.addEventListener("click", () => this.#choose([]));
		this.#layer.after(this.#bar);
		const surface = find(plot, ".chart");
		new Band(surface, plot, (box, more) => this.#inside(box, more), stillness);
		if (adds === "dblclick") surface.addEventListener("dblclick", (event) => this.#add(event));
		else
			surface.addEventListener("click", (event) => {
				if (this.#chosen.size > 0) this.#choose([]);
				else this.#add(event);
			});
		this.#watch.observe(plot);
	}

	/** Ends it, before its chart ends. */
	dispose() {
		this.#watch.disconnect();
	}

	/** @param {import("./watch.js").Picture} picture */
	draw(picture) {
		this.#picture = picture;
		const { points, inputs, outputs, experiment } = picture.run;
		const possible =
			inputs === 1 && outputs === 1 && points.length <= mostHandles && Array.isArray(get(experiment, "data.points"));
		this.#layer.hidden = !possible;
		if (!possible || points.length !== this.#layer.children.length) this.#choose([]);
		if (!possible) return;
		while (this.#layer.children.length > points.length) this.#layer.lastElementChild?.remove();
		while (this.#layer.children.length < points.length)
			this.#layer.append(make("button", { type: "button", className: "handle", ariaPressed: "false" }));
		for (const [i, [x, y]] of points.entries()) {
			const handle = /** @type {HTMLElement} */ (this.#layer.children[i]);
			const [left, top] = this.chart.pixel(x, y);
			handle.style.transform = `translate(${left}px, ${top}px)`;
			handle.ariaLabel = `Point ${i + 1}: x ${number(x)}, y ${number(y)}. Arrow keys move it, Space chooses it, Delete removes it.`;
		}
	}

	/** @param {PointerEvent} event */
	#grab(event) {
		const handle = /** @type {HTMLElement} */ (event.target);
		const i = [...this.#layer.children].indexOf(handle);
		const points = this.#points();
		if (i < 0 || event.button !== 0 || !points) return;
		handle.setPointerCapture(event.pointerId);
		// The point stays under the pointer where it was taken hold of.
		const { left, top, width, height } = handle.getBoundingClientRect();
		const [dx, dy] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
		let dragged = false;
		const moved = (/** @type {PointerEvent} */ { clientX, clientY }) => {
			if (!dragged && Math.hypot(clientX - event.clientX, clientY - event.clientY) < stillness) return;
			if (!dragged && !this.#chosen.has(i)) this.#choose([]);
			dragged = true;
			const [x, y] = this.#at(clientX - dx, clientY - dy);
			this.#move(points, i, x - points[i][0], y - points[i][1]);
		};
		const released = () => {
			handle.removeEventListener("pointermove", moved);
			this.session.settle();
			// A finger has no Shift: each tap chooses one more.
			if (!dragged) this.#toggle(i, event.shiftKey || event.pointerType === "touch");
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
		const mod = event.ctrlKey || event.metaKey;
		if (dx !== 0 || dy !== 0) {
			const { width, height } = this.chart.span();
			const far = event.shiftKey ? 0.1 : 0.01;
			this.#move(points, i, dx * far * width, dy * far * height);
		} else if (event.key === "Delete" || event.key === "Backspace")
			this.#remove(this.#chosen.has(i) ? this.#chosen : new Set([i]));
		else if (event.key === " " || event.key === "Enter") this.#toggle(i, true);
		else if (mod && event.key.toLowerCase() === "a") this.#choose(points.keys());
		else if (event.key === "Escape" && this.#chosen.size > 0) this.#choose([]);
		else return;
		event.preventDefault();
	}

	/** @param {MouseEvent} event */
	#add({ clientX, clientY }) {
		const points = this.#points();
		const { left, top } = this.chart.host.getBoundingClientRect();
		if (!points || this.#layer.hidden || !this.chart.contains(clientX - left, clientY - top)) return;
		this.#edit([...points, this.#rounded(this.#at(clientX, clientY))], true);
	}

	/**
	 * Moves a point, and with it the others that are chosen, from where they were.
	 * @param {number[][]} points
	 * @param {number} i
	 * @param {number} dx
	 * @param {number} dy
	 */
	#move(points, i, dx, dy) {
		const all = this.#chosen.has(i) ? this.#chosen : new Set([i]);
		this.#edit(
			points.map((point, j) => (all.has(j) ? this.#rounded([point[0] + dx, point[1] + dy]) : point)),
			false,
		);
	}

	/** @param {Set<number>} which */
	#remove(which) {
		const points = this.#points();
		if (!points || which.size === 0) return;
		const first = Math.min(...which);
		this.#edit(
			points.filter((_, j) => !which.has(j)),
			true,
		);
		this.#choose([]);
		/** @type {HTMLElement | null} */ (this.#layer.children[Math.max(0, first - 1)])?.focus();
	}

	/**
	 * @param {DOMRect} box on the screen
	 * @param {boolean} more beside those that are chosen already
	 */
	#inside(box, more) {
		const hit = [...this.#layer.children].flatMap((handle, i) => {
			const { left, top, width, height } = handle.getBoundingClientRect();
			const [x, y] = [left + width / 2, top + height / 2];
			return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom ? [i] : [];
		});
		if (!this.#layer.hidden) this.#choose(more ? [...this.#chosen, ...hit] : hit);
	}

	/**
	 * @param {number} i
	 * @param {boolean} more beside those that are chosen already
	 */
	#toggle(i, more) {
		const others = more ? [...this.#chosen].filter((j) => j !== i) : [];
		this.#choose(this.#chosen.has(i) && (more || this.#chosen.size === 1) ? others : [...others, i]);
	}

	/** @param {Iterable<number>} which */
	#choose(which) {
		this.#chosen = new Set(which);
		for (const [i, handle] of [...this.#layer.children].entries()) handle.ariaPressed = String(this.#chosen.has(i));
		this.#bar.hidden = this.#chosen.size === 0;
		say(this.#count, `${this.#chosen.size} chosen`);
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

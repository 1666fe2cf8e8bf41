// A map of the loss over a plane: colours, lines of equal loss with their numbers, the path of the run, and a cursor that reads one point.

import { number } from "../format.js";
import { linearScale } from "../scale.js";
import { between, stops } from "./colours.js";
import { contour, levels } from "./contours.js";
import { heightScale, marks } from "./heights.js";
import { fitted, mark, written } from "./ink.js";

/** @typedef {import("../protocol").SurveyedMap} SurveyedMap */
/** @typedef {import("./heights.js").HeightScale} HeightScale */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */

const fontSize = 13;
const barWidth = 10;
const barGap = 8; // before the bar of colours, and half of it before its numbers

// Where along a line its number may stand, first choice first.
const spread = [0.5, 0.3, 0.7, 0.4, 0.6, 0.2, 0.8, 0.1, 0.9];

export class Heat {
	#canvas = document.createElement("canvas");
	/** @type {SurveyedMap | undefined} */
	#map;
	/** @type {import("../protocol").Floor[]} */
	#floors = [];
	#resolution = 0;
	/** @type {[number, number] | undefined} column and row of the cursor */
	#cursor;
	/** @type {HTMLCanvasElement | undefined} the colours, a pixel for a point */
	#colours;
	/** @type {((loss: number, at: [number, number]) => void) | undefined} */
	onread;
	/** @type {Box} */
	#box = { left: 0, top: 0, width: 0, height: 0 };

	/** @param {HTMLElement} host */
	constructor(host) {
		this.host = host;
		host.append(this.#canvas);
		const canvas = this.#canvas;
		canvas.tabIndex = 0;
		canvas.setAttribute("role", "application");
		canvas.setAttribute("aria-roledescription", "map");
		canvas.addEventListener("pointermove", (event) => this.#point(event));
		canvas.addEventListener("pointerdown", (event) => this.#point(event));
		canvas.addEventListener("keydown", (event) => this.#key(event));
		new ResizeObserver(() => this.redraw()).observe(host);
	}

	/** @param {string} text what a person who does not see the map is told */
	set label(text) {
		this.#canvas.ariaLabel = text;
	}

	/**
	 * @param {SurveyedMap} map
	 * @param {import("../protocol").Floor[]} floors
	 * @param {number} resolution
	 */
	draw(map, floors, resolution) {
		const before = this.#map;
		if (before && this.#cursor) {
			// The cursor stays where it is while the grid becomes finer, and is gone from another map.
			const scale = (map.side - 1) / (before.side - 1);
			this.#cursor =
				before.points === map.points ? [Math.round(this.#cursor[0] * scale), Math.round(this.#cursor[1] * scale)] : undefined;
		}
		this.#map = map;
		this.#floors = floors;
		this.#resolution = resolution;
		this.#colours = undefined;
		this.redraw();
	}

	restyle() {
		this.#colours = undefined;
		this.redraw();
	}

	redraw() {
		const map = this.#map;
		const { clientWidth: width, clientHeight: height } = this.host;
		if (!map || width === 0) return;
		const density = devicePixelRatio;
		this.#canvas.width = Math.round(width * density);
		this.#canvas.height = Math.round(height * density);
		const paint = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
		paint.scale(density, density);
		const style = getComputedStyle(this.host);
		const value = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
		const margin = (/** @type {string} */ name) => Number.parseFloat(value(name));
		const [left, top] = [margin("--plot-left"), margin("--plot-top")];
		paint.font = `${fontSize}px ${style.fontFamily}`;
		const scale = heightScale(map, this.#resolution);
		const numbers = Math.max(...marks(scale).map(({ text }) => paint.measureText(text).width));
		const room = barGap * 1.5 + barWidth + numbers + 2;
		this.#box = { left, top, width: width - left - room, height: height - top - margin("--plot-bottom") };
		this.#fill(paint, map, scale);
		const ink = {
			page: value("--page"),
			ink: value("--ink"),
			muted: value("--muted"),
			line: value("--line"),
			fit: value("--fit"),
		};
		this.#contours(paint, map, scale, ink);
		this.#path(paint, map, ink);
		this.#axes(paint, map, ink);
		this.#bar(paint, scale, ink);
		this.#crosshair(paint, map, ink);
	}

	/**
	 * @param {CanvasRenderingContext2D} paint
	 * @param {SurveyedMap} map
	 * @param {HeightScale} scale
	 */
	#fill(paint, map, scale) {
		const { left, top, width, height } = this.#box;
		if (!this.#colours) {
			const ramp = stops();
			const image = new ImageData(map.side, map.side);
			map.values.forEach((loss, k) => {
				const row = map.side - 1 - Math.floor(k / map.side); // up is up
				image.data.set([...between(ramp, 1 - scale.share(Number(loss))), 255], 4 * (row * map.side + (k % map.side)));
			});
			this.#colours = document.createElement("canvas");
			this.#colours.width = this.#colours.height = map.side;
			/** @type {CanvasRenderingContext2D} */ (this.#colours.getContext("2d")).putImageData(image, 0, 0);
		}
		paint.save();
		paint.beginPath();
		paint.rect(left, top, width, height);
		paint.clip();
		// The middles of the outermost pixels lie on the edges.
		const [stepX, stepY] = [width / (map.side - 1), height / (map.side - 1)];
		paint.imageSmoothingQuality = "high";
		paint.drawImage(this.#colours, left - stepX / 2, top - stepY / 2, width + stepX, height + stepY);
		paint.restore();
	}

	/**
	 * @param {CanvasRenderingContext2D} paint
	 * @param {SurveyedMap} map
	 * @param {HeightScale} scale
	 * @param {{[name: string]: string}} ink
	 */
	#contours(paint, map, scale, ink) {
		const { left, top, width, height } = this.#box;
		const heights = map.values.map((loss) => scale.share(Number(loss)));
		const place = (/** @type {[number, number]} */ [x, y]) => [
			left + (x / (map.side - 1)) * width,
			top + height - (y / (map.side - 1)) * height,
		];
		const floors = this.#floors.filter(({ loss }) => loss > scale.lo * 1.01 && loss < scale.hi);
		const lines = [
			...floors.map(({ label, loss }) => ({ loss, text: `${label} ${number(loss)}`, dash: [5, 4] })),
			...levels(scale.lo, scale.hi)
				.filter((level) => !floors.some(({ loss }) => Math.abs(scale.share(loss) - scale.share(level)) < 0.02))
				.map((level) => ({ loss: level, text: number(level), dash: [] })),
		];
		/** @type {[number, number, number][]} middles and widths of what labels keep clear of: the path, the names at its ends, each other */
		const taken = map.path.map(([a, b]) => [...this.#place(map, a, b), 0]);
		for (const { at } of map.points) taken.push([...this.#place(map, at[0], at[1]), 80]);
		for (const { loss, text, dash } of lines) {
			const chains = contour(heights, map.side, scale.share(loss)).map((chain) => chain.map(place));
			paint.strokeStyle = ink.ink;
			paint.globalAlpha = dash.length > 0 ? 0.9 : 0.45;
			paint.lineWidth = dash.length > 0 ? 1.5 : 1;
			paint.setLineDash(dash);
			paint.beginPath();
			for (const chain of chains) chain.forEach(([x, y], i) => (i === 0 ? paint.moveTo(x, y) : paint.lineTo(x, y)));
			paint.stroke();
			paint.setLineDash([]);
			paint.globalAlpha = 1;
			const wide = paint.measureText(text).width;
			const longest = chains.reduce((best, chain) => (chain.length > best.length ? chain : best), /** @type {number[][]} */ ([]));
			const inside = (/** @type {number[]} */ [x, y]) =>
				x > left + wide / 2 + 2 && x < left + width - wide / 2 - 2 && y > top + 10 && y < top + height - 10;
			const free = (/** @type {number[]} */ [x, y]) =>
				taken.every(([u, v, w]) => Math.abs(x - u) > (w + wide) / 2 + 4 || Math.abs(y - v) > 15);
			let spots = spread.map((share) => longest[Math.floor(share * (longest.length - 1))] ?? [0, 0]);
			// A named line is not left without its name: it may stand beside the line.
			if (dash.length > 0)
				spots = spots.map(([x, y]) => [Math.min(Math.max(x, left + wide / 2 + 3), left + width - wide / 2 - 3), y]);
			const spot = longest.length > 8 ? spots.find((p) => inside(p) && free(p)) : undefined;
			if (!spot) continue;
			taken.push([spot[0], spot[1], wide]);
			written(paint, text, spot[0], spot[1], "center", ink.ink, ink.page);
		}
	}

	/**
	 * @param {SurveyedMap} map
	 * @param {number} a
	 * @param {number} b
	 * @returns {[number, number]}
	 */
	#place(map, a, b) {
		const { left, top, width, height } = this.#box;
		return [
			left + ((a - map.across[0]) / (map.across[1] - map.across[0])) * width,
			top + height - ((b - map.up[0]) / (map.up[1] - map.up[0])) * height,
		];
	}

	/**
	 * @param {CanvasRenderingContext2D} paint
	 * @param {SurveyedMap} map
	 * @param {{[name: string]: string}} ink
	 */
	#path(paint, map, ink) {
		const { left, top, width, height } = this.#box;
		paint.save();
		paint.beginPath();
		paint.rect(left, top, width, height);
		paint.clip();
		paint.lineJoin = "round";
		for (const [color, thick] of /** @type {const} */ ([
			[ink.page, 5],
			[ink.fit, 2.5],
		])) {
			paint.strokeStyle = color;
			paint.lineWidth = thick;
			paint.beginPath();
			map.path.forEach(([a, b], i) => {
				const [x, y] = this.#place(map, a, b);
				if (i === 0) paint.moveTo(x, y);
				else paint.lineTo(x, y);
			});
			paint.stroke();
		}
		paint.restore();
		const places = map.points.map(({ name, at }) => ({ name, spot: this.#place(map, at[0], at[1]) }));
		/** @type {[number, number, number][]} middles and widths of marks and names that are there */
		const taken = places.map(({ spot }) => [...spot, 12]);
		for (const { name, spot } of places) {
			const [x, y] = spot;
			mark(paint, name, x, y, ink);
			const wide = paint.measureText(name).width;
			const ways = [
				[12 + wide / 2, 0],
				[-12 - wide / 2, 0],
				[0, -17],
				[0, 17],
			].map(([dx, dy]) => [x + dx, y + dy]);
			const free = (/** @type {number[]} */ [u, v]) =>
				u - wide / 2 > left &&
				u + wide / 2 < left + width &&
				v > top + 8 &&
				v < top + height - 8 &&
				taken.every(([a, b, w]) => Math.abs(u - a) >= (w + wide) / 2 || Math.abs(v - b) >= 16);
			const [u, v] = ways.find(free) ?? ways[2];
			taken.push([u, v, wide]);
			written(paint, name, u, v, "center", ink.ink, ink.page);
		}
	}

	/**
	 * @param {CanvasRenderingContext2D} paint
	 * @param {SurveyedMap} map
	 * @param {{[name: string]: string}} ink
	 */
	#axes(paint, map, ink) {
		const { left, top, width, height } = this.#box;
		paint.strokeStyle = ink.line;
		paint.lineWidth = 1;
		paint.strokeRect(left, top, width, height);
		paint.fillStyle = ink.muted;
		paint.textBaseline = "middle";
		const ticks = (/** @type {[number, number]} */ [from, to], /** @type {number} */ want) =>
			linearScale(from, to, want, false).ticks;
		paint.textAlign = "center";
		for (const tick of ticks(map.across, width < 240 ? 3 : 5))
			paint.fillText(number(tick), this.#place(map, tick, 0)[0], top + height + 12);
		paint.textAlign = "right";
		for (const tick of ticks(map.up, 5)) paint.fillText(number(tick), left - 8, this.#place(map, 0, tick)[1]);
		paint.textAlign = "center";
		paint.fillText(fitted(paint, map.names[0], left + width), (left + width) / 2 + left / 4, top + height + 29);
		paint.save();
		paint.translate(9, top + height / 2);
		paint.rotate(-Math.PI / 2);
		paint.fillText(fitted(paint, map.names[1], height + 24), 0, 0);
		paint.restore();
	}

	/**
	 * @param {CanvasRenderingContext2D} paint
	 * @param {HeightScale} scale
	 * @param {{[name: string]: string}} ink
	 */
	#bar(paint, scale, ink) {
		const { left, top, width, height } = this.#box;
		const x = left + width + barGap;
		const ramp = stops();
		const colours = paint.createLinearGradient(0, top, 0, top + height);
		for (let i = 0; i <= 12; i++) colours.addColorStop(i / 12, `rgb(${between(ramp, i / 12).join(" ")})`);
		paint.fillStyle = colours;
		paint.fillRect(x, top, barWidth, height);
		paint.strokeStyle = ink.line;
		paint.lineWidth = 1;
		paint.strokeRect(x, top, barWidth, height);
		paint.fillStyle = ink.muted;
		paint.textAlign = "left";
		paint.textBaseline = "middle";
		let last = -Infinity;
		for (const { loss, text } of marks(scale)) {
			const y = top + height * (1 - scale.share(loss));
			const end = loss === scale.hi || loss === scale.lo;
			if (!end && (y - last < 18 || y > top + height - 18)) continue;
			if (loss !== scale.lo) last = y;
			paint.fillText(text, x + barWidth + barGap / 2, y);
		}
	}

	/**
	 * @param {CanvasRenderingContext2D} paint
	 * @param {SurveyedMap} map
	 * @param {{[name: string]: string}} ink
	 */
	#crosshair(paint, map, ink) {
		if (!this.#cursor) return;
		const { left, top, width, height } = this.#box;
		const [column, row] = this.#cursor;
		const x = left + (column / (map.side - 1)) * width;
		const y = top + height - (row / (map.side - 1)) * height;
		for (const [color, thick] of /** @type {const} */ ([
			[ink.page, 3],
			[ink.ink, 1],
		])) {
			paint.strokeStyle = color;
			paint.lineWidth = thick;
			paint.beginPath();
			paint.moveTo(x - 10, y);
			paint.lineTo(x + 10, y);
			paint.moveTo(x, y - 10);
			paint.lineTo(x, y + 10);
			paint.stroke();
		}
	}

	/** @param {PointerEvent} event */
	#point(event) {
		const map = this.#map;
		if (!map) return;
		const { left, top, width, height } = this.#box;
		const column = Math.round(((event.offsetX - left) / width) * (map.side - 1));
		const row = Math.round(((top + height - event.offsetY) / height) * (map.side - 1));
		if (column >= 0 && row >= 0 && column < map.side && row < map.side) this.#read(column, row);
	}

	/** @param {KeyboardEvent} event */
	#key(event) {
		const map = this.#map;
		if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
		const middle = Math.round((map.side - 1) / 2);
		const now = map.points.find(({ name }) => name === "now")?.at ?? [0, 0];
		const near = (/** @type {number} */ v, /** @type {[number, number]} */ [from, to]) =>
			Math.min(Math.max(Math.round(((v - from) / (to - from)) * (map.side - 1)), 0), map.side - 1) || middle;
		const home = /** @type {[number, number]} */ ([near(now[0], map.across), near(now[1], map.up)]);
		const step = event.shiftKey ? 8 : 1;
		const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowDown: [0, -step], ArrowUp: [0, step] };
		const move = moves[/** @type {keyof typeof moves} */ (event.key)];
		if (!move && event.key !== "Home") return;
		event.preventDefault();
		event.stopPropagation();
		const from = event.key === "Home" || !this.#cursor ? home : this.#cursor;
		const [dx, dy] = move && this.#cursor ? move : [0, 0];
		const inside = (/** @type {number} */ v) => Math.min(Math.max(v, 0), map.side - 1);
		this.#read(inside(from[0] + dx), inside(from[1] + dy));
	}

	/**
	 * @param {number} column
	 * @param {number} row
	 */
	#read(column, row) {
		const map = /** @type {SurveyedMap} */ (this.#map);
		if (this.#cursor?.[0] === column && this.#cursor[1] === row) return;
		this.#cursor = [column, row];
		this.redraw();
		const at = (/** @type {[number, number]} */ [from, to], /** @type {number} */ k) => from + ((to - from) * k) / (map.side - 1);
		this.onread?.(Number(map.values[row * map.side + column]), [at(map.across, column), at(map.up, row)]);
	}
}

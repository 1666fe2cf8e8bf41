// What all figures of a page share: one engine in one worker, and the diagnoses it has made.

import { Crashed, Engine } from "../engine.js";

/** @typedef {import("../protocol").Requests} Requests */
/** @typedef {import("../protocol").Replies} Replies */
/** @typedef {import("../protocol").RequestType} RequestType */

const absolute = (/** @type {string} */ file) => new URL(file, import.meta.url);

/** @type {Engine | undefined} */
let engine;
let figures = 0;
/** @type {Set<() => void>} */
const restarts = new Set();

/** @type {{experiment: import("../protocol").Experiment, diagnosis: import("../protocol").Diagnosis}[]} */
export const known = [];

/** Where a link leads: the page that the figures come from. */
export const home = absolute("./").href;

/** The charts, loaded once. @returns {Promise<typeof import("../charts.js")>} */
export const charts = () => import(absolute(PLATEAU_FILES.charts).href);

/**
 * A worker's script must come from the page's own origin; on a page elsewhere, or in a sandboxed frame, a script of one line in a blob does and loads
 * the other.
 */
function spawn() {
	const script = absolute(PLATEAU_FILES.worker);
	const wasm = absolute(PLATEAU_FILES.wasm).href;
	if (script.origin === self.origin) {
		script.searchParams.set("wasm", wasm);
		return new Worker(script, { name: "plateau engine" });
	}
	const line = `self.plateauWasm = ${JSON.stringify(wasm)}; importScripts(${JSON.stringify(script.href)});`;
	const url = URL.createObjectURL(new Blob([line], { type: "text/javascript" }));
	const worker = new Worker(url, { name: "plateau engine" });
	// Its first word says that it has read the line, or could not.
	for (const event of ["message", "error"]) worker.addEventListener(event, () => URL.revokeObjectURL(url), { once: true });
	return worker;
}

/** One figure's part of the engine: its own run, told apart by a number. */
export class Share {
	#figure = ++figures;
	#restart;
	#closed = false;

	/** @param {() => void} restart begins the run again after the engine has fallen */
	constructor(restart) {
		this.#restart = restart;
		restarts.add(restart);
		engine ??= new Engine(spawn, () => {
			for (const again of restarts) again();
		});
	}

	/**
	 * @template {RequestType} T
	 * @param {T} type
	 * @param {Requests[T]} body
	 * @returns {Promise<Replies[T]>}
	 */
	request(type, body) {
		// What still follows a run that was closed ends without a word.
		if (this.#closed) return Promise.reject(new Crashed("The figure is closed."));
		return /** @type {Engine} */ (engine).request(type, { ...body, figure: this.#figure });
	}

	close() {
		restarts.delete(this.#restart);
		if (this.#closed) return;
		this.request("dispose", {}).catch(() => {}); // an engine that is gone holds nothing
		this.#closed = true;
	}
}

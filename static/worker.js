// The worker's side of the wire: it loads the Go engine, hands it each request as JSON, posts what comes back, and lends it time while there is
// something to do. No rule lives here; protocol.d.ts is the contract.

import { Pool } from "./pool.js";
import "wasm_exec"; // Go's own support file, taken from GOROOT when the site is built; sets globalThis.Go

/** @typedef {import("./protocol").Answer} Answer */
/** @typedef {import("./protocol").Bridge} Bridge */

// Long enough that the loop costs little, short enough that a pull waits no longer than half a frame.
const sliceMilliseconds = 8;

const scope = /** @type {any} */ (globalThis);
let turning = false;
let busy = false; // there was more to do after the last turn
/** @type {ReturnType<typeof setTimeout> | undefined} */
let alarm;

// setTimeout waits at least 4 ms once nested, which would be a third of the time; a message to oneself comes at once, after those already waiting.
const turn = new MessageChannel();
turn.port1.onmessage = advance;

/** @param {string} message */
function crash(message) {
	scope.postMessage({ crashed: message });
	scope.close();
}

/**
 * @param {string} type
 * @param {object} body
 * @returns {any} the reply, or undefined after a crash
 */
function handle(type, body) {
	/** @type {Answer | undefined} */
	let answer;
	try {
		answer = /** @type {Bridge} */ (scope.plateau).handle(/** @type {any} */ (type), JSON.stringify(body));
	} catch (error) {
		crash(String(error));
		return undefined;
	}
	// A Go program that has panicked past its recover answers undefined, and throws at the next call.
	if (!answer) {
		crash("The engine stopped.");
		return undefined;
	}
	const reply = JSON.parse(answer.json);
	if (answer.arrays) Object.assign(reply.frame ?? reply, answer.arrays);
	return reply;
}

function advance() {
	turning = false;
	const reply = handle("advance", { milliseconds: sliceMilliseconds });
	if (!reply) return;
	busy = reply.wait === 0;
	if (!reply.ok) crash(reply.error.message);
	else if (reply.wait === 0) keepTurning();
	else if (reply.wait !== null) alarm = setTimeout(keepTurning, reply.wait);
}

function keepTurning() {
	clearTimeout(alarm);
	if (turning) return;
	turning = true;
	turn.port2.postMessage(null);
}

/** @param {MessageEvent} event */
function receive({ data: { id, type, ...body } }) {
	const reply = handle(type, body);
	if (!reply) return;
	/** @type {Transferable[]} */
	const transfer = [];
	for (const value of Object.values(reply.frame ?? reply)) if (value instanceof Float64Array) transfer.push(value.buffer);
	scope.postMessage({ id, ...reply }, transfer);
	if (reply.fatal) crash(reply.error.message);
	else if (type !== "pull") keepTurning();
}

/** Workers of its own, where the page says where their script is and the browser lets a worker start any; Go trains alone elsewhere. */
function makePool() {
	const script = new URL(scope.location.href).searchParams.get("pool");
	if (!script || typeof Worker === "undefined") return;
	const spawn = () => new Worker(new URL(script, scope.location.href), { name: "plateau pool" });
	scope.plateauPool = new Pool(spawn, navigator.hardwareConcurrency || 2, () => busy, keepTurning);
}

async function load() {
	// A worker made from a blob (embed/shared.js) has no query.
	const wasm = scope.plateauWasm ?? new URL(scope.location.href).searchParams.get("wasm");
	const url = new URL(wasm, scope.plateauWasm ? undefined : scope.location.href);
	const go = new scope.Go();
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url.pathname}: the server answered ${response.status}`);
	// A server with the wrong MIME type makes streaming refuse; the bytes are good all the same.
	const { instance } = await WebAssembly.instantiateStreaming(response.clone(), go.importObject).catch(async () =>
		WebAssembly.instantiate(await response.arrayBuffer(), go.importObject),
	);
	makePool();
	const ended = go.run(instance);
	if (!scope.plateau) throw new Error("the engine started without its bridge");
	ended.then(() => crash("The engine ended."));
}

if (typeof WebAssembly === "undefined") {
	scope.postMessage({ ready: false, error: { path: "", message: "This browser has no WebAssembly." } });
} else {
	load().then(
		() => {
			scope.onmessage = receive;
			scope.postMessage({ ready: true });
		},
		(error) => scope.postMessage({ ready: false, error: { path: "", message: String(error.message ?? error) } }),
	);
}

// A worker of the pool: it holds compiled modules and no Go. A job is what package kernel (wasm/kernel/job.go, Job.Pack) wrote down: bytes for the memory
// of a module, calls of it, and where losses and weights lie. Between two calls it listens, so that a job is dropped at once when it is cancelled.

import { calls } from "./job.js";

/** @typedef {import("./protocol").PoolOrder} PoolOrder */
/** @typedef {import("./job.js").Trainer} Trainer */

const scope = /** @type {any} */ (globalThis);

// How long it works before it listens, and how often it says that it lives, in milliseconds.
const sliceMilliseconds = 8;
const beatMilliseconds = 250;
// Instances kept, each with a memory of its own, for which V8 reserves 10 GB of addresses.
const mostInstances = 2;

/** @type {Map<number, WebAssembly.Module>} */
const modules = new Map();
/** @type {Map<number, Trainer>} */
const instances = new Map();

/** @type {{id: number, calls: ReturnType<typeof calls>} | undefined} */
let job;
let turning = false;
let beat = 0;

const turn = new MessageChannel();
turn.port1.onmessage = work;

/** @param {MessageEvent<PoolOrder>} event */
scope.onmessage = ({ data }) => {
	if ("forget" in data) {
		modules.delete(data.forget);
		instances.delete(data.forget);
	} else if ("cancel" in data) {
		if (job?.id === data.cancel) job = undefined;
	} else {
		if (data.module) modules.set(data.program, data.module);
		job = { id: data.id, calls: calls(instance(data.program), data.packed) };
		beat = performance.now();
		keepTurning();
	}
};

function keepTurning() {
	if (turning) return;
	turning = true;
	turn.port2.postMessage(null);
}

function work() {
	turning = false;
	const begin = performance.now();
	const present = job;
	while (present && performance.now() - begin < sliceMilliseconds) {
		const { done, value } = present.calls.next();
		if (!done) continue;
		job = undefined;
		scope.postMessage({ id: present.id, ...value }, [value.losses.buffer, value.memory.buffer]);
		return;
	}
	if (!present) return;
	if (begin - beat > beatMilliseconds) {
		beat = begin;
		scope.postMessage({ alive: present.id });
	}
	keepTurning();
}

/**
 * The instance of a module; one that has worked before remembers nothing that a job does not write.
 * @param {number} program
 */
function instance(program) {
	let one = instances.get(program);
	if (!one) {
		if (instances.size === mostInstances) instances.delete(/** @type {number} */ (instances.keys().next().value));
		const { exports } = new WebAssembly.Instance(/** @type {WebAssembly.Module} */ (modules.get(program)));
		one = /** @type {Trainer} */ (/** @type {unknown} */ (exports));
		instances.set(program, one);
	}
	return one;
}

// A run as data, carried out without Go: bytes for the memory of a module, calls of it, and where losses and weights lie. wasm/kernel/job.go writes it
// (Job.Pack) and does the same natively (Job.Run).

/** @typedef {{run: (tiles: number, epochs: number) => number, memory: WebAssembly.Memory}} Trainer what a module exports */

// Losses that a module keeps until they are read.
const ringSize = 4096;

/**
 * Carries a job out, one call of the module at a time.
 * @param {Trainer} trainer
 * @param {Uint8Array} packed
 * @returns {Generator<void, {losses: Uint8Array, memory: Uint8Array}>}
 */
export function* calls({ run, memory }, packed) {
	const bytes = new Uint8Array(memory.buffer);
	const words = new DataView(packed.buffer, packed.byteOffset);
	let at = 0;
	const number = () => words.getFloat64((at += 8) - 8, true);
	const [slice, epochs, ring, weights, size, parts] = Array.from({ length: 6 }, number);
	const losses = new Uint8Array(8 * epochs);
	const latest = new Float64Array(memory.buffer, ring, ringSize);
	let done = 0;
	let finite = true;
	for (let part = 0; part < parts && finite; part++) {
		let left = number();
		for (let writes = number(); writes > 0; writes--) {
			const to = number();
			const length = number();
			bytes.set(packed.subarray(at, at + length), to);
			at += Math.ceil(length / 8) * 8;
		}
		while (left > 0 && finite) {
			const tiles = Math.min(left, slice);
			const finished = run(tiles, ringSize);
			left -= tiles;
			// The module stops behind a loss that is no number.
			finite = finished === 0 || Number.isFinite(latest[finished - 1]);
			losses.set(bytes.subarray(ring, ring + 8 * finished), 8 * done);
			done += finished;
			yield;
		}
	}
	return { losses: losses.slice(0, 8 * done), memory: bytes.slice(weights, weights + size) };
}

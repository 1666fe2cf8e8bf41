/**
 * Trains an experiment in a worker of the site, as the page does, and hashes the weights. It stands alone, because tests send its text to browsers.
 * @param {object} experiment
 * @returns {Promise<{engine: string, epoch: number, hash: string}>}
 */
export async function hashOfWeights(experiment) {
	const { files } = JSON.parse(document.getElementById("site")?.textContent ?? "");
	const url = new URL(files.worker, document.baseURI);
	url.searchParams.set("wasm", new URL(files.wasm, document.baseURI).href);
	if (files.pool) url.searchParams.set("pool", new URL(files.pool, document.baseURI).href);
	const worker = new Worker(url);
	let id = 0;
	const heard = () => new Promise((resolve) => worker.addEventListener("message", ({ data }) => resolve(data), { once: true }));
	await heard();
	const ask = (/** @type {object} */ request) => {
		worker.postMessage({ id: ++id, ...request });
		return heard();
	};
	const started = await ask({ type: "start", experiment });
	let frame;
	do ({ frame } = await ask({ type: "pull", samples: 2 }));
	while (frame.state !== "done");
	worker.terminate();
	let hash = 0xcbf29ce484222325n; // FNV-1a
	for (const byte of new Uint8Array(frame.weights.buffer, frame.weights.byteOffset, frame.weights.byteLength))
		hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
	return { engine: started.run.engine, epoch: frame.epoch, hash: hash.toString(16).padStart(16, "0") };
}

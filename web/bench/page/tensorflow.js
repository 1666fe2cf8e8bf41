/**
 * TensorFlow.js, by its core: batches are cut beforehand and nothing waits for a frame, which model.fit does by default;
 * so this is faster than what most people write. The loss is read once for each call of train.
 */

const tf = /** @type {any} */ (globalThis).tf;

// GitHub Pages cannot send the headers that threads need; the benchmark's page has them for its clock alone.
tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
tf.wasm.setWasmPaths("/node_modules/@tensorflow/tfjs-backend-wasm/dist/");

/** @param {"cpu" | "wasm" | "webgl"} backend */
export const tensorflow = (backend) => async (/** @type {import("./workloads.js").Problem} */ problem) => {
	const use = async () => {
		if (!(await tf.setBackend(backend))) throw new Error(`the ${backend} backend does not start here`);
	};
	await use();
	const { batch, activation, rows } = problem.case.workload;
	/** @type {any[]} */
	let variables = [];
	/** @type {any} */
	let optimizer;
	const restart = async () => {
		await use();
		variables.forEach((v) => v.dispose());
		optimizer?.dispose();
		variables = problem.kernels.flatMap((kernel, i) => [
			tf.variable(tf.tensor2d(kernel)),
			tf.variable(tf.zeros([problem.units[i]])),
		]);
		const { rate } = problem;
		optimizer = problem.case.optimizer === "adam" ? tf.train.adam(rate, 0.9, 0.999, 1e-7) : tf.train.sgd(rate);
	};
	await restart();
	/** @type {any[][]} */
	const batches = [];
	for (let from = 0; from < rows; from += batch) {
		const y = problem.y.slice(from, from + batch).map((v) => [v]);
		batches.push([tf.tensor2d(problem.x.slice(from, from + batch)), tf.tensor2d(y), y.length]);
	}
	const last = problem.units.length - 1;
	const lossOf = (/** @type {any} */ x, /** @type {any} */ y) => () => {
		let a = x;
		for (let i = 0; i <= last; i++) {
			a = tf.fused.matMul({
				a,
				b: variables[2 * i],
				bias: variables[2 * i + 1],
				activation: i < last && activation === "relu" ? "relu" : "linear",
			});
			if (i < last && activation === "tanh") a = tf.tanh(a);
		}
		return tf.mean(tf.square(tf.sub(a, y)));
	};
	const train = (/** @type {number} */ epochs) => {
		let loss = 0;
		for (let e = 1; e <= epochs; e++) {
			const read = e === epochs;
			const costs = batches.map(([x, y]) => tf.tidy(() => optimizer.minimize(lossOf(x, y), read, variables)));
			if (read) costs.forEach((cost, i) => (loss += (cost.dataSync()[0] * batches[i][2]) / rows));
			costs.forEach((cost) => cost?.dispose());
		}
		return loss;
	};
	const close = () => batches.forEach(([x, y]) => (x.dispose(), y.dispose()));
	return { restart, train, before: use, close };
};

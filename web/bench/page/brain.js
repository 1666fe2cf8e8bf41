/**
 * brain.js, in float32. It has neither batches nor a linear output: it trains the same rows from the same weights in its
 * own way, an update for each row, with the activation of the hidden layers at the output too. Its loss is only held to
 * fall.
 */

/** @param {import("./workloads.js").Problem} problem */
export async function brain(problem) {
	const lib = /** @type {any} */ (globalThis).brain;
	const { inputs, hidden, activation } = problem.case.workload;
	const rows = problem.x.map((x, i) => ({ input: Float32Array.from(x), output: Float32Array.of(problem.y[i]) }));
	/** @type {any} */
	let net;
	const restart = () => {
		const praxis = problem.case.optimizer === "adam" ? { praxis: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } : {};
		net = new lib.NeuralNetwork({ activation, hiddenLayers: hidden, learningRate: problem.rate, ...praxis });
		net.trainOpts.momentum = 0; // its constructor refuses 0
		net.sizes = [inputs, ...hidden, 1];
		net.initialize();
		problem.kernels.forEach((kernel, l) => {
			net.biases[l + 1].fill(activation === "relu" && l === hidden.length ? 0.1 : 0);
			kernel.forEach((row, i) => row.forEach((w, j) => (net.weights[l + 1][j][i] = w)));
		});
	};
	const train = (/** @type {number} */ epochs) => {
		let loss = 0;
		for (let e = 0; e < epochs; e++) {
			loss = 0;
			for (const row of rows) loss += net.trainPattern(row, true) / rows.length;
		}
		return loss;
	};
	restart();
	return { restart, train };
}

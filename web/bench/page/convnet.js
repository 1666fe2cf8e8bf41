/**
 * ConvNetJS, whose numbers are float64. Its release on npm knows no Adam and its Trainer carries a batch over into the
 * next epoch, so the networks are its own and the update, a loop over the parameters as its Trainer has it, is here.
 */

/** @param {import("./workloads.js").Problem} problem */
export async function convnet(problem) {
	const lib = /** @type {any} */ (globalThis).jsfeat; // the name under which it puts itself into a page
	const { inputs, hidden, activation, batch, rows } = problem.case.workload;
	const vols = problem.x.map((row) => new lib.Vol(row));
	const targets = problem.y.map((y) => [y]);
	const adam = problem.case.optimizer === "adam";
	/** @type {any} */
	let net;
	/** @type {{ params: Float64Array, grads: Float64Array, first: Float64Array, second: Float64Array }[]} */
	let groups = [];
	let step = 0;

	const restart = () => {
		net = new lib.Net();
		net.makeLayers([
			{ type: "input", out_sx: 1, out_sy: 1, out_depth: inputs },
			...hidden.map((units) => ({ type: "fc", num_neurons: units, activation, bias_pref: 0 })),
			{ type: "regression", num_neurons: 1 },
		]);
		const dense = net.layers.filter((/** @type {any} */ layer) => layer.layer_type === "fc");
		dense.forEach((/** @type {any} */ layer, /** @type {number} */ l) => {
			layer.biases.w.fill(0);
			layer.filters.forEach((/** @type {any} */ filter, /** @type {number} */ j) => {
				problem.kernels[l].forEach((row, i) => (filter.w[i] = row[j]));
			});
		});
		groups = net.getParamsAndGrads().map((/** @type {any} */ { params, grads }) => {
			return { params, grads, first: new Float64Array(params.length), second: new Float64Array(params.length) };
		});
		step = 0;
	};

	const update = (/** @type {number} */ count) => {
		step++;
		const rate = adam ? (problem.rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step) : problem.rate;
		for (const { params, grads, first, second } of groups) {
			for (let i = 0; i < params.length; i++) {
				const g = (2 * grads[i]) / count; // its loss is half the square
				if (adam) {
					first[i] = 0.9 * first[i] + 0.1 * g;
					second[i] = 0.999 * second[i] + 0.001 * g * g;
					params[i] -= (rate * first[i]) / (Math.sqrt(second[i]) + 1e-7);
				} else params[i] -= rate * g;
				grads[i] = 0;
			}
		}
	};

	const train = (/** @type {number} */ epochs) => {
		let loss = 0;
		for (let e = 0; e < epochs; e++) {
			loss = 0;
			for (let from = 0; from < rows; from += batch) {
				const to = Math.min(from + batch, rows);
				for (let i = from; i < to; i++) {
					net.forward(vols[i], true);
					loss += net.backward(targets[i]) / 2 / rows; // it reports twice the square
				}
				update(to - from);
			}
		}
		return loss;
	};
	restart();
	return { restart, train };
}

// @ts-nocheck: it is shown to readers without types.
const figure = document.querySelector("#api-figure");
const output = document.querySelector("#api-output");

figure.addEventListener("frame", (event) => {
	output.textContent = `loss ${event.detail.loss.final}`;
});

document.querySelector("#api-button").addEventListener("click", async () => {
	figure.experiment = {
		network: { layers: [{ units: 10, activation: "tanh" }, { units: 1 }] },
		training: { optimizer: { name: "adam", learning_rate: 0.001 } },
	};
	const diagnosis = await figure.diagnose();
	output.textContent = `${diagnosis.state}: ${figure.result.loss.final} after ${figure.result.epochs} epochs`;
});

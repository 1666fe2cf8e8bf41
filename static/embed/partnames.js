/** The parts of a figure that its attribute `controls` and a frame's `hide` name, in their order, and what a person calls them. */
export const parts = {
	fit: "the fit",
	loss: "the loss",
	verdict: "the verdict",
	fix: "the fix, to apply",
	points: "points that can be dragged",
	activation: "the activation, to change",
	rate: "the learning rate, to change",
	run: "Run, Step, Reset",
	open: "a link to the whole page",
};

export const partNames = Object.keys(parts);

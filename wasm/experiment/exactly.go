package experiment

import (
	"math"

	"plateau/wasm/document"
	"plateau/wasm/mlp"
)

// Iterations that a full-batch solver is given; both stop moving long before
// on problems they can solve.
const (
	marquardtIterations = 200
	lbfgsIterations     = 2000
)

// solverNeeds lists what choosing a solver sets along, beside what a person has
// to decide (dropout, a loss that is no sum of squares): what it refuses
// otherwise, in settings that stand elsewhere on the page.
func solverNeeds() document.Value {
	return document.List(
		document.Record("path to words", "training.precision", "float64", "float64"),
		document.Record("path to words", "training.schedule", document.Record("name", "constant"), "a constant schedule"),
		document.Record("path to words", "training.input_noise", 0, "no input noise"),
	)
}

// Exactly is e with a full-batch solver in place of its optimizer, on the same
// loss: what is left after it is not the optimizer's fault. Levenberg-Marquardt
// where it can solve e, else L-BFGS; chance (dropout, input noise) is switched
// off, because a solver needs a loss that stands still.
func (e Experiment) Exactly() Experiment {
	e = e.Clone()
	t := &e.Training
	t.Precision = "float64"
	t.Schedule = mlp.Schedules.Default("constant")
	t.Stop = Stop{Loss: math.NaN()}
	t.InputNoise = 0
	for i := range e.Network.Layers {
		e.Network.Layers[i].Dropout = 0
	}
	t.Optimizer = mlp.Optimizers.Default("levenberg_marquardt")
	t.Epochs = marquardtIterations
	r := &reader{}
	if r.solver(&e); len(r.faults) > 0 {
		t.Optimizer = mlp.Optimizers.Default("lbfgs")
		t.Epochs = lbfgsIterations
	}
	return e
}

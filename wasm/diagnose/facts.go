package diagnose

import (
	"math"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

// facts is what is known of a run without training another one.
type facts struct {
	run       *train.Run
	p         *train.Problem
	e         experiment.Experiment
	weights   []float64 // the present ones, or the initial ones of a run that diverged
	loss      float64   // of all training rows at the present weights
	relative  float64
	yardstick yardstick
	floors    []Floor
	state     string
}

func newFacts(r *train.Run) *facts {
	f := &facts{run: r, p: r.Problem, e: r.Experiment, loss: r.Final(), yardstick: newYardstick(r.Problem), floors: Floors(r.Problem)}
	f.weights = append([]float64(nil), r.Weights()...)
	f.state = stateOf(r, f.loss, f.yardstick)
	if f.state == Diverged {
		f.weights = append(f.weights[:0], f.p.Initial...)
	}
	f.relative = f.loss / f.yardstick.mean
	if f.state == Diverged || math.IsNaN(f.relative) {
		f.relative = math.Inf(1)
	}
	return f
}

// floor is the loss of the floor called name, NaN where there is none.
func (f *facts) floor(name string) float64 {
	for _, one := range f.floors {
		if one.Name == name {
			return one.Loss
		}
	}
	return math.NaN()
}

// hidden is how many hidden layers there are.
func (f *facts) hidden() int { return len(f.e.Network.Layers) - 1 }

// rate is the learning rate, 0 for an optimizer without one.
func (f *facts) rate() float64 { return rateOf(f.e.Training.Optimizer) }

// adaptive says whether the optimizer divides by the size of its gradients, so
// that its rate is a distance per step.
func (f *facts) adaptive() bool {
	return !f.e.Training.Optimizer.Is("sgd", "lbfgs", "levenberg_marquardt")
}

// updates is how many steps the run has made.
func (f *facts) updates() int {
	rows := f.p.Train.Rows()
	return f.run.Epoch() * ((rows + f.p.Batch - 1) / f.p.Batch)
}

package diagnose

import (
	"math"

	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// facts is what is known of a run without training another one. Dear ones are
// worked out when they are first asked for.
type facts struct {
	run       *train.Run
	p         *train.Problem
	e         experiment.Experiment
	weights   []float64 // the present ones, or the initial ones of a run that diverged
	loss      float64   // of all training rows at the present weights
	data      float64   // the same without penalties
	relative  float64
	yardstick yardstick
	floors    []Floor
	state     string

	before, after []layerProbe // units at the initial and at the present weights
	tangentNow    *tangent
	phiNow        float64
	sharp         map[bool]float64 // sharpness at the initial weights (true) and now
}

func newFacts(r *train.Run) *facts {
	f := &facts{run: r, p: r.Problem, e: r.Experiment, loss: r.Final(), yardstick: newYardstick(r.Problem), floors: Floors(r.Problem), sharp: map[bool]float64{}}
	f.weights = append([]float64(nil), r.Weights()...)
	f.state = stateOf(r, f.loss, f.floor("pure_error"), f.hardFloor(), f.yardstick)
	if f.state == Diverged {
		f.weights = append(f.weights[:0], f.p.Initial...)
	}
	f.data = f.loss - f.p.Network(f.weights).Penalty()
	f.relative = f.yardstick.relative(f.loss)
	if f.state == Stuck && f.relative <= learnedFlat && f.loss > nearFloor*f.hardFloor() && !blownOut(r.History.Losses) {
		f.state = Unfinished // far down, and slow
	}
	if (f.state == Stuck || f.state == Unfinished) && f.loss > nearFloor*f.boundFloor() && wrongLoss(f) == nil && f.likeNoise() {
		f.state = NoiseFloor
	}
	if f.state == Diverged || math.IsNaN(f.relative) {
		f.relative = math.Inf(1)
	}
	if r.Done() && wrongLoss(f) != nil && (f.loss < 0 || f.yardstick.mean <= 0) {
		f.state, f.relative = Stuck, 1 // a number below 0 measures nothing
	}
	if weightless(f.p) {
		f.state, f.relative = Stuck, 1
		return f
	}
	if f.state == Stuck && smooth(f.p.Spec.Loss) {
		if phi := f.phi(); phi > 0 {
			f.floors = append(f.floors, Floor{"reachable", "reach of small steps", f.data * phi, reachableFormula})
		}
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

// A run is learned, and not accused of being unable to, when its loss is a
// thousandth of V, or a twentieth and falling.
const (
	learnedFlat    = 1e-3
	learnedFalling = 0.05
)

func (f *facts) learned() bool {
	return f.relative <= learnedFlat || f.relative <= learnedFalling && f.state == Unfinished
}

// boundFloor is the loss that the range of the output and the penalty leave,
// whatever the function; 0 without any.
func (f *facts) boundFloor() float64 {
	floor := 0.0
	for _, name := range []string{"output_range", "regularized"} {
		if v := f.floor(name); v > floor {
			floor = v
		}
	}
	return floor
}

// hardFloor is the highest loss that this network cannot pass whatever its
// weights: that of its output's range, of its penalty, and of the best affine
// map where it is one; 0 without any.
func (f *facts) hardFloor() float64 {
	floor := f.boundFloor()
	if v := f.floor("affine"); f.straight() && v > max(straightEnough*f.yardstick.mean, f.p.Resolution()) {
		floor = max(floor, v)
	}
	return floor
}

// affine says whether every hidden layer is linear.
func (f *facts) affine() bool { return !f.hiddenIs(func(a string) bool { return a != "linear" }) }

// straight says whether the network is an affine map under its output, and the
// affine floor therefore its own.
func (f *facts) straight() bool { return f.affine() && affineOutput(f.p.Spec) }

// straightEnough is the affine floor over V below which a straight line is all
// that the data need. Logistic regression never ends where it separates the
// classes, so a thousandth counts.
const straightEnough = 1e-3

// hidden is how many hidden layers there are, and output the last layer.
func (f *facts) hidden() int { return len(f.e.Network.Layers) - 1 }

func (f *facts) output() mlp.Layer { return f.e.Network.Layers[f.hidden()] }

// hiddenIs says whether a test holds for the activation of any hidden layer.
func (f *facts) hiddenIs(test func(activation string) bool) bool {
	for _, l := range f.e.Network.Layers[:f.hidden()] {
		if test(l.Activation.Name) {
			return true
		}
	}
	return false
}

// rate is the learning rate, 0 for an optimizer without one.
func (f *facts) rate() float64 { return rateOf(f.e.Training.Optimizer) }

// rateAt is the learning rate that the schedule gives after a share of the
// updates of the run.
func (f *facts) rateAt(share float64) float64 {
	if f.p.Rate == nil || f.p.Schedule.Is("reduce_on_plateau") {
		return f.rate()
	}
	return f.p.Rate(int(share * float64(f.updates())))
}

// way is how far steps of the size of the rate can take a weight: their sum.
func (f *facts) way() float64 {
	var sum float64
	for i := range 100 {
		sum += f.rateAt((float64(i) + 0.5) / 100)
	}
	return sum / 100 * float64(f.updates())
}

// plain says whether the optimizer's step is its rate times the gradient, so
// that the sharpness of the loss bounds the rate.
func (f *facts) plain() bool { return f.e.Training.Optimizer.Is("sgd") }

// adaptive says whether the optimizer divides by the size of its gradients, so
// that its rate is a distance per step.
func (f *facts) adaptive() bool {
	return f.e.Training.Optimizer.Is("adam", "adamw", "adamax", "nadam", "rmsprop", "lion")
}

// updates is how many steps the run has made.
func (f *facts) updates() int {
	return f.run.Epoch() * f.p.BatchesPerEpoch()
}

// units probes the units now, and unitsBefore at the initial weights.
func (f *facts) units() []layerProbe {
	if f.after == nil {
		f.after = probeUnits(f.p, f.weights)
	}
	return f.after
}

func (f *facts) unitsBefore() []layerProbe {
	if f.before == nil {
		f.before = probeUnits(f.p, f.p.Initial)
	}
	return f.before
}

func (f *facts) tangent() *tangent {
	if f.tangentNow == nil {
		f.tangentNow = newTangent(f.p, f.weights)
		f.phiNow = f.tangentNow.phi()
	}
	return f.tangentNow
}

// phi is the share of the residual out of reach of any small step.
func (f *facts) phi() float64 {
	f.tangent()
	return f.phiNow
}

// sharpnessAt is the largest eigenvalue of the Hessian, at the start or now.
func (f *facts) sharpnessAt(start bool) float64 {
	if _, known := f.sharp[start]; !known {
		weights := f.weights
		if start {
			weights = f.p.Initial
		}
		f.sharp[start] = sharpness(f.p, weights)
	}
	return f.sharp[start]
}

package train

import (
	"math"
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
)

// Problem is an Experiment as numbers: scaled rows, the function to be
// trained, where its weights start and how they move. An Engine needs nothing
// else.
type Problem struct {
	Spec            mlp.Spec
	Train, Held     dataset.Set   // scaled; Held is the validation split
	Inputs, Targets dataset.Scale // from the experiment's units to the network's
	Initial         []float64     // weights, flat, Keras's order
	ClassWeight     map[int]float64
	labels          []float64 // targets of Train as they were given, neither scaled nor signed
	Optimizer       catalog.Choice
	Schedule        catalog.Choice
	Rate            mlp.Schedule // learning rate of each update
	Batch           int
	Shuffle         bool
	Seed            uint64
	InputNoise      float64
	Precision       string
	drops           bool // some layer has dropout
}

// NewProblem prepares a validated Experiment. Scales are fitted to the rows
// that are trained on.
func NewProblem(e experiment.Experiment) *Problem {
	set := e.Set()
	training, _ := set.Split(e.Data.Validation)
	p := &Problem{
		Spec:    e.Spec(),
		Inputs:  dataset.NewScale(e.Data.Scale.Inputs, training.X, set.Inputs),
		Targets: dataset.NewScale(e.Data.Scale.Targets, training.Y, set.Outputs),
		Initial: e.Network.Weights, ClassWeight: e.Training.ClassWeight, labels: training.Y,
		Optimizer: e.Training.Optimizer, Schedule: e.Training.Schedule,
		Shuffle: e.Training.Shuffle, Seed: e.Training.Seed, InputNoise: e.Training.InputNoise,
		Precision: e.Training.Precision,
	}
	set.X, set.Y = p.Inputs.Apply(set.X), p.Targets.Apply(set.Y)
	p.Train, p.Held = set.Split(e.Data.Validation)
	if p.Spec.Loss.Is("hinge") {
		signed(set.Y)
	}
	p.Batch = min(e.Training.BatchSize, p.Train.Rows())
	if len(p.Initial) == 0 {
		p.Initial = p.Spec.Initial(p.Seed)
	}
	for _, l := range p.Spec.Layers {
		p.drops = p.drops || l.Dropout > 0
	}
	if !p.Schedule.Is("reduce_on_plateau") && !mlp.FullBatch(p.Optimizer) {
		p.Rate = mlp.NewSchedule(p.Schedule, p.Optimizer.Arg("learning_rate"), p.BatchesPerEpoch())
	}
	return p
}

// BatchesPerEpoch is how many batches the training rows make, the last of them
// with what is left: the updates of an epoch, but for a full-batch solver.
func (p *Problem) BatchesPerEpoch() int { return (p.Train.Rows() + p.Batch - 1) / p.Batch }

// Network is the function of the problem at the given weights, in float64.
func (p *Problem) Network(weights []float64) *mlp.Network[float64] {
	net := mlp.New[float64](p.Spec)
	copy(net.Params, weights)
	return net
}

// signed turns labels 0 and 1 into -1 and 1, as Keras's hinge does when there
// are no others.
func signed(y []float64) {
	for _, v := range y {
		if v != 0 && v != 1 {
			return
		}
	}
	for i, v := range y {
		y[i] = 2*v - 1
	}
}

// Class is the class of a training row: the index of its largest target, or the
// rounded target where there is one, as Keras reads the labels that it is given.
func (p *Problem) Class(row int) int {
	k := p.Train.Outputs
	y := p.labels[row*k : (row+1)*k]
	if k == 1 {
		return int(math.RoundToEven(y[0]))
	}
	class := 0
	for j, v := range y {
		if v > y[class] {
			class = j
		}
	}
	return class
}

// RowWeights is the weight of each training row by its class. Rows of classes
// without a weight count 1, as in Keras.
func (p *Problem) RowWeights() []float64 {
	out := make([]float64, p.Train.Rows())
	for i := range out {
		out[i] = 1
		class := p.Class(i)
		if w, ok := p.ClassWeight[class]; ok {
			out[i] = w
		}
	}
	return out
}

// newEngine is the fastest engine that can train the problem, its name, and
// where that is the reference, why nothing faster can.
func (p *Problem) newEngine() (engine Engine, name, slower string) {
	switch p.Optimizer.Name {
	case "lbfgs":
		return newLBFGS(p), "solver", ""
	case "levenberg_marquardt":
		return newMarquardt(p), "solver", ""
	}
	compiled, err := p.compile()
	if err == nil {
		return compiled, "kernel", ""
	}
	slower = strings.TrimPrefix(err.Error(), "kernel: ")
	if p.Precision == "float32" {
		return newReference[float32](p), "reference", slower
	}
	return newReference[float64](p), "reference", slower
}

func (p *Problem) newEvaluator() evaluator {
	if p.Precision == "float32" {
		return referenceEvaluator[float32]{mlp.New[float32](p.Spec)}
	}
	return referenceEvaluator[float64]{mlp.New[float64](p.Spec)}
}

// Resolution is the loss below which a change is rounding rather than
// learning: for squared error the mean square of the targets times that of the
// precision's unit, for other losses their mean size times the unit.
func (p *Problem) Resolution() float64 {
	unit := 0x1p-52
	if p.Precision == "float32" {
		unit = 0x1p-23
	}
	var squares float64
	for _, y := range p.Train.Y {
		squares += float64(y*y) / float64(len(p.Train.Y))
	}
	if p.Spec.Loss.Is("mean_squared_error") {
		return max(squares, 1e-12) * unit * unit
	}
	return max(math.Sqrt(squares), 1e-6) * unit
}

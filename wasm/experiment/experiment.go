// Package experiment is what a person configures: data, network and training,
// as one value that can be written down, sent in a link and run again with the
// same result. Names and defaults are Keras's; the empty document is the
// origin question (stats.stackexchange.com/questions/387150).
//
// Parse reads and validates the JSON form, Complete fills in every default,
// Full and Compact write it, and Form describes the settings for a control
// panel. All of them read the one table of settings in settings.go.
package experiment

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/mlp"
)

// Version is the newest Experiment version this package reads, and the one it
// writes.
const Version = 1

// Experiment is one run: everything its numbers depend on.
type Experiment struct {
	Title, Note string
	Data        Data
	Network     Network
	Training    Training
	View        View
}

// Data is the table of points, given or made.
type Data struct {
	Points     [][]float64    // rows: inputs, then targets
	Generator  catalog.Choice // makes Points where its Name is not empty
	Inputs     []string       // names of the input columns
	Targets    []string       // names of the target columns
	Scale      Scale
	Validation float64 // share of the rows, the last ones, held out
}

// Scale names how inputs and targets are scaled before training.
type Scale struct {
	Inputs, Targets string // one of dataset.Scales
}

// Network is the layers, the last one the output, and optionally the weights
// to start from.
type Network struct {
	Layers  []mlp.Layer
	Weights []float64 // flat, Keras's order; nil draws them from Training.Seed
}

// Training is how the weights change.
type Training struct {
	Loss        catalog.Choice
	Optimizer   catalog.Choice
	Schedule    catalog.Choice
	BatchSize   int // rows of one update
	Shuffle     bool
	Epochs      int
	L1, L2      float64
	InputNoise  float64 // standard deviation of what is added to each input in each update
	ClassWeight map[int]float64
	Stop        Stop
	Precision   string // float32 or float64
	Seed        uint64
}

// Stop ends a run early. It is Keras's EarlyStopping, watching the validation
// loss where rows are held out and the loss where none are.
type Stop struct {
	Loss        float64 // end when the loss of an epoch is at or below this; NaN never
	Patience    int     // end after this many epochs without improvement; 0 never
	MinDelta    float64 // a smaller improvement does not count
	RestoreBest bool    // go back to the best weights at the end
}

// View is what a page shows at first; it never changes a number.
type View struct {
	LossAxis string // log or linear
}

// Limits of an Experiment.
const (
	MaxHidden = 8
	MaxUnits  = 512
	MaxInputs = 1024
	MaxEpochs = 1_000_000

	// Levenberg-Marquardt holds residuals × weights numbers and factors a
	// system of the fewer of the two: beyond these one of its iterations would
	// take longer than half a second.
	MaxJacobian = 500_000
	MaxSystem   = 500
)

// keras's default batch size.
const defaultBatch = 32

// Origin is the origin question: three points, ten linear units, Adam at 1e-5.
// The seed is the first whose run of 10,000 epochs ends on the best straight
// line to four digits; most seeds need a few thousand epochs more.
func Origin() Experiment {
	return Experiment{
		Data: Data{
			Points: [][]float64{{-1, -0.2445248}, {0, 0.1232554}, {1, 0.1713998}},
			Inputs: []string{"x"}, Targets: []string{"y"},
			Scale: Scale{"none", "none"},
		},
		Network: Network{Layers: []mlp.Layer{layer(10), layer(1)}},
		Training: Training{
			Loss:      mlp.Losses.Default("mean_squared_error"),
			Optimizer: mlp.Optimizers.Default("adam").With("learning_rate", 1e-5),
			Schedule:  mlp.Schedules.Default("constant"),
			BatchSize: 3, Shuffle: true, Epochs: 10000,
			Stop:      Stop{Loss: math.NaN()},
			Precision: "float32",
			Seed:      originSeed,
		},
		View: View{LossAxis: "log"},
	}
}

const originSeed = 0

// layer is keras.layers.Dense(units).
func layer(units int) mlp.Layer {
	return mlp.Layer{
		Units: units, UseBias: true,
		Activation:        mlp.Activations.Default("linear"),
		KernelInitializer: mlp.Initializers.Default("glorot_uniform"),
		BiasInitializer:   mlp.Initializers.Default("zeros"),
	}
}

// Set is the data as the network meets it before scaling.
func (e Experiment) Set() dataset.Set {
	return dataset.New(e.Data.Points, len(e.Data.Inputs))
}

// Spec is the function to be trained.
func (e Experiment) Spec() mlp.Spec {
	return mlp.Spec{
		Inputs: len(e.Data.Inputs), Layers: e.Network.Layers,
		Loss: e.Training.Loss, L1: e.Training.L1, L2: e.Training.L2,
	}
}

// Work is about how many multiply-adds the run takes: three for
// each weight and row (output, gradient of the inputs and of the weights), and
// 60 for the rest of a row.
func (e Experiment) Work() float64 {
	rows := float64(len(e.Data.Points)) * (1 - e.Data.Validation)
	return rows * float64(e.Training.Epochs) * float64(3*e.Spec().Parameters()+60)
}

// Clone is a copy that shares nothing with e that an edit could change.
func (e Experiment) Clone() Experiment {
	points := make([][]float64, len(e.Data.Points))
	for i, p := range e.Data.Points {
		points[i] = append([]float64(nil), p...)
	}
	e.Data.Points = points
	e.Network.Layers = append([]mlp.Layer(nil), e.Network.Layers...)
	e.Network.Weights = append([]float64(nil), e.Network.Weights...)
	return e
}

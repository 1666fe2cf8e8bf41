package experiment

import (
	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/mlp"
)

// setting is one named value of a section S of an Experiment: where it lives,
// what it may be, and how a form shows it. Reading, writing and forms all walk
// these tables, so a setting is described exactly once.
type setting[S any] struct {
	name     string
	label    string
	help     string
	min, max float64
	above    bool // min itself is not allowed
	below    bool // max itself is not allowed
	log      bool
	advanced bool // a form shows it only when asked for more
	hidden   bool // a form does not show it
	options  []string
	catalog  *catalog.Catalog

	// at is where the value lives: *int, *uint64, *float64 (NaN is absent),
	// *bool, *string (free text without options) or *catalog.Choice.
	at func(*S) any
}

var documentSettings = []setting[Experiment]{
	{name: "title", hidden: true, at: func(e *Experiment) any { return &e.Title }},
	{name: "note", hidden: true, at: func(e *Experiment) any { return &e.Note }},
}

var scaleSettings = []setting[Scale]{
	{
		name: "inputs", label: "Scale inputs", advanced: true, options: dataset.Scales, at: func(s *Scale) any { return &s.Inputs },
		help: "standard: mean 0, deviation 1; minmax: between 0 and 1",
	},
	{
		name: "targets", label: "Scale targets", advanced: true, options: dataset.Scales, at: func(s *Scale) any { return &s.Targets },
		help: "standard: mean 0, deviation 1; minmax: between 0 and 1; losses are those of the scaled targets",
	},
}

var dataSettings = []setting[Data]{
	{
		name: "validation", label: "Validation split", max: 0.9, advanced: true, at: func(d *Data) any { return &d.Validation },
		help: "share of the rows, the last ones, that is not trained on",
	},
}

var layerSettings = []setting[mlp.Layer]{
	{
		name: "units", label: "Units", min: 1, max: MaxUnits, at: func(l *mlp.Layer) any { return &l.Units },
		help: "how many numbers the layer computes",
	},
	{
		name: "activation", label: "Activation", catalog: &mlp.Activations, at: func(l *mlp.Layer) any { return &l.Activation },
		help: "the function applied to each unit; without one a layer is a straight line",
	},
	{
		name: "use_bias", label: "Bias", advanced: true, at: func(l *mlp.Layer) any { return &l.UseBias },
		help: "a constant added to each unit",
	},
	{
		name: "kernel_initializer", label: "Initial kernel", advanced: true, catalog: &mlp.Initializers, at: func(l *mlp.Layer) any { return &l.KernelInitializer },
		help: "how the weights are drawn before training",
	},
	{
		name: "bias_initializer", label: "Initial bias", advanced: true, catalog: &mlp.Initializers, at: func(l *mlp.Layer) any { return &l.BiasInitializer },
		help: "how the biases are set before training",
	},
	{
		name: "dropout", label: "Dropout", max: 1, below: true, advanced: true, at: func(l *mlp.Layer) any { return &l.Dropout },
		help: "share of this layer's outputs silenced at random in each update",
	},
}

var trainingSettings = []setting[Training]{
	{
		name: "loss", label: "Loss", catalog: &mlp.Losses, at: func(t *Training) any { return &t.Loss },
		help: "the number that training makes small",
	},
	{
		name: "optimizer", label: "Optimizer", catalog: &mlp.Optimizers, at: func(t *Training) any { return &t.Optimizer },
		help: "how a gradient becomes a step",
	},
	{
		name: "schedule", label: "Schedule", advanced: true, catalog: &mlp.Schedules, at: func(t *Training) any { return &t.Schedule },
		help: "how the learning rate changes during the run",
	},
	{
		name: "batch_size", label: "Batch size", min: 1, max: dataset.MaxRows, at: func(t *Training) any { return &t.BatchSize },
		help: "rows used for one update; all of them is called full batch",
	},
	{
		name: "shuffle", label: "Shuffle", advanced: true, at: func(t *Training) any { return &t.Shuffle },
		help: "a new order of the rows in every epoch",
	},
	{
		name: "epochs", label: "Epochs", max: MaxEpochs, log: true, at: func(t *Training) any { return &t.Epochs },
		help: "how often the run goes through all rows",
	},
	{
		name: "l1", label: "L1", max: 1e6, advanced: true, at: func(t *Training) any { return &t.L1 },
		help: "penalty on the size of the kernels, added to the loss",
	},
	{
		name: "l2", label: "L2", max: 1e6, advanced: true, at: func(t *Training) any { return &t.L2 },
		help: "penalty on the squares of the kernels, added to the loss",
	},
	{
		name: "input_noise", label: "Input noise", max: 1e6, advanced: true, at: func(t *Training) any { return &t.InputNoise },
		help: "standard deviation of the noise added to every input in every update",
	},
	{
		name: "precision", label: "Precision", options: []string{"float32", "float64"}, at: func(t *Training) any { return &t.Precision },
		help: "float32 is Keras's default and keeps 7 digits; float64 keeps 16",
	},
	{
		name: "seed", label: "Seed", max: 1 << 53, at: func(t *Training) any { return &t.Seed },
		help: "another seed draws other initial weights and another order",
	},
}

var stopSettings = []setting[Stop]{
	{
		name: "loss", label: "Stop at loss", max: 1e300, advanced: true, at: func(s *Stop) any { return &s.Loss },
		help: "end the run once the loss is this low",
	},
	{
		name: "patience", label: "Stop patience", max: MaxEpochs, advanced: true, at: func(s *Stop) any { return &s.Patience },
		help: "end the run after this many epochs without improvement; 0 never does",
	},
	{
		name: "min_delta", label: "Stop margin", max: 1e300, advanced: true, at: func(s *Stop) any { return &s.MinDelta },
		help: "an improvement smaller than this does not count",
	},
	{
		name: "restore_best_weights", label: "Restore best", advanced: true, at: func(s *Stop) any { return &s.RestoreBest },
		help: "return to the best weights when the run ends",
	},
}

var viewSettings = []setting[View]{
	{name: "loss_axis", hidden: true, options: []string{"log", "linear"}, at: func(v *View) any { return &v.LossAxis }},
}

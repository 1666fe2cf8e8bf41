package diagnose

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
)

// The edits that cure one cause or another; edit.go has those that everybody
// tries.

// editOutput sets the output's activation, and the loss too where one is named.
func editOutput(activation, loss string) edit {
	name, words := "output "+activation, activation+" as the output"
	if loss != "" {
		name, words = name+" "+loss, words+" with "+loss
	}
	return edit{name: name, words: words, group: "output", apply: func(e *experiment.Experiment) {
		e.Network.Layers[len(e.Network.Layers)-1].Activation = mlp.Activations.Default(activation)
		if loss != "" {
			setLoss(mlp.Losses.Default(loss))(e)
		}
	}}
}

func editLoss(name string) edit {
	return edit{name: "loss " + name, words: name + " as the loss", group: "output", apply: setLoss(mlp.Losses.Default(name))}
}

func setLoss(c catalog.Choice) func(*experiment.Experiment) {
	return func(e *experiment.Experiment) { e.Training.Loss = c }
}

func editScaleInputs(scale string) edit {
	return edit{name: "inputs " + scale, words: scaleWords(scale, "inputs"), group: "inputs", apply: func(e *experiment.Experiment) { e.Data.Scale.Inputs = scale }}
}

func editScaleTargets(scale string) edit {
	return edit{name: "targets " + scale, words: scaleWords(scale, "targets"), group: "targets", apply: func(e *experiment.Experiment) { e.Data.Scale.Targets = scale }}
}

func scaleWords(scale, what string) string {
	if scale == "minmax" {
		return what + " scaled to between 0 and 1"
	}
	return "standardised " + what
}

// editStart draws all kernels by one initializer, and biases as zeros.
func editStart(name string) edit {
	return edit{name: "start " + name, words: name + " initial weights", group: "start", apply: func(e *experiment.Experiment) {
		for i := range e.Network.Layers {
			e.Network.Layers[i].KernelInitializer = mlp.Initializers.Default(name)
			e.Network.Layers[i].BiasInitializer = mlp.Initializers.Default("zeros")
		}
	}}
}

// editWideStart draws kernels and biases from the standard normal: the large
// start that small sigmoid networks like.
func editWideStart() edit {
	return edit{name: "start normal 1", words: "normal initial weights of deviation 1", group: "start", apply: func(e *experiment.Experiment) {
		for i := range e.Network.Layers {
			c := mlp.Initializers.Default("random_normal").With("stddev", 1)
			e.Network.Layers[i].KernelInitializer, e.Network.Layers[i].BiasInitializer = c, c
		}
	}}
}

// editFirstLayer widens the first layer's initial weights and biases, so that
// its units bend at many places, or with sin has them wave from the start (the
// features of Tancik et al. 2020, learned on).
func editFirstLayer(reach float64, activation string) edit {
	reach = rounded(reach)
	text := Setting(reach)
	name, words := "first layer ±"+text, "first-layer weights up to ±"+text
	if activation != "" {
		name, words = name+" "+activation, activation+" in the first layer with weights up to ±"+text
	}
	return edit{name: name, words: words, group: "start", apply: func(e *experiment.Experiment) {
		c := mlp.Initializers.Default("random_uniform").With("minval", -reach).With("maxval", reach)
		e.Network.Layers[0].KernelInitializer, e.Network.Layers[0].BiasInitializer = c, c
		if activation != "" {
			e.Network.Layers[0].Activation = mlp.Activations.Default(activation)
		}
	}}
}

func editBiases() edit {
	return edit{name: "biases", words: "biases in every layer", group: "bias", apply: func(e *experiment.Experiment) {
		for i := range e.Network.Layers {
			e.Network.Layers[i].UseBias = true
		}
	}}
}

// editDropout multiplies every dropout by a factor.
func editDropout(factor float64) edit {
	words := "half the dropout"
	if factor == 0 {
		words = "no dropout"
	}
	return edit{name: words, words: words, group: "dropout", apply: func(e *experiment.Experiment) {
		for i := range e.Network.Layers {
			e.Network.Layers[i].Dropout *= factor
		}
	}}
}

// editDecay multiplies penalties and weight decay by a factor.
func editDecay(factor float64) edit {
	words := "no weight penalty"
	if factor > 0 {
		words = "a weight penalty " + Count(int(math.Round(1/factor))) + " times weaker"
	}
	return edit{name: words, words: words, group: "decay", apply: func(e *experiment.Experiment) {
		e.Training.L1 = rounded(e.Training.L1 * factor)
		e.Training.L2 = rounded(e.Training.L2 * factor)
		if d := e.Training.Optimizer.Args["weight_decay"]; d > 0 {
			e.Training.Optimizer = e.Training.Optimizer.With("weight_decay", rounded(d*factor))
		}
	}}
}

// editShallow keeps only the first hidden layer.
func editShallow() edit {
	return edit{name: "one hidden layer", words: "one hidden layer", group: "depth", apply: func(e *experiment.Experiment) {
		l := e.Network.Layers
		e.Network.Layers = []mlp.Layer{l[0], l[len(l)-1]}
	}}
}

func editMomentum(m float64) edit {
	text := Setting(m)
	return edit{name: "momentum " + text, words: "a momentum of " + text, group: "momentum", apply: func(e *experiment.Experiment) {
		for _, name := range []string{"momentum", "beta_1"} {
			if _, has := e.Training.Optimizer.Args[name]; has {
				e.Training.Optimizer = e.Training.Optimizer.With(name, m)
			}
		}
	}}
}

// editSchedule lets the rate fall to nothing over the whole run.
func editSchedule(name string, f *facts) edit {
	perEpoch := f.p.BatchesPerEpoch()
	return edit{name: "schedule " + name, words: "a rate that falls to 0 (" + name + ")", group: "schedule", apply: func(e *experiment.Experiment) {
		steps := e.Training.Epochs * perEpoch
		e.Training.Schedule = mlp.Schedules.Default(name).With("decay_steps", float64(max(1, steps)))
	}}
}

// editSteady keeps the rate as it begins.
func editSteady() edit {
	return edit{name: "schedule constant", words: "a rate that stays", group: "schedule", apply: func(e *experiment.Experiment) { e.Training.Schedule = mlp.Schedules.Default("constant") }}
}

func editFullBatch() edit {
	return edit{name: "full batch", words: "all rows in every batch", group: "batch", apply: func(e *experiment.Experiment) {
		training, _ := e.Set().Split(e.Data.Validation)
		e.Training.BatchSize = training.Rows()
	}}
}

func editShuffle() edit {
	return edit{name: "shuffle", words: "shuffled rows", group: "shuffle", apply: func(e *experiment.Experiment) { e.Training.Shuffle = true }}
}

func editPrecision(name string) edit {
	return edit{name: name, words: name, group: "precision", apply: func(e *experiment.Experiment) { e.Training.Precision = name }}
}

// editClassWeights weighs each class by the inverse of its share.
func editClassWeights(shares map[int]float64) edit {
	return edit{name: "class weights", words: "class weights", group: "class_weight", apply: func(e *experiment.Experiment) {
		e.Training.ClassWeight = map[int]float64{}
		for class, share := range shares {
			if class >= 0 {
				e.Training.ClassWeight[class] = rounded(1 / (share * float64(len(shares))))
			}
		}
	}}
}

package diagnose

import (
	"math"
	"strconv"

	"plateau/wasm/catalog"
	"plateau/wasm/document"
	"plateau/wasm/elementary"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
)

// Change is one setting of an experiment that a fix sets to another value.
type Change struct {
	Path     string // as in the contract: network.layers[0].activation
	From, To document.Value
}

// edit is one idea of what to change, said in a few words. It may touch several
// settings (every hidden layer's activation) and still counts as one change.
type edit struct {
	name  string // unique: "hidden tanh", "rate 1e-3"
	words string // in a verdict: "tanh in the hidden layer"
	group string // two edits of one group exclude each other
	apply func(*experiment.Experiment)
	reach float64 // how far from the present setting, in factors of ten; 0 where there is no more or less
}

func applyAll(e experiment.Experiment, edits []edit) experiment.Experiment {
	out := e.Clone()
	for _, one := range edits {
		one.apply(&out)
	}
	if out.Spec().Parameters() != len(out.Network.Weights) || changesStart(edits) {
		out.Network.Weights = nil
	}
	return out
}

// changesStart says whether an edit draws other initial weights, so that
// explicit ones have to go.
func changesStart(edits []edit) bool {
	for _, e := range edits {
		if e.group == "start" || e.group == "seed" {
			return true
		}
	}
	return false
}

// editRate sets the learning rate, now from, and drops a schedule that would
// overrule it.
func editRate(rate, from float64) edit {
	rate = rounded(rate)
	text := Setting(rate)
	return edit{name: "rate " + text, words: "a learning rate of " + text, group: "rate", reach: decades(rate, from), apply: func(e *experiment.Experiment) {
		e.Training.Optimizer = e.Training.Optimizer.With("learning_rate", rate)
		if e.Training.Schedule.Is("piecewise_constant_decay", "one_cycle") {
			e.Training.Schedule = mlp.Schedules.Default("constant")
		}
	}}
}

// optimizers are those that are tried, by the names that people write.
var optimizers = map[string]string{"adam": "Adam", "sgd": "SGD"}

func editOptimizer(name string, rate float64) edit {
	text := Setting(rate)
	return edit{name: "optimizer " + name + " " + text, words: optimizers[name] + " at " + text, group: "rate", apply: func(e *experiment.Experiment) {
		e.Training.Optimizer = mlp.Optimizers.Default(name).With("learning_rate", rate)
		if e.Training.Schedule.Is("piecewise_constant_decay", "one_cycle") {
			e.Training.Schedule = mlp.Schedules.Default("constant")
		}
	}}
}

// editHidden sets the activation of every hidden layer; a network without one
// gets a layer of 16 units.
func editHidden(name string) edit {
	return edit{name: "hidden " + name, words: name + " in the hidden layers", group: "hidden", apply: func(e *experiment.Experiment) {
		last := len(e.Network.Layers) - 1
		if last == 0 {
			insertHidden(e, 16, name)
			return
		}
		for i := range last {
			e.Network.Layers[i].Activation = mlp.Activations.Default(name)
		}
	}}
}

// insertHidden puts a layer with Keras's defaults before the output.
func insertHidden(e *experiment.Experiment, units int, activation string) {
	layers := e.Network.Layers
	last := layers[len(layers)-1]
	extra := mlp.Layer{
		Units: units, UseBias: true, Activation: mlp.Activations.Default(activation),
		KernelInitializer: mlp.Initializers.Default("glorot_uniform"), BiasInitializer: mlp.Initializers.Default("zeros"),
	}
	e.Network.Layers = append(append(append([]mlp.Layer(nil), layers[:len(layers)-1]...), extra), last)
}

func editWidth(factor int) edit {
	text := strconv.Itoa(factor)
	return edit{name: "width x" + text, words: text + " times the units", group: "width", reach: decades(float64(factor), 1), apply: func(e *experiment.Experiment) {
		for i := range len(e.Network.Layers) - 1 {
			e.Network.Layers[i].Units = min(e.Network.Layers[i].Units*factor, experiment.MaxUnits)
		}
	}}
}

// editDeeper repeats the first hidden layer.
func editDeeper(extra int) edit {
	return edit{name: "deeper by " + strconv.Itoa(extra), words: counted(extra, "more hidden layer", "more hidden layers"), group: "depth", reach: decades(float64(1+extra), 1), apply: func(e *experiment.Experiment) {
		for range extra {
			if len(e.Network.Layers) < 2 || len(e.Network.Layers) > experiment.MaxHidden {
				return
			}
			first := e.Network.Layers[0]
			e.Network.Layers = append([]mlp.Layer{first}, e.Network.Layers...)
		}
	}}
}

func editEpochs(epochs, from int) edit {
	epochs = min(epochs, experiment.MaxEpochs)
	reach := 2 * decades(float64(epochs), float64(max(from, 1))) // a person waits for epochs
	return edit{name: "epochs " + strconv.Itoa(epochs), words: Count(epochs) + " epochs", group: "epochs", reach: reach, apply: func(e *experiment.Experiment) {
		e.Training.Epochs = epochs
		e.Training.Stop = experiment.Stop{Loss: math.NaN()} // or it would end where it did
	}}
}

func editSeed(seed uint64) edit {
	return edit{name: "seed " + strconv.FormatUint(seed, 10), words: "another seed", group: "seed", apply: func(e *experiment.Experiment) { e.Training.Seed = seed }}
}

// changes lists the settings that differ between two experiments.
func changes(before, after experiment.Experiment) []Change {
	var out []Change
	differences(&out, "", before.Full(), after.Full())
	return out
}

// differences walks two documents. Lists of other lengths (layers added) and
// choices of another name differ as a whole; a learning rate is named by its
// own path.
func differences(out *[]Change, path string, a, b document.Value) {
	if a.String() == b.String() {
		return
	}
	switch {
	case a.Kind == document.Object && b.Kind == document.Object && sameName(a, b):
		for _, m := range a.Members {
			other, _ := b.Get(m.Name)
			differences(out, join(path, m.Name), m.Value, other)
		}
		for _, m := range b.Members {
			if _, ok := a.Get(m.Name); !ok {
				differences(out, join(path, m.Name), document.Value{}, m.Value)
			}
		}
	case path == "network.layers" && len(a.Items) == len(b.Items):
		for i := range a.Items {
			differences(out, path+"["+strconv.Itoa(i)+"]", a.Items[i], b.Items[i])
		}
	case path == "network.weights":
		*out = append(*out, Change{path, document.Str("given"), document.Value{}})
	default:
		*out = append(*out, Change{path, a, b})
	}
}

func sameName(a, b document.Value) bool {
	x, named := a.Get("name")
	y, _ := b.Get("name")
	return !named || x.Text == y.Text
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// decades is how many factors of ten lie between two settings.
func decades(to, from float64) float64 { return math.Abs(elementary.Log10(to / from)) }

// rounded keeps two significant digits: rates are multiplied by 10 and 3.
func rounded(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 1, 64), 64)
	return v
}

// rateOf is the learning rate of an optimizer, 0 where it has none.
func rateOf(c catalog.Choice) float64 { return c.Args["learning_rate"] }

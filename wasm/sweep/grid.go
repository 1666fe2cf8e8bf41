package sweep

import (
	"slices"
	"strconv"

	"plateau/wasm/diagnose"
	"plateau/wasm/elementary"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// Kinds of sweeps.
const (
	LearningRate = "learning_rate"
	Seed         = "seed"
	Units        = "units"
	Optimizer    = "optimizer"
	BatchSize    = "batch_size"
)

// The grid of learning rates spans what anybody sets on purpose.
const (
	rates      = 40
	lowestRate = -7 // decimal exponents
	highRate   = 1
)

// seeds is how many are run: a share of 50 is known to about 7 %.
const seeds = 50

// widths of hidden layers, as many as two per doubling while they are small.
var widths = []int{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128}

// A sweep of a dear experiment takes fewer values: so many multiply-adds are
// about three minutes of two cores.
const (
	mostWork    = 4e11
	fewestSteps = 9
)

func newGrid(e experiment.Experiment, kind string) ([]setting, error) {
	var grid []setting
	var err error
	switch kind {
	case LearningRate:
		grid, err = rateGrid(e)
	case Seed:
		grid = seedGrid(e)
	case Units:
		grid, err = widthGrid(e)
	case Optimizer:
		grid = optimizerGrid(e)
	case BatchSize:
		grid, err = batchGrid(e)
	default:
		err = experiment.Fault{Path: "kind", Message: text.Format("%q is not one of learning_rate, seed, units, optimizer, batch_size", kind)}
	}
	if err != nil {
		return nil, err
	}
	return affordable(grid), nil
}

func rateGrid(e experiment.Experiment) ([]setting, error) {
	const path = "training.optimizer.learning_rate"
	if mlp.FullBatch(e.Training.Optimizer) {
		return nil, experiment.Fault{Path: path, Message: text.Format("%s chooses its own steps: there is no rate to sweep", e.Training.Optimizer.Name)}
	}
	if e.Training.Schedule.Is("one_cycle", "piecewise_constant_decay") {
		return nil, experiment.Fault{Path: path, Message: text.Format("the schedule %s brings its own rates: use another to sweep the rate", e.Training.Schedule.Name)}
	}
	present := e.Training.Optimizer.Arg("learning_rate")
	values := []float64{present}
	for i := range rates {
		exponent := lowestRate + float64((highRate-lowestRate)*i)/(rates-1)
		v, _ := strconv.ParseFloat(strconv.FormatFloat(elementary.Pow(10, exponent), 'e', 1, 64), 64)
		values = append(values, v)
	}
	return numbers(values, present, func(v float64) experiment.Experiment {
		c := e.Clone()
		c.Training.Optimizer = c.Training.Optimizer.With("learning_rate", v)
		return c
	}), nil
}

// seedGrid begins with the present seed. Weights that were given would be the
// same for every seed, so they are drawn.
func seedGrid(e experiment.Experiment) []setting {
	out := make([]setting, seeds)
	for i := range out {
		c := e.Clone()
		c.Network.Weights = nil
		c.Training.Seed += uint64(i)
		value := float64(c.Training.Seed)
		out[i] = setting{diagnose.Setting(value), value, i == 0 && len(e.Network.Weights) == 0, c}
	}
	return out
}

// widthGrid gives every hidden layer the same width; the first one's is the
// present.
func widthGrid(e experiment.Experiment) ([]setting, error) {
	hidden := len(e.Network.Layers) - 1
	if hidden == 0 {
		return nil, experiment.Fault{Path: "network.layers", Message: "there is no hidden layer whose width could be swept"}
	}
	present := float64(e.Network.Layers[0].Units)
	values := []float64{present}
	for _, w := range widths {
		values = append(values, float64(w))
	}
	return numbers(values, present, func(v float64) experiment.Experiment {
		if v == present {
			return e
		}
		c := e.Clone()
		c.Network.Weights = nil
		for i := range hidden {
			c.Network.Layers[i].Units = int(v)
		}
		return c
	}), nil
}

// optimizerGrid races the optimizers from the same weights: the present one as
// it is set, the others as Keras sets them. Solvers are no contestants: one
// of their epochs is as dear as hundreds.
func optimizerGrid(e experiment.Experiment) []setting {
	var out []setting
	for _, entry := range mlp.Optimizers.Entries {
		c := e.Clone()
		present := entry.Name == e.Training.Optimizer.Name
		if !present {
			c.Training.Optimizer = mlp.Optimizers.Default(entry.Name)
			if mlp.FullBatch(c.Training.Optimizer) {
				continue
			}
		}
		label := entry.Name
		if rate, ok := c.Training.Optimizer.Args["learning_rate"]; ok {
			label += " " + diagnose.Setting(rate)
		}
		out = append(out, setting{label, float64(len(out)), present, c})
	}
	return out
}

// batchGrid doubles from 1 to all rows.
func batchGrid(e experiment.Experiment) ([]setting, error) {
	if mlp.FullBatch(e.Training.Optimizer) {
		return nil, experiment.Fault{Path: "training.batch_size", Message: text.Format("%s uses all rows at once: there is no batch to sweep", e.Training.Optimizer.Name)}
	}
	training, _ := e.Set().Split(e.Data.Validation)
	rows := training.Rows()
	present := min(e.Training.BatchSize, rows)
	values := []float64{float64(present), float64(rows)}
	for size := 1; size < rows; size *= 2 {
		values = append(values, float64(size))
	}
	return numbers(values, float64(present), func(v float64) experiment.Experiment {
		c := e.Clone()
		c.Training.BatchSize = int(v)
		return c
	}), nil
}

// numbers is a grid in ascending order, each value once.
func numbers(values []float64, present float64, with func(float64) experiment.Experiment) []setting {
	slices.Sort(values)
	var out []setting
	for _, v := range slices.Compact(values) {
		out = append(out, setting{diagnose.Setting(v), v, v == present, with(v)})
	}
	return out
}

// affordable thins a grid that would take too long, evenly; the present value
// stays.
func affordable(grid []setting) []setting {
	var work float64
	for _, s := range grid {
		work += s.e.Work()
	}
	keep := max(fewestSteps, int(float64(len(grid))*mostWork/work))
	if keep >= len(grid) {
		return grid
	}
	var out []setting
	for i, s := range grid {
		if i*keep/len(grid) != (i-1)*keep/len(grid) || i == 0 || s.present {
			out = append(out, s)
		}
	}
	return out
}

package code

import (
	"math"

	"plateau/wasm/expression"
	"plateau/wasm/mlp"
)

// setting is a number among the arguments of scikit-learn's estimator, or its
// default.
func (m *script) setting(name string, otherwise float64) float64 {
	if x, ok := m.estimator.Named(name).Scalar(); ok {
		return x
	}
	return otherwise
}

// word is a text or a bool among them.
func (m *script) word(name, otherwise string) string {
	if v := m.estimator.Named(name); v != nil && (v.Kind == expression.Text || v.Kind == expression.Bool) {
		return v.Text
	}
	return otherwise
}

// estimate turns scikit-learn's MLPRegressor or MLPClassifier into layers and
// training. Its squared error is half of Keras's: sgd takes half the rate, so
// that steps are the same; adam does not mind. Its alpha is half a penalty over
// the number of rows.
func (m *script) estimate(rows, outputs, classes int) (training object) {
	sizes := []float64{100}
	if v := m.estimator.Arg(0, "hidden_layer_sizes"); v != nil && (v.Kind == expression.Numbers || v.Kind == expression.List) {
		sizes = v.Data
	}
	classifies := m.estimator.Is("MLPClassifier")
	last, loss, half := "linear", "mean_squared_error", 2.0 // how many times scikit-learn's loss is that of Keras
	switch {
	case classifies && classes > 2:
		last, loss, half = "softmax", "categorical_crossentropy", 1
	case classifies:
		last, loss, half = "sigmoid", "binary_crossentropy", 1
	default:
		m.note("scikit-learn's squared error is half of the mean squared error that is shown here")
	}
	m.hidden(sizes, outputs, last)
	training.put("loss", quote(loss))
	var v object
	solver := m.word("solver", "adam")
	rate := m.setting("learning_rate_init", 1e-3)
	if solver == "sgd" && half == 2 {
		rate /= 2
		m.note("the rate is halved, so that the steps are scikit-learn's")
	}
	for name, x := range map[string]float64{"rate": rate, "epsilon": 1e-8, "beta_1": 0.9, "beta_2": 0.999, "momentum": 0.9} {
		v.number(name, m.setting(name, x))
	}
	v.put("nesterov", jsonBool(m.word("nesterovs_momentum", "True") == "True"))
	optimizer := v.fill(entry("scikit-learn", solver))
	if optimizer == "" {
		optimizer = quote(solver) // experiment.Parse names it
	}
	training.put("optimizer", optimizer)
	m.double = true
	m.l2 = m.setting("alpha", 1e-4) * half / 2 / float64(max(1, rows))
	m.batch = m.setting("batch_size", min(200, float64(rows)))
	m.shuffle, m.hasShuffle = m.word("shuffle", "True") == "True", true
	m.epochs = m.setting("max_iter", 200)
	if m.word("learning_rate", "constant") != "constant" && solver == "sgd" {
		m.note("the learning rate's schedule is left out")
	}
	if solver != "lbfgs" {
		m.stop.number("patience", m.setting("n_iter_no_change", 10)+1) // it stops after more than so many
		m.stop.number("min_delta", m.setting("tol", 1e-4)*half)
	}
	if m.word("early_stopping", "False") == "True" {
		m.split = m.setting("validation_fraction", 0.1)
	}
	m.seed = max(m.seed, m.setting("random_state", -1))
	return training
}

// hidden makes the layers of an estimator.
func (m *script) hidden(sizes []float64, outputs int, last string) {
	activation := m.word("activation", "relu")
	scale := 1.0
	if activation == "logistic" {
		scale = 1.0 / 3
	}
	if e, ok := find(&mlp.Activations, activation); ok {
		activation = e.Name // experiment.Parse names one that is not known
	}
	fan := float64(m.inputs)
	m.layers = nil
	for i := range len(sizes) + 1 {
		l := layer{units: outputs}
		if i < len(sizes) {
			l.units = int(max(-1, min(sizes[i], 1e6)))
			l.put("activation", quote(activation))
		} else {
			l.put("activation", quote(last))
		}
		var v object
		v.number("scale", scale)
		v.number("bound", math.Sqrt(6*scale/(fan+float64(l.units))))
		if scale < 1 {
			l.put("kernel_initializer", v.fill(entry("scikit-learn", "kernel")))
		}
		l.put("bias_initializer", v.fill(entry("scikit-learn", "bias")))
		fan = float64(l.units)
		m.layers = append(m.layers, l)
	}
}

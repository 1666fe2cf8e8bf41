package code

import (
	"math"

	"plateau/wasm/expression"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// setting is a number among the arguments of scikit-learn's estimator, or its
// default.
func (m *script) setting(name string, otherwise float64) float64 {
	v := m.estimator.Named(name)
	x, ok := v.Scalar()
	switch {
	case ok:
		return x
	case v != nil && !idle(v) && v.Text != "auto":
		m.note("%s: %q is not a number that is known; %s is taken", m.estimator.Text, name, text.Number(otherwise))
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
	m.estimator = inOrder(m.estimator, "hidden_layer_sizes activation")
	m.leftOut(m.estimator, "hidden_layer_sizes activation solver alpha batch_size learning_rate learning_rate_init power_t max_iter shuffle random_state tol verbose momentum nesterovs_momentum early_stopping validation_fraction beta_1 beta_2 epsilon n_iter_no_change max_fun")
	sizes := []float64{100}
	switch v := m.estimator.Named("hidden_layer_sizes"); {
	case v == nil:
	case v.Kind == expression.Numbers || v.Kind == expression.List && len(v.Items) == 0:
		sizes = v.Data
	default:
		m.note("the sizes of the hidden layers are not known; one of 100 is taken")
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
	v.number("rate", rate)
	for i, name := range [...]string{"epsilon", "beta_1", "beta_2", "momentum"} {
		v.number(name, m.setting(name, [...]float64{1e-8, 0.9, 0.999, 0.9}[i]))
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

// pipelineOf reads make_pipeline(...) and Pipeline([(name, step), ...]).
func (m *script) pipelineOf(parts []*value) (string, bool) {
	ok := true
	for _, one := range parts {
		switch {
		case one.Kind == expression.List:
			_, inner := m.pipelineOf(one.Items)
			ok = ok && inner
		case one.Is("StandardScaler"):
			m.scaler = "standard"
		case one.Is("MinMaxScaler"):
			m.scaler = "minmax"
		case one.Is("MLPRegressor MLPClassifier"):
			m.estimator = one
		case one.Kind != expression.Text:
			ok = false
		}
	}
	if !ok {
		return "not all of its steps are known", false
	}
	return "the network and what is before it", true
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

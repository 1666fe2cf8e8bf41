package code

import (
	"math"

	"plateau/wasm/document"
	"plateau/wasm/expression"
	"plateau/wasm/mlp"
)

// setting is an argument of scikit-learn's estimator, or its default.
func (m *script) setting(name string, otherwise float64) float64 {
	if x, ok := m.estimator.Named(name).Scalar(); ok {
		return x
	}
	return otherwise
}

func (m *script) word(name, otherwise string) string {
	if v := m.estimator.Named(name); v != nil && v.Kind == expression.Text {
		return v.Text
	}
	return otherwise
}

func (m *script) flag(name string, otherwise bool) bool {
	if v := m.estimator.Named(name); v != nil && v.Kind == expression.Bool {
		return v.Data[0] != 0
	}
	return otherwise
}

// estimate turns scikit-learn's MLPRegressor or MLPClassifier into layers and
// training. Its squared error is half of Keras's: sgd takes half the rate, so
// that steps are the same; adam does not mind. Its alpha is half a penalty over
// the number of rows.
func (m *script) estimate(rows, outputs, classes int) (training document.Value) {
	sizes := []float64{100}
	if v := m.estimator.Arg(0, "hidden_layer_sizes"); v != nil && (v.Kind == expression.Numbers || v.Kind == expression.List) {
		sizes = v.Data
	}
	classifies := m.estimator.Is("MLPClassifier")
	activation := m.word("activation", "relu")
	fan := float64(m.inputs)
	m.layers = nil
	for i := range len(sizes) + 1 {
		l := layer{units: outputs}
		out := "identity"
		switch {
		case i < len(sizes):
			l.units, out = int(max(-1, min(sizes[i], 1e6))), activation
		case classifies && classes > 2:
			out = "softmax"
		case classifies:
			out = "sigmoid"
		}
		if e, ok := find(&mlp.Activations, out); ok {
			out = e.Name
		}
		l.put("activation", document.Str(out)) // experiment.Read names one that is not known
		scale := 1.0
		if activation == "logistic" {
			scale = 1.0 / 3
			l.put("kernel_initializer", document.Obj(document.M("name", document.Str("variance_scaling")), document.M("scale", document.Num(scale)),
				document.M("mode", document.Str("fan_avg")), document.M("distribution", document.Str("uniform"))))
		}
		bound := math.Sqrt(6 * scale / (fan + float64(l.units)))
		l.put("bias_initializer", document.Obj(document.M("name", document.Str("random_uniform")), document.M("minval", document.Num(-bound)), document.M("maxval", document.Num(bound))))
		fan = float64(l.units)
		m.layers = append(m.layers, l)
	}
	training = document.Obj()
	half := 2.0 // of Keras's loss: how many times it is scikit-learn's
	loss := "mean_squared_error"
	if classifies {
		half, loss = 1, "binary_crossentropy"
		if classes > 2 {
			loss = "categorical_crossentropy"
		}
	} else {
		m.note("scikit-learn's squared error is half of the mean squared error that is shown here")
	}
	put(&training, "loss", document.Str(loss))
	rate := m.setting("learning_rate_init", 1e-3)
	optimizer := document.Obj(document.M("name", document.Str("adam")), document.M("learning_rate", document.Num(rate)), document.M("epsilon", document.Num(m.setting("epsilon", 1e-8))))
	switch m.word("solver", "adam") {
	case "sgd":
		optimizer = document.Obj(document.M("name", document.Str("sgd")), document.M("learning_rate", document.Num(rate/half)),
			document.M("momentum", document.Num(m.setting("momentum", 0.9))), document.M("nesterov", document.Bool(m.flag("nesterovs_momentum", true))))
		if half == 2 {
			m.note("the rate is halved, so that the steps are scikit-learn's")
		}
	case "lbfgs":
		optimizer = document.Obj(document.M("name", document.Str("lbfgs")))
	default:
		put(&optimizer, "beta_1", document.Num(m.setting("beta_1", 0.9)))
		put(&optimizer, "beta_2", document.Num(m.setting("beta_2", 0.999)))
	}
	put(&training, "optimizer", optimizer)
	put(&training, "precision", document.Str("float64"))
	put(&training, "l2", document.Num(m.setting("alpha", 1e-4)*half/2/float64(max(1, rows))))
	m.batch = m.setting("batch_size", min(200, float64(rows)))
	m.shuffle, m.hasShuffle = m.flag("shuffle", true), true
	m.epochs = m.setting("max_iter", 200)
	if m.word("learning_rate", "constant") != "constant" && m.word("solver", "adam") == "sgd" {
		m.note("the learning rate's schedule is left out")
	}
	if m.word("solver", "adam") != "lbfgs" {
		m.stop = []document.Member{
			document.M("patience", document.Num(m.setting("n_iter_no_change", 10)+1)), // it stops after more than so many
			document.M("min_delta", document.Num(m.setting("tol", 1e-4)*half)),
		}
	}
	if m.flag("early_stopping", false) {
		m.split = m.setting("validation_fraction", 0.1)
	}
	if s := m.setting("random_state", -1); s >= 0 {
		m.seed = s
	}
	return training
}

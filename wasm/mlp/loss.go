package mlp

import (
	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
)

// Loss is one of Keras's losses with its arguments bound, for one row: target
// y and prediction p have shape (outputs). Keras takes the mean over the
// outputs of a row (categorical cross-entropy: the sum), then the mean over
// the rows of a batch.
type Loss[T Float] interface {
	// Row is the loss of one row.
	Row(y, p []T) T
	// Gradient stores the derivative of Row with respect to p.
	Gradient(dp, y, p []T)
}

var fromLogits = catalog.Param{Name: "from_logits", Kind: catalog.Boolean, Max: 1, Help: "the output layer is linear and gives logits, not probabilities"}

var labelSmoothing = catalog.Param{Name: "label_smoothing", Max: 1, Help: "moves the labels this share of the way to uncertain"}

// Losses lists what training.loss may be, by Keras's names.
var Losses = catalog.Catalog{
	Entries: []catalog.Entry{
		{Name: "mean_squared_error", Help: "mean of (y - p)²: for numbers"},
		{Name: "mean_absolute_error", Help: "mean of |y - p|: for numbers with outliers"},
		{Name: "huber", Help: "squared near 0, absolute beyond delta", Params: []catalog.Param{
			{Name: "delta", Default: 1, Above: true, Max: 1e6, Help: "where the square turns into a line"},
		}},
		{Name: "log_cosh", Help: "mean of log cosh(p - y): a smooth absolute error"},
		{Name: "mean_absolute_percentage_error", Help: "100 times the mean of |y - p| / |y|"},
		{Name: "binary_crossentropy", Help: "for labels 0 and 1 with a sigmoid output", Params: []catalog.Param{fromLogits, labelSmoothing}},
		{Name: "categorical_crossentropy", Help: "for one-hot labels with a softmax output", Params: []catalog.Param{fromLogits, labelSmoothing}},
		{Name: "hinge", Help: "mean of max(1 - y p, 0): for labels -1 and 1; labels 0 and 1 are taken as -1 and 1"},
	},
	Aliases: map[string]string{
		"mse": "mean_squared_error", "mae": "mean_absolute_error", "mape": "mean_absolute_percentage_error", "logcosh": "log_cosh",
	},
}

// Epsilon is keras.config.epsilon(): probabilities are kept this far from 0
// and 1 before a logarithm is taken.
const Epsilon = 1e-7

// NewLoss binds a choice from Losses.
func NewLoss[T Float](c catalog.Choice) Loss[T] {
	switch c.Name {
	case "mean_squared_error":
		return meanOf[T]{
			func(y, p T) T { return (p - y) * (p - y) },
			func(y, p T) T { return 2 * (p - y) },
		}
	case "mean_absolute_error":
		return meanOf[T]{
			func(y, p T) T { return abs(p - y) },
			func(y, p T) T { return sign(p - y) },
		}
	case "huber":
		return huber(T(c.Arg("delta")))
	case "log_cosh":
		return meanOf[T]{
			func(y, p T) T { return T(elementary.LogCosh(float64(p - y))) },
			func(y, p T) T { return tanh(p - y) },
		}
	case "mean_absolute_percentage_error":
		return meanOf[T]{
			func(y, p T) T { return 100 * abs((y-p)/max(abs(y), Epsilon)) },
			func(y, p T) T { return 100 * sign(p-y) / max(abs(y), Epsilon) },
		}
	case "hinge":
		return meanOf[T]{
			func(y, p T) T { return max(1-T(y*p), 0) },
			func(y, p T) T {
				if T(y*p) < 1 {
					return -y
				}
				return 0
			},
		}
	case "binary_crossentropy":
		smoothing := T(c.Arg("label_smoothing"))
		if c.True("from_logits") {
			return binaryFromLogits(smoothing)
		}
		return binary(smoothing)
	case "categorical_crossentropy":
		return categorical[T]{T(c.Arg("label_smoothing")), c.True("from_logits")}
	}
	panic("mlp: no loss " + c.Name)
}

// meanOf is the mean over the outputs of a loss of each.
type meanOf[T Float] struct {
	value func(y, p T) T
	slope func(y, p T) T // derivative with respect to p
}

func (l meanOf[T]) Row(y, p []T) T {
	var sum T
	for i := range y {
		sum += l.value(y[i], p[i])
	}
	return sum / T(len(y))
}

func (l meanOf[T]) Gradient(dp, y, p []T) {
	n := T(len(y))
	for i := range y {
		dp[i] = l.slope(y[i], p[i]) / n
	}
}

func huber[T Float](delta T) meanOf[T] {
	return meanOf[T]{
		func(y, p T) T {
			e := abs(p - y)
			if e <= delta {
				return 0.5 * e * e
			}
			return T(delta*e) - T(0.5*delta*delta)
		},
		func(y, p T) T { return min(max(p-y, -delta), delta) },
	}
}

// smooth moves a label towards even between `classes` classes.
func smooth[T Float](y, smoothing, classes T) T {
	return T(y*(1-smoothing)) + smoothing/classes
}

func binary[T Float](smoothing T) meanOf[T] {
	low, high := T(Epsilon), T(1-Epsilon)
	return meanOf[T]{
		func(y, p T) T {
			y, p = smooth(y, smoothing, 2), min(max(p, low), high)
			return -T(y*log(p)) - T((1-y)*log(1-p))
		},
		func(y, p T) T {
			if p < low || p > high {
				return 0 // the clip is flat there
			}
			y = smooth(y, smoothing, 2)
			return (1-y)/(1-p) - y/p
		},
	}
}

// binaryFromLogits uses max(z, 0) - z y + log(1 + exp(-|z|)), which never
// overflows; in exact numbers it equals softplus(z) - z y.
func binaryFromLogits[T Float](smoothing T) meanOf[T] {
	return meanOf[T]{
		func(y, z T) T {
			y = smooth(y, smoothing, 2)
			return max(z, 0) - T(z*y) + T(elementary.Log1p(elementary.Exp(-float64(abs(z)))))
		},
		func(y, z T) T { return sigmoid(z) - smooth(y, smoothing, 2) },
	}
}

// categorical sums over the outputs; from probabilities, they are first
// divided by their sum, then clipped.
type categorical[T Float] struct {
	smoothing  T
	fromLogits bool
}

func (l categorical[T]) Row(y, p []T) T {
	var loss T
	classes := T(len(y))
	if l.fromLogits {
		whole := logSumExp(p)
		for i := range y {
			loss -= T(smooth(y[i], l.smoothing, classes) * (p[i] - whole))
		}
		return loss
	}
	total := sum(p)
	for i := range y {
		q := min(max(p[i]/total, Epsilon), 1-Epsilon)
		loss -= T(smooth(y[i], l.smoothing, classes) * log(q))
	}
	return loss
}

func (l categorical[T]) Gradient(dp, y, p []T) {
	classes := T(len(y))
	var labels T
	if l.fromLogits {
		whole := logSumExp(p)
		for i := range y {
			labels += smooth(y[i], l.smoothing, classes)
		}
		for i := range y {
			dp[i] = T(labels*exp(p[i]-whole)) - smooth(y[i], l.smoothing, classes)
		}
		return
	}
	// d loss / d p_j = (Σ_i g_i q_i - g_j) / total with g_i = y_i / q_i, where
	// the clip does not hold q_i.
	total := sum(p)
	for i := range y {
		q := p[i] / total
		dp[i] = 0
		if q >= Epsilon && q <= 1-Epsilon {
			dp[i] = -smooth(y[i], l.smoothing, classes) / q
			labels -= T(dp[i] * q)
		}
	}
	for i := range dp {
		dp[i] = (dp[i] + labels) / total
	}
}

func sum[T Float](xs []T) T {
	var s T
	for _, x := range xs {
		s += x
	}
	return s
}

func logSumExp[T Float](z []T) T {
	top := z[0]
	for _, v := range z[1:] {
		top = max(top, v)
	}
	var s T
	for _, v := range z {
		s += exp(v - top)
	}
	return top + log(s)
}

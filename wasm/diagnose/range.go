package diagnose

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// outputRange is an interval that the values of a layer lie in: as narrow as
// they allow, but for the least values of gelu, silu and mish, whose last digit
// is rounded down, and for what a relu with arguments of its own leaves open.
func outputRange(l mlp.Layer) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	a := l.Activation
	switch a.Name {
	case "relu":
		// Below the threshold the values go on as a line, above it they begin there.
		slope := a.Arg("negative_slope")
		if slope <= 0 {
			low = min(a.Arg("threshold"), 0)
		}
		if slope >= 0 {
			high = a.Arg("max_value")
		}
	case "softplus", "exponential":
		low = 0
	case "softmax":
		if l.Units == 1 {
			return 1, 1
		}
		return 0, 1
	case "sigmoid", "hard_sigmoid":
		return 0, 1
	case "tanh", "hard_tanh", "softsign", "sin":
		return -1, 1
	case "elu":
		low = min(-a.Arg("alpha"), 0)
	case "selu":
		low = -mlp.SeluScale * mlp.SeluAlpha
	case "gelu":
		if low = -0.16997120748; a.True("approximate") {
			low = -0.17004075058
		}
	case "silu":
		low = -0.27846454277
	case "mish":
		low = -0.30884341302
	}
	return low, high
}

// comparesNumbers says whether a loss is lowest where the prediction equals the
// target, for any target.
func comparesNumbers(p *train.Problem) bool {
	return p.Spec.Loss.Is("mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error")
}

// labelsFit says whether the targets are such as the loss is meant for:
// cross-entropy is bounded below for labels in [0, 1] alone.
func labelsFit(p *train.Problem) bool {
	low, high := dataset.Range(p.Train.Y)
	return comparesNumbers(p) || p.Spec.Loss.Is("hinge") || low >= 0 && high <= 1
}

// farLogit stands for an infinite one: exp(-700) is 1e-304.
const farLogit = 700

// bestOutput is the output at which the loss of one target is least, and from
// which it rises in both directions: the target itself; for cross-entropy the
// smoothed label, as a logit where the loss takes those; for hinge the margin.
func bestOutput(loss catalog.Choice, y float64) float64 {
	switch loss.Name {
	case "binary_crossentropy":
		s := loss.Arg("label_smoothing")
		if y = float64(y*(1-s)) + s/2; loss.True("from_logits") {
			return min(max(elementary.Log(y/(1-y)), -farLogit), farLogit)
		}
	case "hinge":
		if y != 0 {
			return min(max(train.Margin(y), -math.MaxFloat64/4), math.MaxFloat64/4)
		}
	}
	return y
}

// rangeFloor is the loss of the best outputs within the range of the output
// layer: every row's best output moved to the nearest value it can take. It is
// 0 where nothing is out of reach, or where that is not known.
func rangeFloor(p *train.Problem) float64 {
	low, high := outputRange(p.Spec.Layers[len(p.Spec.Layers)-1])
	loss := p.Spec.Loss
	categorical := loss.Is("categorical_crossentropy")
	if math.IsInf(low, -1) && math.IsInf(high, 1) || !labelsFit(p) || categorical && !(loss.True("from_logits") && high-low < farLogit) {
		return 0
	}
	nearest := make([]float64, p.Train.Outputs)
	known := true
	floor := p.LossOf(func(row int) []float64 {
		_, y := p.Train.Row(row)
		for k, v := range y {
			nearest[k] = min(max(bestOutput(loss, v), low), high)
			if categorical { // a whole label wants its logit as high, the others as low as they go
				nearest[k] = low + float64((high-low)*v)
				known = known && (v == 0 || v == 1)
			}
		}
		return nearest
	})
	if !known || categorical && loss.Arg("label_smoothing") > 0 {
		return 0
	}
	return floor
}

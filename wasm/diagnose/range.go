package diagnose

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/train"
)

// outputRange is the interval that an activation's values lie in.
func outputRange(a catalog.Choice) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	switch a.Name {
	case "relu":
		if a.Arg("negative_slope") == 0 {
			low = 0
		}
		high = a.Arg("max_value")
	case "softplus", "exponential":
		low = 0
	case "sigmoid", "hard_sigmoid", "softmax":
		return 0, 1
	case "tanh", "hard_tanh", "softsign", "sin":
		return -1, 1
	case "elu":
		low = -a.Arg("alpha")
	case "selu":
		low = -1.7580993408473766
	case "gelu":
		low = -0.16997120747
	case "silu":
		low = -0.27846454276
	case "mish":
		low = -0.30884077455
	}
	return low, high
}

// comparesNumbers says whether a loss is lowest where the prediction equals the
// target, for any target.
func comparesNumbers(p *train.Problem) bool {
	return p.Spec.Loss.Is("mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error")
}

// rangeFloor is the loss of the best outputs within the range of the output
// layer: every target moved to the nearest value it can take. It is 0 where
// nothing is out of reach.
func rangeFloor(p *train.Problem) float64 {
	low, high := outputRange(p.Spec.Layers[len(p.Spec.Layers)-1].Activation)
	if math.IsInf(low, -1) && math.IsInf(high, 1) || !comparesNumbers(p) {
		return 0
	}
	nearest := make([]float64, p.Train.Outputs)
	return p.LossOf(func(row int) []float64 {
		_, y := p.Train.Row(row)
		for k, v := range y {
			nearest[k] = min(max(v, low), high)
		}
		return nearest
	})
}

package diagnose

import (
	"math"

	"plateau/wasm/catalog"
)

// steepestOf is the largest slope of an activation, the digits after the last
// rounded up; infinite where there is none, where it is not continuous, or where
// its units depend on each other.
func steepestOf(a catalog.Choice) float64 {
	switch a.Name {
	case "softmax", "exponential":
		return math.Inf(1)
	case "relu", "leaky_relu":
		if a.Args["threshold"] != 0 {
			return math.Inf(1)
		}
		return max(1, math.Abs(a.Args["negative_slope"]))
	case "elu":
		return max(1, math.Abs(a.Arg("alpha")))
	case "selu":
		return 1.7580994
	case "gelu":
		if a.True("approximate") {
			return 1.1289931
		}
		return 1.1289042
	case "silu":
		return 1.0998394
	case "mish":
		return 1.0884982
	case "sigmoid":
		return 0.25
	case "hard_sigmoid":
		return 1.0 / 6
	}
	return 1 // linear, softplus, softsign, tanh, hard_tanh, sin
}

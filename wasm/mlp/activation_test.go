package mlp

import (
	"math"
	"testing"

	"plateau/wasm/catalog"
)

// What keras.activations.relu 3.15.1 and its gradient by TensorFlow are at these
// places: a largest value clips to [0, max_value], whatever the threshold.
func TestReluClipsAsKerasDoes(t *testing.T) {
	places := []float64{-2, -1.5, -0.75, -0.5, 0.25, 4, 6}
	none := math.Inf(1)
	for _, c := range []struct {
		slope, top, threshold float64
		value, rise           []float64
	}{
		{0, 5, -1, []float64{0, 0, 0, 0, 0.25, 4, 5}, []float64{0, 0, 0, 0, 1, 1, 0}},
		{0, none, -1, []float64{0, 0, -0.75, -0.5, 0.25, 4, 6}, []float64{0, 0, 1, 1, 1, 1, 1}},
		{0.5, 5, -1, []float64{-0.5, -0.25, 0, 0, 0.25, 4, 5}, []float64{0.5, 0.5, 0, 0, 1, 1, 0}},
		{0.5, 5, 0.5, []float64{-1.25, -1, -0.625, -0.5, -0.125, 4, 5}, []float64{0.5, 0.5, 0.5, 0.5, 0.5, 1, 0}},
		{-1, 1, 0, []float64{2, 1.5, 0.75, 0.5, 0.25, 1, 1}, []float64{-1, -1, -1, -1, 1, 0, 0}},
	} {
		choice := catalog.Choice{Name: "relu"}.With("negative_slope", c.slope).With("max_value", c.top).With("threshold", c.threshold)
		s := Spec{Inputs: 1, Loss: Losses.Default("mean_squared_error"), Layers: []Layer{{Units: 1, UseBias: true, Activation: choice}}}
		n := New[float64](s)
		for i, z := range places {
			copy(n.Params, []float64{0, z})
			jacobian := make([]float64, 2)
			value := n.Jacobian(jacobian, []float64{0})[0]
			if value != c.value[i] || jacobian[1] != c.rise[i] {
				t.Errorf("slope %g, max_value %g, threshold %g at %g: %g rising by %g, Keras has %g and %g", c.slope, c.top, c.threshold, z, value, jacobian[1], c.value[i], c.rise[i])
			}
		}
	}
}

package mlp

import (
	"math"
	"testing"
)

// For a network linear in its weights the Hessian of the squared error is
// 2 JᵀJ / n, from the Jacobian alone.
func TestHessianProductAgainstTheJacobian(t *testing.T) {
	s := Spec{Inputs: 2, Loss: Losses.Default("mean_squared_error"), Layers: []Layer{{
		Units: 1, UseBias: true, Activation: Activations.Default("linear"),
		KernelInitializer: Initializers.Default("glorot_uniform"), BiasInitializer: Initializers.Default("zeros"),
	}}}
	n := New[float64](s)
	copy(n.Params, s.Initial(3))
	x, y := []float64{1, 2, -3, 0.5, 0.25, -1}, []float64{1, -1, 0.5}
	v, got := []float64{0.3, -0.7, 1.1}, make([]float64, 3)
	n.HessianProduct(got, v, x, y, nil)
	want := make([]float64, 3)
	j := make([]float64, 3)
	for i := range 3 {
		n.Jacobian(j, x[2*i:2*i+2])
		var along float64
		for k := range j {
			along += j[k] * v[k]
		}
		for k := range j {
			want[k] += 2 * along * j[k] / 3
		}
	}
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-8*(1+math.Abs(want[k])) {
			t.Errorf("entry %d: %g, want %g", k, got[k], want[k])
		}
	}
}

// Slopes are the derivatives that finite differences of the activation give.
func TestSlopesAgainstDifferences(t *testing.T) {
	for _, e := range Activations.Entries {
		if e.Name == "softmax" {
			continue
		}
		s := Spec{Inputs: 1, Loss: Losses.Default("mean_squared_error"), Layers: []Layer{{Units: 1, Activation: e.Default()}}}
		n := New[float64](s)
		n.Params[0] = 1
		for _, x := range []float64{-2.3, -0.4, 0.7, 1.9} {
			high := n.Forward([]float64{x + 1e-6})[0]
			low := n.Forward([]float64{x - 1e-6})[0]
			slope := make([]float64, 1)
			n.Forward([]float64{x})
			n.Slopes(slope, 0)
			if want := (high - low) / 2e-6; math.Abs(slope[0]-want) > 1e-6 {
				t.Errorf("%s at %g: %g, want %g", e.Name, x, slope[0], want)
			}
		}
	}
}

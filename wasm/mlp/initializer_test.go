package mlp

import (
	"math"
	"testing"

	"plateau/wasm/catalog"
)

// Moments and bounds over 1e5 draws, against the formulas Keras documents; a
// mean must lie within 5 standard errors, a variance within 3 %.
func TestInitializerMoments(t *testing.T) {
	const rows, cols = 250, 400
	scaling := func(scale, mode, distribution float64) catalog.Choice {
		return Initializers.Default("variance_scaling").With("scale", scale).With("mode", mode).With("distribution", distribution)
	}
	in, out := float64(rows), float64(cols)
	for _, c := range []struct {
		choice                catalog.Choice
		mean, variance, bound float64
	}{
		{Initializers.Default("glorot_uniform"), 0, 2 / (in + out), math.Sqrt(6 / (in + out))},
		{Initializers.Default("glorot_normal"), 0, 2 / (in + out), 2 * math.Sqrt(2/(in+out)) / TruncatedStddev},
		{Initializers.Default("he_uniform"), 0, 2 / in, math.Sqrt(6 / in)},
		{Initializers.Default("he_normal"), 0, 2 / in, 2 * math.Sqrt(2/in) / TruncatedStddev},
		{Initializers.Default("lecun_uniform"), 0, 1 / in, math.Sqrt(3 / in)},
		{Initializers.Default("lecun_normal"), 0, 1 / in, 2 * math.Sqrt(1/in) / TruncatedStddev},
		{Initializers.Default("random_uniform"), 0, 0.01 / 12, 0.05},
		{Initializers.Default("random_normal"), 0, 0.0025, math.Inf(1)},
		{Initializers.Default("random_normal").With("mean", 3).With("stddev", 2), 3, 4, math.Inf(1)},
		// truncated_normal is cut at two of its own standard deviations and not widened.
		{Initializers.Default("truncated_normal"), 0, 0.0025 * TruncatedStddev * TruncatedStddev, 0.1},
		{Initializers.Default("torch_default"), 0, 1 / in / 3, 1 / math.Sqrt(in)},
		{scaling(3, 0, 0), 0, 3 / in, 2 * math.Sqrt(3/in) / TruncatedStddev},
		{scaling(3, 1, 1), 0, 3 / out, math.Inf(1)},
		{scaling(3, 2, 2), 0, 6 / (in + out), math.Sqrt(18 / (in + out))},
		{Initializers.Default("orthogonal"), 0, 1 / out, 1},
		{Initializers.Default("zeros"), 0, 0, 0},
		{Initializers.Default("ones"), 1, 0, 1},
		{Initializers.Default("constant").With("value", -2.5), -2.5, 0, 2.5},
	} {
		s := Spec{Inputs: rows, Loss: Losses.Default("mean_squared_error"), Layers: []Layer{{
			Units: cols, Activation: Activations.Default("linear"), KernelInitializer: c.choice, BiasInitializer: c.choice,
		}}}
		w := s.Initial(1)
		n := float64(len(w))
		var mean, variance float64
		for _, v := range w {
			mean += v / n
			if math.Abs(v-c.mean) > c.bound && math.Abs(v) > c.bound {
				t.Fatalf("%s: %g is beyond %g", label(c.choice), v, c.bound)
			}
		}
		for _, v := range w {
			variance += (v - mean) * (v - mean) / n
		}
		if math.Abs(mean-c.mean) > 5*math.Sqrt(c.variance/n)+1e-11 {
			t.Errorf("%s: mean %g, want %g", label(c.choice), mean, c.mean)
		}
		if math.Abs(variance-c.variance) > 0.03*c.variance+1e-12 {
			t.Errorf("%s: variance %g, want %g", label(c.choice), variance, c.variance)
		}
	}
}

func TestOrthogonalAndIdentity(t *testing.T) {
	for _, shape := range [][2]int{{3, 5}, {5, 3}, {4, 4}} {
		rows, cols := shape[0], shape[1]
		s := Spec{Inputs: rows, Layers: []Layer{{Units: cols, KernelInitializer: Initializers.Default("orthogonal").With("gain", 2)}}}
		w := s.Initial(4)
		for a := range min(rows, cols) {
			for b := range min(rows, cols) {
				var d float64
				for k := range max(rows, cols) {
					if rows <= cols {
						d += w[a*cols+k] * w[b*cols+k]
					} else {
						d += w[k*cols+a] * w[k*cols+b]
					}
				}
				want := 0.0
				if a == b {
					want = 4
				}
				if math.Abs(d-want) > 1e-12 {
					t.Errorf("%v: product of vectors %d and %d is %g", shape, a, b, d)
				}
			}
		}
		s.Layers[0].KernelInitializer = Initializers.Default("identity")
		for i, v := range s.Initial(0) {
			want := 0.0
			if i/cols == i%cols {
				want = 1
			}
			if v != want {
				t.Errorf("identity %v: %g at %d", shape, v, i)
			}
		}
	}
}

// Each variable has its own stream: changing the output layer leaves the first
// kernel alone.
func TestInitialStreamsAreSeparate(t *testing.T) {
	l := Layer{Units: 3, UseBias: true, KernelInitializer: Initializers.Default("glorot_uniform"), BiasInitializer: Initializers.Default("random_normal")}
	a := Spec{Inputs: 2, Layers: []Layer{l, l}}.Initial(9)
	l2 := l
	l2.Units = 7
	b := Spec{Inputs: 2, Layers: []Layer{l, l2}}.Initial(9)
	for i := range 9 {
		if a[i] != b[i] {
			t.Errorf("weight %d changed from %g to %g", i, a[i], b[i])
		}
	}
}

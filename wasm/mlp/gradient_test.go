package mlp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"plateau/wasm/catalog"
)

// variants is every entry of a catalog at its defaults, and once more with
// each Boolean argument set and each number moved off its default.
func variants(c catalog.Catalog) []catalog.Choice {
	var out []catalog.Choice
	for _, e := range c.Entries {
		base := e.Default()
		out = append(out, base)
		for _, p := range e.Params {
			switch {
			case p.Kind == catalog.Boolean:
				out = append(out, base.With(p.Name, 1-p.Default))
			case p.Kind == catalog.Number && !math.IsInf(p.Default, 0) && !math.IsNaN(p.Default):
				out = append(out, base.With(p.Name, p.Default+0.3))
			case p.Kind == catalog.Number:
				out = append(out, base.With(p.Name, 0.7))
			}
		}
	}
	return out
}

func label(c catalog.Choice) string { return fmt.Sprint(c.Name, c.Args) }

// targets fits the loss: labels for the entropies and hinge, numbers else.
func targets(loss catalog.Choice, outputs int, random *rand.Rand) []float64 {
	y := make([]float64, outputs)
	for i := range y {
		switch loss.Name {
		case "binary_crossentropy":
			y[i] = float64(random.IntN(2))
		case "hinge":
			y[i] = float64(2*random.IntN(2) - 1)
		default:
			y[i] = random.NormFloat64()
		}
	}
	if loss.Is("categorical_crossentropy") {
		clear(y)
		y[random.IntN(outputs)] = 1
	}
	return y
}

// Every loss, over an output that it fits, through every hidden activation and
// both penalties: the gradient equals central differences. The network is
// small and its weights random, so no row sits on a kink; the tolerance is what
// central differences of step 1e-5 reach in float64.
func TestGradientEqualsFiniteDifferences(t *testing.T) {
	const tolerance = 2e-7
	for _, activation := range variants(Activations) {
		for _, loss := range variants(Losses) {
			output := Activations.Default("linear")
			switch {
			case loss.Is("binary_crossentropy") && !loss.True("from_logits"):
				output = Activations.Default("sigmoid")
			case loss.Is("categorical_crossentropy") && !loss.True("from_logits"):
				output = Activations.Default("softmax")
			}
			for _, penalty := range [][2]float64{{0, 0}, {0.01, 0}, {0, 0.02}, {0.01, 0.02}} {
				checkGradient(t, Spec{
					Inputs: 2, Loss: loss, L1: penalty[0], L2: penalty[1],
					Layers: []Layer{
						{Units: 4, Activation: activation, UseBias: true},
						{Units: 3, Activation: Activations.Default("tanh")},
						{Units: 3, Activation: output, UseBias: true},
					},
				}, tolerance)
			}
		}
	}
}

// Every activation as the output under squared error.
func TestGradientOfOutputActivations(t *testing.T) {
	for _, activation := range variants(Activations) {
		checkGradient(t, Spec{
			Inputs: 2, Loss: Losses.Default("mean_squared_error"),
			Layers: []Layer{{Units: 4, Activation: Activations.Default("sin"), UseBias: true}, {Units: 3, Activation: activation, UseBias: true}},
		}, 2e-7)
	}
}

func checkGradient(t *testing.T, s Spec, tolerance float64) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 11))
	n := New[float64](s)
	for i := range n.Params {
		n.Params[i] = random.NormFloat64() * 0.8
	}
	x := []float64{0.3, -0.9}
	y := targets(s.Loss, s.Outputs(), random)
	got := make([]float64, len(n.Params))
	value := n.Row(got, x, y, 1, nil) + n.Penalty()
	n.PenaltyGradient(got)
	params := append([]float64(nil), n.Params...)
	f := func(w []float64) float64 {
		copy(n.Params, w)
		return n.RowLoss(x, y) + n.Penalty()
	}
	if again := f(params); again != value {
		t.Errorf("Row gives loss %g, RowLoss %g", value, again)
	}
	want := fd.Gradient(nil, f, params, &fd.Settings{Formula: fd.Central, Step: 1e-5})
	for i := range want {
		if d := math.Abs(got[i] - want[i]); !(d <= tolerance*max(1, math.Abs(want[i]))) {
			t.Errorf("%s hidden, %s output, %s, l1 %g, l2 %g: weight %d: gradient %g, differences %g",
				label(s.Layers[0].Activation), s.Layers[len(s.Layers)-1].Activation.Name, label(s.Loss), s.L1, s.L2, i, got[i], want[i])
			return
		}
	}
}

func TestJacobianEqualsFiniteDifferences(t *testing.T) {
	s := Spec{Inputs: 2, Loss: Losses.Default("mean_squared_error"), Layers: []Layer{
		{Units: 5, Activation: Activations.Default("tanh"), UseBias: true}, {Units: 2, Activation: Activations.Default("sigmoid"), UseBias: true},
	}}
	random := rand.New(rand.NewPCG(1, 2))
	n := New[float64](s)
	for i := range n.Params {
		n.Params[i] = random.NormFloat64()
	}
	x := []float64{0.5, -1}
	p := len(n.Params)
	got := make([]float64, 2*p)
	n.Jacobian(got, x)
	params := append([]float64(nil), n.Params...)
	for k := range 2 {
		want := fd.Gradient(nil, func(w []float64) float64 { copy(n.Params, w); return n.Forward(x)[k] }, params, &fd.Settings{Formula: fd.Central, Step: 1e-5})
		for i := range want {
			if math.Abs(got[k*p+i]-want[i]) > 1e-8 {
				t.Errorf("output %d, weight %d: %g, differences %g", k, i, got[k*p+i], want[i])
			}
		}
	}
}

// With dropout, the gradient is that of the network with the dropped units.
func TestDropoutGradient(t *testing.T) {
	s := Spec{Inputs: 1, Loss: Losses.Default("mean_squared_error"), Layers: []Layer{
		{Units: 8, Activation: Activations.Default("tanh"), UseBias: true, Dropout: 0.5}, {Units: 1, Activation: Activations.Default("linear"), UseBias: true},
	}}
	n := New[float64](s)
	for i := range n.Params {
		n.Params[i] = math.Sin(float64(i + 1))
	}
	drop := &Drop{Seed: 5, Step: 2, Row: 1}
	got := make([]float64, len(n.Params))
	n.Row(got, []float64{0.4}, []float64{1}, 1, drop)
	params := append([]float64(nil), n.Params...)
	want := fd.Gradient(nil, func(w []float64) float64 {
		copy(n.Params, w)
		return n.Row(make([]float64, len(w)), []float64{0.4}, []float64{1}, 1, drop)
	}, params, &fd.Settings{Formula: fd.Central, Step: 1e-5})
	zeros := 0
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-8 {
			t.Errorf("weight %d: %g, differences %g", i, got[i], want[i])
		}
		if got[i] == 0 {
			zeros++
		}
	}
	if zeros == 0 || zeros == len(want) {
		t.Errorf("%d of %d derivatives are 0", zeros, len(want))
	}
}

// A dropped unit returns on average: kept ones are scaled by 1 / (1 - rate).
func TestDropoutKeepsTheMean(t *testing.T) {
	keep := make([]float64, 100_000)
	mask(keep, &Drop{Seed: 1}, 0, 0.3)
	var sum float64
	for _, k := range keep {
		sum += k
	}
	if mean := sum / float64(len(keep)); math.Abs(mean-1) > 0.01 {
		t.Errorf("mean %g", mean)
	}
}

package diagnose

import (
	"math"
	"testing"

	"plateau/wasm/catalog"
	"plateau/wasm/mlp"
)

// everyActivation is each activation of a unit alone, with arguments of all
// kinds.
func everyActivation() []catalog.Choice {
	var out []catalog.Choice
	for _, entry := range mlp.Activations.Entries {
		if entry.Name == "softmax" {
			continue
		}
		plain := mlp.Activations.Default(entry.Name)
		out = append(out, plain)
		for _, param := range entry.Params {
			for _, v := range []float64{-3, -1, -0.5, 0, 0.5, 1, 2.5} {
				if v >= param.Min && v <= param.Max && (param.Kind != catalog.Boolean || v == 0 || v == 1) {
					one := plain.With(param.Name, v)
					out = append(out, one)
					if entry.Name != "relu" {
						continue
					}
					for _, slope := range []float64{-1, 0, 0.5} {
						for _, top := range []float64{0, 1, math.Inf(1)} {
							for _, threshold := range []float64{-2, 0, 0.5} {
								out = append(out, plain.With("negative_slope", slope).With("max_value", top).With("threshold", threshold).With(param.Name, v))
							}
						}
					}
				}
			}
		}
	}
	return out
}

// No value leaves the range, no two values lie further apart than the slope
// allows, and where there are no arguments both are met.
func TestRangesAndSlopes(t *testing.T) {
	for _, choice := range everyActivation() {
		low, high := outputRange(mlp.Layer{Units: 1, Activation: choice})
		steep := steepestOf(choice)
		f := mlp.NewActivation[float64](choice)
		at := func(z float64) float64 {
			a := make([]float64, 1)
			f.Forward(a, []float64{z})
			return a[0]
		}
		least, most, steepest := math.Inf(1), math.Inf(-1), 0.0
		const step = 1.0 / 128
		before := at(-30)
		for z := -30.0; z <= 30; z += step {
			v := at(z)
			least, most = min(least, v), max(most, v)
			steepest = max(steepest, math.Abs(v-before)/step)
			before = v
		}
		for _, z := range []float64{-0.7524614220, -0.7517915247, -1.2784645428, -1.1924312145} {
			least = min(least, at(z)) // where gelu, silu and mish are least
		}
		if least < low || most > high || steepest > steep*(1+1e-12) {
			t.Errorf("%s %v: values from %.12g to %.12g and slopes to %.9g leave [%.12g, %.12g], %.9g", choice.Name, choice.Args, least, most, steepest, low, high, steep)
		}
		plain := true
		for name, v := range mlp.Activations.Default(choice.Name).Args {
			plain = plain && (choice.Args[name] == v || name == "approximate")
		}
		if !plain {
			continue
		}
		if !math.IsInf(low, -1) && least > low+1e-4 && choice.Name != "softsign" || !math.IsInf(high, 1) && most < high-1e-4 && choice.Name != "softsign" {
			t.Errorf("%s %v: [%.12g, %.12g] is wider than what is taken, [%.12g, %.12g]", choice.Name, choice.Args, low, high, least, most)
		}
		if !math.IsInf(steep, 1) && steepest < steep*(1-1e-2) {
			t.Errorf("%s %v: slopes go to %.9g, not %.9g", choice.Name, choice.Args, steepest, steep)
		}
	}
}

// Outputs that arguments allow, at weights that reach them.
func TestRangeFloorOfArguments(t *testing.T) {
	for _, c := range []struct{ activation, bias, target string }{
		{`{"name":"elu","alpha":-1}`, "-0.6931471805599453", "0.5"},
		{`{"name":"relu","threshold":-1}`, "-0.5", "-0.5"},
		{`{"name":"relu","negative_slope":-1}`, "-5", "5"},
		{`{"name":"gelu","approximate":true}`, "-0.752461422071", "-0.17004075"},
		{`"mish"`, "-1.19243121452", "-0.30884341"},
	} {
		floor, loss := floorOf(t, "output_range", `{"data":{"points":[[0,`+c.target+`],[1,`+c.target+`],[2,`+c.target+`1]]},
			"network":{"layers":[{"activation":`+c.activation+`}],"weights":[[[0]],[`+c.bias+`]]},"training":{"epochs":0,"precision":"float64"}}`)
		if floor > loss {
			t.Errorf("%s: floor %.9g, these weights reach %.9g", c.activation, floor, loss)
		}
	}
}

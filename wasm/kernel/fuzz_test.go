//go:build !js

package kernel

import (
	"math/rand/v2"
	"testing"

	"plateau/wasm/catalog"
	"plateau/wasm/mlp"
)

// anySpec draws a spec from all that Supports accepts.
func anySpec(r *rand.Rand) Spec {
	pick := func(c *catalog.Catalog) catalog.Choice {
		e := c.Entries[r.IntN(len(c.Entries))]
		args := map[string]float64{}
		for _, p := range e.Params {
			if p.Kind == catalog.Boolean {
				args[p.Name] = float64(r.IntN(2))
			}
		}
		return choice(c, e.Name, args)
	}
	s := Spec{
		Net:       mlp.Spec{Inputs: 1 + r.IntN(9), Loss: pick(&mlp.Losses)},
		Optimizer: pick(&mlp.Optimizers), Single: r.IntN(2) == 0, Rows: 1 + r.IntN(130), Shuffled: r.IntN(2) == 0,
	}
	s.Batch = 1 + r.IntN(s.Rows)
	for range 1 + r.IntN(4) {
		l := mlp.Layer{Units: 1 + r.IntN(20), Activation: pick(&mlp.Activations), UseBias: r.IntN(4) > 0}
		if r.IntN(6) == 0 {
			l.Dropout = 0.5 * r.Float64()
		}
		s.Net.Layers = append(s.Net.Layers, l)
	}
	if r.IntN(4) == 0 {
		s.Net.L1, s.Net.L2 = 0.01*r.Float64(), 0.01*r.Float64()
	}
	return s
}

// FuzzTraining trains any network for three epochs both ways.
func FuzzTraining(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := anySpec(r)
		if Supports(s) != nil {
			return
		}
		newJob(s, seed).compare(t, 3, 1<<r.IntN(25))
		if t.Failed() {
			t.Logf("%+v", s)
		}
	})
}

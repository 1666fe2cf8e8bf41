package diagnose

import "plateau/wasm/train"

// What a hidden unit may be called; the numbers are those of
// static/protocol.d.ts.
const (
	Working   = iota // none of the others
	Linear           // it passes on its sum as it is, or a relu that never bends on these rows
	Dead             // a relu that is 0 on every row: no gradient passes
	Saturated        // its slope is under 5 % of the largest on most rows
	Copy             // it does what an earlier unit of its layer does
)

// Unit is what a hidden unit does over the training rows, at most 500 of them.
type Unit struct {
	Layer        int
	Badge        int
	CopyOf       int     // the earlier unit of its layer, -1 for none
	Mean, Spread float64 // of its activation
}

// unitWork bounds the rows that Units looks at, in multiply-adds.
const unitWork = 20_000_000

// Units judges the units of the hidden layers at the given weights, layer by
// layer. The tests are those that the causes rest on.
func Units(p *train.Problem, weights []float64) []Unit {
	rows := sample(p.Train.Rows(), min(probedRows, max(20, unitWork/len(weights))))
	var out []Unit
	probes := probeUnitsOn(p, weights, rows)
	for l, probe := range probes[:len(probes)-1] {
		for _, u := range probe.units {
			out = append(out, Unit{l, u.badge(p.Spec.Layers[l].Activation.Name), u.copyOf, u.mean, u.spread})
		}
	}
	return out
}

func (u unit) badge(activation string) int {
	switch {
	case dies(activation) && u.dead():
		return Dead
	case u.copyOf >= 0:
		return Copy
	case activation == "linear" || u.affine:
		return Linear
	case saturates(activation) && u.saturated > 0.5:
		return Saturated
	}
	return Working
}

// dead says whether a relu is 0 on every row.
func (u unit) dead() bool { return u.silent && u.high <= 0 }

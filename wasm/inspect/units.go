// Package inspect looks into a network at given weights: what its units do,
// how steep the loss is by each weight, and one update in slow motion.
package inspect

import (
	"math"

	"plateau/wasm/diagnose"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// Columns of Units.Table.
const (
	columnLayer   = iota
	columnBadge   // diagnose.Working to diagnose.Copy
	columnCopyOf  // unit of the same layer, -1 for none
	columnMean    // of the activation over the training rows
	columnSpread  // its standard deviation
	columnCurve   // number of its curve, -1 where it has none
	columnPart    // number of its contribution, -1 where it has none
	columnsOfUnit // how many there are
)

// Units is what the hidden units do.
type Units struct {
	Table    []float64 // shape (hidden units, columns)
	Curves   []float64 // shape (curves, samples): activations along x
	Parts    []float64 // shape (parts, samples): what a unit adds to the output
	Gradient []float64 // of the loss by each weight, Keras's order; empty where it is dear
	Norms    []float64 // length of the gradient of each layer's kernel
}

// gradientWork is up to how many multiply-adds a gradient is worth a look.
const gradientWork = 20_000_000

// Look judges every hidden unit. With one input it samples the curves of at
// most the given number of units at x, in the experiment's units: all of them,
// or those with something wrong and then those that vary least, and the unit
// called wanted, counted over all layers, -1 for none.
func Look(p *train.Problem, weights, x []float64, most, wanted int) Units {
	var out Units
	units := diagnose.Units(p, weights)
	for _, u := range units {
		out.Table = append(out.Table, float64(u.Layer), float64(u.Badge), float64(u.CopyOf), u.Mean, u.Spread, -1, -1)
	}
	if len(x) > 0 {
		out.sample(p, weights, x, chosen(units, most, wanted))
	}
	if p.Train.Rows()*len(weights) <= gradientWork {
		net := p.Network(weights)
		out.Gradient = make([]float64, len(weights))
		net.Gradient(out.Gradient, p.Train.X, p.Train.Y, p.RowWeights())
		net.PenaltyGradient(out.Gradient)
		out.Norms = diagnose.KernelNorms(p.Spec, out.Gradient)
	}
	return out
}

// worse orders units for those who can see only some.
func worse(a, b diagnose.Unit) bool {
	rank := [...]int{diagnose.Working: 4, diagnose.Linear: 3, diagnose.Saturated: 2, diagnose.Copy: 1, diagnose.Dead: 0}
	if rank[a.Badge] != rank[b.Badge] {
		return rank[a.Badge] < rank[b.Badge]
	}
	return a.Spread < b.Spread
}

// chosen marks the units whose curves are drawn.
func chosen(units []diagnose.Unit, most, wanted int) []bool {
	out := make([]bool, len(units))
	for n := 0; n < min(most, len(units)); n++ {
		worst := -1
		for i, u := range units {
			if !out[i] && (worst < 0 || worse(u, units[worst])) {
				worst = i
			}
		}
		out[worst] = true
	}
	if wanted >= 0 && wanted < len(units) {
		out[wanted] = true
	}
	return out
}

// drawn is a unit whose curve is drawn, and what it is multiplied with in the
// output, NaN where it does not go there at once.
type drawn struct {
	layer, unit int
	weight      float64
}

// sample draws the chosen units along x. What a unit of the last hidden layer
// adds to a linear output is in the target's units; to another output, in
// those of its sum.
func (u *Units) sample(p *train.Problem, weights, x []float64, chosen []bool) {
	last := len(p.Spec.Layers) - 2
	output := outputKernel(p.Spec, weights)
	if p.Spec.Layers[last+1].Activation.Is("linear") {
		for i := range output {
			output[i] *= p.Targets.Factor[0]
		}
	}
	var all []drawn
	layer, unit, parts := 0, 0, 0
	for i, wanted := range chosen {
		row := u.Table[i*columnsOfUnit:][:columnsOfUnit]
		if int(row[columnLayer]) != layer {
			layer, unit = layer+1, 0
		}
		if wanted {
			one := drawn{layer, unit, math.NaN()}
			row[columnCurve] = float64(len(all))
			if layer == last && p.Spec.Outputs() == 1 {
				row[columnPart], one.weight = float64(parts), output[unit]
				parts++
			}
			all = append(all, one)
		}
		unit++
	}
	net := p.Network(weights)
	u.Curves, u.Parts = make([]float64, len(all)*len(x)), make([]float64, parts*len(x))
	for at, value := range p.Inputs.Apply(x) {
		net.Forward([]float64{value})
		for i, one := range all {
			_, a := net.Unit(one.layer, one.unit)
			u.Curves[i*len(x)+at] = a
			// The last ones have a part.
			if part := i - len(all) + parts; part >= 0 {
				u.Parts[part*len(x)+at] = a * one.weight
			}
		}
	}
}

// outputKernel is a copy of the kernel of the last layer.
func outputKernel(s mlp.Spec, weights []float64) []float64 {
	all := s.Variables()
	v := all[len(all)-1]
	if v.Bias {
		v = all[len(all)-2]
	}
	return append([]float64(nil), weights[v.From:v.To]...)
}

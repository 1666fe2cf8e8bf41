package diagnose

import (
	"math"
)

// The causes that lie in what the network can express, and in where it landed.

func missingBias(f *facts) *suspect {
	without := 0
	for _, l := range f.e.Network.Layers {
		if !l.UseBias {
			without++
		}
	}
	if without == 0 {
		return nil
	}
	s := &suspect{cause: "missing_bias", strength: signature}
	s.saw("layers without bias", float64(without), 0, "such a layer maps 0 to 0", "definition")
	return s.curedBy(editBiases())
}

func dropoutTooStrong(f *facts) *suspect {
	strongest, kept := 0.0, math.Inf(1)
	for _, l := range f.e.Network.Layers {
		if l.Dropout > 0 {
			strongest = max(strongest, l.Dropout)
			kept = min(kept, (1-l.Dropout)*float64(l.Units))
		}
	}
	if strongest == 0 || f.state == Diverged {
		return nil
	}
	s := &suspect{cause: "dropout_too_strong", strength: hint}
	trained := mean(tail(f.run.History.Losses, 50))
	if trained > 1.5*f.loss || kept < 4 {
		s.strength = signature
	}
	s.saw("units kept of a layer", kept, 4, "(1 - dropout) × units", "Srivastava et al. 2014: widen by 1 / (1 - dropout)")
	s.saw("loss while dropping over loss without", trained/f.loss, 1.5, "mean loss of the last 50 epochs / loss of all rows with every unit", "definition of dropout")
	return s.curedBy(editDropout(0), editDropout(0.5))
}

func tail(values []float64, n int) []float64 { return values[max(0, len(values)-n):] }

func tooFewUnits(f *facts) *suspect {
	if f.hidden() == 0 || f.state == Diverged || !f.hiddenIs(func(a string) bool { return a != "linear" }) {
		return nil
	}
	narrow := math.Inf(1)
	for _, l := range f.e.Network.Layers[:f.hidden()] {
		narrow = min(narrow, float64(l.Units))
	}
	if narrow > 64 {
		return nil
	}
	s := &suspect{cause: "too_few_units", strength: hint}
	s.saw("units of the narrowest hidden layer", narrow, 64, "doubling them has to lower the loss for this to be the cause", "a trial")
	if phi := f.phi(); !math.IsNaN(phi) {
		s.saw("share of the residual out of reach", phi, 0.9, "phi = |(I - J J⁺) r|² / |r|²", "Gauss and Newton")
		if phi > 0.9 {
			s.strength = signature
		}
	}
	return s.curedBy(editWidth(2), editWidth(4), editWidth(8), editDeeper(1))
}

// localMinimum waits for the trials: the other seeds of the same experiment
// say whether this one is out of the ordinary.
func localMinimum(f *facts) *suspect {
	if f.state == Diverged || f.hidden() == 0 || f.updates() < minUpdates {
		return nil
	}
	s := &suspect{cause: "saddle_or_local_minimum", strength: hint}
	data, penalty := gradients(f.p, f.weights)
	for i := range data {
		data[i] += penalty[i]
	}
	s.saw("length of the gradient", norm(data), 0, "|∇L| of all rows", "0 at a minimum or a saddle")
	return s
}

// waviness counts how often the residual changes its sign along the only
// input, leaving out changes smaller than a tenth of its size, and says whether
// it is smooth: a residual of noise differs from neighbour to neighbour by as
// much as from row to row (von Neumann 1941: ratio 2), a wave by little.
func waviness(f *facts) (waves int, smooth bool) {
	n := f.p.Train.Rows()
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	arrange(order, func(a, b int) int { return sign(f.p.Train.X[a] - f.p.Train.X[b]) })
	net := f.p.Network(f.weights)
	r := make([]float64, n)
	for at, i := range order {
		x, y := f.p.Train.Row(i)
		r[at] = y[0] - net.Forward(x)[0]
	}
	size := math.Sqrt(dot(r, r) / float64(n))
	last := 0
	var steps float64
	for i, v := range r {
		if i > 0 {
			steps += float64((v - r[i-1]) * (v - r[i-1]))
		}
		if math.Abs(v) < 0.1*size {
			continue
		}
		if s := sign(v); s != last {
			if last != 0 {
				waves++
			}
			last = s
		}
	}
	return waves, steps/float64(max(n-1, 1)) < size*size
}

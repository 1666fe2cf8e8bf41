package diagnose

import (
	"math"

	"plateau/wasm/dataset"
)

// probes are the measurements of a run whatever its state, for those who want
// to look for themselves: cheap ones at any time, dear ones when nothing else
// is left to do.
func (f *facts) probes(dear bool) []Evidence {
	s := &suspect{}
	if f.state == Diverged {
		return nil // its last numbers mean nothing
	}
	f.gradientProbes(s)
	low, high := dataset.Range(f.p.Train.Y)
	least, most := f.predicted()
	s.saw("range of predictions over that of targets", (most-least)/(high-low), 0.1, "(max p - min p) / (max y - min y)", "a network that predicts the mean has 0").atLeast()
	if !dear {
		return s.evidence
	}
	f.unitProbes(s)
	f.tangentProbes(s)
	f.dataProbes(s)
	if f.p.Batch < f.p.Train.Rows() {
		s.saw("signal to noise of a batch's gradient", f.signal(), 1, "|mean g|² B / Σ var g over single rows, B rows a batch", "below 1 a step goes more by the choice of rows than by the loss").atLeast()
	}
	return s.evidence
}

// probedWork bounds the weights times rows of a probe: about 20 ms in a browser.
const probedWork = 1_000_000

// gradientProbes measure what pushes the weights, and how far a step takes them.
func (f *facts) gradientProbes(s *suspect) {
	gradient, rows := make([]float64, len(f.weights)), "all rows"
	net := f.p.Network(f.weights)
	x, y, weights := f.p.Train.X, f.p.Train.Y, f.p.RowWeights()
	if few := sample(f.p.Train.Rows(), max(1, probedWork/len(f.weights))); len(few) < f.p.Train.Rows() {
		x, y, weights = some(f.p, few)
		rows = Count(len(few)) + " rows, evenly spread"
	}
	net.Gradient(gradient, x, y, weights)
	net.PenaltyGradient(gradient)
	g, w := norm(gradient), norm(f.weights)
	s.saw("length of the gradient", g, math.NaN(), "|∇L| of "+rows, "0 at a minimum or a saddle")
	for l, length := range KernelNorms(f.p.Spec, gradient) {
		s.saw("gradient of layer "+Count(l+1), length, math.NaN(), "|∂L / ∂ kernel|", "layers that differ a thousandfold do not learn together")
	}
	switch rate := f.rateAt(1); {
	case f.plain():
		s.saw("step over weights", rate*g/(1-f.e.Training.Optimizer.Args["momentum"])/w, 1e-3, "rate × |∇L| / (1 - momentum) / |w|", "CS231n: about 1e-3 is usual").about()
	case f.adaptive():
		s.saw("step over weights", rate*math.Sqrt(float64(len(f.weights)))/w, 1e-3, "rate × √parameters / |w|: an adaptive step is about its rate", "CS231n: about 1e-3 is usual").about()
	}
}

// predicted is the range of the outputs over the rows.
func (f *facts) predicted() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	net := f.p.Network(f.weights)
	for _, i := range sample(f.p.Train.Rows(), probedRows) {
		x, _ := f.p.Train.Row(i)
		least, most := dataset.Range(net.Forward(x))
		low, high = min(low, least), max(high, most)
	}
	return low, high
}

func (f *facts) unitProbes(s *suspect) {
	var units, silent, copies, flat float64
	for _, l := range f.units()[:f.hidden()] {
		for _, u := range l.units {
			units++
			flat += u.saturated
			if u.silent {
				silent++
			} else if u.copyOf >= 0 {
				copies++
			}
		}
	}
	if units == 0 {
		return
	}
	s.saw("silent hidden units", silent, units/2, "units whose slope is 0 on every row", "a relu that is below 0 everywhere learns nothing").atMost()
	s.saw("hidden units that are copies", copies, 0, "units of a layer with the same activation on every row, to 1e-9", "equal units stay equal").atMost()
	s.saw("share of saturated activations", flat/units, 0.5, "(row, unit) pairs whose slope is under 5 % of the largest", "saturated units pass almost no gradient").atMost()
}

// tangentProbes measure what small steps can reach, and how fast.
func (f *facts) tangentProbes(s *suspect) {
	t := f.tangent()
	if smooth(f.p.Spec.Loss) && !math.IsNaN(f.phi()) {
		s.saw("share of the residual out of reach", f.phi(), 0.9, "phi = |(I - J J⁺) r|² / |r|²", "Gauss and Newton; above 0.9 blocked, below 0.5 slow").atMost()
	}
	if rank := t.rank(); rank >= 0 {
		s.saw("rank of the Jacobian", float64(rank), float64(min(t.j.rows, t.j.cols)), "eigenvalues of J Jᵀ over 1e-6 of the largest; at most the smaller of rows × outputs and weights", "directions that predictions can move in").atLeast()
	}
	if t.basis() == nil || !t.whole {
		s.saw("entries of the Jacobian", float64(f.p.Train.Rows()*f.p.Train.Outputs)*float64(len(f.weights)), tangentEntries, "rows × outputs × weights: too many for its rank and condition number, or the smaller side is above "+Count(denseLimit), "a browser's memory and patience").atMost()
	}
	if len(f.weights) <= probedWork/100 {
		sharp := f.sharpnessAt(false)
		s.saw("sharpness", sharp, math.NaN(), "largest eigenvalue of the Hessian of the loss", "power iteration")
		if f.plain() {
			s.saw("learning rate × sharpness", f.rate()*sharp, 2, "rate × largest eigenvalue of the Hessian", "gradient descent is stable up to 2").atMost()
		}
	}
	top, least := t.extremes()
	if !(least > 0) {
		return
	}
	s.saw("condition number", top/least, 1e4, "largest / smallest eigenvalue of J Jᵀ above 1e-12 of the largest", "Goh 2017, Why Momentum Really Works").atMost()
	if f.plain() {
		// The residual of a direction with eigenvalue v of H = JᵀJ / n shrinks by 1 - rate v a step, its square twice as fast.
		perEpoch := float64(f.updates()) / float64(f.run.Epoch())
		v := least / float64(f.p.Train.Rows())
		s.saw("epochs to halve the loss in the flattest direction", math.Ln2/(2*f.rate()*v*perEpoch), float64(f.run.Epoch()), "ln 2 / (2 × rate × smallest eigenvalue of JᵀJ / rows × updates an epoch)", "gradient descent on a parabola").atMost()
	}
}

func (f *facts) dataProbes(s *suspect) {
	var offset, width, constant float64
	for c := range f.p.Spec.Inputs {
		values := column(f.p.Train.X, f.p.Spec.Inputs, c)
		o, w := columnScale(values)
		if offset, width = max(offset, o), max(width, w); w == 0 {
			constant++
		}
	}
	y := f.p.Train.Y
	s.saw("largest offset of an input", offset, 3, "|mean x| / deviation of x, as the network sees it", "LeCun et al. 1998, Efficient BackProp").atMost()
	s.saw("largest range of an input", width, 10, "max x - min x, as the network sees it", "LeCun et al. 1998, Efficient BackProp").atMost()
	s.saw("constant inputs", constant, 0, "columns with one value", "they tell no two rows apart").atMost()
	s.saw("size of the targets", math.Sqrt(dot(y, y)/float64(len(y))), 10, "root mean square of y, as the network sees it", "initial weights give outputs of about 1").atMost()
}

// signalRows is how many rows the noise of the gradient is measured over.
const signalRows = 64

// signal is the squared length of the mean gradient over the variance of that
// of a batch.
func (f *facts) signal() float64 {
	rows := sample(f.p.Train.Rows(), max(2, min(signalRows, sharpnessWork/len(f.weights))))
	net := f.p.Network(f.weights)
	n := float64(len(rows))
	whole, one := make([]float64, len(f.weights)), make([]float64, len(f.weights))
	var squares float64
	for _, i := range rows {
		x, y := f.p.Train.Row(i)
		net.Gradient(one, x, y, nil)
		squares += dot(one, one) / n
		for q, v := range one {
			whole[q] += v / n
		}
	}
	signal := dot(whole, whole)
	return signal * float64(f.p.Batch) / max((squares-signal)*n/(n-1), 1e-300)
}

// extremes are the largest eigenvalue of J Jᵀ and the smallest above 1e-12 of
// it; 0 where the Jacobian is too large or not whole.
func (t *tangent) extremes() (top, least float64) {
	b := t.basis()
	if b == nil || !t.whole {
		return 0, 0
	}
	top = b.values[len(b.values)-1]
	for _, v := range b.values {
		if v > negligible*negligible*top {
			return top, v
		}
	}
	return 0, 0
}

package diagnose

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// tangent is a problem seen from the present weights to first order: the
// Jacobian J of the outputs, shape (rows × outputs, parameters), and the
// residual r, in the metric of the loss: where g and h are the first and the
// second derivative of a row's loss by an output, r = -g / √h and the rows of J
// are times √h. A step d of the weights then changes the loss by
// (|r - J d|² - |r|²) / 2, up to third order in the outputs (Gauss and Newton);
// squared error has no third order, and J and r are as they stand, times √2.
type tangent struct {
	j     matrix
	r     []float64
	whole bool // no rows were left out

	known *basis // of j, once it was asked for
}

// tangentEntries bounds the size of a Jacobian; with more rows, every few are
// left out.
const tangentEntries = 200_000

func newTangent(p *train.Problem, weights []float64) *tangent {
	net := p.Network(weights)
	loss := mlp.NewLoss[float64](p.Spec.Loss)
	k, n := p.Train.Outputs, len(weights)
	rows := sample(p.Train.Rows(), max(tangentEntries/(n*k), 1))
	t := &tangent{j: newMatrix(len(rows)*k, n), r: make([]float64, len(rows)*k), whole: len(rows) == p.Train.Rows()}
	slope, curvature := make([]float64, k), make([]float64, k)
	classes := p.RowWeights()
	for at, i := range rows {
		x, y := p.Train.Row(i)
		r, j := t.r[at*k:(at+1)*k], matrix{k, n, t.j.data[at*k*n : (at+1)*k*n]}
		out := net.Jacobian(j.data, x)
		if p.Spec.Loss.Is("categorical_crossentropy") {
			byShares(p.Spec.Loss, y, out, r, j)
		} else {
			loss.Gradient(slope, y, out)
			for c := range k {
				curvature[c] = curvatureOf(p.Spec.Loss, k, y[c], out[c], slope[c])
				r[c] = -slope[c] / math.Sqrt(curvature[c])
				scale(j.row(c), math.Sqrt(curvature[c]))
			}
		}
		scale(r, math.Sqrt(classes[i]))
		scale(j.data, math.Sqrt(classes[i]))
	}
	return t
}

func scale(values []float64, by float64) {
	for i := range values {
		values[i] *= by
	}
}

// byShares is the residual and the Jacobian of a row under categorical
// cross-entropy, whose outputs depend on each other. With shares q and labels
// y, Fisher's metric of q is 1 / q: r = (y - q) / √q and the rows of J are those
// of q over √q.
func byShares(choice catalog.Choice, y, out, r []float64, j matrix) {
	logits, smoothing := choice.True("from_logits"), choice.Arg("label_smoothing")
	q := make([]float64, len(out))
	total, top := 0.0, out[largest(out)]
	for c, v := range out {
		if q[c] = v; logits {
			q[c] = elementary.Exp(v - top)
		}
		total += q[c]
	}
	for c := range q {
		q[c] /= total
	}
	for a := range j.cols { // from the derivative of the outputs to that of the shares
		var mean float64
		for c := range q {
			if logits {
				mean += float64(q[c] * j.row(c)[a])
			} else {
				mean += j.row(c)[a] / total
			}
		}
		for c := range q {
			if v := &j.row(c)[a]; logits {
				*v = q[c] * (*v - mean)
			} else {
				*v = *v/total - float64(q[c]*mean)
			}
		}
	}
	for c, v := range q {
		root := math.Sqrt(max(v, mlp.Epsilon))
		r[c] = (float64(y[c]*(1-smoothing)) + smoothing/float64(len(y)) - v) / root
		scale(j.row(c), 1/root)
	}
}

// curvatureOf is the second derivative of a row's loss by one output: Fisher's
// for cross-entropy, and for losses that are no parabola the slope over the
// deviation, the weight of iterated least squares: a parabola that touches the
// loss from above.
func curvatureOf(choice catalog.Choice, outputs int, y, p, slope float64) float64 {
	const least = 1e-12
	k := float64(outputs)
	switch {
	case choice.Is("binary_crossentropy") && choice.True("from_logits"):
		q := elementary.Sigmoid(p)
		return max(q*(1-q), least) / k
	case choice.Is("binary_crossentropy"):
		return 1 / max(p*(1-p), mlp.Epsilon) / k
	case choice.Is("mean_squared_error"):
		return 2 / k
	}
	if d := p - bestOutput(choice, y); d != 0 && slope/d > least {
		return slope / d
	}
	return 1 / k
}

// smooth says whether a loss has the second derivative that phi is measured
// with: absolute values have none.
func smooth(choice catalog.Choice) bool {
	return choice.Is("mean_squared_error", "huber", "log_cosh", "binary_crossentropy", "categorical_crossentropy")
}

// ReachableShare is the singular value of a Jacobian, over its largest, up to
// which a direction counts as out of reach: the square root of the share for
// eigenvalues of J Jᵀ.
const ReachableShare = 1e-3

// negligible is ReachableShare for eigenvalues of J Jᵀ.
const negligible = ReachableShare * ReachableShare

// OutOfReach is phi = |(I - J J⁺) r|² / |r|², the share of the residual that no
// small step from the given weights can remove, in the metric of the loss and
// with its class weights: 1 where the loss cannot be lowered to first order. It
// is NaN for losses without a second derivative and for data too large to tell.
func OutOfReach(p *train.Problem, weights []float64) float64 {
	if !smooth(p.Spec.Loss) {
		return math.NaN()
	}
	return newTangent(p, weights).phi()
}

// phi is the share of the residual that no small step of any size or direction
// can remove; NaN where rows had to be left out and too few are left to tell.
func (t *tangent) phi() float64 {
	if !t.whole && t.j.rows < 2*t.j.cols {
		return math.NaN()
	}
	return shareOutside(t.j, t.basis(), t.r)
}

// basis is that of the Jacobian, nil where it is too large.
func (t *tangent) basis() *basis {
	if t.known == nil && min(t.j.rows, t.j.cols) <= denseLimit {
		b := decompose(t.j)
		t.known = &b
	}
	return t.known
}

// rank is the rank of the Jacobian, -1 where it is too large to tell.
func (t *tangent) rank() int {
	if b := t.basis(); b != nil && t.whole {
		return b.rank(negligible)
	}
	return -1
}

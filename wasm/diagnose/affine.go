package diagnose

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// affineShare is the eigenvalue, as a share of the largest, below which the
// inputs count as linearly dependent.
const affineShare = 1e-12

// design is the table [standardised x, 1], shape (rows, inputs + 1): the same
// affine maps as those of x, in numbers of one size.
func design(p *train.Problem) matrix {
	d := p.Spec.Inputs
	scaled := dataset.NewScale("standard", p.Train.X, d).Apply(p.Train.X)
	m := newMatrix(p.Train.Rows(), d+1)
	for i := range m.rows {
		copy(m.row(i), scaled[i*d:(i+1)*d])
		m.row(i)[d] = 1
	}
	return m
}

// projector returns what is left of a column outside the affine maps of the
// inputs, where row i counts weights[i].
func projector(p *train.Problem, weights []float64) func(y []float64) []float64 {
	m := design(p)
	for i, w := range weights {
		row := m.row(i)
		for j := range row {
			row[j] *= math.Sqrt(w)
		}
	}
	if min(m.rows, m.cols) > denseLimit {
		return func(y []float64) []float64 { return residualByGradients(m, y, 400) }
	}
	columns := decompose(m).columns(affineShare)
	return func(y []float64) []float64 {
		left := append([]float64(nil), y...)
		for range 2 { // the second repairs the rounding of the first
			for _, u := range columns {
				c := dot(u, left)
				for i := range left {
					left[i] -= float64(c * u[i])
				}
			}
		}
		return left
	}
}

// affineFloor is the loss of the best affine map of the inputs, whatever the
// network; false where there is none or it is too dear. For cross-entropy the
// map gives logits: logistic regression.
func affineFloor(p *train.Problem) (float64, bool) {
	weights := p.RowWeights()
	if !labelsFit(p) {
		return 0, false // no map is best: the loss has no lower bound
	}
	switch p.Spec.Loss.Name {
	case "mean_squared_error":
		return leastSquares(p, weights), true
	case "mean_absolute_error", "mean_absolute_percentage_error", "hinge":
		if p.Train.Rows()*(p.Spec.Inputs+1)*(p.Spec.Inputs+1) > 5e5 {
			return 0, false
		}
		return leastAbsolute(p, weights), true
	case "huber", "log_cosh":
		return majorize(p, p.Spec.Loss, 1), true
	case "binary_crossentropy":
		return majorize(p, p.Spec.Loss.With("from_logits", 1), 0.25), true
	case "categorical_crossentropy":
		return majorize(p, p.Spec.Loss.With("from_logits", 1), 0.5), true
	}
	return 0, false
}

// leastSquares is the mean squared error of ordinary least squares.
func leastSquares(p *train.Problem, weights []float64) float64 {
	outside := projector(p, weights)
	k, n := p.Train.Outputs, p.Train.Rows()
	var sum float64
	y := make([]float64, n)
	for c := range k {
		for i := range y {
			y[i] = p.Train.Y[i*k+c] * math.Sqrt(weights[i])
		}
		left := outside(y)
		sum += dot(left, left)
	}
	return sum / float64(n*k)
}

// majorizeWork bounds the iterations on large data, in multiply-adds.
const majorizeWork = 2e7

// majorize is the least loss over affine maps of a convex loss whose second
// derivative by an output, times the outputs, is at most curvature: each step
// goes to the least squares solution of the quadratic above the loss
// (majorization), with Nesterov's momentum, restarted when the loss rises.
func majorize(p *train.Problem, choice catalog.Choice, curvature float64) float64 {
	k, n := p.Train.Outputs, p.Train.Rows()
	loss, weights := mlp.NewLoss[float64](choice), p.RowWeights()
	even := make([]float64, n)
	heaviest := 0.0
	for i := range even {
		even[i] = 1
		heaviest = max(heaviest, weights[i])
	}
	if !choice.Is("categorical_crossentropy") {
		curvature /= float64(k) // a row's loss is the mean over its outputs
	}
	outside := projector(p, even)
	value := func(z []float64) float64 {
		var sum float64
		for i := range n {
			_, y := p.Train.Row(i)
			sum += float64(weights[i] * loss.Row(y, z[i*k:(i+1)*k]))
		}
		return sum / float64(n)
	}
	now, ahead, step := make([]float64, n*k), make([]float64, n*k), make([]float64, n)
	slope := make([]float64, n*k)
	best, momentum := value(now), 1.0
	rounds := min(2000, max(50, int(majorizeWork/float64(n*k*(p.Spec.Inputs+8)))))
	for range rounds {
		for i := range n {
			_, y := p.Train.Row(i)
			loss.Gradient(slope[i*k:(i+1)*k], y, ahead[i*k:(i+1)*k])
		}
		next := append([]float64(nil), ahead...)
		for c := range k {
			for i := range step {
				step[i] = -slope[i*k+c] * weights[i] / curvature / heaviest
			}
			left := outside(step)
			for i := range step {
				next[i*k+c] += step[i] - left[i]
			}
		}
		reached := value(next)
		grown := (1 + math.Sqrt(1+float64(4*momentum*momentum))) / 2
		if reached > best {
			copy(ahead, now)
			momentum = 1
			if grown < 2 {
				break // even a plain step does not lower it
			}
			continue
		}
		for i := range ahead {
			ahead[i] = next[i] + float64((momentum-1)/grown*(next[i]-now[i]))
		}
		now, momentum = next, grown
		if best-reached < 1e-13*best && momentum > 20 {
			break
		}
		best = reached
	}
	if separates(p, choice, now) {
		return 0
	}
	return best
}

// separates says whether logits z tell all rows apart, so that a multiple of
// them brings the cross-entropy as near to 0 as one likes.
func separates(p *train.Problem, choice catalog.Choice, z []float64) bool {
	if choice.Args["label_smoothing"] > 0 || !classifies(p) {
		return false
	}
	k := p.Train.Outputs
	for i := range p.Train.Rows() {
		_, y := p.Train.Row(i)
		row := z[i*k : (i+1)*k]
		whole := 0.0
		for c, v := range y {
			if v != 0 && v != 1 {
				return false
			}
			whole += v
			binary := !choice.Is("categorical_crossentropy")
			if binary && (row[c] > 0) != (v == 1) || !binary && v == 0 && row[c] >= row[largest(y)] {
				return false
			}
		}
		if whole != 1 && k > 1 && choice.Is("categorical_crossentropy") {
			return false
		}
	}
	return true
}

package diagnose

import (
	"math"

	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// tangent is a problem seen from the present weights to first order: the
// Jacobian J of the outputs, shape (rows × outputs, parameters), and the
// residual r that a step d changes to r - J d. Rows are scaled so that |r - J d|²
// is, up to a constant, the loss to second order in the outputs (Gauss and
// Newton): for squared error J and r are as they stand.
type tangent struct {
	j     matrix
	r     []float64
	whole bool // no rows were left out
}

// tangentEntries bounds the size of a Jacobian; with more rows, every few are
// left out.
const tangentEntries = 200_000

func newTangent(p *train.Problem, weights []float64) tangent {
	net := network(p, weights)
	loss := mlp.NewLoss[float64](p.Spec.Loss)
	k, n := p.Train.Outputs, len(weights)
	rows := sample(p.Train.Rows(), max(tangentEntries/(n*k), 1))
	t := tangent{newMatrix(len(rows)*k, n), make([]float64, len(rows)*k), len(rows) == p.Train.Rows()}
	slope := make([]float64, k)
	classes := p.RowWeights()
	for at, i := range rows {
		x, y := p.Train.Row(i)
		out := net.Jacobian(t.j.data[at*k*n:(at+1)*k*n], x)
		loss.Gradient(slope, y, out)
		for c := range k {
			h := curvatureOf(p.Spec.Loss.Name, p.Spec.Loss.Args["from_logits"] != 0, k, y[c], out[c], slope[c])
			scale := math.Sqrt(h * classes[i])
			t.r[at*k+c] = -slope[c] / h * scale
			row := t.j.row(at*k + c)
			for q := range row {
				row[q] *= scale
			}
		}
	}
	return t
}

// curvatureOf is the weight of one output's squared deviation in the loss: its
// second derivative where that says something (Fisher's for cross-entropy),
// else slope over deviation, the weight of iterated least squares.
func curvatureOf(loss string, logits bool, outputs int, y, p, slope float64) float64 {
	const least = 1e-12
	if loss == "binary_crossentropy" || loss == "categorical_crossentropy" {
		q := p
		if logits {
			q = 1 / (1 + math.Exp(-p))
			return max(q*(1-q), least)
		}
		return 1 / max(q*(1-q), mlp.Epsilon)
	}
	if loss == "mean_squared_error" {
		return 2 / float64(outputs)
	}
	if d := p - y; d != 0 && slope/d > least {
		return slope / d
	}
	return 1
}

// phi is the share of the residual that no small step of any size or direction
// can remove; NaN where rows had to be left out and too few are left to tell.
func (t tangent) phi() float64 {
	if !t.whole && t.j.rows < 2*t.j.cols {
		return math.NaN()
	}
	return shareOutside(t.j, t.r)
}

// rank is the rank of the Jacobian, -1 where it is too large to tell.
func (t tangent) rank() int {
	if min(t.j.rows, t.j.cols) > denseLimit {
		return -1
	}
	return decompose(t.j).rank(negligible * negligible)
}

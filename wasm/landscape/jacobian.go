package landscape

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/gonum"

	"plateau/wasm/text"
	"plateau/wasm/train"
)

// MaxDecomposition bounds the multiply-adds of a singular value decomposition,
// least side squared times the other, which cannot be interrupted: 2e7 take
// about half a second in a browser.
const MaxDecomposition = 20_000_000

// RankThreshold is the share of the largest singular value below which a
// direction counts as out of reach. It is that of the diagnosis.
const RankThreshold = 1e-6

// Reach is what the predictions can follow when the weights take a small step.
type Reach struct {
	Rows, Cols int       // of the Jacobian: rows × outputs, parameters
	Values     []float64 // its singular values, descending
	Rank       int       // how many are above RankThreshold times the first
	// Outside is the share of the squared residual that no small step can
	// remove, |(I - J J⁺) r|² / |r|²; NaN where there is no residual.
	Outside float64
}

// NewReach decomposes the Jacobian of the predictions of all training rows by
// the weights, in the units that the network is trained in; or says by how much
// it is too large.
func NewReach(p *train.Problem, at []float64) (Reach, error) {
	s := NewSurface(p)
	outputs, n := p.Train.Outputs, len(at)
	r := Reach{Rows: p.Train.Rows() * outputs, Cols: n, Outside: math.NaN()}
	if least, most := float64(min(r.Rows, n)), float64(max(r.Rows, n)); least*least*most > MaxDecomposition {
		return r, errors.New(text.Format("the Jacobian has %d rows and %d columns; the square of the smaller times the larger may be %d at most", r.Rows, n, MaxDecomposition))
	}
	j, residual := make([]float64, r.Rows*n), make([]float64, r.Rows)
	copy(s.net.Params, at)
	for i := range p.Train.Rows() {
		x, y := p.Train.Row(i)
		for k, out := range s.net.Jacobian(j[i*outputs*n:(i+1)*outputs*n], x) {
			residual[i*outputs+k] = y[k] - out
		}
	}
	for _, v := range j {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return r, errors.New("the predictions are no longer finite numbers, so they have no derivatives")
		}
	}
	left := r.decompose(j)
	for _, v := range r.Values {
		if v > RankThreshold*r.Values[0] {
			r.Rank++
		}
	}
	total := dot(residual, residual)
	if total == 0 || math.IsNaN(total) || math.IsInf(total, 0) {
		return r, nil
	}
	k := len(r.Values)
	for range 2 { // the second time repairs the rounding of the first
		for c := range r.Rank {
			var along float64
			for i, v := range residual {
				along += float64(left[i*k+c] * v)
			}
			for i := range residual {
				residual[i] -= float64(along * left[i*k+c])
			}
		}
	}
	r.Outside = dot(residual, residual) / total
	return r, nil
}

// decompose sets Values and returns the left singular vectors, shape (Rows,
// min(Rows, Cols)), one a column.
func (r *Reach) decompose(j []float64) []float64 {
	var impl gonum.Implementation
	k := min(r.Rows, r.Cols)
	r.Values = make([]float64, k)
	left := make([]float64, r.Rows*k)
	size, none := []float64{0}, []float64{0}
	impl.Dgesvd(lapack.SVDStore, lapack.SVDNone, r.Rows, r.Cols, j, r.Cols, r.Values, left, k, none, 1, size, -1)
	work := make([]float64, int(size[0]))
	if !impl.Dgesvd(lapack.SVDStore, lapack.SVDNone, r.Rows, r.Cols, j, r.Cols, r.Values, left, k, none, 1, work, len(work)) {
		panic("landscape: the singular values did not converge")
	}
	return left
}

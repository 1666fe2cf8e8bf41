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

// Reach is what the predictions can follow when the weights take a small step.
type Reach struct {
	Rows, Cols int       // of the Jacobian: rows × outputs, parameters
	Values     []float64 // its singular values, descending
	Threshold  float64   // values at or below it count as 0
	Rank       int       // how many are above it
}

// NewReach decomposes the Jacobian of the predictions of all training rows by
// the weights, in the units that the network is trained in, where singular
// values up to a share of the largest count as 0; or says by how much it is too
// large.
func NewReach(p *train.Problem, at []float64, share float64) (Reach, error) {
	s := NewSurface(p)
	outputs, n := p.Train.Outputs, len(at)
	r := Reach{Rows: p.Train.Rows() * outputs, Cols: n}
	if least, most := float64(min(r.Rows, n)), float64(max(r.Rows, n)); least*least*most > MaxDecomposition {
		return r, errors.New(text.Format("the Jacobian has %d rows and %d columns; the square of the smaller times the larger may be %d at most", r.Rows, n, MaxDecomposition))
	}
	j := make([]float64, r.Rows*n)
	copy(s.net.Params, at)
	for i := range p.Train.Rows() {
		x, _ := p.Train.Row(i)
		s.net.Jacobian(j[i*outputs*n:(i+1)*outputs*n], x)
	}
	for _, v := range j {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return r, errors.New("the predictions are no longer finite numbers, so they have no derivatives")
		}
	}
	r.decompose(j)
	r.Threshold = share * r.Values[0]
	for _, v := range r.Values {
		if v > r.Threshold {
			r.Rank++
		}
	}
	return r, nil
}

// decompose sets Values; j is overwritten.
func (r *Reach) decompose(j []float64) {
	var impl gonum.Implementation
	r.Values = make([]float64, min(r.Rows, r.Cols))
	size, none := []float64{0}, []float64{0}
	impl.Dgesvd(lapack.SVDNone, lapack.SVDNone, r.Rows, r.Cols, j, r.Cols, r.Values, none, 1, none, 1, size, -1)
	work := make([]float64, int(size[0]))
	if !impl.Dgesvd(lapack.SVDNone, lapack.SVDNone, r.Rows, r.Cols, j, r.Cols, r.Values, none, 1, none, 1, work, len(work)) {
		panic("landscape: the singular values did not converge")
	}
}

package diagnose

import (
	"math"

	"plateau/wasm/dataset"
	"plateau/wasm/train"
)

// span is an orthonormal basis of the affine maps of the inputs on the training
// rows: columns, shape (rank, rows). Rounding may have turned column j by off[j]
// radians: the inputs have 52 bits, and a column that is nearly a sum of others
// has fewer of its own.
type span struct {
	columns [][]float64
	off     []float64
}

const (
	spanWork = 2e7 // multiply-adds: 50 ms natively, 150 in a browser
	ulp      = 0x1p-52
)

// newSpan orthogonalizes [x, 1], row i times the root of weights[i], by Gram
// and Schmidt's way, the column with most of its own first, and each twice
// ("twice is enough", Kahan). XᵀX is never formed: its rounding would hide
// directions that are 1e-8 of the largest, and a network can use those. False
// where it is too dear.
func newSpan(p *train.Problem, weights []float64) (span, bool) {
	n, d := p.Train.Rows(), p.Spec.Inputs
	if float64(n*min(n, d+1))*float64(d+1+p.Train.Outputs) > spanWork {
		return span{}, false
	}
	var left [][]float64
	for c := range d + 1 {
		values := make([]float64, n)
		if c < d {
			values = column(p.Train.X, d, c)
		}
		low, high := dataset.Range(values)
		middle, half := low/2+high/2, high/2-low/2
		for i, w := range weights {
			values[i] = 1
			if c < d && half > 0 { // the same maps, in numbers of one size
				values[i] = (p.Train.X[i*d+c] - middle) / half
			}
			values[i] *= math.Sqrt(w)
		}
		if size := norm(values); size > 0 {
			scale(values, 1/size)
			left = append(left, values)
		}
	}
	var s span
	root := math.Sqrt(float64(d + 1))
	for len(left) > 0 && len(s.columns) < n {
		most, at := 0.0, 0
		for c, one := range left {
			if size := dot(one, one); size > most {
				most, at = size, c
			}
		}
		next := left[at]
		left[at] = left[len(left)-1]
		left = left[:len(left)-1]
		s.without(next)
		own := norm(next)
		if own <= 8*ulp*root {
			continue // a sum of others, as exactly as can be told
		}
		scale(next, 1/own)
		s.without(next)
		scale(next, 1/norm(next))
		for _, one := range left {
			take(one, next)
		}
		s.columns, s.off = append(s.columns, next), append(s.off, ulp*root/own)
	}
	return s, true
}

// take removes from y what it has in the direction of u, of length 1, and
// returns how much that was.
func take(y, u []float64) float64 {
	c := dot(u, y)
	for i, v := range u {
		y[i] -= float64(c * v)
	}
	return c
}

// without removes from y all that the span can reach, and returns the sizes of
// the parts: how far rounding may have moved what is left, and by what share.
func (s span) without(y []float64) (moved, share float64) {
	for j, u := range s.columns {
		moved += float64(math.Abs(take(y, u)) * s.off[j])
		share += float64(s.off[j] * s.off[j])
	}
	return moved, share
}

// outside is a length that what is left of y outside the span does not go
// below, whatever the rounding; y becomes it.
func (s span) outside(y []float64) float64 {
	moved, share := s.without(y)
	s.without(y) // repairs the rounding of the first
	return max(float64(norm(y)*math.Sqrt(max(1-share, 0)))-moved, 0)
}

// coordinates are those of y in the basis.
func (s span) coordinates(y []float64) []float64 {
	out := make([]float64, len(s.columns))
	for j, u := range s.columns {
		out[j] = dot(u, y)
	}
	return out
}

// sharp says whether no column is turned by so much that a convex loss could
// tell.
func (s span) sharp() bool {
	for _, v := range s.off {
		if v > 1e-9 {
			return false
		}
	}
	return true
}

// rows is the basis as a table, shape (rows, rank).
func (s span) rows(n int) matrix {
	m := newMatrix(n, len(s.columns))
	for j, u := range s.columns {
		for i, v := range u {
			m.row(i)[j] = v
		}
	}
	return m
}

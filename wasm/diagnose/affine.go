package diagnose

import (
	"math"

	"plateau/wasm/dataset"
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

// affineFloor is the loss of the best affine map of the inputs, whatever the
// network; false where none can be computed.
func affineFloor(p *train.Problem) (float64, bool) {
	if !p.Spec.Loss.Is("mean_squared_error") {
		return 0, false
	}
	return leastSquares(p), true
}

// leastSquares is the mean squared error of ordinary least squares, rows
// weighted by their class.
func leastSquares(p *train.Problem) float64 {
	m, weights := design(p), p.RowWeights()
	for i, w := range weights {
		row := m.row(i)
		for j := range row {
			row[j] *= math.Sqrt(w)
		}
	}
	outside := func(y []float64) []float64 { return residualByGradients(m, y, 400) }
	if min(m.rows, m.cols) <= denseLimit {
		b := decompose(m)
		outside = func(y []float64) []float64 { return b.outside(y, affineShare) }
	}
	k := p.Train.Outputs
	var sum float64
	y := make([]float64, m.rows)
	for c := range k {
		for i := range y {
			y[i] = p.Train.Y[i*k+c] * math.Sqrt(weights[i])
		}
		left := outside(y)
		sum += dot(left, left)
	}
	return sum / float64(m.rows*k)
}

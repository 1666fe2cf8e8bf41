package diagnose

import "math"

// white is the unlikeness of neighbouring residuals from which they count as
// noise, and the least rows and the largest loss (over V) that it is judged at.
const (
	white        = 0.75
	whiteRows    = 30
	whiteLargest = 0.9
	whiteQueries = 300
)

// whiteResidual compares each residual with that of the row whose inputs are
// nearest: mean (r_i - r_j)² / (2 var r). It is 1 where neighbours have nothing
// in common, so that no smooth model does better, and near 0 for what is left
// of a smooth function. It is 0 where there are too few rows to tell, or where
// the model has not learned anything yet.
func (f *facts) whiteResidual() float64 {
	p := f.p
	n, k := p.Train.Rows(), p.Train.Outputs
	if n < whiteRows || !(f.data <= whiteLargest*f.yardstick.mean) {
		return 0
	}
	net := p.Network(f.weights)
	r := make([]float64, n*k)
	for i := range n {
		x, y := p.Train.Row(i)
		for c, v := range net.Forward(x) {
			r[i*k+c] = y[c] - v
		}
	}
	spread := make([]float64, p.Spec.Inputs)
	for c := range spread {
		spread[c] = max(deviation(column(p.Train.X, p.Spec.Inputs, c)), 1e-300)
	}
	var apart, size float64
	for _, i := range sample(n, whiteQueries) {
		j := f.nearest(i, spread)
		for c := range k {
			d := r[i*k+c] - r[j*k+c]
			apart += float64(d * d)
			size += float64(2 * r[i*k+c] * r[i*k+c])
		}
	}
	if size == 0 {
		return 0
	}
	return apart / size
}

// nearest is the row, other than i, with the inputs nearest to those of i, each
// in units of its deviation.
func (f *facts) nearest(i int, spread []float64) int {
	x, _ := f.p.Train.Row(i)
	best, at := math.Inf(1), i
	for j := range f.p.Train.Rows() {
		if j == i {
			continue
		}
		other, _ := f.p.Train.Row(j)
		var d float64
		for c, v := range x {
			step := (v - other[c]) / spread[c]
			d += float64(step * step)
		}
		if d < best {
			best, at = d, j
		}
	}
	return at
}

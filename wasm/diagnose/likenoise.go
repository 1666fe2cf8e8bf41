package diagnose

import "slices"

// nearEnough is the distance to the nearest row at which residuals of neighbours
// can tell noise from what a function still bends between them: the median of
// |x_i - x_j|² over twice the inputs that vary, in deviations; about 1 for rows
// taken at random and 0 for repeated ones.
const (
	nearEnough  = 0.02
	nearQueries = 100
)

// likeNoise says whether what is left of the data looks like noise, unlike from
// row to row among rows that lie near enough. It is a sign and no proof.
func (f *facts) likeNoise() bool {
	return f.data > f.leastNoise()*f.yardstick.mean && f.whiteResidual() > white && f.nearness() <= nearEnough
}

// leastNoise is the share of V below which a residual is not taken for noise: a
// millionth, and a thousandth for a network with half as many weights as numbers
// to fit, which bends from row to row, so that what training leaves last is
// unlike as well.
func (f *facts) leastNoise() float64 {
	if 2*len(f.weights) < len(f.p.Train.Y) {
		return learnedFlat * learnedFlat
	}
	return learnedFlat
}

// nearness is how far rows are from the nearest other, as at nearEnough.
func (f *facts) nearness() float64 {
	spread := make([]float64, f.p.Spec.Inputs)
	varying := 0.0
	for c := range spread {
		spread[c] = deviation(column(f.p.Train.X, f.p.Spec.Inputs, c))
		if spread[c] > 0 {
			varying++
		}
		spread[c] = max(spread[c], 1e-300)
	}
	rows := sample(f.p.Train.Rows(), nearQueries)
	apart := make([]float64, len(rows))
	for at, i := range rows {
		x, _ := f.p.Train.Row(i)
		other, _ := f.p.Train.Row(f.nearest(i, spread))
		for c, v := range x {
			d := (v - other[c]) / spread[c]
			apart[at] += d * d / max(2*varying, 1)
		}
	}
	slices.Sort(apart)
	return apart[len(apart)/2]
}

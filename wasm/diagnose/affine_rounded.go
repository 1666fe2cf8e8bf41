package diagnose

import (
	"math"

	"plateau/wasm/dataset"
	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// leastRounded is the floor of affine maps under a loss of y - z that is round
// at 0 and a straight line far out: Huber's and log cosh. Out there the second
// derivative is 0; the slope over the distance lies above the loss, and its steps
// are those of iterated least squares.
func leastRounded(p *train.Problem, weights []float64, basis span) (float64, bool) {
	k, n := p.Train.Outputs, p.Train.Rows()
	choice := p.Spec.Loss
	loss, left := mlp.NewLoss[float64](choice), newtonWork
	huber, delta, careful := choice.Is("huber"), choice.Args["delta"], 1.0
	f := convex{outputs: 1, weights: weights, careful: &careful}
	table := basis.rows(n)
	var sum float64
	for c := range k {
		y := column(p.Train.Y, k, c)
		low, high := dataset.Range(y)
		for i := range y {
			y[i] -= low/2 + high/2 // the same floor, in smaller numbers
		}
		f.at = func(i int, z, slope, curvature []float64) float64 {
			loss.Gradient(slope, y[i:i+1], z)
			d, above, second := z[0]-y[i], 1.0, 1-float64(slope[0]*slope[0])
			if huber {
				if second = 1; math.Abs(d) > delta {
					second = 0
				}
			}
			if slope[0] != 0 {
				above = slope[0] / d
			}
			curvature[0] = second + float64(careful*(above-second))
			return loss.Row(y[i:i+1], z)
		}
		f.under = func(i int, v []float64) float64 {
			return float64(-v[0]*y[i]) - conjugate(huber, delta, v[0])
		}
		bound, ok := f.least(table, &left)
		if !ok {
			return 0, false
		}
		sum += bound
	}
	return sum / float64(n*k), true
}

// conjugate is the largest v d - loss(d) over the distances d: v²/2 under Huber
// for slopes within delta, and ((1+v) log(1+v) + (1-v) log(1-v)) / 2 under log
// cosh for slopes within 1; else it is infinite.
func conjugate(huber bool, delta, v float64) float64 {
	if huber {
		if math.Abs(v) > delta {
			return math.Inf(1)
		}
		return v * v / 2
	}
	if math.Abs(v) > 1 {
		return math.Inf(1)
	}
	var sum float64
	for _, one := range []float64{v, -v} {
		if one > -1 {
			sum += float64((1 + one) * elementary.Log1p(one) / 2)
		}
	}
	return sum
}

package diagnose

import (
	"math"

	"plateau/wasm/dataset"
	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// A network whose kernels are W_1 ... W_D, and whose activations have slopes of
// at most s_1 ... s_D, changes its output by at most K |Δx|, with K the product
// of all |W_l| and s_l. Norms are Frobenius's. By the inequality of the means
//
//	Σ |W_l|² >= D K^(2/D)   and   Σ Σ |w| >= Σ |W_l| >= D K^(1/D)   (slopes 1)
//
// so a penalty buys steepness, and what lies within a steepness can be bounded.
// regularizedFloor is a loss, penalty included, that no weights go below:
//
//   - for layers without activation and squared error, the least over affine
//     maps M of their loss plus the penalty of |M|. The best of each size lie
//     on the path of ridge regression. With l2 alone, and one input or output
//     or no hidden layer, the bound is met: it is the optimum;
//   - else the least over K of the loss of the best outputs that lie within K
//     times the width of the inputs of each other, plus the penalty of K.
//
// It is 0 without penalty, or where nothing is known.
func regularizedFloor(p *train.Problem) float64 {
	l1, l2 := p.Spec.L1, p.Spec.L2
	if l1 == 0 && l2 == 0 || !labelsFit(p) {
		return 0
	}
	depth := float64(len(p.Spec.Layers))
	penalty := func(k float64) float64 {
		return depth * (float64(l2*elementary.Pow(k, 2/depth)) + float64(l1*elementary.Pow(k, 1/depth)))
	}
	if p.Spec.Loss.Is("mean_squared_error") && linearLayers(p.Spec) {
		if bound, ok := ridgeFloor(p, penalty); ok {
			return bound
		}
	}
	return steepnessFloor(p, penalty)
}

// leastSum is the least of falls(s) + rises(s) over s >= 0, from below to
// within a share of slack: between two places it is at least falls at the right one
// and rises at the left one, and the pair that promises least is parted until
// it keeps its promise, or often enough: the bound is one at any time. Places begin as 0, a span of decades from low to high,
// and infinity.
func leastSum(falls, rises func(float64) float64, low, high, slack float64, splits int) (bound, best float64) {
	type place struct{ s, down, up float64 }
	at := func(s float64) place { return place{s, falls(s), rises(s)} }
	places := []place{at(0)}
	best = math.Inf(1)
	for s := low; s < high; s *= 3 {
		places = append(places, at(s))
	}
	last := place{math.Inf(1), falls(math.Inf(1)), math.Inf(1)}
	places = append(places, at(high), last)
	for _, one := range places {
		best = min(best, one.down+one.up)
	}
	for range splits {
		gap := 0
		bound = math.Inf(1)
		for i := range len(places) - 1 {
			if v := places[i+1].down + places[i].up; v < bound {
				bound, gap = v, i
			}
		}
		left, right := places[gap].s, places[gap+1].s
		if bound >= best*(1-slack) || gap == len(places)-2 {
			return bound, best
		}
		middle := math.Sqrt(left * right)
		if left == 0 {
			middle = right / 100
		}
		one := at(middle)
		best = min(best, one.down+one.up)
		places = append(places[:gap+1], append([]place{one}, places[gap+1:]...)...)
	}
	return bound, best
}

// ridgeFloor follows the path of ridge regression, W = (XᵀX + μ)⁻¹ Xᵀy with
// everything centred. Along a principal component of X with eigenvalue v, on
// which y has the coordinate c, it leaves c μ / (v + μ) of y and adds
// c² v / (v + μ)² to |W|². One layer under l2 alone is at μ = n k l2. False where
// the components are too dear, or the inputs so nearly dependent that they
// cannot be told.
func ridgeFloor(p *train.Problem, penalty func(float64) float64) (float64, bool) {
	d, k, n := p.Spec.Inputs, p.Train.Outputs, p.Train.Rows()
	weights := p.RowWeights()
	basis, ok := newSpan(p, weights)
	rank := len(basis.columns)
	if !ok || !basis.sharp() || float64(d*d)*float64(rank)*componentsWork > spanWork {
		return 0, false
	}
	x := make([][]float64, d)
	for j := range x {
		x[j] = basis.coordinates(centred(p.Train.X, d, j, weights))
	}
	orthogonalize(x)
	var top, bottom float64
	for _, u := range x {
		top = max(top, dot(u, u))
	}
	values, squares := make([]float64, 0, d), make([]float64, d)
	bottom = top
	for _, u := range x {
		// Where columns depend on each other, some are left with nothing but
		// rounding: what y has there counts as fitted free of charge.
		if v := dot(u, u); v > 0 && (rank > d || v > 1e-20*top) {
			x[len(values)] = u
			values, bottom = append(values, v), min(bottom, v)
		}
	}
	var rest float64
	for j := range k {
		y := centred(p.Train.Y, k, j, weights)
		at := basis.coordinates(y)
		for i, v := range values {
			c := dot(x[i], at)
			squares[i] += float64(c * c / v)
		}
		left := basis.outside(y)
		rest += float64(left * left)
	}
	falls := func(s float64) float64 {
		sum := rest
		for i, v := range values {
			left := 1 / (1 + float64(s*v)) // μ is 1 / s
			sum += float64(squares[i] * left * left)
		}
		return sum / float64(n*k)
	}
	rises := func(s float64) float64 {
		var sum float64
		for i, v := range values {
			by := s / (1 + float64(s*v))
			sum += float64(squares[i] * v * by * by)
		}
		return penalty(math.Sqrt(sum))
	}
	if top == 0 {
		return falls(0), true
	}
	if s := 1 / (float64(n*k) * p.Spec.L2); p.Spec.L1 == 0 && len(p.Spec.Layers) == 1 {
		return falls(s) + rises(s), true
	}
	bound, _ := leastSum(falls, rises, 1e-6/top, 1e6/bottom, 1e-6, 2000)
	return bound, true
}

// componentsWork is about how many times orthogonalize visits each pair of
// columns, in multiply-adds for each of their entries.
const componentsWork = 35

// orthogonalize turns columns into each other until each is orthogonal to the
// others: they become the principal components, each as long as the root of its
// eigenvalue (Hestenes 1958). Short ones come out as exactly as long ones.
func orthogonalize(columns [][]float64) {
	for range 30 {
		done := true
		for j, b := range columns {
			for _, a := range columns[:j] {
				both, aa, bb := dot(a, b), dot(a, a), dot(b, b)
				if math.Abs(both) <= 1e-14*math.Sqrt(aa)*math.Sqrt(bb) {
					continue
				}
				done = false
				ratio := (bb - aa) / both / 2
				t := math.Copysign(1/(math.Abs(ratio)+math.Sqrt(1+float64(ratio*ratio))), ratio)
				cosine := 1 / math.Sqrt(1+float64(t*t))
				sine := t * cosine
				for i, v := range a {
					a[i] = float64(cosine*v) - float64(sine*b[i])
					b[i] = float64(sine*v) + float64(cosine*b[i])
				}
			}
		}
		if done {
			return
		}
	}
}

// centred is a column of a table less its mean, times the root of the weights.
func centred(table []float64, columns, c int, weights []float64) []float64 {
	out := column(table, columns, c)
	var sum, total float64
	for i, w := range weights {
		sum += float64(w * out[i])
		total += w
	}
	for i, w := range weights {
		out[i] = (out[i] - sum/total) * math.Sqrt(w)
	}
	return out
}

// steepnessWork bounds the losses that are looked at, about 10 ns each.
const steepnessWork = 3000

// steepnessFloor is described at regularizedFloor.
func steepnessFloor(p *train.Problem, penalty func(float64) float64) float64 {
	choice, last := p.Spec.Loss, len(p.Spec.Layers)-1
	k, n := p.Train.Outputs, p.Train.Rows()
	if n*k > steepnessWork || choice.Is("categorical_crossentropy") {
		return 0
	}
	steep := 1.0
	for i, l := range p.Spec.Layers {
		if i == last && choice.Is("binary_crossentropy") && l.Activation.Is("sigmoid") && !choice.True("from_logits") {
			// The bound is on the logits, and not clipped: where a whole interval of
			// them lies beyond the clip, one that begins there costs as much.
			choice = choice.With("from_logits", 1)
			continue
		}
		steep *= steepestOf(l.Activation)
	}
	width := spread(p)
	if math.IsInf(steep, 1) || width == 0 || steep == 0 {
		return 0
	}
	loss, weights := mlp.NewLoss[float64](choice), p.RowWeights()
	least, most := math.Inf(1), math.Inf(-1)
	best := make([]float64, n*k)
	for i, y := range p.Train.Y {
		best[i] = bestOutput(choice, y)
		least, most = min(least, best[i]), max(most, best[i])
	}
	// The loss of the best outputs in an interval of a given length: for each
	// output the best place of the interval, by thirds, for the loss is convex. The
	// last third is not parted, but counted with the interval.
	falls := func(s float64) float64 {
		reach := s * steep * width
		var sum float64
		for c := range k {
			at := func(from, to float64) float64 {
				var sum float64
				for i := range n {
					z := min(max(best[i*k+c], from), to)
					sum += float64(weights[i] * loss.Row(p.Train.Y[i*k+c:i*k+c+1], []float64{z}))
				}
				return sum / float64(n*k)
			}
			low, high := least, most
			for range 35 {
				third := (high - low) / 3
				if at(low+third, low+third+reach) < at(high-third, high-third+reach) {
					high -= third
				} else {
					low += third
				}
			}
			sum += at(low, high+reach)
		}
		return sum
	}
	whole := (most - least) / width / steep
	if whole == 0 {
		return falls(0)
	}
	bound, _ := leastSum(falls, penalty, whole*1e-4, whole, 1e-2, 40)
	return bound
}

// spread is a distance that no two rows' inputs exceed: the diagonal of the box
// around them.
func spread(p *train.Problem) float64 {
	var sum float64
	for c := range p.Spec.Inputs {
		low, high := dataset.Range(column(p.Train.X, p.Spec.Inputs, c))
		sum += float64((high - low) * (high - low))
	}
	return math.Sqrt(sum)
}

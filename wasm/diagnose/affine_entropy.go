package diagnose

import (
	"math"

	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// entropy is the cross-entropy of the shares of logits z and a last one of 0
// with labels, shape (rows, classes), smoothed. Two classes with one logit are
// binary cross-entropy.
type entropy struct {
	classes int
	labels  []float64
	weights []float64
	basis   matrix
	work    *float64
}

// leastEntropy is the floor of logistic regression.
//
// From probabilities, a row whose own share is below 1e-7 costs no more than at
// 1e-7: the loss is not convex, and a map that gives up a row may be better. A
// map that gives up none is no better than the best one unclipped; one that does
// pays for that row in full. See clipped.
func leastEntropy(p *train.Problem, weights []float64, basis span) (float64, bool) {
	k, n := p.Train.Outputs, p.Train.Rows()
	smoothing, left := p.Spec.Loss.Arg("label_smoothing"), newtonWork
	e := entropy{2, nil, weights, basis.rows(n), &left}
	columns := k
	if p.Spec.Loss.Is("categorical_crossentropy") {
		e.classes, columns = k, 1
	}
	if e.classes == 1 {
		return 0, true // a share of the whole is 1
	}
	var sum float64
	for c := range columns {
		e.labels = make([]float64, 0, n*e.classes)
		for i := range n {
			_, y := p.Train.Row(i)
			if p.Spec.Loss.Is("binary_crossentropy") {
				y = []float64{y[c], 1 - y[c]}
			}
			for _, v := range y {
				e.labels = append(e.labels, float64(v*(1-smoothing))+smoothing/float64(e.classes))
			}
		}
		counted := e.part(func(i int) bool { return weights[i] > 0 })
		bound, ok := counted.least()
		if !ok {
			return 0, false
		}
		if probabilities(p.Spec) {
			bound = counted.clipped(bound, clipOf(p))
		}
		sum += bound
	}
	return sum / float64(n*columns), true
}

// clipOf is the least share whose logarithm is taken. 1 - 1e-7 is 1 - 2⁻²³ in
// 32 bits.
func clipOf(p *train.Problem) float64 {
	if p.Precision == "float32" {
		return 0x1p-23
	}
	return mlp.Epsilon
}

// part is the same of some rows.
func (e entropy) part(has func(row int) bool) entropy {
	out := entropy{classes: e.classes, basis: matrix{cols: e.basis.cols}, work: e.work}
	for i, w := range e.weights {
		if has(i) {
			out.labels, out.weights = append(out.labels, e.row(i)...), append(out.weights, w)
			out.basis.data = append(out.basis.data, e.basis.row(i)...)
			out.basis.rows++
		}
	}
	return out
}

func (e entropy) row(i int) []float64 { return e.labels[i*e.classes : (i+1)*e.classes] }

// least is a bound on the weighted sum of the rows' losses, unclipped; false
// where it was not found in time.
func (e entropy) least() (float64, bool) {
	m := e.classes - 1
	q := make([]float64, e.classes)
	f := convex{outputs: m, weights: e.weights, apart: e.separates}
	f.at = func(i int, z, slope, curvature []float64) float64 {
		top, whole, labels, loss := 0.0, 0.0, 0.0, 0.0
		for _, v := range z {
			top = max(top, v)
		}
		y := e.row(i)
		for j := range q {
			at := 0.0
			if j < m {
				at = z[j]
			}
			q[j] = elementary.Exp(at - top)
			whole += q[j]
			labels += y[j]
			loss -= float64(y[j] * (at - top))
		}
		for j := range m {
			q[j] /= whole
			slope[j] = float64(labels*q[j]) - y[j]
			for l := range j + 1 {
				v := -labels * q[j] * q[l]
				if l == j {
					v = labels * q[j] * (1 - q[j])
				}
				curvature[j*m+l], curvature[l*m+j] = v, v
			}
		}
		return loss + float64(labels*elementary.Log(whole))
	}
	f.under = func(i int, v []float64) float64 {
		var labels, sum, shares float64
		y := e.row(i)
		for _, one := range y {
			labels += one
		}
		if labels == 0 {
			return 0
		}
		for j := range y {
			share := 1 - shares
			if j < m {
				share = (v[j] + y[j]) / labels
				shares += share
			}
			if share < -1e-14 {
				return math.Inf(-1)
			}
			if share > 0 {
				sum -= float64(share * elementary.Log(share))
			}
		}
		return labels * sum
	}
	return f.least(e.basis, e.work)
}

// separates says whether logits z tell all rows apart, so that a multiple of
// them brings the loss as near to 0 as one likes.
func (e entropy) separates(z []float64) bool {
	m := e.classes - 1
	for i := range e.weights {
		own, at := -1, math.Inf(-1)
		for j, v := range e.row(i) {
			if v == 0 {
				continue
			}
			if own >= 0 {
				return false // a label in parts
			}
			if own, at = j, 0; j < m {
				at = z[i*m+j]
			}
		}
		for j := range e.classes {
			if other := 0.0; own >= 0 && j != own {
				if j < m {
					other = z[i*m+j]
				}
				if other >= at {
					return false
				}
			}
		}
	}
	return true
}

// clipped is a bound where a row costs no more than at shares of clip, from
// the bound of the same unclipped.
//
// Part the rows into groups; group j costs at least L_j unclipped, and B_j, the
// price of its cheapest row, where one of its rows is given up. A map that gives
// up none costs at least bound, another at least Σ L_j with B_j instead of L_j
// for one group or more. Few groups may all cost more than a row, many let the
// map fit each of them by itself: three numbers between are tried.
func (e entropy) clipped(bound, clip float64) float64 {
	price := make([]float64, len(e.weights))
	cheapest := math.Inf(1)
	for i, w := range e.weights {
		price[i] = w * e.priceOf(i, clip)
		cheapest = min(cheapest, price[i])
	}
	best := min(bound, cheapest)
	for _, share := range []float64{1.1, 1.3, 1.6} {
		count := int(share*bound/cheapest) + 1
		if best >= bound || len(price) < count*2*e.basis.cols {
			break
		}
		group, dealt := make([]int, len(price)), 0
		for class := range e.classes { // every group gets its share of each class, and none every second row
			for i := range group {
				if largest(e.row(i)) == class {
					group[i] = (dealt + int(mlp.Share(7, dealt/count)*float64(count))) % count
					dealt++
				}
			}
		}
		var sum float64
		more := math.Inf(1)
		for own := range count {
			free := math.Inf(1)
			for i, v := range price {
				if group[i] == own {
					free = min(free, v)
				}
			}
			alone, _ := e.part(func(i int) bool { return group[i] == own }).least()
			sum += min(alone, free)
			more = min(more, max(free-alone, 0))
		}
		best = max(best, min(bound, sum+more))
	}
	return best
}

// priceOf is the least loss of a row with a share below clip of a class that it
// has a part in: that share clipped, the others as they are best.
func (e entropy) priceOf(i int, clip float64) float64 {
	least := math.Inf(1)
	y := e.row(i)
	for own, v := range y {
		if v <= 0 {
			continue
		}
		price, others := -v*elementary.Log(clip), 0.0
		for j, v := range y {
			if j != own {
				others += v
			}
		}
		for j, v := range y {
			if j != own && v > 0 { // the others may add up to a little more than 1 when clipped
				price -= float64(v * elementary.Log(v/others*(1+float64(float64(e.classes)*clip))))
			}
		}
		least = min(least, price)
	}
	return least
}

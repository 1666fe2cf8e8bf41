package train

import (
	"math"
	"sort"

	"plateau/wasm/dataset"
	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
)

// BestConstant is the constant prediction, shape (outputs), with the lowest
// loss on the training rows, whatever the network, and that loss. Where the
// loss takes logits, the constant is a logit. Penalties count nothing.
//
//	mean_squared_error              the mean; the loss is the variance
//	mean_absolute_error             the median
//	binary_crossentropy             the share of ones; the loss is the entropy
//	categorical_crossentropy        the share of each class
//	hinge                           the margin 1 / y of one of the rows
//	others                          by bisection on the slope: all are convex, and least between the targets
//
// Labels that a loss is not meant for, and shares that may be negative, have no
// best constant: what is returned then is one of many.
func (p *Problem) BestConstant() (prediction []float64, loss float64) {
	weights := p.RowWeights()
	prediction = make([]float64, p.Train.Outputs)
	logits := false
	for k := range prediction {
		column := make([]float64, p.Train.Rows())
		for i := range column {
			_, y := p.Train.Row(i)
			column[i] = y[k]
		}
		mean := weightedMean(column, weights)
		switch p.Spec.Loss.Name {
		case "mean_squared_error":
			prediction[k] = mean
		case "mean_absolute_error":
			prediction[k] = weightedMedian(column, weights)
		case "hinge":
			prediction[k] = bestMargin(column, weights)
		case "binary_crossentropy", "categorical_crossentropy":
			smoothing := p.Spec.Loss.Arg("label_smoothing")
			classes := 2.0
			if p.Spec.Loss.Is("categorical_crossentropy") {
				classes = float64(len(prediction))
			}
			prediction[k] = float64(mean*(1-smoothing)) + smoothing/classes
			logits = p.Spec.Loss.True("from_logits")
		default:
			prediction[k] = p.bisect(column, weights)
		}
		if logits {
			q := min(max(prediction[k], 1e-300), 1)
			prediction[k] = elementary.Log(q)
			if p.Spec.Loss.Is("binary_crossentropy") {
				prediction[k] -= elementary.Log(max(1-q, 1e-300))
			}
		}
	}
	return prediction, p.ConstantLoss(prediction)
}

// Only is the same problem with some of its training rows.
func (p *Problem) Only(rows []int) *Problem {
	out, k := *p, p.Train.Outputs
	out.Train.X, out.Train.Y, out.labels = nil, nil, nil
	for _, i := range rows {
		x, y := p.Train.Row(i)
		out.Train.X, out.Train.Y = append(out.Train.X, x...), append(out.Train.Y, y...)
		out.labels = append(out.labels, p.labels[i*k:(i+1)*k]...)
	}
	return &out
}

// ConstantLoss is the loss of predicting the same for every training row.
func (p *Problem) ConstantLoss(prediction []float64) float64 {
	return p.LossOf(func(int) []float64 { return prediction })
}

// LossOf is the loss of the training rows for any predictions, in float64,
// without penalties.
func (p *Problem) LossOf(predict func(row int) []float64) float64 {
	loss := mlp.NewLoss[float64](p.Spec.Loss)
	weights := p.RowWeights()
	var sum float64
	for i := range p.Train.Rows() {
		_, y := p.Train.Row(i)
		sum += float64(weights[i] * loss.Row(y, predict(i)))
	}
	return sum / float64(p.Train.Rows())
}

// bisect finds where the slope of the loss of a constant changes its sign,
// between the smallest and the largest target.
func (p *Problem) bisect(targets, weights []float64) float64 {
	loss := mlp.NewLoss[float64](p.Spec.Loss)
	low, high := dataset.Range(targets)
	slope := make([]float64, 1)
	for range 200 {
		middle := low + (high-low)/2
		var sum float64
		for i, y := range targets {
			loss.Gradient(slope, []float64{y}, []float64{middle})
			sum += float64(weights[i] * slope[0])
		}
		if sum > 0 && middle < high {
			high = middle
		} else if sum <= 0 && middle > low {
			low = middle
		} else {
			break // no number lies between
		}
	}
	return low + (high-low)/2
}

// Margin is the z of any sign, nearest to 0, whose product with y is 1 or more
// when it is rounded: where hinge becomes 0. It is infinite where there is none.
func Margin(y float64) float64 {
	z := 1 / y
	if y*z < 1 {
		return math.Nextafter(z, math.Inf(1)*z)
	}
	return z
}

// bestMargin is the constant z of the least Σ w max(0, 1 - y z). The sum bends
// where a row has y z = 1 and nowhere else, and is least at the first of these
// bends after which it does not fall. They may lie far outside the targets.
func bestMargin(targets, weights []float64) float64 {
	var order []int
	margins := make([]float64, len(targets))
	for i, y := range targets {
		if margins[i] = Margin(y); y != 0 && weights[i] > 0 && !math.IsInf(margins[i], 0) {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		return 0 // every z is as good
	}
	sort.Sort(byValue{order, margins})
	low, high := 0, len(order)-1
	for low < high {
		middle := (low + high) / 2
		var up, down float64
		for at, i := range order {
			if targets[i] < 0 && at <= middle {
				up -= float64(weights[i] * targets[i])
			} else if targets[i] > 0 && at > middle {
				down += float64(weights[i] * targets[i])
			}
		}
		if up < down {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return margins[order[low]]
}

func weightedMean(values, weights []float64) float64 {
	var sum, total float64
	for i, v := range values {
		sum += float64(weights[i] * v)
		total += weights[i]
	}
	if total == 0 {
		return values[0] // where nothing counts, all are as good
	}
	return sum / total
}

// byValue sorts indices of values; sort.Slice is another sort, compiled for functions alone.
type byValue struct {
	order  []int
	values []float64
}

func (o byValue) Len() int           { return len(o.order) }
func (o byValue) Less(a, b int) bool { return o.values[o.order[a]] < o.values[o.order[b]] }
func (o byValue) Swap(a, b int)      { o.order[a], o.order[b] = o.order[b], o.order[a] }

func weightedMedian(values, weights []float64) float64 {
	order := make([]int, len(values))
	var half float64
	for i := range order {
		order[i] = i
		half += weights[i] / 2
	}
	sort.Sort(byValue{order, values})
	var sum float64
	for _, i := range order {
		if sum += weights[i]; sum >= half {
			return values[i]
		}
	}
	return math.NaN()
}

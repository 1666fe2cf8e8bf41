package diagnose

import (
	"math"

	"plateau/wasm/dataset"
)

// The causes that lie in the data.

// columnScale is how far a column is from standardised: |mean| / deviation, and
// its range.
func columnScale(values []float64) (offset, width float64) {
	low, high := dataset.Range(values)
	if low == high {
		return 0, 0
	}
	return math.Abs(mean(values)) / deviation(values), high - low
}

// irreducibleNoise is named where the state says so.
func irreducibleNoise(f *facts) *suspect {
	s := &suspect{cause: "irreducible_noise", strength: proof}
	if floor := f.floor("pure_error"); floor > 0 {
		return s.saw("loss over the pure error", f.loss/floor, 1.1, "L / mean loss of the best constant for each group of rows with the same inputs", "no function of the inputs can tell such rows apart")
	}
	s.strength = signature
	s.saw("residuals of neighbours, unlikeness", f.whiteResidual(), white, "mean (r_i - r_j)² / (2 var r), j the row nearest to i: 1 for noise, 0 for what a smooth model has missed", "von Neumann 1941")
	s.saw("distance of neighbours", f.nearness(), nearEnough, "median |x_i - x_j|² / (2 inputs), in deviations: 1 for rows taken at random", "rows far apart are unlike without noise")
	return s.saw("share of the data loss left", f.data/f.yardstick.mean, f.leastNoise(), "L without penalty / V", "what training leaves last is unlike from row to row, too")
}

// Inputs farther from 0 than so many deviations, or over a wider or a narrower
// range, do not suit initial weights.
const (
	farInput    = 3
	narrowInput = 0.05
	wideInput   = 10
)

// limitOf is the limit that a value is beyond: over high, or at low or under it;
// 0 where it lies between.
func limitOf(value, low, high float64) float64 {
	switch {
	case value > high:
		return high
	case value <= low:
		return low
	}
	return 0
}

func unscaledInputs(f *facts) *suspect {
	if f.e.Data.Scale.Inputs == "standard" {
		return nil
	}
	var offset, width, size float64
	for c := range f.p.Spec.Inputs {
		values := column(f.p.Train.X, f.p.Spec.Inputs, c)
		o, w := columnScale(values)
		offset, width = max(offset, o), max(width, w)
		size = max(size, math.Sqrt(dot(values, values)/float64(len(values))))
	}
	if offset <= farInput && (size == 0 || limitOf(width, narrowInput, wideInput) == 0) {
		return nil
	}
	s := &suspect{cause: "unscaled_inputs", strength: hint}
	if (offset > farInput && size > 3) || width > 40 {
		s.strength = signature
	}
	if offset > farInput {
		s.saw("offset of an input", offset, farInput, "|mean x| / deviation of x", "LeCun et al. 1998, Efficient BackProp: centre and scale inputs")
	}
	if limit := limitOf(width, narrowInput, wideInput); limit > 0 {
		s.saw("range of an input", width, limit, "max x - min x", "LeCun et al. 1998, Efficient BackProp: centre and scale inputs")
	}
	return s.curedBy(editScaleInputs("standard"))
}

func unscaledTargets(f *facts) *suspect {
	if f.e.Data.Scale.Targets != "none" || !comparesNumbers(f.p) || !f.output().Activation.Is("linear") {
		return nil
	}
	var offset, width, size float64
	for c := range f.p.Train.Outputs {
		values := column(f.p.Train.Y, f.p.Train.Outputs, c)
		o, w := columnScale(values)
		offset, width = max(offset, o), max(width, w)
		size = max(size, math.Sqrt(dot(values, values)/float64(len(values))))
	}
	const small, large, wide = 0.01, 10, 20
	if limitOf(size, small, large) == 0 && width <= wide || size == 0 {
		return nil
	}
	s := &suspect{cause: "unscaled_targets", strength: hint}
	if limit := limitOf(size, small, large); limit > 0 {
		s.saw("size of the targets", size, limit, "root mean square of y", "initial weights give outputs of about 1")
	} else {
		s.saw("range of the targets", width, wide, "max y - min y", "initial weights give outputs of about 1")
	}
	if f.adaptive() {
		reach := f.way()
		s.saw("way a weight can go", reach, size, "sum of the learning rates of all updates", "Adam moves a weight by about its rate each step")
		if reach < size {
			s.strength = signature
		}
	}
	if size > 100 && (f.state == Diverged || f.relative > 0.5) {
		s.strength = signature
	}
	return s.curedBy(editScaleTargets("standard"))
}

func classImbalance(f *facts) *suspect {
	if !classifies(f.p) || f.state == Diverged {
		return nil
	}
	counts := map[int]float64{}
	n := float64(f.p.Train.Rows())
	for i := range f.p.Train.Rows() {
		counts[f.p.Class(i)] += 1 / n
	}
	rarest := 1.0
	for _, c := range counts {
		rarest = min(rarest, c)
	}
	if rarest > 0.1 || len(counts) < 2 || f.relative < 0.5 {
		return nil
	}
	s := &suspect{cause: "class_imbalance", strength: hint}
	s.saw("share of the rarest class", rarest, 0.1, "rows of the class / rows", "a model that always says the common class is right elsewhere")
	return s.curedBy(editClassWeights(counts))
}

func notShuffled(f *facts) *suspect {
	if f.e.Training.Shuffle || f.p.Batch >= f.p.Train.Rows() || f.p.Train.Rows() < 4 {
		return nil
	}
	y := column(f.p.Train.Y, f.p.Train.Outputs, 0)
	order := autocorrelation(y)
	if order < 0.8 {
		return nil
	}
	s := &suspect{cause: "data_not_shuffled", strength: hint}
	s.saw("likeness of neighbouring targets", order, 0.8, "correlation of y[i] and y[i+1]", "sorted rows make every batch one-sided")
	return s.curedBy(editShuffle())
}

// autocorrelation is the correlation of each value with the next.
func autocorrelation(y []float64) float64 {
	m, sd := mean(y), deviation(y)
	if sd == 0 {
		return 0
	}
	var s float64
	for i := range len(y) - 1 {
		s += float64((y[i] - m) * (y[i+1] - m))
	}
	return s / float64(len(y)-1) / sd / sd
}

func precisionFloor(f *facts) *suspect {
	if f.p.Precision != "float32" || f.state == Diverged || !f.p.Spec.Loss.Is("mean_squared_error") {
		return nil
	}
	_, high := dataset.Range(absolute(f.p.Train.Y))
	floor := high * 0x1p-24 * high * 0x1p-24
	if f.loss > 300*floor {
		return nil
	}
	s := &suspect{cause: "float_precision_floor", strength: signature}
	s.saw("loss over that of one rounding", f.loss/floor, 300, "L / (max |y| 2⁻²⁴)²", "float32 keeps 24 bits")
	return s.curedBy(editPrecision("float64"))
}

func absolute(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Abs(v)
	}
	return out
}

// spectralBias looks for waves: a residual, along the only input, that changes
// its sign often and yet smoothly.
func spectralBias(f *facts) *suspect {
	if f.p.Spec.Inputs != 1 || f.p.Train.Outputs != 1 || f.state == Diverged || f.hidden() == 0 || !comparesNumbers(f.p) {
		return nil
	}
	waves, smooth := waviness(f)
	if waves < 6 || !smooth || f.relative < 0.2 {
		return nil
	}
	s := &suspect{cause: "spectral_bias", strength: signature}
	units := 0
	for _, l := range f.e.Network.Layers[:f.hidden()] {
		units += l.Units
	}
	if units < waves {
		s.strength = hint
	}
	s.saw("sign changes of the residual along x", float64(waves), 6, "counted over rows sorted by x, small ones left out", "Rahaman et al. 2019: networks learn low frequencies first")
	// A sine of slope w turns w × range / π times.
	low, high := dataset.Range(f.p.Train.X)
	reach := float64(waves) * math.Pi / (high - low)
	return s.curedBy(editScaleInputs("standard"), editHidden("sin"), editFirstLayer(10, ""), editFirstLayer(reach, ""), editFirstLayer(reach, "sin"), editFirstLayer(2*reach, "sin"))
}

package dataset

import "math"

// Scales lists what data.scale.inputs and data.scale.targets may be.
var Scales = []string{"none", "standard", "minmax"}

// Scale maps each column v to (v - Shift) / Factor.
type Scale struct {
	Shift, Factor []float64 // shape (columns)
}

// NewScale fits a scale to values of shape (rows, columns): none changes
// nothing, standard gives every column mean 0 and standard deviation 1 (the
// population's, as scikit-learn's StandardScaler), minmax puts it between 0 and
// 1. A constant column is shifted but not stretched; standard takes one for
// constant whose deviation is no more than rounding, n ε |mean|, as
// scikit-learn does: ten rows of 0.1 have a mean that is off by 1.4e-17.
func NewScale(name string, values []float64, columns int) Scale {
	s := Scale{make([]float64, columns), make([]float64, columns)}
	for c := range columns {
		s.Factor[c] = 1
		switch name {
		case "standard":
			var mean, squares float64
			n := float64(len(values) / columns)
			for i := c; i < len(values); i += columns {
				mean += values[i] / n
			}
			for i := c; i < len(values); i += columns {
				squares += (values[i] - mean) * (values[i] - mean) / n
			}
			s.Shift[c], s.Factor[c] = mean, math.Sqrt(squares)
			if n > 0 && s.Factor[c] <= n*0x1p-52*math.Abs(mean) {
				s.Shift[c], s.Factor[c] = values[c], 1
			}
		case "minmax":
			low, high := math.Inf(1), math.Inf(-1)
			for i := c; i < len(values); i += columns {
				low, high = min(low, values[i]), max(high, values[i])
			}
			s.Shift[c], s.Factor[c] = low, high-low
		}
		if s.Factor[c] == 0 {
			s.Factor[c] = 1
		}
	}
	return s
}

// Apply returns the scaled copy of values, shape (rows, columns).
func (s Scale) Apply(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		c := i % len(s.Shift)
		out[i] = (v - s.Shift[c]) / s.Factor[c]
	}
	return out
}

// Undo is the inverse of Apply, in place.
func (s Scale) Undo(values []float64) {
	for i, v := range values {
		c := i % len(s.Shift)
		values[i] = float64(v*s.Factor[c]) + s.Shift[c]
	}
}

// Package dataset holds the points a network is trained on: rows of inputs and
// targets, generators that make them, and the scaling that a person may put
// between the data and the network.
package dataset

import (
	"errors"
	"math"

	"plateau/wasm/text"
)

// MaxRows is the largest data set Plateau trains on.
const MaxRows = 10000

// Set is a table of points; row i is X[i*Inputs:][:Inputs] and
// Y[i*Outputs:][:Outputs].
type Set struct {
	Inputs, Outputs int
	X, Y            []float64 // shapes (rows, inputs) and (rows, outputs), row by row
}

// New splits rows of inputs followed by outputs.
func New(points [][]float64, inputs int) Set {
	s := Set{Inputs: inputs}
	for _, p := range points {
		s.X = append(s.X, p[:inputs]...)
		s.Y = append(s.Y, p[inputs:]...)
		s.Outputs = len(p) - inputs
	}
	return s
}

// Rows is the number of points.
func (s Set) Rows() int { return len(s.X) / s.Inputs }

// Row returns the inputs and targets of row i, as views.
func (s Set) Row(i int) (x, y []float64) {
	return s.X[i*s.Inputs : (i+1)*s.Inputs], s.Y[i*s.Outputs : (i+1)*s.Outputs]
}

// Slice is the rows from up to but not including to, as a view.
func (s Set) Slice(from, to int) Set {
	s.X = s.X[from*s.Inputs : to*s.Inputs]
	s.Y = s.Y[from*s.Outputs : to*s.Outputs]
	return s
}

// Split is Keras's validation_split: the last share of the rows is held out,
// before any shuffling. The number trained on is rows (1 - share), rounded
// down.
func (s Set) Split(share float64) (training, validation Set) {
	rows := s.Rows()
	at := int(math.Floor(float64(rows) * (1 - share)))
	return s.Slice(0, at), s.Slice(at, rows)
}

// Problem says why points, rows of one length, are no data: too few, too many or
// too narrow; or nil. What is wrong with a row or a number is said by whoever
// reads it and knows its path.
func Problem(points [][]float64) error {
	switch {
	case len(points) == 0:
		return errors.New("there are no points; give at least 1")
	case len(points) > MaxRows:
		return errors.New(text.Format("%d points are more than the %d that fit; give a sample of them", len(points), MaxRows))
	case len(points[0]) < 2:
		return errors.New(text.Format("a point needs at least one input and one target, %d given", len(points[0])))
	}
	return nil
}

// Range is the smallest and the largest of some values.
func Range(values []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	return low, high
}

// Domain is where to draw a function of the first input: the range of the data
// and a tenth more on each side, or one unit to each side of a single value.
func (s Set) Domain() (low, high float64) {
	column := make([]float64, s.Rows())
	for i := range column {
		column[i] = s.X[i*s.Inputs]
	}
	low, high = Range(column)
	margin := (high - low) / 10
	if margin == 0 {
		margin = 1
	}
	return low - margin, high + margin
}

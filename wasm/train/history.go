package train

import (
	"math"

	"plateau/wasm/dataset"
)

// History is the loss of every finished epoch. Only the last may be no finite
// number.
type History struct {
	Losses []float64 // index 0 is epoch 1
	best   float64   // of the first seen
	seen   int
}

func (h *History) add(loss float64) { h.Losses = append(h.Losses, loss) }

// room is where the losses of the next n epochs go.
func (h *History) room(n int) []float64 {
	done := len(h.Losses)
	if cap(h.Losses)-done < n {
		h.Losses = append(h.Losses, make([]float64, n)...)[:done]
	}
	return h.Losses[done : done+n]
}

// extend takes in n losses that an engine wrote where there is room: of which only the last may be no
// finite number, or that are all the same. It says whether they are finite.
func (h *History) extend(n int) bool {
	losses := h.room(n)
	if n > 0 && !finite(losses[n-1]) {
		first := 0
		for finite(losses[first]) {
			first++
		}
		h.Losses = h.Losses[:len(h.Losses)+first+1]
		return false
	}
	h.Losses = h.Losses[:len(h.Losses)+n]
	return true
}

// Best is the lowest loss of an epoch, NaN before the first. It looks only at
// those that are new, which an epoch of 50 ns would feel if each were looked at
// as it comes.
func (h *History) Best() float64 {
	if len(h.Losses) == 0 {
		return math.NaN()
	}
	if h.seen == 0 {
		h.best, h.seen = h.Losses[0], 1
	}
	for _, loss := range h.Losses[h.seen:] {
		if loss < h.best {
			h.best = loss
		}
	}
	h.seen = len(h.Losses)
	return h.best
}

// Point is the loss of one epoch, counted from 1.
type Point struct {
	Epoch int
	Loss  float64
}

// Extrema thins the history for a record: the first and last epoch, every
// local extremum, of a level one both ends, and at least each one in 1/500 of
// the run. It returns all epochs where they are at most 1000.
func (h *History) Extrema() []Point {
	n := len(h.Losses)
	every := 1
	if n > 1000 {
		every = n / 500
	}
	var out []Point
	end, turns := 0, false // of the equal losses around i, and whether they are an extremum
	for i, loss := range h.Losses {
		if i == end {
			for end++; end < n && h.Losses[end] == loss; end++ {
			}
			turns = i > 0 && end < n && (loss < h.Losses[i-1] && loss < h.Losses[end] || loss > h.Losses[i-1] && loss > h.Losses[end])
		}
		ends := i == end-1 || i > 0 && h.Losses[i-1] != loss
		if i == 0 || i == n-1 || i%every == every-1 || turns && ends {
			out = append(out, Point{i + 1, loss})
		}
	}
	return out
}

// Drawn thins the history for a picture to at most limit points.
func (h *History) Drawn(limit int) []Point {
	epochs := dataset.Thin(len(h.Losses), limit, func(i int) float64 { return h.Losses[i] })
	out := make([]Point, len(epochs))
	for k, i := range epochs {
		out[k] = Point{i + 1, h.Losses[i]}
	}
	return out
}

package landscape

import "math"

// Grid is the loss over a rectangle of a plane, from coarse to fine: first 5 by
// 5 points, then 9 by 9, and so on; each level keeps the points of the one
// before, which lie between its own.
type Grid struct {
	surface *Surface
	plane   Plane
	a, b    [2]float64
	full    int       // points along each side of the finest level
	values  []float64 // shape (full, full), row i at b, column j at a
	stride  int       // of the level under way
	next    int       // point of that level
	known   int       // points computed
	at      []float64
}

// Coarsest and Finest are the points along a side of the first and the last
// level there may be.
const (
	Coarsest = 5
	Finest   = 65
)

// NewGrid covers a and b, each from its first to its second value, by up to
// side points along each, one of 5, 9, 17, 33 and 65.
func NewGrid(s *Surface, p Plane, a, b [2]float64, side int) *Grid {
	return &Grid{
		surface: s, plane: p, a: a, b: b, full: side, values: make([]float64, side*side),
		stride: (side - 1) / (Coarsest - 1), at: make([]float64, s.Parameters()),
	}
}

// Done says whether every point is known.
func (g *Grid) Done() bool { return g.stride == 0 }

// Step computes points until about work multiply-adds are spent, at least one.
func (g *Grid) Step(work int) {
	for !g.Done() {
		side := (g.full-1)/g.stride + 1
		i, j := g.next/side*g.stride, g.next%side*g.stride
		coarser := 2 * g.stride
		if side == Coarsest || i%coarser != 0 || j%coarser != 0 {
			g.plane.At(g.at, g.coordinate(g.a, j), g.coordinate(g.b, i))
			g.values[i*g.full+j] = g.surface.Loss(g.at)
			g.known++
			work -= g.surface.Cost()
		}
		if g.next++; g.next == side*side {
			g.stride, g.next = g.stride/2, 0
		}
		if work <= 0 {
			return
		}
	}
}

func (g *Grid) coordinate(ends [2]float64, k int) float64 {
	return ends[0] + float64((ends[1]-ends[0])*float64(k))/float64(g.full-1)
}

// Side is how many points along each side the finest complete level has; 0
// before there is one.
func (g *Grid) Side() int {
	stride := 2 * g.stride
	if stride == 0 {
		stride = 1
	}
	if side := (g.full-1)/stride + 1; side >= Coarsest {
		return side
	}
	return 0
}

// Values are the losses of the finest complete level, shape (Side, Side), row
// by row: a grows along a row, b from row to row.
func (g *Grid) Values() []float64 {
	side := g.Side()
	if side == 0 {
		return nil
	}
	stride := (g.full - 1) / (side - 1)
	out := make([]float64, 0, side*side)
	for i := 0; i < g.full; i += stride {
		for j := 0; j < g.full; j += stride {
			out = append(out, g.values[i*g.full+j])
		}
	}
	return out
}

// Lowest is the lowest finite loss of the finest complete level and where it is.
func (g *Grid) Lowest() (loss, a, b float64) {
	side := g.Side()
	loss = math.Inf(1)
	for k, v := range g.Values() {
		if v < loss {
			scale := (g.full - 1) / (side - 1)
			loss, a, b = v, g.coordinate(g.a, k%side*scale), g.coordinate(g.b, k/side*scale)
		}
	}
	return loss, a, b
}

// Progress is the share of the points that are known.
func (g *Grid) Progress() float64 { return float64(g.known) / float64(len(g.values)) }

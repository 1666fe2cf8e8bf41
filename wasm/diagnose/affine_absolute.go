package diagnose

import (
	"math"

	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// kink is a convex loss of one output z that bends once: below at it rises by
// left for each unit that z falls, above by right for each that z rises.
type kink struct{ at, left, right float64 }

// kinks are the losses of one output of every row, weighted, for a loss made of
// absolute values.
func kinks(p *train.Problem, weights []float64, output int) []kink {
	out := make([]kink, p.Train.Rows())
	for i, w := range weights {
		y := p.Train.Y[i*p.Train.Outputs+output]
		switch {
		case p.Spec.Loss.Is("hinge"): // max(0, 1 - y z)
			out[i] = kink{1 / y, max(w*y, 0), max(-w*y, 0)}
			if y == 0 {
				out[i] = kink{} // 1 whatever z is
			}
		case p.Spec.Loss.Is("mean_absolute_percentage_error"):
			size := max(math.Abs(y), mlp.Epsilon)
			out[i] = kink{y, w / size, w / size}
		default:
			out[i] = kink{y, w, w}
		}
	}
	return out
}

// leastAbsolute is the loss of the affine map that is best for a loss made of
// absolute values: a linear programme, solved from corner to corner. A corner is
// a map that meets the kinks of as many rows as it has coefficients; from there
// the loss falls along an edge, which keeps all but one of them met, or nowhere.
func leastAbsolute(p *train.Problem, weights []float64) float64 {
	k, n := p.Train.Outputs, p.Train.Rows()
	fit := make([]float64, n*k)
	for c := range k {
		programme := &programme{decompose(design(p)).columns(affineShare), kinks(p, weights, c), make([]int, 0, n), make([]float64, n)}
		programme.solve()
		for i, z := range programme.z {
			fit[i*k+c] = z
		}
	}
	return p.LossOf(func(row int) []float64 { return fit[row*k : (row+1)*k] })
}

// programme is at a corner: corner[q] is the row whose kink is left along
// edges[q], which changes the outputs z, shape (rows), by edges[q] for each
// unit that z of that row moves.
type programme struct {
	edges  [][]float64
	kinks  []kink
	corner []int
	z      []float64
}

// apart is how far kinks are moved, as a share of the largest, so that no more
// of them meet in a corner than it has coefficients.
const apart = 1e-10

// solve begins near the least squares fit; edges are orthonormal columns then.
func (g *programme) solve() {
	size := 0.0
	for _, one := range g.kinks {
		size = max(size, math.Abs(one.at))
	}
	at := make([]float64, len(g.kinks))
	for i := range at {
		g.kinks[i].at += float64((mlp.Share(5, i) - 0.5) * apart * size)
		at[i] = g.kinks[i].at
	}
	for _, edge := range g.edges {
		c := dot(edge, at)
		for i, v := range edge {
			g.z[i] += float64(c * v)
		}
	}
	for q, edge := range g.edges {
		near, least, small := -1, math.Inf(1), 1e-6*norm(edge)
		for i, v := range edge {
			if d := math.Abs(g.z[i] - at[i]); math.Abs(v) > small && d < least && !g.has(i) {
				near, least = i, d
			}
		}
		g.corner = append(g.corner, near)
		g.exchange(q, near)
	}
	for range 100 + 20*len(g.edges) {
		clear(g.z)
		for q, edge := range g.edges {
			for i, v := range edge {
				g.z[i] += float64(v * at[g.corner[q]])
			}
		}
		if !g.leave() {
			return
		}
	}
}

func (g *programme) has(row int) bool {
	for _, i := range g.corner {
		if i == row {
			return true
		}
	}
	return false
}

// exchange makes row the one that edge q leaves, and no other edge moves.
func (g *programme) exchange(q, row int) {
	g.corner[q] = row
	chosen := g.edges[q]
	scale(chosen, 1/chosen[row])
	for c, edge := range g.edges {
		if factor := edge[row]; c != q {
			for i, v := range chosen {
				edge[i] -= float64(factor * v)
			}
		}
	}
}

// slope is the change of the loss along an edge, way 1 or -1, and steep what it
// would be if every row's loss rose.
func (g *programme) slope(q int, way float64) (slope, steep float64) {
	for i, v := range g.edges[q] {
		one, v := g.kinks[i], v*way
		side := one.right
		if d := g.z[i] - one.at; d < 0 || d == 0 && v < 0 {
			side = -one.left
		}
		if i == g.corner[q] { // it is met: the loss rises both ways
			if side = one.right; v < 0 {
				side = -one.left
			}
		} else if g.has(i) {
			continue
		}
		slope += float64(v * side)
		steep += math.Abs(v * side)
	}
	return slope, steep
}

// leave moves along the edge that falls most steeply to the kink where the loss
// rises again; false where every edge rises: the corner is the minimum.
func (g *programme) leave() bool {
	lowest, q, way := 0.0, -1, 1.0
	for c := range g.edges {
		for _, w := range []float64{1, -1} {
			if slope, steep := g.slope(c, w); slope < min(lowest, -1e-12*steep) {
				lowest, q, way = slope, c, w
			}
		}
	}
	if q < 0 {
		return false
	}
	passed, row := 0.0, -1
	for lowest < 0 {
		next := math.Inf(1)
		row = -1
		for i, v := range g.edges[q] {
			if step := (g.kinks[i].at - g.z[i]) / v * way; step > passed && step < next && !g.has(i) {
				next, row = step, i
			}
		}
		if row < 0 {
			return false // no kink is left on the way
		}
		passed = next
		lowest += float64(math.Abs(g.edges[q][row]) * (g.kinks[row].left + g.kinks[row].right))
	}
	g.exchange(q, row)
	return true
}

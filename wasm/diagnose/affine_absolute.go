package diagnose

import (
	"math"

	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// kink is a convex loss of one output z that bends once: below at it rises by
// left for each unit that z falls, above by right for each that z rises.
// At the bend it is least.
type kink struct{ at, left, right, least float64 }

func (k kink) loss(z float64) float64 {
	return k.least + max(float64(k.right*(z-k.at)), float64(k.left*(k.at-z)))
}

// kinks are the losses of one output of every row, weighted, for a loss made of
// absolute values.
func kinks(p *train.Problem, weights []float64, output int) []kink {
	out := make([]kink, p.Train.Rows())
	for i, w := range weights {
		y := p.Train.Y[i*p.Train.Outputs+output]
		switch {
		case p.Spec.Loss.Is("hinge"): // max(0, 1 - y z)
			out[i] = kink{1 / y, max(w*y, 0), max(-w*y, 0), 0}
			if y == 0 {
				out[i] = kink{least: w} // 1 whatever z is
			}
		case p.Spec.Loss.Is("mean_absolute_percentage_error"):
			w *= 100 / max(math.Abs(y), mlp.Epsilon)
			out[i] = kink{y, w, w, 0}
		default:
			out[i] = kink{y, w, w, 0}
		}
	}
	return out
}

// absoluteWork bounds the rows times the outputs times the coefficients squared.
const absoluteWork = 5e5

// leastAbsolute is the loss of the affine map that is best for a loss made of
// absolute values: a linear programme, solved from corner to corner. A corner is
// a map that meets the kinks of as many rows as it has coefficients; from there
// the loss falls along an edge, which keeps all but one of them met, or nowhere.
// What is returned is the bound of the programme's dual, which the loss of the
// last corner equals; false where it does not.
func leastAbsolute(p *train.Problem, weights []float64, basis span) (float64, bool) {
	k, n, r := p.Train.Outputs, p.Train.Rows(), len(basis.columns)
	if float64(n*k)*float64(r*r) > absoluteWork {
		return 0, false
	}
	var sum float64
	for c := range k {
		bends := kinks(p, weights, c)
		g := &programme{kinks: append([]kink(nil), bends...), corner: make([]int, 0, n), met: make([]bool, n), z: make([]float64, n)}
		for _, u := range basis.columns {
			g.edges = append(g.edges, append([]float64(nil), u...))
		}
		g.solve()
		bound, loss, first := g.dual(bends, basis)
		if len(g.corner) < r || !nearly(bound, loss, first) {
			return 0, false
		}
		sum += bound
	}
	return sum / float64(n*k), true
}

// dual returns the bound Σ least - v at of slopes v of the rows that no affine
// map changes the sum of, each within those of its kink, and the losses of the
// corner and of 0. Where the corner is the minimum, its slopes are such ones.
func (g *programme) dual(bends []kink, basis span) (bound, loss, first float64) {
	v := make([]float64, len(bends))
	for i, one := range g.kinks {
		if d := g.z[i] - one.at; d > 0 && !g.met[i] {
			v[i] = one.right
		} else if d < 0 && !g.met[i] {
			v[i] = -one.left
		}
	}
	share := 1.0
	for q, row := range g.corner {
		v[row] = 0
		v[row] = -dot(g.edges[q], v)
	}
	for _, row := range g.corner {
		one := bends[row]
		slack := 1e-12 * (one.left + one.right)
		if v[row] > one.right+slack {
			share = min(share, one.right/v[row])
		} else if v[row] < -one.left-slack {
			share = min(share, -one.left/v[row])
		}
	}
	for i, one := range bends {
		v[i] = min(max(share*v[i], -one.left), one.right)
		bound += one.least - float64(v[i]*one.at)
		loss += one.loss(g.z[i])
		first += one.loss(0)
	}
	for _, u := range basis.columns { // rounding left the sum a little to change
		change := dot(u, v)
		bound -= 2 * math.Abs(change*dot(u, g.z))
		if math.Abs(change) > 1e-9*norm(v) {
			return 0, loss, first
		}
	}
	return max(bound, 0), loss, first
}

// programme is at a corner: corner[q] is the row whose kink is left along
// edges[q], which changes the outputs z, shape (rows), by edges[q] for each
// unit that z of that row moves.
type programme struct {
	edges  [][]float64
	kinks  []kink
	corner []int
	met    []bool // the rows of the corner
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
			if d := math.Abs(g.z[i] - at[i]); math.Abs(v) > small && d < least && !g.met[i] {
				near, least = i, d
			}
		}
		if near < 0 {
			return // nothing is left to meet: dual says how far it came
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

// exchange makes row the one that edge q leaves, and no other edge moves.
func (g *programme) exchange(q, row int) {
	g.met[g.corner[q]], g.met[row] = false, true
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
		} else if g.met[i] {
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
			if step := (g.kinks[i].at - g.z[i]) / v * way; step > passed && step < next && !g.met[i] {
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

// Package landscape looks at the loss as a function of the weights around a
// run: along planes and lines through weight space, by its second derivatives,
// and by what the predictions can follow to first order.
//
// Everything is computed in float64, also for a run in float32: a difference of
// two losses would drown in the rounding of the smaller precision.
//
// Read it in this order: surface.go, principal.go and plane.go (where to look),
// grid.go and line.go (what is there), hessian.go and lanczos.go (curvature),
// jacobian.go (reach).
package landscape

import (
	"math"

	"plateau/wasm/dataset"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// Surface is the loss of all training rows as a function of the weights: what
// training makes small, penalties included, with nothing dropped and no noise.
type Surface struct {
	net  *mlp.Network[float64]
	set  dataset.Set
	rows []float64 // weight of each row by its class, nil where every row counts 1
}

// NewSurface is the loss of a problem.
func NewSurface(p *train.Problem) *Surface {
	s := &Surface{net: mlp.New[float64](p.Spec), set: p.Train}
	if len(p.ClassWeight) > 0 {
		s.rows = p.RowWeights()
	}
	return s
}

// Spec is the network whose weights are varied.
func (s *Surface) Spec() mlp.Spec { return s.net.Spec }

// Parameters is the number of weights: the dimension of the space.
func (s *Surface) Parameters() int { return len(s.net.Params) }

// Cost is about how many multiply-adds one loss takes; a gradient takes three
// times as many and a Hessian product six times.
func (s *Surface) Cost() int { return s.set.Rows() * (len(s.net.Params) + 20) }

// Loss is the loss at some weights, shape (parameters).
func (s *Surface) Loss(at []float64) float64 {
	copy(s.net.Params, at)
	var sum float64
	for i := range s.set.Rows() {
		x, y := s.set.Row(i)
		loss := s.net.RowLoss(x, y)
		if s.rows != nil {
			loss *= s.rows[i]
		}
		sum += loss
	}
	return sum/float64(s.set.Rows()) + s.net.Penalty()
}

// Gradient stores the derivatives of Loss, shape (parameters).
func (s *Surface) Gradient(dst, at []float64) {
	copy(s.net.Params, at)
	s.net.Gradient(dst, s.set.X, s.set.Y, s.rows)
	s.net.PenaltyGradient(dst)
}

// HessianProduct stores H v, where H holds the second derivatives of Loss at
// some weights: by the central difference of two gradients for the rows, exact
// to about 1e-9, and in closed form for an L2 penalty. |w| has no curvature.
func (s *Surface) HessianProduct(dst, at, v []float64) {
	copy(s.net.Params, at)
	s.net.HessianProduct(dst, v, s.set.X, s.set.Y, s.rows)
	if l2 := s.net.Spec.L2; l2 > 0 {
		for _, one := range s.net.Spec.Variables() {
			for k := one.From; k < one.To && !one.Bias; k++ {
				dst[k] += float64(2 * l2 * v[k])
			}
		}
	}
}

// Curvature is vᵀ H v / vᵀ v: how fast the slope changes along a direction.
func (s *Surface) Curvature(at, v []float64) float64 {
	product := make([]float64, len(v))
	s.HessianProduct(product, at, v)
	return dot(v, product) / dot(v, v)
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

// add stores dst + c v in dst.
func add(dst []float64, c float64, v []float64) {
	for i, x := range v {
		dst[i] += float64(c * x)
	}
}

// Minus is a - b, the way from b to a in weight space.
func Minus(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i, v := range a {
		out[i] = v - b[i]
	}
	return out
}

// unit scales v to length 1 in place and says whether it has a direction.
func unit(v []float64) bool {
	length := norm(v)
	if length == 0 || math.IsNaN(length) || math.IsInf(length, 0) {
		return false
	}
	for i := range v {
		v[i] /= length
	}
	return true
}

// drawn is a vector of numbers between -1/2 and 1/2 that seed decides.
func drawn(n int, seed uint32) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = mlp.Share(seed, i) - 0.5
	}
	return out
}

package train

import (
	"math"

	"plateau/wasm/factor"
)

// lbfgs is the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno
// (Nocedal and Wright, algorithms 7.4 and 7.5), with a line search that brackets
// a point of the weak Wolfe conditions by bisection (Lewis and Overton 2013),
// which also holds where relu has kinks.
//
// It is Plateau's own because gonum/optimize, which the tests compare it with,
// brings gonum/mat and fmt: 190 kB of gzip in a budget of 1.0 MB.
type lbfgs struct {
	fullBatch
	sweep sweep
	value float64 // loss and gradient at net.Params, while being computed
	grad  []float64

	slope     []float64 // gradient at the accepted weights
	direction []float64
	descent   float64 // slope · direction, below 0
	t         float64 // step under trial
	low, high float64 // bracket of the step
	started   bool
	steps     []correction // oldest first
}

// correction is one past step and the change of the gradient along it.
type correction struct {
	s, y []float64
	rho  float64 // 1 / s·y
}

// The Wolfe conditions: the loss falls by at least 1e-4 of what the slope
// promises, and the slope by a tenth.
const (
	sufficient = 1e-4
	curvature  = 0.9
)

// After this many halvings or doublings a line search has failed.
const searches = 60

func newLBFGS(p *Problem) *lbfgs {
	n := len(p.Initial)
	s := &lbfgs{fullBatch: newFullBatch(p), grad: make([]float64, n), slope: make([]float64, n), direction: make([]float64, n)}
	copy(s.net.Params, p.Initial)
	return s
}

func (s *lbfgs) Advance(work int, loss []float64) int {
	done, tried := 0, 0
	for done < len(loss) && work > 0 && !s.ended {
		if !s.evaluate(&work) {
			break
		}
		switch {
		case !s.started:
			s.started = true
			s.accept()
		case s.narrow():
			s.accept()
			loss[done] = s.loss
			done++
			tried = 0
		case tried == searches || s.t == 0:
			s.restart()
			tried = 0
		default:
			tried++
		}
		for i, d := range s.direction {
			s.net.Params[i] = s.at[i] + float64(s.t*d)
		}
		s.value = 0
		clear(s.grad)
	}
	if s.ended {
		done += s.rest(loss[done:])
	}
	return done
}

// evaluate computes loss and gradient at net.Params, in pieces.
func (s *lbfgs) evaluate(work *int) bool {
	cost := 3*len(s.at) + rowOverhead
	if !s.sweep.advance(work, len(s.weight), cost, func(i int) {
		x, y := s.problem.Train.Row(i)
		s.value += s.net.Row(s.grad, x, y, s.weight[i], nil)
	}) {
		return false
	}
	s.value += s.net.Penalty()
	s.net.PenaltyGradient(s.grad)
	return true
}

// narrow says whether the step under trial meets the Wolfe conditions; if not,
// it chooses the next one.
func (s *lbfgs) narrow() bool {
	along := factor.Dot(s.grad, s.direction)
	switch {
	case !(s.value <= s.loss+float64(sufficient*s.t*s.descent)) || !(s.value < s.loss):
		s.high = s.t
	case along < curvature*s.descent:
		s.low = s.t
	default:
		return true
	}
	if math.IsInf(s.high, 1) {
		s.t *= 2
	} else if middle := s.low + (s.high-s.low)/2; middle > s.low && middle < s.high {
		s.t = middle
	} else {
		s.t = 0
	}
	return false
}

// accept takes the step under trial and chooses the next direction.
func (s *lbfgs) accept() {
	if s.loss = s.value; len(s.direction) > 0 && s.descent < 0 {
		s.remember()
	}
	copy(s.at, s.net.Params)
	copy(s.slope, s.grad)
	s.aim()
}

func (s *lbfgs) remember() {
	c := correction{s: make([]float64, len(s.at)), y: make([]float64, len(s.at))}
	if limit := int(s.problem.Optimizer.Arg("memory")); len(s.steps) == limit {
		c.s, c.y = s.steps[0].s, s.steps[0].y
		s.steps = append(s.steps[:0], s.steps[1:]...)
	}
	for i := range s.at {
		c.s[i] = s.net.Params[i] - s.at[i]
		c.y[i] = s.grad[i] - s.slope[i]
	}
	if product := factor.Dot(c.s, c.y); product > 0 {
		c.rho = 1 / product
		s.steps = append(s.steps, c)
	}
}

// aim sets direction to -H slope, H being the inverse Hessian that the past
// steps suggest, and the first trial step to 1.
func (s *lbfgs) aim() {
	d := s.direction
	for i, g := range s.slope {
		d[i] = -g
	}
	alpha := make([]float64, len(s.steps))
	for k := len(s.steps) - 1; k >= 0; k-- {
		c := s.steps[k]
		alpha[k] = c.rho * factor.Dot(c.s, d)
		addScaled(d, -alpha[k], c.y)
	}
	scale := 1.0
	if n := len(s.steps); n > 0 {
		last := s.steps[n-1]
		scale = 1 / (last.rho * factor.Dot(last.y, last.y))
	} else if size := math.Sqrt(factor.Dot(s.slope, s.slope)); size > 1 {
		scale = 1 / size
	}
	for i := range d {
		d[i] *= scale
	}
	for k, c := range s.steps {
		addScaled(d, alpha[k]-float64(c.rho*factor.Dot(c.y, d)), c.s)
	}
	s.t, s.low, s.high = 1, 0, math.Inf(1)
	s.descent = factor.Dot(s.slope, d)
	if !(s.descent < 0) {
		s.ended = len(s.steps) == 0 // the gradient is 0
		if s.steps = nil; !s.ended {
			s.aim()
		}
	}
}

// restart forgets the past steps where a search along them failed. Where they
// are forgotten already, no step lowers the loss.
func (s *lbfgs) restart() {
	if len(s.steps) == 0 {
		s.ended = true
		return
	}
	s.steps = nil
	s.aim()
}

func addScaled(dst []float64, scale float64, x []float64) {
	for i, v := range x {
		dst[i] += float64(scale * v)
	}
}

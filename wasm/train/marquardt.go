package train

import (
	"math"

	"plateau/wasm/factor"
)

// marquardt is the method of Levenberg and Marquardt for squared error: each
// step solves (JᵀJ + μI) δ = -Jᵀr, where r are the weighted residuals of all
// rows and outputs, followed by √L2 w for a penalty, and J their derivatives.
// μ follows the gain ratio (Nielsen 1999). Where there are more weights than
// residuals the same step comes from the smaller system
// δ = -Jᵀ (JJᵀ + μI)⁻¹ r. Package experiment bounds the size of both.
//
// An iteration is cut by rows wherever a call's work ends: rows of J, of the
// system, and of its factor; a step that raises the loss costs one more factor.
type marquardt struct {
	fullBatch
	jacobian []float64 // shape (residuals, parameters), at the accepted weights
	residual []float64
	trial    []float64 // residuals at the weights tried
	mu, nu   float64
	refused  int // steps of this iteration that raised the loss

	phase phase
	sweep sweep // rows of the phase that are done

	slope          []float64 // Jᵀr
	system, factor []float64 // lower triangles
	step, right    []float64 // δ, and the right side of the smaller system
}

// phase is a part of an iteration, in their order.
type phase int

const (
	linearizing phase = iota // residual and jacobian at the accepted weights
	multiplying              // slope and system
	factoring                // of the system at the present μ
)

// A multiply-add of a product of rows takes a tenth of one in a network, with
// its activations, by which work is counted.
const straight = 10

// After this many refused steps in a row μ is so large that the step is below
// the rounding of the weights: the loss is at its minimum.
const refusals = 40

func newMarquardt(p *Problem) *marquardt {
	s := &marquardt{fullBatch: newFullBatch(p), nu: 2}
	rows := p.Train.Rows() * p.Train.Outputs
	if p.Spec.L2 > 0 {
		rows += len(p.Initial)
	}
	s.jacobian = make([]float64, rows*len(p.Initial))
	s.residual, s.trial = make([]float64, rows), make([]float64, rows)
	n := min(rows, len(p.Initial))
	s.slope, s.step, s.right = make([]float64, len(p.Initial)), make([]float64, len(p.Initial)), make([]float64, rows)
	s.system, s.factor = make([]float64, n*n), make([]float64, n*n)
	return s
}

func (s *marquardt) Advance(work int, loss []float64) int {
	done := 0
	for done < len(loss) && work > 0 && !s.ended {
		switch {
		case s.phase == linearizing:
			if s.linearize(&work) {
				s.phase = multiplying
			}
		case s.phase == multiplying:
			if s.multiply(&work) {
				s.phase = factoring
			}
		case !s.solve(&work):
		case s.try():
			s.phase, s.refused = linearizing, 0
			loss[done] = s.loss
			done++
		default:
			s.mu *= s.nu
			s.nu *= 2
			s.refused++
			s.ended = s.refused == refusals
		}
	}
	if s.ended {
		done += s.rest(loss[done:])
	}
	return done
}

// linearize fills residual and jacobian at the accepted weights.
func (s *marquardt) linearize(work *int) bool {
	p, outputs := len(s.at), s.problem.Train.Outputs
	copy(s.net.Params, s.at)
	raw := s.jacobian
	if !s.sweep.advance(work, s.problem.Train.Rows(), (outputs+1)*p, func(i int) {
		x, y := s.problem.Train.Row(i)
		block := raw[i*outputs*p : (i+1)*outputs*p]
		out := s.net.Jacobian(block, x)
		scale := math.Sqrt(s.weight[i] / float64(outputs))
		for k, o := range out {
			s.residual[i*outputs+k] = scale * (o - y[k])
		}
		for k := range block {
			block[k] *= scale
		}
	}) {
		return false
	}
	s.penaltyRows(s.residual, s.at)
	if s.problem.Spec.L2 > 0 {
		from := s.problem.Train.Rows() * outputs
		for _, v := range s.problem.Spec.Variables() {
			for k := v.From; k < v.To && !v.Bias; k++ {
				raw[(from+k)*p+k] = math.Sqrt(s.problem.Spec.L2)
			}
		}
	}
	s.loss = squares(s.residual)
	if s.mu == 0 {
		for i := 0; i < len(raw); i += p {
			s.mu = max(s.mu, s.problem.Optimizer.Arg("damping")*squares(raw[i:i+p]))
		}
	}
	return true
}

// penaltyRows stores √L2 w for the kernels, behind the rows' residuals.
func (s *marquardt) penaltyRows(residual, weights []float64) {
	if s.problem.Spec.L2 == 0 {
		return
	}
	from := s.problem.Train.Rows() * s.problem.Train.Outputs
	for _, v := range s.problem.Spec.Variables() {
		for k := v.From; k < v.To && !v.Bias; k++ {
			residual[from+k] = math.Sqrt(s.problem.Spec.L2) * weights[k]
		}
	}
}

// tryLoss is the loss at net.Params.
func (s *marquardt) tryLoss() float64 {
	outputs := s.problem.Train.Outputs
	for i := range s.problem.Train.Rows() {
		x, y := s.problem.Train.Row(i)
		scale := math.Sqrt(s.weight[i] / float64(outputs))
		for k, o := range s.net.Forward(x) {
			s.trial[i*outputs+k] = scale * (o - y[k])
		}
	}
	s.penaltyRows(s.trial, s.net.Params)
	return squares(s.trial)
}

// multiply computes what of a step does not depend on μ: Jᵀr, and JᵀJ or JJᵀ,
// whichever is smaller.
func (s *marquardt) multiply(work *int) bool {
	rows, p := len(s.residual), len(s.at)
	n := min(rows, p)
	if s.sweep.row == 0 {
		clear(s.slope)
		clear(s.system)
	}
	return s.sweep.advance(work, rows, (n*p)/2/straight+1, func(i int) {
		row := s.jacobian[i*p : (i+1)*p]
		addScaled(s.slope, s.residual[i], row)
		if p > rows {
			for k := range i + 1 {
				s.system[i*n+k] = factor.Dot(row, s.jacobian[k*p:(k+1)*p])
			}
			return
		}
		for k, v := range row {
			if v != 0 {
				addScaled(s.system[k*n:k*n+k+1], v, row[:k+1])
			}
		}
	})
}

// solve computes the step at the present μ, and says whether it is done: step
// holds no finite numbers where rounding left the system without a factor.
func (s *marquardt) solve(work *int) bool {
	rows, p := len(s.residual), len(s.at)
	n := min(rows, p)
	if s.sweep.row == 0 {
		copy(s.factor, s.system)
		for i := range n {
			s.factor[i*n+i] += s.mu
		}
	}
	if !s.sweep.advance(work, n, n*n/6/straight+1, func(i int) { factor.Row(s.factor, n, i) }) {
		return false
	}
	*work -= (n + rows) * p / straight // the triangles, and all rows to try the step
	if p <= rows {
		copy(s.step, s.slope)
		factor.Solve(s.factor, n, s.step)
	} else {
		copy(s.right, s.residual)
		factor.Solve(s.factor, n, s.right)
		clear(s.step)
		for i, u := range s.right {
			addScaled(s.step, u, s.jacobian[i*p:(i+1)*p])
		}
	}
	for i, d := range s.step {
		s.step[i] = -d
	}
	return true
}

// try takes the step if it lowers the loss, and sets the next μ by how much of
// the fall came that the linear model predicts.
func (s *marquardt) try() bool {
	var predicted float64
	for i, d := range s.step {
		predicted += float64(d * (float64(s.mu*d) - s.slope[i]))
		s.net.Params[i] = s.at[i] + d
	}
	if !finite(predicted) {
		return false
	}
	loss := s.tryLoss()
	if !(finite(loss) && loss < s.loss) {
		return false
	}
	surplus := 2*(s.loss-loss)/predicted - 1
	s.mu *= max(1.0/3, 1-float64(surplus*float64(surplus*surplus)))
	s.nu = 2
	copy(s.at, s.net.Params)
	s.loss = loss
	return true
}

func squares(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x * x)
	}
	return sum
}

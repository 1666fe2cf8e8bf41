package train

import (
	"math"

	"gonum.org/v1/gonum/blas"
	blasgonum "gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/lapack/gonum"
)

// marquardt is the method of Levenberg and Marquardt for squared error: each
// step solves (JᵀJ + μI) δ = -Jᵀr, where r are the weighted residuals of all
// rows and outputs, followed by √L2 w for a penalty, and J their derivatives.
// μ follows the gain ratio (Nielsen 1999). Where there are more weights than
// residuals the same step comes from the smaller system
// δ = -Jᵀ (JJᵀ + μI)⁻¹ r. Package experiment bounds the size of both.
type marquardt struct {
	fullBatch
	sweep    sweep
	jacobian []float64 // shape (residuals, parameters), at the accepted weights
	residual []float64
	trial    []float64 // residuals at the weights tried
	mu, nu   float64
	fresh    bool // jacobian and residual belong to the accepted weights

	slope          []float64 // Jᵀr
	system, factor []float64 // lower triangles
}

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
	s.slope = make([]float64, len(p.Initial))
	s.system, s.factor = make([]float64, n*n), make([]float64, n*n)
	return s
}

func (s *marquardt) Advance(work int, loss []float64) int {
	done := 0
	for done < len(loss) && work > 0 && !s.ended {
		if !s.fresh && !s.linearize(&work) {
			break
		}
		s.step(&work)
		if !s.ended {
			loss[done] = s.loss
			done++
		}
	}
	if s.ended {
		done += s.rest(loss[done:])
	}
	return done
}

// linearize fills residual and jacobian at the accepted weights, in pieces.
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
	s.fresh = true
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

// step tries shorter and shorter steps until one lowers the loss.
func (s *marquardt) step(work *int) {
	rows, p := len(s.residual), len(s.at)
	s.normal()
	for range refusals {
		delta, predicted, ok := s.solve()
		*work -= min(rows, p) * min(rows, p) * max(rows, p) / 8
		if ok {
			for i := range delta {
				s.net.Params[i] = s.at[i] + delta[i]
			}
			if loss := s.tryLoss(); finite(loss) && loss < s.loss {
				gain := (s.loss - loss) / predicted
				s.mu *= max(1.0/3, 1-math.Pow(2*gain-1, 3))
				s.nu = 2
				copy(s.at, s.net.Params)
				s.loss, s.fresh = loss, false
				return
			}
		}
		s.mu *= s.nu
		s.nu *= 2
	}
	s.ended = true
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

// normal computes the parts of a step that do not depend on μ: Jᵀr, and JᵀJ or
// JJᵀ, whichever is smaller.
func (s *marquardt) normal() {
	rows, p := len(s.residual), len(s.at)
	clear(s.slope)
	for i, r := range s.residual {
		addScaled(s.slope, r, s.jacobian[i*p:(i+1)*p])
	}
	clear(s.system)
	n := min(rows, p)
	if p <= rows {
		for i := range rows {
			row := s.jacobian[i*p : (i+1)*p]
			for k, v := range row {
				if v != 0 {
					addScaled(s.system[k*n:k*n+k+1], v, row[:k+1])
				}
			}
		}
		return
	}
	for i := range rows {
		for k := range i + 1 {
			s.system[i*n+k] = inner(s.jacobian[i*p:(i+1)*p], s.jacobian[k*p:(k+1)*p])
		}
	}
}

// solve returns the step at the present μ and the fall of the loss that the
// linear model predicts for it.
func (s *marquardt) solve() (step []float64, predicted float64, ok bool) {
	rows, p := len(s.residual), len(s.at)
	n := min(rows, p)
	copy(s.factor, s.system)
	for i := range n {
		s.factor[i*n+i] += s.mu
	}
	if !(gonum.Implementation{}).Dpotf2(blas.Lower, n, s.factor, n) {
		return nil, 0, false
	}
	step = make([]float64, p)
	right := step
	if p <= rows {
		copy(step, s.slope)
	} else {
		right = append([]float64(nil), s.residual...)
	}
	blasgonum.Implementation{}.Dtrsv(blas.Lower, blas.NoTrans, blas.NonUnit, n, s.factor, n, right, 1)
	blasgonum.Implementation{}.Dtrsv(blas.Lower, blas.Trans, blas.NonUnit, n, s.factor, n, right, 1)
	if p > rows {
		for i, u := range right {
			addScaled(step, u, s.jacobian[i*p:(i+1)*p])
		}
	}
	for i := range step {
		step[i] = -step[i]
		predicted += float64(step[i] * (float64(s.mu*step[i]) - s.slope[i]))
	}
	return step, predicted, finite(predicted)
}

func squares(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x * x)
	}
	return sum
}

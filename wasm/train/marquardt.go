package train

import (
	"math"

	"gonum.org/v1/gonum/mat"
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
	jacobian *mat.Dense // shape (residuals, parameters), at the accepted weights
	residual []float64
	trial    []float64 // residuals at the weights tried
	mu, nu   float64
	fresh    bool // jacobian and residual belong to the accepted weights
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
	s.jacobian = mat.NewDense(rows, len(p.Initial), nil)
	s.residual, s.trial = make([]float64, rows), make([]float64, rows)
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
	raw := s.jacobian.RawMatrix().Data
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
	rows, p := s.jacobian.Dims()
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

// solve returns the step at the present μ and the fall of the loss that the
// linear model predicts for it.
func (s *marquardt) solve() (step []float64, predicted float64, ok bool) {
	rows, p := s.jacobian.Dims()
	r := mat.NewVecDense(rows, s.residual)
	var g mat.VecDense
	g.MulVec(s.jacobian.T(), r)
	var system mat.SymDense
	side := p
	if p <= rows {
		system.SymOuterK(1, s.jacobian.T())
	} else {
		system.SymOuterK(1, s.jacobian)
		side = rows
	}
	for i := range side {
		system.SetSym(i, i, system.At(i, i)+s.mu)
	}
	var factor mat.Cholesky
	if !factor.Factorize(&system) {
		return nil, 0, false
	}
	var delta mat.VecDense
	if p <= rows {
		if factor.SolveVecTo(&delta, &g) != nil && !finite(delta.AtVec(0)) {
			return nil, 0, false
		}
	} else {
		var u mat.VecDense
		if factor.SolveVecTo(&u, r) != nil && !finite(u.AtVec(0)) {
			return nil, 0, false
		}
		delta.MulVec(s.jacobian.T(), &u)
	}
	step = delta.RawVector().Data
	for i := range step {
		step[i] = -step[i]
		predicted += float64(step[i] * (float64(s.mu*step[i]) - g.AtVec(i)))
	}
	return step, predicted, true
}

func squares(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x * x)
	}
	return sum
}

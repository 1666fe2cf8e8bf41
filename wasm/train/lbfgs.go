package train

import (
	"runtime"

	"gonum.org/v1/gonum/optimize"
)

// lbfgs is gonum's L-BFGS (Nocedal and Wright, chapter 7) as an Engine. The
// method runs in its own goroutine and asks for one evaluation at a time, so
// that the run stays in charge of the clock.
type lbfgs struct {
	fullBatch
	asks    chan optimize.Task
	answers chan optimize.Task
	task    optimize.Task // the evaluation under way
	asked   bool
	started bool
	sweep   sweep
	value   float64
	grad    []float64
}

func newLBFGS(p *Problem) *lbfgs {
	s := &lbfgs{fullBatch: newFullBatch(p), asks: make(chan optimize.Task, 1), answers: make(chan optimize.Task, 1), grad: make([]float64, len(p.Initial))}
	method := &optimize.LBFGS{Store: int(p.Optimizer.Arg("memory")), GradStopThreshold: 1e-300}
	method.Init(len(p.Initial), 1)
	start := optimize.Task{Location: &optimize.Location{X: append([]float64(nil), p.Initial...), Gradient: make([]float64, len(p.Initial))}}
	go method.Run(s.asks, s.answers, []optimize.Task{start})
	// A run that is dropped would leave the method waiting for ever.
	runtime.AddCleanup(s, func(c [2]chan optimize.Task) { go dismiss(c[0], c[1]) }, [2]chan optimize.Task{s.asks, s.answers})
	return s
}

// dismiss ends a method, whatever it is waiting for.
func dismiss(asks, answers chan optimize.Task) {
	answers <- optimize.Task{Op: optimize.PostIteration}
	close(answers)
	for range asks {
	}
}

func (s *lbfgs) Advance(work int, loss []float64) int {
	done := 0
	for done < len(loss) && work > 0 && !s.ended {
		if !s.asked {
			s.task, s.asked = <-s.asks, true
			copy(s.net.Params, s.task.X)
			s.value = 0
			clear(s.grad)
		}
		switch {
		case s.task.Op == optimize.MajorIteration:
			if s.started { // the first is where it starts
				copy(s.at, s.task.X)
				loss[done] = s.task.F
				done++
			}
			s.started, s.loss = true, s.task.F
			s.answer()
		case s.task.Op&(optimize.FuncEvaluation|optimize.GradEvaluation) != 0:
			if s.evaluate(&work) {
				s.task.F = s.value
				copy(s.task.Gradient, s.grad)
				s.answer()
			}
		default: // the method is done, or has failed to find a better point
			s.ended = true
			s.answers <- optimize.Task{Op: optimize.PostIteration}
		}
	}
	if s.ended {
		done += s.rest(loss[done:])
	}
	return done
}

func (s *lbfgs) answer() {
	s.answers <- s.task
	s.asked = false
}

// evaluate computes loss and gradient at the task's point, in pieces.
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

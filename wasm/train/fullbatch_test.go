package train

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/optimize"
)

const tanhOrigin = `{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":%q,"precision":"float64","epochs":%d,"seed":%d}}`

func TestMarquardtSolvesTheOriginData(t *testing.T) {
	solved := 0
	for seed := 1; seed <= 20; seed++ {
		loss := New(parse(t, fmt.Sprintf(tanhOrigin, "levenberg_marquardt", 30, seed))).Finish().Final()
		if loss < 1e-28 {
			solved++
		} else {
			t.Logf("seed %d: %g", seed, loss)
		}
	}
	if solved < 18 {
		t.Errorf("%d of 20 seeds below 1e-28 within 30 iterations", solved)
	}
}

// Both solvers end where the closed form says: a linear network on the best
// straight line, whichever of the two systems is the smaller.
func TestSolversFindTheBestLine(t *testing.T) {
	for _, optimizer := range []string{"lbfgs", "levenberg_marquardt"} {
		for _, units := range []int{1, 10} {
			run := New(parse(t, fmt.Sprintf(`{"network":{"layers":[{"units":%d},{}]},"training":{"optimizer":%q,"precision":"float64","epochs":200}}`, units, optimizer))).Finish()
			if d := run.Final()/bestLine - 1; math.Abs(d) > 1e-12 {
				t.Errorf("%s, %d units: %.17g, off by %g", optimizer, units, run.Final(), d)
			}
		}
	}
}

// A penalty and class weights mean the same loss as for any optimizer.
func TestSolversMinimizeTheSameLoss(t *testing.T) {
	const text = `{"data":{"generator":{"name":"sine","n":20}},"network":{"layers":[{"units":4,"activation":"tanh"},{}]},
		"training":{"optimizer":%q,"l2":0.01,"class_weight":{"1":3},"precision":"float64","epochs":%d,"seed":2}}`
	for _, optimizer := range []string{"lbfgs", "levenberg_marquardt"} {
		run := New(parse(t, fmt.Sprintf(text, optimizer, 500))).Finish()
		if last := run.History.Losses[run.Epoch()-1]; math.Abs(last/run.Final()-1) > 1e-12 {
			t.Errorf("%s: recorded %g, the loss of its weights is %g", optimizer, last, run.Final())
		}
		for i, loss := range run.History.Losses[1:] {
			if loss > run.History.Losses[i] {
				t.Errorf("%s: loss rises at iteration %d", optimizer, i+2)
			}
		}
		// At the end no small step along the gradient helps.
		weights := append([]float64(nil), run.Weights()...)
		for k := range weights {
			for _, h := range []float64{1e-4, -1e-4} {
				weights[k] += h
				if run.LossAt(weights) < run.Final()-1e-9 {
					t.Errorf("%s: weight %d moved by %g lowers the loss", optimizer, k, h)
				}
				weights[k] -= h
			}
		}
	}
}

func TestSolversInPieces(t *testing.T) {
	for _, optimizer := range []string{"lbfgs", "levenberg_marquardt"} {
		whole := New(parse(t, fmt.Sprintf(tanhOrigin, optimizer, 40, 3))).Finish()
		pieces := New(parse(t, fmt.Sprintf(tanhOrigin, optimizer, 40, 3)))
		for !pieces.Done() {
			pieces.Advance(50, 1)
		}
		if whole.Final() != pieces.Final() {
			t.Errorf("%s: %g in pieces, %g whole", optimizer, pieces.Final(), whole.Final())
		}
	}
}

// Every step that Levenberg and Marquardt refuse ends the piece of work: of a
// large problem 40 factorizations in one call took a second.
func TestMarquardtReturnsAfterRefusedSteps(t *testing.T) {
	// At the minimum of y = x no step lowers the loss.
	const text = `{"data":{"points":[[-1,-1],[0,0],[1,1]]},"network":{"layers":[{}],"weights":[[[1]],[0]]},
		"training":{"optimizer":"levenberg_marquardt","precision":"float64","epochs":2}}`
	run, calls := New(parse(t, text)), 0
	for !run.Done() {
		run.Advance(1, 2)
		calls++
	}
	if calls < refusals || run.Final() != 0 {
		t.Errorf("the run took %d calls of the least work, not one a refused step; it ends at %g", calls, run.Final())
	}
}

// A wide and a tall problem with many refused steps end on the same bits however
// their work is cut.
func TestMarquardtInAnyPieces(t *testing.T) {
	const text = `{"data":{"generator":{"name":"x_sin_x","n":%d,"noise":0.2}},"network":{"layers":[{"units":%d,"activation":"relu"},{}]},
		"training":{"optimizer":{"name":"levenberg_marquardt","damping":1e-9},"l2":1e-4,"precision":"float64","epochs":60}}`
	for _, c := range [][2]int{{9, 12}, {40, 3}} {
		e := parse(t, fmt.Sprintf(text, c[0], c[1]))
		whole := New(e).Finish()
		for _, work := range []int{1, 333, 5000} {
			pieces := New(e)
			for !pieces.Done() {
				pieces.Advance(work, 7)
			}
			if !slices.Equal(whole.History.Losses, pieces.History.Losses) || !slices.Equal(whole.Weights(), pieces.Weights()) {
				t.Errorf("%d rows, %d units, pieces of %d: ends at %.17g, whole at %.17g", c[0], c[1], work, pieces.Final(), whole.Final())
			}
		}
	}
}

// Our L-BFGS and gonum's end in the same minimum of a problem that has one, in
// about as many iterations.
func TestLBFGSAgreesWithGonum(t *testing.T) {
	const text = `{"data":{"generator":{"name":"sine","n":20}},"network":{"layers":[{"units":6,"activation":"tanh","kernel_initializer":"random_normal"},{}]},
		"training":{"optimizer":"lbfgs","l2":0.01,"precision":"float64","epochs":%d,"seed":2}}`
	run := New(parse(t, fmt.Sprintf(text, 500))).Finish()
	s := newLBFGS(run.Problem)
	evaluate := func(w []float64) {
		copy(s.net.Params, w)
		s.value = 0
		clear(s.grad)
		work := 1 << 30
		s.evaluate(&work)
	}
	result, err := optimize.Minimize(optimize.Problem{
		Func: func(w []float64) float64 { evaluate(w); return s.value },
		Grad: func(grad, w []float64) { evaluate(w); copy(grad, s.grad) },
	}, run.Problem.Initial, nil, &optimize.LBFGS{})
	if err != nil {
		t.Log(err)
	}
	if math.Abs(run.Final()/result.F-1) > 1e-9 {
		t.Errorf("ours ends at %.15g, gonum's at %.15g", run.Final(), result.F)
	}
	ours := 0
	for ours < run.Epoch() && run.History.Losses[ours] > result.F*(1+1e-9) {
		ours++
	}
	if ours > 2*result.MajorIterations {
		t.Errorf("ours takes %d iterations, gonum's %d", ours, result.MajorIterations)
	}
}

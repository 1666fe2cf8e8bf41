package main

import (
	"math"

	"plateau/wasm/diagnose"
	"plateau/wasm/experiment"
	"plateau/wasm/landscape"
	"plateau/wasm/text"
	"plateau/wasm/train"
)

// marks is how many points of the run's path are kept.
const marks = 64

// place is where a run is in weight space: its path up to an epoch, and what
// lies around its end. It is the same for all views.
type place struct {
	experiment experiment.Experiment
	problem    *train.Problem
	surface    *landscape.Surface
	trace      *train.Trace
	epochs     []int       // of the path
	path       [][]float64 // weights at the marks as long as they are finite; the last is now
	diverged   bool        // they were not to the end

	solvers  []*train.Run // from now and from the start; nil before they are asked for
	steps    int          // solvers that have ended
	spent    int          // multiply-adds of the one under way
	solution []float64    // the lowest point they found, nil where it is not lower than now
	solver   string       // the method that found it
}

func newPlace(e experiment.Experiment, epoch int) *place {
	p := train.NewProblem(e)
	return &place{experiment: e, problem: p, surface: landscape.NewSurface(p), trace: train.NewTrace(e, train.Marks(epoch, marks))}
}

// arrived says whether the run has been carried out.
func (p *place) arrived() bool { return p.path != nil }

// travel carries the run on.
func (p *place) travel(work int) {
	if p.trace.Advance(work) {
		return
	}
	for i, epoch := range p.trace.Epochs {
		w := p.trace.Weights(i)
		if i > 0 && !(finite(w) && isFinite(p.surface.Loss(w))) {
			p.diverged = true
			break
		}
		p.epochs, p.path = append(p.epochs, epoch), append(p.path, w)
	}
}

// travelled is the share of the run that is carried out.
func (p *place) travelled() float64 {
	if p.arrived() {
		return 1
	}
	return float64(len(p.trace.Epochs)) / float64(len(p.trace.Marks()))
}

func (p *place) now() []float64   { return p.path[len(p.path)-1] }
func (p *place) start() []float64 { return p.path[0] }

// mostSolving bounds the multiply-adds that a solver is given, about ten
// seconds of Go in a browser.
const mostSolving = 1_000_000_000

// solved says whether the solution has been looked for.
func (p *place) solved() bool { return p.solvers != nil && p.steps == len(p.solvers) }

// solve looks for the solution: the lowest loss that a full-batch solver reaches
// with this network, from now and from the start.
func (p *place) solve(work int) {
	if p.solvers == nil {
		for _, from := range [][]float64{p.now(), p.start()} {
			e := p.experiment.Exactly()
			e.Network.Weights = append([]float64(nil), from...)
			p.solvers = append(p.solvers, train.New(e))
		}
		p.solver = "L-BFGS"
		if p.solvers[0].Experiment.Training.Optimizer.Is("levenberg_marquardt") {
			p.solver = "Levenberg-Marquardt"
		}
	}
	r := p.solvers[p.steps]
	if p.spent += work; !r.Done() && p.spent < mostSolving {
		r.Advance(work, r.Remaining())
		return
	}
	p.steps, p.spent = p.steps+1, 0
	if !p.solved() {
		return
	}
	best := lower * p.surface.Loss(p.now())
	for _, one := range p.solvers {
		if loss := p.surface.Loss(one.Weights()); finite(one.Weights()) && loss < best {
			best, p.solution = loss, one.Weights()
		}
	}
}

// lower is the share of the present loss that another has to be under to be
// called lower.
const lower = 0.999

func finite(w []float64) bool {
	for _, v := range w {
		if !isFinite(v) {
			return false
		}
	}
	return true
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// tooMany is why a view is not made: so many multiply-adds for what it needs.
func (p *place) tooMany(what string, work, limit float64) string {
	return text.Format("%s of %s rows by %s weights takes %s multiply-adds; the limit of this view is %s.",
		what, diagnose.Count(p.problem.Train.Rows()), diagnose.Count(p.surface.Parameters()), diagnose.Number(work), diagnose.Number(limit))
}

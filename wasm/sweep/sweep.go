// Package sweep trains an experiment again and again with one setting changed:
// forty learning rates, fifty seeds, widths, optimizers, batch sizes. It
// decides which values are worth a run, what the results say in a sentence, and
// names the experiment behind each, so that a page only has to draw.
//
// grid.go chooses the values, outcome.go is what is kept of a run, and
// summary.go and document.go say what came out.
package sweep

import (
	"plateau/wasm/diagnose"
	"plateau/wasm/experiment"
	"plateau/wasm/pool"
	"plateau/wasm/train"
)

// Sweep is a number of runs under way. Results come in the order of the grid.
type Sweep struct {
	Kind string
	base experiment.Experiment
	grid []setting

	floors   []diagnose.Floor
	constant float64 // loss of the best constant
	epochs   []int   // at which curves are kept
	points   []point
	begun    int
	batch    *pool.Batch
}

// setting is one value of what is swept.
type setting struct {
	label   string
	value   float64 // where it is a number to draw along an axis
	present bool    // it is what the experiment has
	e       experiment.Experiment
}

// New begins a sweep of one of the Kinds. An error is an experiment.Fault that
// says why this experiment has nothing to sweep.
func New(e experiment.Experiment, kind string, workers *pool.Pool) (*Sweep, error) {
	grid, err := newGrid(e, kind)
	if err != nil {
		return nil, err
	}
	p := train.NewProblem(e)
	s := &Sweep{Kind: kind, base: e, grid: grid, floors: diagnose.Floors(p), epochs: sampled(e.Training.Epochs)}
	_, s.constant = p.BestConstant()
	s.batch = workers.Batch(s.next, s.take)
	return s, nil
}

// Advance works for about work multiply-adds, and says whether there is more
// to do here now; where there is not, the rest is with the workers.
func (s *Sweep) Advance(work int) bool { return s.batch.Advance(work) }

// Finish carries the sweep out to the end, where workers can be waited for.
func (s *Sweep) Finish() { s.batch.Finish() }

// Cancel drops what is under way.
func (s *Sweep) Cancel() { s.batch.Cancel() }

// Complete says whether every value has been tried.
func (s *Sweep) Complete() bool { return len(s.points) == len(s.grid) }

func (s *Sweep) next() *train.Run {
	if s.begun == len(s.grid) {
		return nil
	}
	s.begun++
	return train.Defer(s.grid[s.begun-1].e)
}

func (s *Sweep) take(r *train.Run) {
	s.points = append(s.points, s.measure(s.grid[len(s.points)], r))
}

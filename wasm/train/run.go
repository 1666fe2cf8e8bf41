// Package train carries out a run: it prepares the numbers of an Experiment,
// lets an engine train in bounded steps, keeps the history of the loss, and
// knows when to stop.
//
//	run := train.New(e)
//	for !run.Done() {
//		run.Advance(1e6, run.Remaining())
//	}
//	result := run.Result()
package train

import (
	"math"

	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
)

// mostEpochs is how many epochs an engine finishes in one call at most: so many losses are made room for.
const mostEpochs = 1 << 14

// Why a run ended; empty while it has not.
const (
	StoppedEpochs   = "epochs"   // all epochs are done
	StoppedLoss     = "loss"     // the loss asked for is reached
	StoppedPatience = "patience" // no improvement for as long as asked
	StoppedDiverged = "diverged" // the loss is no longer a finite number
)

// Run is one training run, advanced in bounded steps.
type Run struct {
	Experiment experiment.Experiment
	Problem    *Problem
	History    History
	Validation History // losses of the rows held out; empty without any
	Stopped    string
	EngineName string // kernel, reference or solver
	Slower     string // why it is the reference, where it is

	engine   Engine
	evaluate evaluator
	plateau  *mlp.Plateau
	patience patience
	weights  []float64 // the engine's, copied when asked for
	fresh    bool      // weights are the engine's present ones
	initial  float64
	rows     []float64 // weights of the training rows, nil without class weights
}

// New prepares a run of a validated Experiment.
func New(e experiment.Experiment) *Run {
	r := Defer(e)
	r.Prepare()
	return r
}

// Defer prepares a run that may be carried out elsewhere (Job): it has no
// engine until it is advanced here.
func Defer(e experiment.Experiment) *Run {
	r := &Run{Experiment: e, Problem: NewProblem(e)}
	p := r.Problem
	if p.Schedule.Is("reduce_on_plateau") {
		r.plateau = mlp.NewPlateau(p.Schedule, p.Optimizer.Arg("learning_rate"))
		p.Rate = func(int) float64 { return r.plateau.Rate }
	}
	r.evaluate = p.newEvaluator()
	r.weights, r.fresh = append([]float64(nil), p.Initial...), true
	if len(p.ClassWeight) > 0 {
		r.rows = p.RowWeights()
	}
	r.patience = patience{stop: e.Training.Stop, best: math.Inf(1)}
	r.initial = r.LossAt(p.Initial)
	r.History.Losses = make([]float64, 0, min(e.Training.Epochs, 20_000))
	if e.Training.Epochs == 0 {
		r.Stopped = StoppedEpochs
	}
	return r
}

// Prepare makes the engine, where a deferred run has none yet.
func (r *Run) Prepare() {
	if r.engine == nil {
		r.engine, r.EngineName, r.Slower = r.Problem.newEngine()
	}
}

// Epoch is how many epochs are finished.
func (r *Run) Epoch() int { return len(r.History.Losses) }

// Remaining is how many epochs are left.
func (r *Run) Remaining() int { return r.Experiment.Training.Epochs - r.Epoch() }

// Done says whether the run has ended.
func (r *Run) Done() bool { return r.Stopped != "" }

// Advance trains for about work multiply-adds and at most the given number of
// epochs, and says whether it was the work that ended the call.
func (r *Run) Advance(work, epochs int) (spent bool) {
	if r.Done() {
		return false
	}
	r.Prepare()
	epochs = min(epochs, r.Remaining(), mostEpochs)
	if r.watched() {
		epochs = min(epochs, 1) // what happens next depends on each epoch
	}
	r.fresh = false
	finished := r.engine.Advance(work, r.History.room(epochs))
	r.take(finished)
	return finished < epochs && !r.Done()
}

// Batch trains for about work multiply-adds, at most to the end of the batch
// under way, and says whether that has ended. The batch of a solver is all rows.
func (r *Run) Batch(work int) (ended bool) {
	if r.Done() {
		return true
	}
	r.Prepare()
	r.fresh = false
	var finished int
	if engine, ok := r.engine.(batches); ok {
		finished, ended = engine.Batch(work, r.History.room(1))
	} else {
		finished = r.engine.Advance(work, r.History.room(1))
		ended = finished == 1
	}
	r.take(finished)
	return ended
}

// Batches is how many batches of the present epoch are done, and of how many.
func (r *Run) Batches() (done, all int) {
	if engine, ok := r.engine.(batches); ok {
		return engine.At(), r.Problem.BatchesPerEpoch()
	}
	return 0, 1
}

// take takes in the losses of epochs that an engine has finished, which lie where the history has room.
func (r *Run) take(finished int) {
	if r.watched() {
		for _, loss := range r.History.room(finished) {
			r.observe(loss)
		}
	} else if !r.History.extend(finished) {
		r.stop(StoppedDiverged)
	}
	if !r.Done() && r.Remaining() == 0 {
		r.stop(StoppedEpochs)
	}
}

// Finish advances to the end.
func (r *Run) Finish() *Run {
	for !r.Done() {
		r.Advance(1<<30, r.Remaining())
	}
	return r
}

// watched says whether the run looks at every epoch before the next begins.
func (r *Run) watched() bool {
	stop := r.Experiment.Training.Stop
	return r.plateau != nil || stop.Patience > 0 || !math.IsNaN(stop.Loss) || stop.RestoreBest || r.Problem.Held.Rows() > 0
}

// observe takes the loss of an epoch that has ended.
func (r *Run) observe(loss float64) {
	r.History.add(loss)
	watched := loss
	if r.Problem.Held.Rows() > 0 {
		watched = r.evaluate.loss(r.Weights(), r.Problem.Held, nil)
		r.Validation.add(watched)
	}
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		r.stop(StoppedDiverged)
		return
	}
	if r.plateau != nil {
		r.plateau.Observe(watched)
	}
	// The best weights are kept first, so that the epoch that reaches the loss may be the one that is restored.
	waited := r.patience.observe(watched, r.Epoch(), r.Weights)
	switch {
	case loss <= r.Experiment.Training.Stop.Loss:
		r.stop(StoppedLoss)
	case waited:
		r.stop(StoppedPatience)
	}
}

func (r *Run) stop(why string) {
	r.Stopped = why
	if best := r.patience.weights; best != nil {
		copy(r.weights, best)
		r.fresh = true
	}
}

// Weights is a view of the present weights, flat, in Keras's order.
func (r *Run) Weights() []float64 {
	if !r.fresh {
		r.engine.Weights(r.weights)
		r.fresh = true
	}
	return r.weights
}

// LossAt is the loss of all training rows at the given weights: what training
// makes small, with nothing dropped, no noise, penalties included.
func (r *Run) LossAt(weights []float64) float64 {
	return r.evaluate.loss(weights, r.Problem.Train, r.rows)
}

// Initial and Final are the loss of all training rows before the first update
// and after the last one so far.
func (r *Run) Initial() float64 { return r.initial }

// Final is described at Initial.
func (r *Run) Final() float64 { return r.LossAt(r.Weights()) }

// Predict returns the outputs, shape (rows, outputs), for inputs of shape
// (rows, inputs), both in the experiment's own units.
func (r *Run) Predict(x []float64) []float64 { return r.PredictAt(r.Weights(), x) }

// PredictAt is Predict at other weights.
func (r *Run) PredictAt(weights, x []float64) []float64 {
	out := r.evaluate.predict(weights, r.Problem.Inputs.Apply(x))
	r.Problem.Targets.Undo(out)
	return out
}

// patience is Keras's EarlyStopping.
type patience struct {
	stop    experiment.Stop
	best    float64
	waited  int
	weights []float64 // the best so far, kept only to be restored
}

// observe takes the watched loss of an epoch, counted from 1, and says whether
// to stop.
func (p *patience) observe(loss float64, epoch int, weights func() []float64) bool {
	if p.stop.Patience == 0 && !p.stop.RestoreBest {
		return false
	}
	if p.stop.RestoreBest && p.weights == nil {
		p.weights = append([]float64(nil), weights()...)
	}
	p.waited++
	if loss < p.best-p.stop.MinDelta {
		p.best, p.waited = loss, 0
		if p.stop.RestoreBest {
			copy(p.weights, weights())
		}
		return false
	}
	return p.stop.Patience > 0 && p.waited >= p.stop.Patience && epoch > 1
}

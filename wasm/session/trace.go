package session

import (
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/inspect"
	"plateau/wasm/train"
)

// traceMarks is at how many epochs one can look back.
const traceMarks = 200

// traceOf answers with the marks, and how many are there. The first request, and the
// first after the run has moved on, begins to carry the run out again.
func (s *Session) traceOf() document.Value {
	s.look()
	return succeeded("run marks reached complete", s.count, s.trace.Marks(), len(s.trace.Epochs), s.trace.Complete())
}

// look begins a trace of the run as far as it is.
func (s *Session) look() {
	if end := s.run.Epoch(); s.trace == nil || s.traced != end {
		s.trace, s.traced = train.NewTrace(s.run.Experiment, train.Marks(end, traceMarks)), end
	}
}

// inspect is the network at the mark nearest to an epoch, or as it is now where
// that is nearer or no epoch is given.
func (s *Session) inspect(v document.Value) (document.Value, Arrays) {
	r := s.run
	weights, at := r.Weights(), r.Epoch()
	now := true
	if asked := whole(v, "epoch", at); asked < at {
		s.look()
		mark := s.trace.Nearest(asked)
		if e := s.trace.Epochs[mark]; max(e-asked, asked-e) < at-asked {
			weights, at, now = s.trace.Weights(mark), e, false
		}
	}
	x := s.grid(v)
	arrays := s.outputs(weights, x)
	if most := whole(v, "units", 0); most > 0 {
		u := inspect.Look(r.Problem, weights, x, most, whole(v, "unit", -1))
		arrays["units"], arrays["curves"], arrays["parts"] = u.Table, u.Curves, u.Parts
		arrays["gradient"], arrays["norms"] = u.Gradient, u.Norms
	}
	return succeeded("run epoch now loss", s.count, at, now, r.LossAt(weights)), arrays
}

// motionOf answers with one update in slow motion, seen from a row of its
// batch. The request that names an epoch begins with the update after it, and
// one for the next goes on.
func (s *Session) motionOf(v document.Value) (document.Value, Arrays) {
	e := s.run.Experiment
	_, begins := v.Get("epoch")
	if begins || s.motion == nil {
		if s.run.Done() {
			e.Training.Epochs = s.run.Epoch() // the last update there was
		}
		epoch := whole(v, "epoch", s.run.Epoch())
		batch := 0
		if epoch == s.run.Epoch() {
			batch, _ = s.run.Batches()
		}
		motion, trouble := inspect.NewMotion(e, epoch, batch)
		if trouble != "" {
			return failed(experiment.Fault{Message: trouble}), nil
		}
		s.motion = motion
	}
	m := s.motion
	last := mustGet(v, "next").Truth && !m.Next()
	var motion any = document.Value{}
	var arrays Arrays
	if m.Ready() {
		view := m.See(whole(v, "row", 0))
		motion = document.Record("epoch batch batches rows row rate row_loss loss loss_after", m.Epoch, m.Batch, m.Batches, m.Rows, view.Row, m.Rate, view.Loss, m.LossBefore, m.LossAfter)
		arrays = Arrays{"weights": m.Before, "after": m.After, "gradient": m.Gradient, "values": view.Values, "targets": view.Targets, "residuals": view.Residuals}
	}
	return succeeded("run complete last progress motion", s.count, m.Ready(), last, m.Progress(), motion), arrays
}

// looking works on what somebody looks back at or takes apart, for a part of
// the milliseconds left, and says whether there is more of it to do.
func (s *Session) looking(left float64) bool {
	switch {
	case s.motion != nil && !s.motion.Ready():
		return left <= 0 || s.motion.Advance(s.slice(left))
	case s.trace != nil && !s.trace.Complete():
		return left <= 0 || s.trace.Advance(s.slice(left))
	}
	return false
}

// trainBatch goes on with a step of batches.
func (s *Session) trainBatch(left float64) {
	begin := Clock()
	if s.run.Batch(s.slice(left)) {
		s.batches--
		s.held = s.batches == 0
	}
	s.seconds += (Clock() - begin) / 1000
}

package session

import (
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/sweep"
)

// sweepOf answers with the sweep of the kind asked for, as far as it has come.
// The first request begins it, and one for another kind replaces it; one for
// no kind ends it. The points before "from" are left out.
func (s *Session) sweepOf(v document.Value) document.Value {
	kind := mustGet(v, "kind").Text
	if kind == "" {
		s.endSweep()
		return succeeded("")
	}
	if s.sweep == nil || s.sweep.Kind != kind {
		next, err := sweep.New(s.run.Experiment, kind, s.workers())
		if err != nil {
			return failed(err.(experiment.Fault))
		}
		s.endSweep()
		s.sweep = next
	}
	return succeeded("run sweep complete", s.count, s.sweep.Document(whole(v, "from", 0)), s.sweep.Complete())
}

// endSweep drops the sweep, and at once what workers do for it.
func (s *Session) endSweep() {
	if s.sweep != nil {
		s.sweep.Cancel()
		s.sweep = nil
	}
}

// sweeping works on the sweep for a part of the milliseconds left, and says
// whether there is more of it to do here now.
func (s *Session) sweeping(left float64) bool {
	if s.sweep == nil || s.sweep.Complete() {
		return false
	}
	return left <= 0 || s.sweep.Advance(s.slice(left))
}

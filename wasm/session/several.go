package session

import (
	"slices"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/pool"
)

// Several are the sessions of one engine: a page with ten figures loads it
// once. A request names its session by the number in "figure", 0 where there
// is none. The zero Several is ready.
type Several struct {
	Pool     pool.Pool // carries out the runs of sweeps
	sessions map[int]*Session
	order    []int // of their first requests, in which they are advanced
	busy     int   // how many had something to do the last time
}

// Handle answers one request: "advance" for all sessions, the others for theirs.
func (a *Several) Handle(kind, body string) (document.Value, Arrays) {
	v, err := document.Parse(body)
	if err != nil {
		return failed(experiment.Fault{Message: "the request is not JSON: " + err.Error()}), nil
	}
	if kind == "advance" {
		return a.advance(number(v, "milliseconds", 8)), nil
	}
	figure := whole(v, "figure", 0)
	if kind == "dispose" {
		if s := a.sessions[figure]; s != nil {
			s.drop()
		}
		delete(a.sessions, figure)
		a.order = slices.DeleteFunc(a.order, func(n int) bool { return n == figure })
		return succeeded(""), nil
	}
	s := a.sessions[figure]
	if s == nil {
		if a.sessions == nil {
			a.sessions = map[int]*Session{}
		}
		s = &Session{pool: &a.Pool}
		a.sessions[figure] = s
		a.order = append(a.order, figure)
	}
	return s.answer(kind, v)
}

// advance shares the time among the sessions that have something to do, and
// waits for the soonest of them.
func (a *Several) advance(milliseconds float64) document.Value {
	share := milliseconds / float64(max(a.busy, 1))
	soonest := document.Value{}
	a.busy = 0
	for _, figure := range a.order {
		wait := mustGet(a.sessions[figure].advance(share), "wait")
		if wait.Kind != document.Number {
			continue
		}
		a.busy++
		if soonest.Kind != document.Number || wait.Number < soonest.Number {
			soonest = wait
		}
	}
	return succeeded("wait", soonest)
}

// Command survey is the third program of the page, loaded when somebody opens a
// view that is dear and rarely looked at: gradients by layer, the spectra of
// Jacobian and Hessian, the loss around the run, what the residuals look like.
// Apart from the engine because that one is loaded by everybody and has no room
// left, and because it must not wait.
//
// It is given an Experiment and carries it out again, to the same bits; the
// mathematics is in package landscape. A request is answered with what is known
// so far, and asked again until it is complete; a newer one takes its place.
package main

import (
	"errors"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/reply"
	"plateau/wasm/text"
)

// survey is the conversation with the page about one run at a time.
type survey struct {
	key     string // of the run: its experiment and epoch
	place   *place
	views   map[string]view
	current view
}

// view is one picture in the making.
type view interface {
	// step computes for about work multiply-adds; it is not called when done.
	step(work int)
	done() bool
	// progress is the share that is done, and doing says what is under way.
	progress() (share float64, doing string)
	// members are what is known so far; what has from points along a side is
	// known to the page.
	members(from int) []document.Member
}

// piece is how many multiply-adds are done between two looks at the clock:
// about half a millisecond in a browser.
const piece = 100_000

// answer is the reply to one request: "survey", "residuals", or "advance",
// which the worker sends for as long as there is something to do.
func (s *survey) answer(kind, body string) document.Value {
	v, err := document.Parse(body)
	if err != nil {
		return reply.Failed(err)
	}
	get := func(name string) document.Value {
		member, _ := v.Get(name)
		return member
	}
	switch kind {
	case "advance":
		if s.advance(get("milliseconds").Number) {
			return reply.Succeeded(document.M("wait", document.Int(0)))
		}
		return reply.Succeeded(document.M("wait", document.Value{}))
	case "survey":
		return s.look(get)
	case "residuals":
		return residuals(get)
	}
	return reply.Failed(errors.New(document.Str(kind).String() + " is not a request"))
}

// look answers with a view as far as it is known and makes it the one that is
// worked on.
func (s *survey) look(get func(string) document.Value) document.Value {
	e, err := experiment.Read(get("experiment"))
	if err != nil {
		return reply.Failed(err)
	}
	epoch := e.Training.Epochs
	if given := get("epoch"); given.Kind == document.Number {
		epoch = int(given.Number)
	}
	if epoch < 0 || epoch > e.Training.Epochs {
		return reply.Failed(errors.New(text.Format("epoch: %d is not between 0 and the %d epochs of the run", epoch, e.Training.Epochs)))
	}
	if key := text.Format("%d %s", epoch, e.Full().String()); key != s.key {
		s.key, s.place, s.views = key, newPlace(e, epoch), map[string]view{}
	}
	name, directions := get("view").Text, get("directions").Text
	seed := int(get("seed").Number)
	id := text.Format("%s %s %d", name, directions, seed)
	one := s.views[id]
	if one == nil {
		if one, err = newView(s.place, name, directions, seed); err != nil {
			return reply.Failed(err)
		}
		s.views[id] = one
	}
	s.current = one
	share, doing := one.progress()
	return reply.Succeeded(append([]document.Member{
		document.M("complete", document.Bool(one.done())), document.M("progress", document.Num(share)), document.M("doing", document.Str(doing)),
	}, one.members(int(get("from").Number))...)...)
}

func newView(p *place, name, directions string, seed int) (view, error) {
	switch name {
	case "gradients":
		return newGradients(p), nil
	case "spectrum":
		return newSpectrum(p), nil
	case "landscape":
		if !known(directions) {
			return nil, errors.New("directions: " + document.Str(directions).String() + " is not one of path, curvature, random, solution, line")
		}
		return newMap(p, directions, seed), nil
	}
	return nil, errors.New("view: " + document.Str(name).String() + " is not one of gradients, spectrum, landscape")
}

// advance works on the current view for about so many milliseconds and says
// whether there is more to do.
func (s *survey) advance(milliseconds float64) bool {
	if s.current == nil {
		return false
	}
	for end := clock() + milliseconds; !s.current.done(); {
		s.current.step(piece)
		if clock() >= end {
			break
		}
	}
	return !s.current.done()
}

// Command reader is the second program that the page loads, when somebody pastes
// code or asks for it: package code behind the same bridge as the engine's
// (static/protocol.d.ts). Apart from the engine because that one is loaded by
// everybody and is held to 1,000,000 bytes of gzip; code adds 0.1 MB.
package main

import (
	"errors"
	"math"
	"strconv"

	"plateau/wasm/code"
	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/reply"
)

// answer is the reply to one request: "import", "export", or "advance", which
// the worker sends after each and which has nothing to do here.
func answer(kind, body string) document.Value {
	v, err := document.Parse(body)
	if err != nil {
		return reply.Failed(err)
	}
	switch kind {
	case "import":
		return imported(v)
	case "export":
		return exported(v)
	case "advance":
		return reply.Succeeded(document.M("wait", document.Value{}))
	}
	return reply.Failed(errors.New(document.Str(kind).String() + " is not a request"))
}

// imported says what was made of a text. A text that gave no experiment is an
// answer, not a failure: its lines say why. Data go into the experiment that is
// given with them, "at" the cell of its table that they were pasted into.
func imported(v document.Value) document.Value {
	at, err := cell(v)
	into, ok := v.Get("into")
	if err == nil && ok && into.Kind != document.Object {
		err = errors.New("into: this is no experiment: give an object")
	}
	if err != nil {
		return reply.Failed(err)
	}
	given, _ := v.Get("text")
	r, err := code.Import(given.Text)
	lines := make([]document.Value, len(r.Lines))
	for i, l := range r.Lines {
		lines[i] = document.Obj(document.M("from", document.Int(l.From)), document.M("to", document.Int(l.To)), document.M("text", document.Str(l.Text)),
			document.M("state", document.Str(l.State.String())), document.M("meaning", document.Str(l.Meaning)))
	}
	members := []document.Member{
		document.M("kind", document.Str(r.Kind)), document.M("lines", document.List(lines...)), document.M("notes", document.Strs(r.Notes)),
		document.M("offer", document.Str(r.Offer)),
	}
	switch {
	case r.Data != nil && ok:
		members = append(members, document.M("experiment", code.Into(into, *r.Data, at)))
	case r.Found:
		members = append(members, document.M("experiment", r.Experiment.Full()))
	}
	if r.Log != nil {
		members = append(members, document.M("log", logged(r.Log)))
	}
	if err != nil {
		members = append(members, document.M("trouble", document.Str(err.Error())))
	}
	return reply.Succeeded(members...)
}

// cell is where a text was pasted, nil where it is all of the data. A page that
// sends another place is wrong, and told so.
func cell(v document.Value) (*code.Cell, error) {
	at, given := v.Get("at")
	if !given || at.Kind == document.Null {
		return nil, nil
	}
	if len(at.Items) != 2 {
		return nil, errors.New("at: " + at.String() + " is no row and column")
	}
	for _, n := range at.Items {
		if x := n.Number; n.Kind != document.Number || !(x >= 0 && x <= dataset.MaxRows) || x != math.Floor(x) {
			return nil, errors.New("at: " + n.String() + " is no whole number from 0 to " + strconv.Itoa(dataset.MaxRows))
		}
	}
	return &code.Cell{Row: int(at.Items[0].Number), Column: int(at.Items[1].Number)}, nil
}

// exported is a script of an experiment; where the one before it is given too,
// what has changed since is marked.
func exported(v document.Value) document.Value {
	get := func(name string) document.Value {
		member, _ := v.Get(name)
		return member
	}
	e, err := experiment.Read(get("experiment"))
	if err != nil {
		return reply.Failed(err)
	}
	framework, weights := get("framework").Text, get("weights").Truth
	var script string
	if get("before").Kind == document.Object {
		before, err := experiment.Read(get("before"))
		if err != nil {
			return reply.Failed(err)
		}
		script, err = code.ExportFix(before, e, framework, weights)
		if err != nil {
			return reply.Failed(err)
		}
	} else if script, err = code.Export(e, framework, weights); err != nil {
		return reply.Failed(err)
	}
	return reply.Succeeded(document.M("code", document.Str(script)))
}

// drawn is how many losses of a log are handed on: two for each pixel column of
// the widest chart.
const drawn = 2000

// logged is the losses of a log, the level it stops at and from when, and how
// long it is.
func logged(l *code.Log) document.Value {
	thinned := l.Thinned(drawn)
	curve := make([]document.Value, len(thinned))
	for i, e := range thinned {
		curve[i] = document.List(document.Num(e.Epoch), document.Num(e.Loss))
	}
	last := l.Curve[len(l.Curve)-1].Epoch
	return document.Obj(document.M("plateau", document.Num(l.Plateau)), document.M("since", document.Num(l.Since)),
		document.M("flat", document.Bool(l.Flat)), document.M("epochs", document.Num(last)), document.M("entries", document.Int(len(l.Curve))),
		document.M("curve", document.List(curve...)))
}

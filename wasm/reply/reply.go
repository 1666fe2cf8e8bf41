// Package reply makes the shapes in which a program answers the page: {"ok":
// true, ...} and {"ok": false, "error": Fault, "faults": [Fault]}, with "fatal":
// true where the program failed itself, as static/protocol.d.ts has them.
package reply

import (
	"errors"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

// Succeeded answers with members beside "ok".
func Succeeded(members ...document.Member) document.Value {
	return document.Obj(append([]document.Member{document.M("ok", document.Bool(true))}, members...)...)
}

// Fatal is the answer of a program that failed itself: what it holds can no longer
// be trusted, and the page starts another.
func Fatal(why string) document.Value {
	out := Failed(errors.New(why))
	out.Members = append(out.Members, document.M("fatal", document.Bool(true)))
	return out
}

// Failed names the first fault of an experiment and beside it every one, or the
// one thing that is wrong.
func Failed(err error) document.Value {
	faults, ok := err.(experiment.Faults) // errors.As would bring 15 kB of reflection into the engine
	if !ok {
		faults = experiment.Faults{{Message: err.Error()}}
	}
	all := make([]document.Value, len(faults))
	for i, f := range faults {
		all[i] = document.Obj(document.M("path", document.Str(f.Path)), document.M("message", document.Str(f.Message)))
	}
	return document.Obj(document.M("ok", document.Bool(false)), document.M("error", all[0]), document.M("faults", document.List(all...)))
}

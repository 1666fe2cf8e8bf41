// Package reply makes the two shapes in which a program answers the page: {"ok":
// true, ...} and {"ok": false, "error": Fault, "faults": [Fault]}, as
// static/protocol.d.ts has them.
package reply

import (
	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

// Succeeded answers with members beside "ok".
func Succeeded(members ...document.Member) document.Value {
	return document.Obj(append([]document.Member{document.M("ok", document.Bool(true))}, members...)...)
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

package session

import (
	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

// What is asked of an experiment, whatever run there is.

// solve answers with the experiment under a full-batch solver.
func solve(v document.Value) document.Value {
	e, err := experiment.Read(mustGet(v, "experiment"))
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	return succeeded("experiment", e.Exactly().Full())
}

// link answers with the experiment as a text for an address.
func link(v document.Value) document.Value {
	e, err := experiment.Read(mustGet(v, "experiment"))
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	text, err := experiment.Link(e)
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	return succeeded("link", "#"+text)
}

// unlink answers with the experiment that such a text holds.
func unlink(v document.Value) document.Value {
	e, err := experiment.Unlink(mustGet(v, "link").Text)
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	return succeeded("experiment", e.Full())
}

package main

import (
	"encoding/json"
	"fmt"

	"plateau/wasm/document"
	"plateau/wasm/session"
)

// result is a run and its diagnosis, finished when the site is built, as posters and page show them. The JSON names are those of static/protocol.d.ts.
type result struct {
	Points     [][]float64
	Floors     []floor
	Resolution float64
	Epochs     int
	Loss       struct{ Initial, Final float64 }

	Fit   []float64 // x, y pairs over the data and a tenth more on each side
	Curve []float64 // epoch, loss pairs

	Experiment json.RawMessage // completed with every default
	Diagnosis  json.RawMessage
	State      string
	Verdict    string
}

type floor struct {
	Label string
	Loss  float64
}

// fitSamples positions draw a smooth curve at the width of a poster.
const fitSamples = 101

// finish trains and diagnoses an experiment to the end, through the requests that the page makes.
func finish(experiment string) (result, error) {
	var s session.Session
	var r result
	ask := func(kind, body string, into any) (session.Arrays, error) {
		value, arrays := s.Handle(kind, body)
		var reply struct {
			Ok    bool
			Error struct{ Path, Message string }
		}
		text := []byte(value.String())
		if err := json.Unmarshal(text, &reply); err != nil {
			return nil, err
		}
		if !reply.Ok {
			return nil, fmt.Errorf("%s: %s: %s", kind, reply.Error.Path, reply.Error.Message)
		}
		return arrays, json.Unmarshal(text, into)
	}
	var run struct{ Run *result }
	run.Run = &r
	if _, err := ask("start", `{"experiment":`+experiment+`}`, &run); err != nil {
		return r, err
	}
	s.Finish()
	var frame struct{ Frame *result }
	frame.Frame = &r
	arrays, err := ask("pull", document.Obj(document.M("samples", document.Int(fitSamples))).String(), &frame)
	if err != nil {
		return r, err
	}
	r.Fit, r.Curve = arrays["fit"], arrays["curve"]
	var found struct{ Diagnosis json.RawMessage }
	if _, err := ask("diagnose", "{}", &found); err != nil {
		return r, err
	}
	r.Diagnosis = found.Diagnosis
	return r, json.Unmarshal(r.Diagnosis, &r)
}

package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"plateau/wasm/document"
	"plateau/wasm/session"
)

// result is a run and its diagnosis, finished when the site is built, as posters and page show them. The JSON names are those of static/protocol.d.ts.
type result struct {
	Points     [][]float64
	Floors     []floor
	Resolution float64
	Epochs     int
	Loss       struct{ Initial, Final num }

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

// num is a number as the protocol carries it: text where it is not finite.
type num float64

func (n *num) UnmarshalJSON(text []byte) error {
	x, err := strconv.ParseFloat(strings.Trim(string(text), `"`), 64)
	*n = num(x)
	return err
}

// fitSamples positions draw a smooth curve at the width of a poster.
const fitSamples = 101

// conversation asks a session what the page asks it.
type conversation struct{ session.Session }

// ask sends a request and reads the answer, arrays apart.
func (c *conversation) ask(kind, body string, into any) (session.Arrays, error) {
	value, arrays := c.Handle(kind, body)
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

func (c *conversation) start(experiment string, r *result) error {
	_, err := c.ask("start", `{"experiment":`+experiment+`}`, &struct{ Run *result }{r})
	return err
}

// pull reads what a poster draws of a run.
func (c *conversation) pull(r *result) error {
	arrays, err := c.ask("pull", document.Obj(document.M("samples", document.Int(fitSamples))).String(), &struct{ Frame *result }{r})
	if err == nil {
		r.Fit, r.Curve = arrays["fit"], arrays["curve"]
	}
	return err
}

// finish trains and diagnoses an experiment to the end.
func finish(experiment string) (r result, err error) {
	c := new(conversation)
	if err := c.start(experiment, &r); err != nil {
		return r, err
	}
	c.Finish()
	if err := c.pull(&r); err != nil {
		return r, err
	}
	var found struct{ Diagnosis json.RawMessage }
	if _, err := c.ask("diagnose", "{}", &found); err != nil {
		return r, err
	}
	r.Diagnosis = found.Diagnosis
	return r, json.Unmarshal(r.Diagnosis, &r)
}

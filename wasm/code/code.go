// Package code translates between an Experiment and what people have: scripts
// of Keras (Python and R), PyTorch and scikit-learn, the data lines around
// them, training logs, and prose in between.
//
// Import reads whatever is pasted and says line by line what it understood;
// Export writes a script that reaches the same loss. Nothing that is pasted is
// run: calls that are known by name are understood, others are listed and left
// as they were. What comes out has passed experiment.Read, so no text can put a
// value out of range.
package code

import (
	"errors"
	"strings"

	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/text"
)

// State says what became of a line.
type State uint8

const (
	Prose      State = iota // no code
	Understood              // it is in the experiment
	Ignored                 // code that changes no number: imports, plots
	Unknown                 // code that was not understood, and left as it was
)

func (s State) String() string {
	return [...]string{"prose", "understood", "ignored", "unknown"}[s]
}

// Line is what was made of some lines of the text.
type Line struct {
	From, To int // from 1
	Text     string
	State    State
	Meaning  string // what it means, or why it is not understood
}

// Result is what Import found in a text.
type Result struct {
	// Kind is what the text is: experiment, link, keras, r-keras, pytorch,
	// scikit-learn, data or log.
	Kind string

	// Experiment is complete where Found is true. A text that is only a log
	// has none.
	Experiment experiment.Experiment
	Found      bool

	Lines []Line
	Notes []string // what concerns the whole: defaults, what could not be kept
	Log   *Log     // where the text has a training log
	Offer string   // a question where only a sample of the rows was taken
}

// MaxText is the longest text that is read, in bytes.
const MaxText = dataset.MaxPaste

// Import reads an Experiment as JSON, a link, code, data or a log. The error
// says why there is nothing that can be used; Lines are given nevertheless.
func Import(s string) (Result, error) {
	trimmed := strings.TrimSpace(s)
	switch {
	case len(s) > MaxText:
		return Result{}, errors.New(text.Format("the text has %d bytes, more than the %d that are read; give a part of it", len(s), MaxText))
	case trimmed == "":
		return Result{}, errors.New("the text is empty")
	case !strings.ContainsAny(trimmed, " \n") && (strings.HasPrefix(trimmed, "v1.") || strings.Contains(trimmed, "#v")):
		e, err := experiment.Unlink(trimmed)
		return Result{Kind: "link", Experiment: e, Found: err == nil}, err
	case trimmed[0] == '{' && looksLikeExperiment(trimmed):
		e, err := experiment.Parse(trimmed)
		return Result{Kind: "experiment", Experiment: e, Found: err == nil}, err
	}
	log, taken := readLog(s)
	m := &script{epochs: -1, seed: -1}
	m.read(s, taken)
	out := Result{Kind: m.framework, Lines: m.lines, Notes: m.notes, Log: log}
	switch {
	case m.network():
		e, err := m.experiment()
		out.Experiment, out.Found, out.Notes = e, err == nil, m.notes
		if out.Kind == "" {
			out.Kind = "keras"
		}
		return out, err
	case log != nil:
		out.Kind = "log"
		return out, nil
	}
	return importData(s, out)
}

// looksLikeExperiment tells an Experiment from other JSON by the names of its
// parts.
func looksLikeExperiment(s string) bool {
	for _, name := range [...]string{`"version"`, `"network"`, `"training"`, `"data"`} {
		if strings.Contains(s, name) {
			return true
		}
	}
	return s == "{}"
}

// importData makes an experiment of the origin question's network and points.
func importData(s string, out Result) (Result, error) {
	p, err := dataset.Paste(s)
	if err != nil {
		out.Kind = ""
		return out, errors.New("neither code of a network, nor data, nor a log: " + err.Error())
	}
	out.Kind, out.Lines = "data", nil
	out.Offer = p.Offer()
	for _, n := range p.Notes {
		state := Understood
		if n.Skipped {
			state = Unknown
		}
		if n.Line == 0 {
			out.Notes = append(out.Notes, n.Message)
		} else {
			out.Lines = append(out.Lines, Line{n.Line, n.Line, "", state, n.Message})
		}
	}
	rows := make([]document.Value, len(p.Points))
	for i, row := range p.Points {
		rows[i] = document.Nums(row)
	}
	data := document.Obj(document.M("points", document.List(rows...)))
	if n := len(p.Columns); n > 1 {
		data.Members = append(data.Members, document.M("inputs", document.Strs(p.Columns[:n-1])), document.M("targets", document.Strs(p.Columns[n-1:])))
	}
	out.Experiment, err = experiment.Read(document.Obj(document.M("data", data)))
	out.Found = err == nil
	return out, err
}

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

	Data *dataset.Pasted // what was read, where Kind is data
}

// MaxText is the longest text that is read, in bytes.
const MaxText = dataset.MaxPaste

// Import reads an Experiment as JSON, a link, code, data or a log. The error
// says why there is nothing that can be used; Lines are given nevertheless.
func Import(s string) (out *Result, err error) {
	out = &Result{}
	if !strings.Contains(s, "\n") { // lines of old spreadsheets
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	trimmed := strings.TrimSpace(s)
	switch {
	case len(s) > MaxText:
		return out, errors.New(text.Format("the text has %d bytes, more than the %d that are read; give a part of it", len(s), MaxText))
	case trimmed == "":
		return out, errors.New("the text is empty")
	case experiment.IsLink(trimmed):
		out.Kind = "link"
		out.Experiment, err = experiment.Unlink(trimmed)
	case trimmed[0] == '{' && looksLikeExperiment(trimmed):
		out.Kind = "experiment"
		out.Experiment, err = saved(trimmed)
	case onlyNumbers(s):
		err = out.data(s)
	default:
		err = out.script(s)
	}
	out.Found = err == nil && out.Kind != "log"
	return out, err
}

// onlyNumbers tells a table under at most one line of names, which is no log: a
// million lines of it are not looked through for code, which takes ten times as
// long as reading them.
func onlyNumbers(s string) bool {
	head, rest, _ := strings.Cut(s, "\n")
	if strings.ContainsAny(head, "=([{") || strings.Contains(strings.ToLower(head), "loss") {
		return false
	}
	for i := range len(rest) {
		if c := rest[i]; c > '9' && c != 'e' && c != 'E' && c != ';' && c != '|' || c == '(' || c == '#' || c == '/' || c == '*' {
			return false
		}
	}
	return strings.ContainsAny(rest, "0123456789")
}

// script reads code, a log or data.
func (out *Result) script(s string) (err error) {
	log, taken := readLog(s)
	m := &script{epochs: -1, seed: -1, Result: out}
	m.read(s, taken)
	out.Log = log
	switch {
	case m.network():
		if out.Kind == "" {
			out.Kind = "keras"
		}
		return m.experiment()
	case log != nil:
		out.Kind = "log"
		return nil
	}
	return out.data(s)
}

// looksLikeExperiment tells an Experiment from other JSON by the names of its
// parts.
func looksLikeExperiment(s string) bool {
	for _, name := range [...]string{`"version"`, `"network"`, `"training"`, `"data"`, `"experiment"`} {
		if strings.Contains(s, name) {
			return true
		}
	}
	return s == "{}"
}

// saved reads an Experiment, or a saved result, which has one in it.
func saved(s string) (experiment.Experiment, error) {
	v, err := document.Parse(s)
	if err != nil {
		return experiment.Parse(s) // which says where
	}
	for range 2 { // {"result": {"experiment": ...}, "diagnosis": ...}
		for _, name := range [...]string{"result", "experiment"} {
			if inner, ok := v.Get(name); ok && inner.Kind == document.Object {
				v = inner
			}
		}
	}
	return experiment.Read(v)
}

// data makes an experiment of the origin question's network and points.
func (out *Result) data(s string) error {
	s, left := printed(s)
	p, err := dataset.Paste(s)
	if err != nil {
		out.Kind = ""
		return errors.New("neither code of a network, nor data, nor a log: " + err.Error())
	}
	out.Kind, out.Lines, out.Data = "data", nil, &p
	out.Offer = p.Offer()
	given := strings.Split(s, "\n")
	for i := range p.Notes {
		n := &p.Notes[i]
		state := Understood
		if n.Skipped {
			state = Unknown
		}
		if n.Line == 0 {
			out.Notes = append(out.Notes, n.Message)
		} else {
			out.Lines = append(out.Lines, Line{n.Line, n.Line, strings.TrimSpace(given[n.Line-1]), state, n.Message})
		}
	}
	if left != "" {
		out.Notes = append(out.Notes, left)
	}
	targets := max(1, p.Targets)
	data := jsonData(p.Points, len(p.Points[0])-targets, append([]string(nil), p.Columns...))
	network := ""
	if targets > 1 {
		network = text.Format(`,"network":{"layers":[{"units":10},{"units":%d}]}`, targets)
	}
	out.Experiment, err = experiment.Parse(`{"data":` + data.String() + network + "}")
	return err
}

package code

import (
	"strings"

	"plateau/wasm/expression"
)

// inOrder is a call in which the arguments by position have names too, in the
// order that the framework's signature gives them.
func inOrder(v *value, order string) *value {
	names := strings.Fields(order)
	out := *v
	out.Items, out.Names = nil, nil
	for i, n := range v.Names {
		one := v.Items[i]
		switch {
		case one.Is("**") && one.Items[0].Is("{ dict"): // fit(**settings)
			out.Items, out.Names = append(out.Items, one.Items[0].Items...), append(out.Names, one.Items[0].Names...)
			continue
		case n == "" && len(names) > 0 && !one.Is("**"):
			n, names = names[0], names[1:]
		}
		out.Items, out.Names = append(out.Items, one), append(out.Names, n)
	}
	return &out
}

// leftOut notes every argument of a call that is none of the known ones:
// nothing that may change a number goes without a word.
func (m *script) leftOut(v *value, known string) {
	for i, n := range v.Names {
		switch {
		case n == "":
			m.note("%s: its argument %d is left out", v.Text, i+1)
		case !expression.Among(known, n) && !idle(v.Items[i]):
			m.note("%s: the argument %q is left out", v.Text, n)
		}
	}
}

// idle says that an argument stands for doing nothing: None, NULL, False, 0.
func idle(v *value) bool {
	x, ok := v.Scalar()
	return ok && x == 0 || v.Kind == expression.Bool && v.Data[0] == 0 || v.Kind == expression.Symbol && expression.Among("None NULL", v.Text)
}

// given is the number that an argument is. One that is there but is no number
// that can be known is noted.
func (m *script) given(call *value, name string) (float64, bool) {
	v := call.Named(name)
	x, ok := v.Scalar()
	if v != nil && !ok && !idle(v) {
		m.note("%s: %q is not a number that is known, and is left out", call.Text, strings.Fields(name)[0])
	}
	return x, ok
}

// The callbacks that watch a loss, with the order of their arguments. Keras's
// and R's are the same.
const (
	stopping = "monitor min_delta patience verbose mode baseline restore_best_weights start_from_epoch"
	reducing = "monitor factor patience verbose mode min_delta cooldown min_lr"
)

// monitor is what a callback watches, where that is told apart from what a run
// here watches: the loss of the rows held out, or without such rows the loss.
type monitor struct{ callback, what string }

// watching reads monitor and mode of a callback.
func (m *script) watching(v *value) monitor {
	if mode := v.Named("mode"); mode != nil && expression.Among("max", mode.Text) {
		m.note("%s: mode \"max\" is left out; a loss is to fall", v.Text)
	}
	what := "val_loss"
	if v := v.Named("monitor"); v != nil {
		what = v.Text
	}
	return monitor{v.Text, what}
}

// holds compares what a callback watches with what the run watches. Keras does
// nothing but warn where the rows are missing.
func (m *script) holds(c monitor) bool {
	own := "loss"
	if m.split > 0 {
		own = "val_loss"
	}
	switch {
	case c.callback == "" || c.what == own:
	case c.what == "val_loss" && !m.elsewhere:
		m.note("%s watches val_loss, and no rows are held out: Keras does nothing then, and it is left out", c.callback)
		return false
	default:
		m.note("%s watches %s; here it watches %s", c.callback, c.what, own)
	}
	return true
}

// earlyStopping reads Keras's callback. A patience of 0, its default, is one of 1:
// Keras stops where the epochs without improvement are at least as many.
func (m *script) earlyStopping(v *value) {
	v = inOrder(v, stopping)
	m.leftOut(v, "monitor min_delta patience verbose mode restore_best_weights")
	m.watched[0] = m.watching(v)
	loss := m.stop.get("loss")
	m.stop = object{}
	if loss != "" {
		m.stop.put("loss", loss)
	}
	patience, _ := m.given(v, "patience")
	m.stop.number("patience", max(1, patience))
	if x, ok := m.given(v, "min_delta"); ok {
		m.stop.number("min_delta", max(x, -x)) // Keras takes its size
	}
	if r := v.Named("restore_best_weights"); r != nil && r.Kind == expression.Bool {
		m.stop.put("restore_best_weights", jsonBool(r.Data[0] != 0))
	}
}

// reduceOnPlateau reads the schedule of that name. PyTorch waits one epoch
// longer and asks for improvements by a share, unless told otherwise.
func (m *script) reduceOnPlateau(v *value) string {
	var out object
	out.put("name", `"reduce_on_plateau"`)
	if m.Kind != "pytorch" {
		v = inOrder(v, reducing)
		m.leftOut(v, "verbose mode epsilon "+reducing)
		m.watched[1] = m.watching(v)
		for _, name := range strings.Fields("factor patience min_delta cooldown min_lr") {
			from := name
			if name == "min_delta" {
				from += " epsilon" // as Keras 2.0 has it
			}
			if x, ok := m.given(v, from); ok {
				out.number(name, x)
			}
		}
		m.schedule = out
		return "the schedule reduce_on_plateau"
	}
	v = inOrder(v, "optimizer mode factor patience threshold threshold_mode cooldown min_lr eps")
	m.leftOut(v, "optimizer mode factor patience threshold threshold_mode cooldown min_lr eps verbose")
	m.watching(v)
	for _, name := range strings.Fields("factor cooldown min_lr") {
		if x, ok := m.given(v, name); ok {
			out.number(name, x)
		}
	}
	patience, ok := m.given(v, "patience")
	if !ok {
		patience = 10
	}
	out.number("patience", patience+1)
	threshold, ok := m.given(v, "threshold")
	if !ok {
		threshold = 1e-4
	}
	if mode := v.Named("threshold_mode"); mode == nil || mode.Text != "abs" {
		if threshold != 0 {
			m.note("ReduceLROnPlateau: a threshold of a share (threshold_mode \"rel\") is left out; any improvement counts here")
		}
		threshold = 0
	}
	out.number("min_delta", threshold)
	m.schedule = out
	return "the schedule reduce_on_plateau"
}

package code

import (
	"strings"

	"plateau/wasm/expression"
	"plateau/wasm/text"
)

// loop is a for around the statement.
type loop struct {
	indent int
	target string
	passes float64 // NaN-free: 0 where it is not a number
	over   *value
	deeper bool // a statement inside it was indented

	layers  int            // how many there were before it
	lists   map[*value]int // lists that layers are put into, with their lengths before it
	changed bool           // a layer was added, or changed, inside it
}

// condition is a line that decides what is run, or one that loads a library.
func (m *script) condition(st expression.Statement) (string, State) {
	word, _, _ := strings.Cut(strings.TrimLeft(m.line, "} "), " ")
	word, _, _ = strings.Cut(word, "(")
	if !expression.Among("if elif while else:", word) && word != "else" || strings.Contains(m.line, "__name__") {
		return "changes no number", Ignored
	}
	if word == "if" && strings.HasSuffix(m.line, "break") && len(m.loops) > 0 {
		return m.ends(m.line)
	}
	for _, act := range [...]string{"fit(", "compile(", ".add(", ".step(", "break", "layer_"} {
		if strings.Contains(m.line, act) {
			return "what stands under a condition on its line is not followed", Unknown
		}
	}
	if m.held == "" {
		m.held, m.heldIndent = m.line[:min(len(m.line), 60)], st.Indent
	}
	return "changes no number", Ignored
}

// ends reads the condition of a break: a loss that is low enough.
func (m *script) ends(condition string) (string, State) {
	condition, _, _ = strings.Cut(strings.TrimPrefix(condition, "if"), ":")
	left, right, ok := strings.Cut(strings.Trim(condition, " "), "<")
	left = strings.TrimSpace(left)
	x, isNumber := leading(strings.TrimLeft(right, "= "))
	if ok && isNumber && strings.HasSuffix(strings.TrimSuffix(left, ".item()"), "loss") && !strings.ContainsAny(left, " -") && !strings.Contains(left, "val") {
		m.stop.number("loss", x)
		return text.Format("the run ends at a loss of %s", text.Number(x)), Understood
	}
	return "that the run ends early here is not followed", Unknown
}

// enter leaves the loops that ended before the statement, and the condition.
func (m *script) enter(st expression.Statement) {
	if m.held != "" && st.Indent <= m.heldIndent && st.Form != expression.Other {
		m.held = ""
	}
	for n := len(m.loops); n > 0; n-- {
		l := &m.loops[n-1]
		if st.Indent > l.indent {
			l.deeper = true
			return
		}
		if !l.deeper || st.Form == expression.Other {
			return // indentation was lost, or does not matter as in R
		}
		m.leave()
	}
}

// once notes a call that trains or changes the training, where it is made again or
// where something decides whether it is.
func (m *script) once(what string) {
	if m.held != "" {
		m.note("what stands under %q is taken as if it held", m.held)
	}
	if what == "" {
		return
	}
	if expression.Among(m.called, what) {
		m.note("%s is called more than once; only the last call counts here", what)
	}
	m.called += " " + what
	for _, l := range m.loops {
		if what == "fit" && l.deeper {
			m.note("fit stands in a loop; one pass of it is taken")
		}
	}
}

// step is an optimizer's step: the loops around it say how many epochs there
// are, and whether one is made of batches.
func (m *script) step() string {
	outer := -1
	for i, l := range m.loops {
		if l.passes > 0 && m.epochs < 0 && outer < 0 {
			m.epochs, outer = l.passes, i
		}
	}
	if outer > 0 && m.loops[outer].deeper {
		m.note("how often the outer loop runs is not known; %d epochs are those of an inner one", int(m.epochs))
	}
	m.once("")
	if outer < 0 || outer == len(m.loops)-1 || m.loader {
		return "an update"
	}
	switch inner := m.loops[len(m.loops)-1].over; {
	case inner.Is("split"): // order.split(32), torch.split(order, 32)
		order, at := inner.Receiver, 0
		if order == nil {
			order, at = inner.Arg(0, ""), 1
		}
		n, ok := inner.Arg(at, "split_size split_size_or_sections").Scalar()
		if !ok {
			m.note("the size of a batch is not known; one of all rows is taken")
			return "an update"
		}
		m.batch = n
		m.shuffle, m.hasShuffle = order.Is("randperm permutation"), true
	case inner.Kind == expression.Numbers && len(inner.Data) > 0 && (len(inner.Data) == 1 || inner.Data[1]-inner.Data[0] > 1): // range(0, n, 32)
		if len(inner.Data) > 1 {
			m.batch = inner.Data[1] - inner.Data[0]
		}
		m.note("the inner loop is taken as batches of consecutive rows")
	default:
		m.batch = 1
		m.note("the inner loop is taken as one update for each row")
	}
	return "an update"
}

// adds says that a layer was added, or changed, inside the loops there are: when
// they are left it is repeated as often as they run.
func (m *script) adds(v *value) {
	m.once("")
	for i := range m.loops {
		l := &m.loops[i]
		switch {
		case !l.deeper:
			m.note("layers in or after a loop without indentation are added once")
		case l.passes <= 0:
			m.note("layers stand in a loop that is not followed; they are added once")
		case len(m.layers) == l.layers && len(l.lists) == 0:
			m.note("%s in a loop belongs to a layer before it, and is added once", v.Text)
		default:
			l.changed = true
		}
	}
}

// leave ends the innermost loop: layers that were added inside are those of its first pass.
func (m *script) leave() {
	l := m.loops[len(m.loops)-1]
	m.loops = m.loops[:len(m.loops)-1]
	if !l.changed {
		return
	}
	from := min(l.layers, len(m.layers))
	body := append([]layer(nil), m.layers[from:]...)
	m.layers = m.layers[:from]
	for pass := range int(min(50, l.passes)) {
		for _, one := range body {
			if one.count != "" && one.count == l.target && l.over.Kind == expression.Numbers && pass < len(l.over.Data) {
				one.units, one.count = int(max(0, min(l.over.Data[pass], 1e6))), ""
			}
			one.object = object{append([]string(nil), one.names...), append([]string(nil), one.values...)}
			m.layers = append(m.layers, one)
		}
	}
	for list, before := range l.lists {
		added := append([]*value(nil), list.Items[before:]...)
		for range int(min(50, l.passes)) - 1 {
			if len(list.Items) < 100 {
				list.Items = append(list.Items, added...)
			}
		}
	}
}

// append puts a layer into a list that a network is made of later. (A layer holds
// no list that is looked into, so that nothing becomes endless.)
func (m *script) append(list, one *value) {
	if !isLayer(one) && !isActivation(one) || len(list.Items) > 60 {
		return
	}
	for i := range m.loops {
		l := &m.loops[i]
		if l.lists == nil {
			l.lists = map[*value]int{}
		}
		if _, known := l.lists[list]; !known {
			l.lists[list] = len(list.Items)
		}
	}
	list.Items = append(list.Items, one)
	m.adds(one)
}

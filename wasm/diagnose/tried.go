package diagnose

import (
	"math"

	"plateau/wasm/document"
)

// enoughToSay is the share of the diagnosed loss below which a single change
// counts as helping, though not enough to be offered.
const enoughToSay = 0.9

// lowers says whether an outcome is lower than the diagnosed run by enough to
// say so.
func (s *search) lowers(o outcome) bool {
	if math.IsInf(s.facts.relative, 1) {
		return !math.IsInf(o.relative, 1)
	}
	return o.relative <= enoughToSay*s.facts.relative
}

// unoffered lists the folk advice and the parts of the best fix that do not
// help enough alone: those that lower the loss, or those that do not.
func (s *search) unoffered(lower bool) []*trial {
	var out []*trial
	shown := append([]edit(nil), s.folk...)
	if b := s.best(); b != nil && len(b.edits) > 1 {
		shown = append(shown, b.edits...)
	}
	listed := map[*trial]bool{}
	for _, one := range shown {
		t := s.seen[one.name]
		if t != nil && len(t.outcomes) > 0 && !s.helps(t.outcomes[0]) && s.lowers(t.outcomes[0]) == lower && !listed[t] {
			listed[t] = true
			out = append(out, t)
		}
	}
	return out
}

// adviceDocuments is one of the two lists of what was tried and is not offered:
// what lowers the loss, with the floor that it ends at if it does, and what does
// not.
func (d *Diagnosis) adviceDocuments(lower bool) document.Value {
	items := []document.Value{}
	for _, t := range d.search.unoffered(lower) {
		o := t.outcomes[0]
		words := said(t.edits)
		if b := d.search.best(); b != nil && len(b.edits) > 1 && b.has(t.edits[0]) {
			words += " alone"
		}
		if o.short {
			words += ", cut to " + Count(max(t.config.Training.Epochs/d.search.cut, 1)) + " epochs"
		}
		item := document.Record("changes words loss", d.changeDocuments(t), words, o.loss)
		if label := d.facts.floorAt(o); lower && label != "" {
			item.Members = append(item.Members, document.M("floor", document.Str(label)))
		}
		items = append(items, item)
	}
	return document.List(items...)
}

// has says whether an edit is one of a trial's.
func (t *trial) has(e edit) bool {
	for _, one := range t.edits {
		if one.name == e.name {
			return true
		}
	}
	return false
}

// atFloor is how close to a floor, as a share of it, a loss is said to end there.
const atFloor = 0.01

// floorAt is the label of the floor that an outcome ends at, "" for none. An
// outcome in other units meets no floor of this run.
func (f *facts) floorAt(o outcome) string {
	if o.short || math.Abs(o.relative/f.yardstick.relative(o.loss)-1) > atFloor {
		return ""
	}
	for _, one := range f.floors {
		if one.Name != "reachable" && one.Loss > f.yardstick.goal && math.Abs(o.loss/one.Loss-1) <= atFloor {
			return one.Label
		}
	}
	return ""
}

package diagnose

import "plateau/wasm/document"

// twoByTwo is what the best fix ends at without either, with one, with the
// other, and with both of its two halves: what cures the first cause, and the
// rest. It shows that neither alone suffices.
type twoByTwo struct {
	halves [2][]edit
	cells  [2][2]*trial // [first half is in][second half is in]; nil for the run itself
}

// halved parts the best fix in two, the changes that cure the first cause that
// has a part in it and those that do not; false where there are no two parts.
func (d *Diagnosis) halved() (t twoByTwo, ok bool) {
	best := d.search.best()
	if best == nil || len(best.edits) < 2 {
		return t, false
	}
	for _, c := range d.causes() {
		t.halves = [2][]edit{}
		for _, s := range d.suspects {
			if s.cause != c.name {
				continue
			}
			for _, e := range best.edits {
				half := 1
				if uses(&trial{edits: []edit{e}}, s) {
					half = 0
				}
				t.halves[half] = append(t.halves[half], e)
			}
		}
		if len(t.halves[0]) > 0 && len(t.halves[1]) > 0 {
			t.cells[1][0], t.cells[0][1], t.cells[1][1] = d.search.whole(t.halves[0]), d.search.whole(t.halves[1]), best
			return t, true
		}
	}
	return t, false
}

// whole is the trial of a combination that was run to its end on the diagnosed
// seed, nil where there is none.
func (s *search) whole(edits []edit) *trial {
	for _, t := range []*trial{s.seen[key(edits)], s.cells[key(edits)]} {
		if t != nil && len(t.outcomes) > 0 && !t.outcomes[0].short {
			return t
		}
	}
	return nil
}

// fillCells queues what a table still lacks, each once.
func (s *search) fillCells(t twoByTwo) {
	for _, half := range t.halves {
		if k := key(half); s.whole(half) == nil && s.cells[k] == nil {
			if one := (&trial{edits: half, config: applyAll(s.facts.e, half)}); valid(one.config) {
				s.cells[k] = one
				s.queue = append(s.queue, &job{one, one.config})
			}
		}
	}
}

// table is the two by two of the contract, null without one. Where a half
// changes what the loss measures, the losses are relative to V.
func (d *Diagnosis) table() document.Value {
	t, ok := d.halved()
	if !ok || t.cells[1][0] == nil || t.cells[0][1] == nil {
		return document.Value{}
	}
	relative := false
	for _, e := range t.cells[1][1].edits {
		relative = relative || e.group == "targets" || e.group == "output" || e.group == "class_weight"
	}
	rows := make([]document.Value, 2)
	for i := range t.cells {
		row := make([]document.Value, 2)
		for j, cell := range t.cells[i] {
			o := outcome{loss: d.facts.loss, relative: d.facts.relative}
			if cell != nil {
				o = cell.outcomes[0]
			}
			if row[j] = document.Num(o.loss); relative {
				row[j] = document.Num(o.relative)
			}
		}
		rows[i] = document.List(row...)
	}
	changes := document.List(document.Str(said(t.halves[0])), document.Str(said(t.halves[1])))
	return document.Record("changes loss relative", changes, document.List(rows...), relative)
}

package diagnose

import (
	"math"

	"plateau/wasm/document"
)

// Document is the Diagnosis of the contract, partial or complete.
func (d *Diagnosis) Document() document.Value {
	causes := d.causes()
	return document.Record("state verdict floors causes fixes would_not_help",
		d.state(causes), d.verdict(causes), d.floorDocuments(), causeDocuments(causes), d.fixDocuments(), d.uselessDocuments())
}

func (d *Diagnosis) floorDocuments() document.Value {
	items := []document.Value{}
	for _, f := range d.facts.floors {
		items = append(items, document.Record("name label loss formula", f.Name, f.Label, f.Loss, f.Formula))
	}
	return document.List(items...)
}

func causeDocuments(causes []cause) document.Value {
	items := []document.Value{}
	for _, c := range causes {
		evidence := []document.Value{}
		for _, e := range c.evidence {
			evidence = append(evidence, document.Record("name value threshold formula source", e.Name, e.Value, e.Threshold, e.Formula, e.Source))
		}
		items = append(items, document.Record("cause confidence evidence", c.name, c.confidence, evidence))
	}
	return document.List(items...)
}

// offeredFixes is how many fixes a diagnosis lists.
const offeredFixes = 6

func (d *Diagnosis) fixDocuments() document.Value {
	items := []document.Value{}
	for _, t := range d.search.offered() {
		if len(items) == offeredFixes {
			break
		}
		median, worst := t.losses()
		epochs := math.NaN()
		for _, o := range t.outcomes {
			if o.solved && !(float64(o.epochs) <= epochs) {
				epochs = float64(o.epochs)
			}
		}
		fix := document.Record("changes experiment seeds solved loss",
			d.changeDocuments(t), t.config.Full(), len(t.outcomes), t.solved(), document.Record("median worst", median, worst))
		if !math.IsNaN(epochs) {
			fix.Members = append(fix.Members, document.M("epochs_to_solve", document.Num(epochs)))
		}
		items = append(items, fix)
	}
	return document.List(items...)
}

func (d *Diagnosis) changeDocuments(t *trial) document.Value {
	items := []document.Value{}
	for _, c := range changes(d.facts.e, t.config) {
		items = append(items, document.Record("path from to", c.Path, c.From, c.To))
	}
	return document.List(items...)
}

// uselessDocuments lists the single changes that were tried and did not help.
func (d *Diagnosis) uselessDocuments() document.Value {
	items := []document.Value{}
	for _, t := range d.search.useless() {
		items = append(items, document.Record("changes loss", d.changeDocuments(t), t.outcomes[0].loss))
	}
	return document.List(items...)
}

// useless lists the folk advice and the parts of the best fix that did not help
// alone.
func (s *search) useless() []*trial {
	var out []*trial
	shown := append([]edit(nil), s.folk...)
	if b := s.best(); b != nil && len(b.edits) > 1 {
		shown = append(shown, b.edits...)
	}
	listed := map[*trial]bool{}
	for _, one := range shown {
		t := s.seen[one.name]
		if t != nil && len(t.outcomes) > 0 && !s.helps(t.outcomes[0]) && !listed[t] {
			listed[t] = true
			out = append(out, t)
		}
	}
	return out
}

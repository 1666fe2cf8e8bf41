package diagnose

import (
	"math"

	"plateau/wasm/document"
)

// Document is the Diagnosis of the contract, partial or complete.
func (d *Diagnosis) Document() document.Value {
	causes := d.causes()
	if d.probes == nil || d.Complete() && !d.probed {
		d.probed = d.facts.run.Done() && d.Complete()
		d.probes = d.facts.probes(d.probed)
	}
	return document.Record("state verdict floors causes fixes would_not_help table probes",
		d.state(causes), d.verdict(causes), d.floorDocuments(), causeDocuments(causes), d.fixDocuments(), d.uselessDocuments(), d.table(), evidenceDocuments(d.probes))
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
		items = append(items, document.Record("cause words confidence evidence", c.name, titled(c.name), c.confidence, evidenceDocuments(c.evidence)))
	}
	return document.List(items...)
}

func evidenceDocuments(evidence []Evidence) document.Value {
	items := []document.Value{}
	for _, e := range evidence {
		items = append(items, document.Record("name value threshold formula source", e.Name, e.Value, e.Threshold, e.Formula, e.Source))
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
		fix := document.Record("changes words experiment seeds solved loss",
			d.changeDocuments(t), said(t.edits), t.config.Full(), len(t.outcomes), t.solved(), document.Record("median worst", median, worst))
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
		words := said(t.edits)
		if t.outcomes[0].short {
			words += ", cut to " + Count(max(t.config.Training.Epochs/d.search.cut, 1)) + " epochs"
		}
		items = append(items, document.Record("changes words loss", d.changeDocuments(t), words, t.outcomes[0].loss))
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

package diagnose

import (
	"math"

	"plateau/wasm/document"
)

// Document is the Diagnosis of the contract, partial or complete.
func (d *Diagnosis) Document() document.Value {
	causes := d.causes()
	return document.Obj(
		document.M("state", document.Str(d.state(causes))),
		document.M("verdict", document.Str(d.verdict(causes))),
		document.M("floors", d.floorDocuments()),
		document.M("causes", causeDocuments(causes)),
		document.M("fixes", d.fixDocuments()),
		document.M("would_not_help", d.uselessDocuments()),
	)
}

func (d *Diagnosis) floorDocuments() document.Value {
	items := []document.Value{}
	for _, f := range d.facts.floors {
		items = append(items, document.Obj(
			document.M("name", document.Str(f.Name)),
			document.M("label", document.Str(f.Label)),
			document.M("loss", document.Num(f.Loss)),
			document.M("formula", document.Str(f.Formula)),
		))
	}
	return document.List(items...)
}

func causeDocuments(causes []cause) document.Value {
	items := []document.Value{}
	for _, c := range causes {
		evidence := []document.Value{}
		for _, e := range c.evidence {
			evidence = append(evidence, document.Obj(
				document.M("name", document.Str(e.Name)),
				document.M("value", document.Num(e.Value)),
				document.M("threshold", document.Num(e.Threshold)),
				document.M("formula", document.Str(e.Formula)),
				document.M("source", document.Str(e.Source)),
			))
		}
		items = append(items, document.Obj(
			document.M("cause", document.Str(c.name)),
			document.M("confidence", document.Num(c.confidence)),
			document.M("evidence", document.List(evidence...)),
		))
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
		fix := document.Obj(
			document.M("changes", d.changeDocuments(t)),
			document.M("experiment", t.config.Full()),
			document.M("seeds", document.Int(len(t.outcomes))),
			document.M("solved", document.Int(t.solved())),
			document.M("loss", document.Obj(document.M("median", document.Num(median)), document.M("worst", document.Num(worst)))),
		)
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
		items = append(items, document.Obj(
			document.M("path", document.Str(c.Path)), document.M("from", c.From), document.M("to", c.To),
		))
	}
	return document.List(items...)
}

// uselessDocuments lists the single changes that were tried and did not help.
func (d *Diagnosis) uselessDocuments() document.Value {
	items := []document.Value{}
	for _, t := range d.search.useless() {
		items = append(items, document.Obj(
			document.M("changes", d.changeDocuments(t)),
			document.M("loss", document.Num(t.outcomes[0].loss)),
		))
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

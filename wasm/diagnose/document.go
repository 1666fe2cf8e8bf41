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
	return document.Record("state verdict floors causes fixes not_enough would_not_help table probes",
		d.state(causes), d.verdict(causes), d.floorDocuments(), causeDocuments(causes), d.fixDocuments(), d.adviceDocuments(true), d.adviceDocuments(false), d.table(), evidenceDocuments(d.probes))
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
		item := document.Record("name value formula source", e.Name, e.Value, e.Formula, e.Source)
		if !math.IsNaN(e.Threshold) {
			item.Members = append(item.Members, document.M("threshold", document.Num(e.Threshold)))
		}
		if e.Side != "" {
			item.Members = append(item.Members, document.M("side", document.Str(e.Side)))
		}
		items = append(items, item)
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
		fix := document.Record("changes words experiment seeds solved loss",
			d.changeDocuments(t), said(t.edits), t.config.Full(), len(t.outcomes), t.solved(), document.Record("median worst", median, worst))
		if epochs := epochsToSolve(t.outcomes); epochs > 0 {
			fix.Members = append(fix.Members, document.M("epochs_to_solve", document.Int(epochs)))
		}
		items = append(items, fix)
	}
	return document.List(items...)
}

// epochsToSolve is how many epochs the slowest of the solved seeds took, or 0
// where there is none or where it is not known: a seed may be solved by its
// outputs, or at the end, though no loss that was summed up while its weights
// moved is as low.
func epochsToSolve(outcomes []outcome) int {
	slowest := 0
	for _, o := range outcomes {
		if o.solved && o.epochs == 0 {
			return 0
		}
		slowest = max(slowest, o.epochs)
	}
	return slowest
}

func (d *Diagnosis) changeDocuments(t *trial) document.Value {
	items := []document.Value{}
	for _, c := range changes(d.facts.e, t.config) {
		items = append(items, document.Record("path from to", c.Path, c.From, c.To))
	}
	return document.List(items...)
}

package code

import (
	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

// Cell is a place in the table of the points: row and column, from 0.
type Cell struct{ Row, Column int }

// Into is an Experiment's document with data in the place of its own: network
// and training stay, as far as they can with other rows and columns.
//
// Where at is given, a person pasted into that cell of the table. In the first
// one, a whole width of the table is all of the data; anywhere else what fits
// is laid over the cells from there on, as a spreadsheet does it. The document
// may be wrong elsewhere, and so may be the result.
func Into(base document.Value, p dataset.Pasted, at *Cell) document.Value {
	data, _ := base.Get("data")
	given, _ := data.Get("points")
	inputs, targets := columns(data, given.Items)
	rows := len(given.Items)
	e, err := experiment.Read(base)
	if err == nil { // a generator's rows and the origin question's are not written down
		rows, inputs, targets = len(e.Data.Points), e.Data.Inputs, e.Data.Targets
	}
	width, had := len(inputs)+len(targets), len(targets)
	cells := make([]document.Value, len(p.Points))
	for i, row := range p.Points {
		if p.Single && at != nil {
			row = row[1:]
		}
		cells[i] = document.Nums(row)
	}
	wide := len(cells[0].Items)
	if at != nil && at.Column+wide <= width && (at.Row > 0 || at.Column > 0 || wide < width) {
		old := given.Items
		if err == nil {
			old = old[:0:0]
			for _, row := range e.Data.Points {
				old = append(old, document.Nums(row))
			}
		}
		cells = over(old, cells, *at, width)
	} else {
		n := len(inputs)
		if wide != width || p.Targets > 0 && p.Targets != had {
			n = wide - max(1, p.Targets)
			inputs, targets = numbered("x", n), numbered("y", wide-n)
		}
		if p.Columns != nil {
			inputs, targets = p.Columns[:n], p.Columns[n:]
		}
	}
	base = with(with(base, document.Strs(inputs), "data", "inputs"), document.Strs(targets), "data", "targets")
	base = with(without(base, "data", "generator"), document.List(cells...), "data", "points")
	base = fitted(base, len(targets), len(inputs)+len(targets) != width, len(targets) != had)
	return paced(base, rows, len(cells))
}

// columns is the names of the columns of data, as far as they are known.
func columns(data document.Value, rows []document.Value) (inputs, targets []string) {
	names := func(key string) (out []string) {
		list, _ := data.Get(key)
		for _, name := range list.Items {
			out = append(out, name.Text)
		}
		return out
	}
	inputs, targets = names("inputs"), names("targets")
	if inputs == nil && targets == nil && len(rows) > 0 {
		if n := len(rows[0].Items) - 1; n > 0 {
			inputs, targets = numbered("x", n), numbered("y", 1)
		}
	}
	return inputs, targets
}

// over lays cells over rows of a table; rows that are new have empty cells
// where nothing is laid.
func over(rows, cells []document.Value, at Cell, width int) []document.Value {
	out := append([]document.Value(nil), rows...)
	for i, given := range cells {
		r := min(at.Row+i, len(out))
		if r == len(out) {
			out = append(out, document.Strs(make([]string, width)))
		}
		row := append([]document.Value(nil), out[r].Items...)
		for c, cell := range given.Items {
			if at.Column+c < len(row) {
				row[at.Column+c] = cell
			}
		}
		out[r] = document.List(row...)
	}
	return out
}

// fitted gives the output layer as many units as there are targets, where that
// has changed. Explicit weights belong to the columns they were given for.
func fitted(base document.Value, targets int, columns, units bool) document.Value {
	if columns || units {
		base = without(base, "network", "weights")
	}
	network, _ := base.Get("network")
	layers, _ := network.Get("layers")
	if units && len(layers.Items) == 0 { // those of the origin question, which are not written down
		layers = document.List(document.Obj(document.M("units", document.Int(10))), document.Obj())
	}
	if last := len(layers.Items) - 1; units {
		changed := append([]document.Value(nil), layers.Items...)
		changed[last] = with(changed[last], document.Int(targets), "units")
		base = with(base, document.List(changed...), "network", "layers")
	}
	return base
}

// paced keeps the batch a batch: one of all rows is of all rows still, and none
// is larger than the data.
func paced(base document.Value, before, rows int) document.Value {
	training, _ := base.Get("training")
	batch, ok := training.Get("batch_size")
	if ok && batch.Kind == document.Number && (int(batch.Number) == before || int(batch.Number) > rows) {
		return with(base, document.Int(rows), "training", "batch_size")
	}
	return base
}

// with is v with the member at the end of a path replaced, or added.
func with(v, to document.Value, path ...string) document.Value {
	if len(path) == 0 {
		return to
	}
	inner, _ := v.Get(path[0])
	inner = with(inner, to, path[1:]...)
	out := without(v, path[0])
	for i, m := range v.Members {
		if m.Name == path[0] { // in its place
			out.Members = append(append(append([]document.Member(nil), v.Members[:i]...), document.M(path[0], inner)), v.Members[i+1:]...)
			return out
		}
	}
	out.Members = append(out.Members, document.M(path[0], inner))
	return out
}

// without is v without the member at the end of a path.
func without(v document.Value, path ...string) document.Value {
	out := document.Obj()
	for _, m := range v.Members {
		switch {
		case m.Name != path[0]:
			out.Members = append(out.Members, m)
		case len(path) > 1:
			out.Members = append(out.Members, document.M(m.Name, without(m.Value, path[1:]...)))
		}
	}
	return out
}

package experiment

import (
	"math"
	"sort"
	"strconv"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/mlp"
)

// Full is e with every default written out.
func (e Experiment) Full() document.Value { return write(e, true) }

// Compact is e with defaults left out; the origin question is {"version":1}.
func (e Experiment) Compact() document.Value { return write(e, false) }

func write(e Experiment, full bool) document.Value {
	base := Origin()
	if !full {
		base.Network.Layers[len(base.Network.Layers)-1].Units = len(e.Data.Targets)
		base.Training.BatchSize = min(defaultBatch, len(e.Data.Points))
	}
	out := document.Obj(document.M("version", document.Int(Version)))
	add(&out, "", writeSection(&e, &base, documentSettings, full))
	add(&out, "data", writeData(e.Data, base.Data, full))
	add(&out, "network", writeNetwork(e, base, full))
	add(&out, "training", writeTraining(e.Training, base.Training, full))
	add(&out, "view", writeSection(&e.View, &base.View, viewSettings, full))
	return out
}

// add puts members into out under a name, or beside the others without one;
// nothing where there are none.
func add(out *document.Value, name string, members []document.Member) {
	switch {
	case len(members) == 0:
	case name == "":
		out.Members = append(out.Members, members...)
	default:
		out.Members = append(out.Members, document.M(name, document.Obj(members...)))
	}
}

// writeSection writes the settings of s that differ from base, or all of them.
// Texts and numbers that are absent are never written.
func writeSection[S any](s, base *S, table []setting[S], full bool) []document.Member {
	var out []document.Member
	for _, t := range table {
		v, was := value(t.at(s), t.catalog), value(t.at(base), t.catalog)
		if v.Kind == document.Null || !full && v.String() == was.String() {
			continue
		}
		if full && t.options == nil && v.Kind == document.String && v.Text == "" {
			continue
		}
		out = append(out, document.M(t.name, v))
	}
	return out
}

func value(at any, from *catalog.Catalog) document.Value {
	switch p := at.(type) {
	case *bool:
		return document.Bool(*p)
	case *string:
		return document.Str(*p)
	case *int:
		return document.Int(*p)
	case *uint64:
		return document.Num(float64(*p))
	case *float64:
		if math.IsNaN(*p) {
			return document.Value{}
		}
		return document.Num(*p)
	case *catalog.Choice:
		return WriteChoice(*p, from)
	}
	panic("experiment: a setting of unknown type")
}

// WriteChoice is the bare name where every argument has its default, else an
// object of the name and the arguments that differ. Optimizers always show
// their learning rate.
func WriteChoice(c catalog.Choice, from *catalog.Catalog) document.Value {
	entry, _ := from.Find(c.Name)
	base := entry.Default()
	out := document.Obj(document.M("name", document.Str(c.Name)))
	for _, p := range entry.Params {
		if p.Kind == catalog.Numbers {
			if list := document.Nums(c.Lists[p.Name]); list.String() != document.Nums(p.List).String() {
				out.Members = append(out.Members, document.M(p.Name, list))
			}
			continue
		}
		v, was := c.Args[p.Name], base.Args[p.Name]
		if (v == was || math.IsNaN(v)) && p.Name != "learning_rate" {
			continue
		}
		switch {
		case p.Kind == catalog.Boolean:
			out.Members = append(out.Members, document.M(p.Name, document.Bool(v != 0)))
		case p.Kind == catalog.Option:
			out.Members = append(out.Members, document.M(p.Name, document.Str(p.Options[int(v)])))
		case math.IsInf(v, 0): // absent, where the default is not
			out.Members = append(out.Members, document.M(p.Name, document.Value{}))
		default:
			out.Members = append(out.Members, document.M(p.Name, document.Num(v)))
		}
	}
	if len(out.Members) == 1 {
		return document.Str(c.Name)
	}
	return out
}

func writeData(d, base Data, full bool) []document.Member {
	var out []document.Member
	same := samePoints(d.Points, base.Points)
	switch {
	case d.Generator.Name != "":
		out = append(out, document.M("generator", WriteChoice(d.Generator, &dataset.Generators)))
	case full || !same:
		rows := make([]document.Value, len(d.Points))
		for i, p := range d.Points {
			rows[i] = document.Nums(p)
		}
		out = append(out, document.M("points", document.List(rows...)))
	}
	plain := len(d.Targets) == 1
	if full || !plain || !sameNames(d.Inputs, numbered("x", len(d.Inputs))) {
		out = append(out, document.M("inputs", document.Strs(d.Inputs)))
	}
	if full || !plain || !sameNames(d.Targets, numbered("y", len(d.Targets))) {
		out = append(out, document.M("targets", document.Strs(d.Targets)))
	}
	if scale := writeSection(&d.Scale, &base.Scale, scaleSettings, full); len(scale) > 0 {
		out = append(out, document.M("scale", document.Obj(scale...)))
	}
	return append(out, writeSection(&d, &base, dataSettings, full)...)
}

func writeNetwork(e, base Experiment, full bool) []document.Member {
	var out []document.Member
	layers, was := writeLayers(e.Network.Layers, full), writeLayers(base.Network.Layers, full)
	if full || layers.String() != was.String() {
		out = append(out, document.M("layers", layers))
	}
	if e.Network.Weights != nil {
		out = append(out, document.M("weights", WriteWeights(e.Spec(), e.Network.Weights)))
	}
	return out
}

func writeLayers(layers []mlp.Layer, full bool) document.Value {
	items := make([]document.Value, len(layers))
	for i := range layers {
		base := layer(0) // units are always written
		items[i] = document.Obj(writeSection(&layers[i], &base, layerSettings, full)...)
	}
	return document.List(items...)
}

// WriteWeights nests flat weights as Keras's get_weights() does.
func WriteWeights(spec mlp.Spec, weights []float64) document.Value {
	var items []document.Value
	for _, v := range spec.Variables() {
		if v.Bias {
			items = append(items, document.Nums(weights[v.From:v.To]))
			continue
		}
		rows := make([]document.Value, v.Rows)
		for i := range rows {
			rows[i] = document.Nums(weights[v.From+i*v.Cols:][:v.Cols])
		}
		items = append(items, document.List(rows...))
	}
	return document.List(items...)
}

func writeTraining(t, base Training, full bool) []document.Member {
	out := writeSection(&t, &base, trainingSettings, full)
	if len(t.ClassWeight) > 0 {
		classes := make([]int, 0, len(t.ClassWeight))
		for c := range t.ClassWeight {
			classes = append(classes, c)
		}
		//lint:ignore S1032 sort.Ints is another sort, compiled for numbers alone
		sort.Sort(sort.IntSlice(classes))
		var members []document.Member
		for _, c := range classes {
			members = append(members, document.M(strconv.Itoa(c), document.Num(t.ClassWeight[c])))
		}
		out = append(out, document.M("class_weight", document.Obj(members...)))
	}
	if stop := writeSection(&t.Stop, &base.Stop, stopSettings, full); len(stop) > 0 {
		out = append(out, document.M("stop", document.Obj(stop...)))
	}
	return out
}

func samePoints(a, b [][]float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i]) != len(b[i]) {
			return false
		}
		for j := range a[i] {
			if a[i][j] != b[i][j] {
				return false
			}
		}
	}
	return true
}

func sameNames(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

package experiment

import (
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/mlp"
)

// Form describes every setting that a control panel shows, in order: path,
// label, one line of help, kind, limits, default and options. Paths of a
// layer's settings have empty brackets, "network.layers[].units". The fields of
// the result are those of Field in static/protocol.d.ts.
func Form() document.Value {
	origin := Origin()
	one := layer(10)
	var out []document.Value
	out = append(out, document.Obj(
		document.M("path", document.Str("data.generator")), document.M("label", document.Str("Generator")),
		document.M("help", document.Str("makes the points by a formula")), document.M("kind", document.Str("choice")),
		document.M("default", document.Value{}), document.M("options", formEntries(&dataset.Generators))))
	out = append(out, formSection("data", &origin.Data, dataSettings)...)
	out = append(out, formSection("data.scale", &origin.Data.Scale, scaleSettings)...)
	out = append(out, formSection("network.layers[]", &one, layerSettings)...)
	out = append(out, formSection("training", &origin.Training, trainingSettings)...)
	out = append(out, formSection("training.stop", &origin.Training.Stop, stopSettings)...)
	return document.List(out...)
}

func formSection[S any](path string, base *S, table []setting[S]) []document.Value {
	var out []document.Value
	for i := range table {
		t := &table[i]
		if t.hidden {
			continue
		}
		kind := "number"
		switch t.at(base).(type) {
		case *bool:
			kind = "boolean"
		case *string:
			kind = "option"
		case *int, *uint64:
			kind = "integer"
		case *catalog.Choice:
			kind = "choice"
		}
		f := document.Obj(
			document.M("path", document.Str(join(path, t.name))),
			document.M("label", document.Str(t.label)),
			document.M("help", document.Str(t.help)),
			document.M("kind", document.Str(kind)),
			document.M("default", value(t.at(base), t.catalog)),
		)
		if kind == "number" || kind == "integer" {
			limits(&f, t.limits(catalog.Number))
		}
		flag(&f, "log", t.log)
		flag(&f, "advanced", t.advanced)
		switch {
		case t.catalog != nil:
			f.Members = append(f.Members, document.M("options", formEntries(t.catalog)))
		case t.options != nil:
			f.Members = append(f.Members, document.M("options", formNames(t.options)))
		}
		out = append(out, f)
	}
	return out
}

func flag(f *document.Value, name string, on bool) {
	if on {
		f.Members = append(f.Members, document.M(name, document.Bool(true)))
	}
}

func limits(f *document.Value, p catalog.Param) {
	f.Members = append(f.Members, document.M("min", document.Num(p.Min)), document.M("max", document.Num(p.Max)))
	flag(f, "above", p.Above)
}

func formNames(names []string) document.Value {
	var out []document.Value
	for _, n := range names {
		out = append(out, document.Obj(
			document.M("name", document.Str(n)), document.M("label", document.Str(Label(n))), document.M("help", document.Str(""))))
	}
	return document.List(out...)
}

func formEntries(c *catalog.Catalog) document.Value {
	var out []document.Value
	for _, e := range c.Entries {
		o := document.Obj(
			document.M("name", document.Str(e.Name)), document.M("label", document.Str(Label(e.Name))), document.M("help", document.Str(e.Help)))
		if len(e.Params) > 0 {
			var params []document.Value
			for _, p := range e.Params {
				params = append(params, formParam(p))
			}
			o.Members = append(o.Members, document.M("params", document.List(params...)))
		}
		if c == &mlp.Optimizers && mlp.FullBatch(mlp.Optimizers.Default(e.Name)) {
			o.Members = append(o.Members, document.M("needs", solverNeeds()))
		}
		out = append(out, o)
	}
	return document.List(out...)
}

func formParam(p catalog.Param) document.Value {
	kind := [...]string{"number", "integer", "boolean", "option", "numbers"}[p.Kind]
	base := document.Num(p.Default)
	switch {
	case p.Kind == catalog.Boolean:
		base = document.Bool(p.Default != 0)
	case p.Kind == catalog.Option:
		base = document.Str(p.Options[int(p.Default)])
	case p.Kind == catalog.Numbers:
		base = document.Nums(p.List)
	case base.Kind == document.String: // normally absent
		base = document.Value{}
	}
	f := document.Obj(
		document.M("path", document.Str(p.Name)),
		document.M("label", document.Str(Label(p.Name))),
		document.M("help", document.Str(p.Help)),
		document.M("kind", document.Str(kind)),
		document.M("default", base),
	)
	if p.Kind != catalog.Boolean && p.Kind != catalog.Option {
		limits(&f, p)
	}
	flag(&f, "log", p.Log)
	flag(&f, "advanced", p.Name != "learning_rate")
	if p.Kind == catalog.Option {
		f.Members = append(f.Members, document.M("options", formNames(p.Options)))
	}
	return f
}

// Label is a name as a person reads it: "mean_squared_error" is "mean squared
// error". Names that are code, like float32, stay as they are.
func Label(name string) string { return strings.ReplaceAll(name, "_", " ") }

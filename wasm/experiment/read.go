package experiment

import (
	"strconv"
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/document"
	"plateau/wasm/text"
)

// Fault is one thing wrong with an Experiment: where it is, and what is wrong
// with its value and would be right.
type Fault struct {
	Path    string // "network.layers[0].units"; empty for the text as a whole
	Message string // "0 is below 1"
}

func (f Fault) Error() string {
	if f.Path == "" {
		return f.Message
	}
	return f.Path + ": " + f.Message
}

// Faults is everything found wrong, in the order of the document.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// More faults than this are not listed.
const maxFaults = 20

// reader walks a document and collects faults.
type reader struct{ faults Faults }

func (r *reader) fail(path, format string, args ...any) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, Fault{path, text.Format(format, args...)})
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// show quotes a value for a message, cut where it is long.
func show(v document.Value) string {
	s := []rune(v.String())
	if len(s) > 40 {
		s = append(s[:37], []rune("...")...)
	}
	return string(s)
}

// object reports a value that is not an object; nil members follow.
func (r *reader) object(path string, v document.Value) bool {
	if v.Kind != document.Object {
		r.fail(path, "%s is not an object", show(v))
		return false
	}
	return true
}

func (r *reader) number(path string, v document.Value) (float64, bool) {
	if v.Kind != document.Number {
		r.fail(path, "%s is not a number", show(v))
		return 0, false
	}
	return v.Number, true
}

// names reads a list of texts.
func (r *reader) names(path string, v document.Value) []string {
	if v.Kind != document.Array {
		r.fail(path, "%s is not a list of names", show(v))
		return nil
	}
	var out []string
	for i, one := range v.Items {
		if one.Kind != document.String {
			r.fail(item(path, i), "%s is not a name", show(one))
			continue
		}
		out = append(out, one.Text)
	}
	return out
}

// section reads the members of an object into s by the settings' table.
// Members named in others are left to the caller; any other is unknown.
func section[S any](r *reader, path string, v document.Value, s *S, table []setting[S], others ...string) {
	if !r.object(path, v) {
		return
	}
next:
	for _, m := range v.Members {
		for i := range table {
			if table[i].name == m.Name {
				table[i].read(r, join(path, m.Name), m.Value, s)
				continue next
			}
		}
		for _, name := range others {
			if name == m.Name {
				continue next
			}
		}
		known := make([]string, 0, len(table)+len(others))
		for i := range table {
			known = append(known, table[i].name)
		}
		r.fail(join(path, m.Name), "unknown field; known are %s", strings.Join(append(known, others...), ", "))
	}
}

// limits is the setting's range as a parameter, whose Check it shares.
func (t *setting[S]) limits(kind catalog.Kind) catalog.Param {
	return catalog.Param{Name: t.name, Kind: kind, Min: t.min, Max: t.max, Above: t.above, Below: t.below}
}

func (t *setting[S]) read(r *reader, path string, v document.Value, s *S) {
	switch p := t.at(s).(type) {
	case *bool:
		if v.Kind != document.Boolean {
			r.fail(path, "%s is not true or false", show(v))
			return
		}
		*p = v.Truth
	case *string:
		*p = t.text(r, path, v)
	case *catalog.Choice:
		*p = r.choice(path, v, t.catalog, *p)
	case *float64:
		if x, ok := r.limited(path, v, t.limits(catalog.Number)); ok {
			*p = x
		}
	case *int:
		if x, ok := r.limited(path, v, t.limits(catalog.Integer)); ok {
			*p = int(x)
		}
	case *uint64:
		if x, ok := r.limited(path, v, t.limits(catalog.Integer)); ok {
			*p = uint64(x)
		}
	}
}

func (r *reader) limited(path string, v document.Value, p catalog.Param) (float64, bool) {
	x, ok := r.number(path, v)
	if !ok {
		return 0, false
	}
	if wrong := p.Check(x); wrong != "" {
		r.fail(path, "%s", wrong)
		return 0, false
	}
	return x, true
}

func (t *setting[S]) text(r *reader, path string, v document.Value) string {
	if v.Kind != document.String {
		r.fail(path, "%s is not a text", show(v))
		return ""
	}
	if t.options == nil {
		return v.Text
	}
	for _, o := range t.options {
		if o == v.Text {
			return o
		}
	}
	r.fail(path, "%s is not one of %s", show(v), strings.Join(t.options, ", "))
	return t.options[0]
}

// choice reads a name, or an object of a name and arguments. An object without
// a name keeps the entry that base has.
func (r *reader) choice(path string, v document.Value, from *catalog.Catalog, base catalog.Choice) catalog.Choice {
	named := v
	if v.Kind == document.Object {
		var ok bool
		if named, ok = v.Get("name"); ok {
			path = join(path, "name")
		} else {
			named = document.Str(base.Name)
		}
	}
	if named.Kind != document.String {
		r.fail(path, "%s is not a name; known are %s", show(named), from.Names())
		return base
	}
	entry, ok := from.Find(named.Text)
	if !ok {
		r.fail(path, "%s is not known; known are %s", show(named), from.Names())
		return base
	}
	out := entry.Default()
	if _, named := v.Get("name"); !named && v.Kind == document.Object {
		for name, value := range base.Args {
			out.Args[name] = value
		}
	}
	path = strings.TrimSuffix(path, ".name")
	for _, m := range v.Members {
		if m.Name != "name" {
			r.argument(join(path, m.Name), m, entry, &out)
		}
	}
	return out
}

func (r *reader) argument(path string, m document.Member, entry catalog.Entry, out *catalog.Choice) {
	known := []string{"name"}
	for _, p := range entry.Params {
		known = append(known, p.Name)
		if p.Name != m.Name {
			continue
		}
		if x, ok := r.value(path, m.Value, p, out); ok {
			out.Args[p.Name] = x
		}
		return
	}
	r.fail(path, "unknown argument of %s; known are %s", entry.Name, strings.Join(known, ", "))
}

// value reads one argument; lists go into out at once.
func (r *reader) value(path string, v document.Value, p catalog.Param, out *catalog.Choice) (float64, bool) {
	switch {
	case v.Kind == document.Null && p.Check(p.Default) != "": // absent by default: Keras's None
		return p.Default, true
	case p.Kind == catalog.Boolean:
		if v.Kind != document.Boolean {
			r.fail(path, "%s is not true or false", show(v))
			return 0, false
		}
		if v.Truth {
			return 1, true
		}
		return 0, true
	case p.Kind == catalog.Option:
		for i, o := range p.Options {
			if v.Kind == document.String && v.Text == o {
				return float64(i), true
			}
		}
		r.fail(path, "%s is not one of %s", show(v), strings.Join(p.Options, ", "))
		return 0, false
	case p.Kind == catalog.Numbers:
		if v.Kind != document.Array {
			r.fail(path, "%s is not a list of numbers", show(v))
			return 0, false
		}
		list := make([]float64, len(v.Items))
		for i, one := range v.Items {
			list[i], _ = r.limited(item(path, i), one, p)
		}
		out.Lists[p.Name] = list
		return 0, false
	}
	return r.limited(path, v, p)
}

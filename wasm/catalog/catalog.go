// Package catalog describes things a person chooses by name: an activation, a
// loss, an optimizer, a data generator. The package that computes a thing
// lists it here once, with its arguments, their defaults, limits and one line
// of help; validation, forms, links and error messages all read that list.
package catalog

import (
	"math"
	"strings"

	"plateau/wasm/text"
)

// Kind says how an argument is written.
type Kind uint8

const (
	Number  Kind = iota // a finite real number
	Integer             // a whole number
	Boolean             // true or false, held as 1 or 0
	Option              // one of Param.Options, held as its index
	Numbers             // a list of numbers, held in Choice.Lists
)

// Param is one argument of an Entry.
type Param struct {
	Name    string
	Kind    Kind
	Default float64 // may be +Inf or NaN where the argument is normally absent
	List    []float64
	Min     float64
	Max     float64
	Above   bool // Min itself is not allowed
	Below   bool // Max itself is not allowed
	Log     bool // a form shows it on a logarithmic scale
	Options []string
	Help    string
}

// Entry is one thing that can be chosen.
type Entry struct {
	Name   string
	Help   string
	Params []Param
}

// Choice is the name of an entry and a value for each of its arguments.
type Choice struct {
	Name  string
	Args  map[string]float64
	Lists map[string][]float64
}

// Is says whether c was chosen by any of the names.
func (c Choice) Is(names ...string) bool {
	for _, n := range names {
		if c.Name == n {
			return true
		}
	}
	return false
}

// Arg is the value of an argument; choices are complete once decoded, so an
// unknown name is a programmer's error.
func (c Choice) Arg(name string) float64 {
	v, ok := c.Args[name]
	if !ok {
		panic("catalog: " + c.Name + " has no argument " + name)
	}
	return v
}

// True is the value of a Boolean argument.
func (c Choice) True(name string) bool { return c.Arg(name) != 0 }

// With is a copy of c with one argument changed.
func (c Choice) With(name string, value float64) Choice {
	args := make(map[string]float64, len(c.Args))
	for k, v := range c.Args {
		args[k] = v
	}
	args[name] = value
	c.Args = args
	return c
}

// Equal compares names and arguments; two NaN are the same absent value.
func (c Choice) Equal(d Choice) bool {
	if c.Name != d.Name || len(c.Args) != len(d.Args) || len(c.Lists) != len(d.Lists) {
		return false
	}
	for k, v := range c.Args {
		w, ok := d.Args[k]
		if !ok || (v != w && !(math.IsNaN(v) && math.IsNaN(w))) {
			return false
		}
	}
	for k, v := range c.Lists {
		w := d.Lists[k]
		if len(v) != len(w) {
			return false
		}
		for i := range v {
			if v[i] != w[i] {
				return false
			}
		}
	}
	return true
}

// Catalog is an ordered list of entries and the other names they go by.
type Catalog struct {
	Entries []Entry
	Aliases map[string]string
}

// Find returns the entry that goes by name.
func (c Catalog) Find(name string) (Entry, bool) {
	if full, ok := c.Aliases[name]; ok {
		name = full
	}
	for _, e := range c.Entries {
		if e.Name == name {
			return e, true
		}
	}
	return Entry{}, false
}

// Names lists the entries' names in order, for messages.
func (c Catalog) Names() string {
	names := make([]string, len(c.Entries))
	for i, e := range c.Entries {
		names[i] = e.Name
	}
	return strings.Join(names, ", ")
}

// Default is the entry called name with every argument at its default. It
// panics for a name the catalog does not have.
func (c Catalog) Default(name string) Choice {
	e, ok := c.Find(name)
	if !ok {
		panic("catalog: no entry " + name)
	}
	return e.Default()
}

// Default is the choice of e with every argument at its default.
func (e Entry) Default() Choice {
	out := Choice{Name: e.Name}
	for _, p := range e.Params {
		if p.Kind == Numbers {
			if out.Lists == nil {
				out.Lists = map[string][]float64{}
			}
			out.Lists[p.Name] = p.List
			continue
		}
		if out.Args == nil {
			out.Args = map[string]float64{}
		}
		out.Args[p.Name] = p.Default
	}
	return out
}

// Check says what is wrong with v as a value of p, or "".
func (p Param) Check(v float64) string {
	switch {
	case p.Kind == Integer && v != math.Trunc(v):
		return text.Number(v) + " is not a whole number"
	case math.IsNaN(v) || math.IsInf(v, 0):
		return text.Number(v) + " is not a finite number"
	case p.Above && v <= p.Min:
		return text.Short(v) + " is not above " + text.Short(p.Min)
	case v < p.Min:
		return text.Short(v) + " is below " + text.Short(p.Min)
	case p.Below && v >= p.Max:
		return text.Short(v) + " is not below " + text.Short(p.Max)
	case v > p.Max:
		return text.Short(v) + " is above " + text.Short(p.Max)
	}
	return ""
}

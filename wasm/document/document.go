// Package document reads and writes JSON. It exists because every error of
// Plateau names the path and the line of what is wrong, and because
// encoding/json adds 340 kB of gzip to a WebAssembly program whose budget is
// 1.0 MB (see RATIONALE.md). Reading is strict RFC 8259: no comments, no
// trailing commas, no duplicate names, one value.
package document

import (
	"math"
	"strings"
)

// Kind is the JSON type of a Value.
type Kind uint8

const (
	Null Kind = iota
	Boolean
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"null", "true or false", "a number", "a text", "a list", "an object"}[k]
}

// Value is one JSON value. The zero Value is null.
type Value struct {
	Kind    Kind
	Truth   bool
	Number  float64
	Text    string
	Items   []Value
	Members []Member
}

// Member is one name and value of an object, in the order written.
type Member struct {
	Name  string
	Value Value
}

// Get returns the member called name.
func (v Value) Get(name string) (Value, bool) {
	for _, m := range v.Members {
		if m.Name == name {
			return m.Value, true
		}
	}
	return Value{}, false
}

// Bool is true or false.
func Bool(b bool) Value { return Value{Kind: Boolean, Truth: b} }

// Num is a number; one that is not finite becomes the text JSON has for it
// here: "NaN", "Infinity" or "-Infinity".
func Num(x float64) Value {
	switch {
	case math.IsNaN(x):
		return Str("NaN")
	case math.IsInf(x, 1):
		return Str("Infinity")
	case math.IsInf(x, -1):
		return Str("-Infinity")
	}
	return Value{Kind: Number, Number: x}
}

// Int is a whole number.
func Int(n int) Value { return Value{Kind: Number, Number: float64(n)} }

// Str is a text.
func Str(s string) Value { return Value{Kind: String, Text: s} }

// List is an array.
func List(items ...Value) Value { return Value{Kind: Array, Items: items} }

// Nums is an array of numbers.
func Nums(xs []float64) Value {
	items := make([]Value, len(xs))
	for i, x := range xs {
		items[i] = Num(x)
	}
	return List(items...)
}

// Strs is an array of texts.
func Strs(texts []string) Value {
	items := make([]Value, len(texts))
	for i, s := range texts {
		items[i] = Str(s)
	}
	return List(items...)
}

// Obj is an object with the members given.
func Obj(members ...Member) Value { return Value{Kind: Object, Members: members} }

// M is one member, short because documents are made of many.
func M(name string, v Value) Member { return Member{name, v} }

// Record is an object whose names are set apart by spaces:
//
//	Record("run loss", 1, 0.0057)
//
// The values are ints, numbers, texts, booleans, lists of ints, numbers or
// texts, or Values. It is a third of the code of Obj and M.
func Record(names string, values ...any) Value {
	out := Value{Kind: Object}
	for _, v := range values {
		var name string
		name, names, _ = strings.Cut(names, " ")
		out.Members = append(out.Members, Member{name, valueOf(v)})
	}
	return out
}

func valueOf(v any) Value {
	switch v := v.(type) {
	case int:
		return Int(v)
	case float64:
		return Num(v)
	case string:
		return Str(v)
	case bool:
		return Bool(v)
	case []int:
		items := make([]Value, len(v))
		for i, n := range v {
			items[i] = Int(n)
		}
		return List(items...)
	case []float64:
		return Nums(v)
	case []string:
		return Strs(v)
	case []Value:
		return List(v...)
	}
	return v.(Value)
}

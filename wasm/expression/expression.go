// Package expression reads what people write data and networks in: the
// literals, calls and assignments that Python, R, Julia and MATLAB have in
// common. One tokenizer and one parser serve all of them, and both readers of
// pasted text: data (package dataset) and code (package code).
//
// A Script gives one Statement after another and never fails as a whole: what
// is no statement (prose, another language) comes back as a line with an
// error. Values are computed while they are read: numbers and arrays as far as
// the functions in compute.go go, and every other call stays what it is, a name
// with arguments, for its reader to understand. Nothing is executed: no loop
// runs, no file is read, and work and memory are bounded.
//
// The package is written to be small in WebAssembly, where a call costs twenty
// bytes more than elsewhere: a first version with a syntax tree, an evaluator
// and errors passed by hand took 83 kB of gzip, this one takes 25.
package expression

// Kind says what a Value is.
type Kind uint8

const (
	Symbol  Kind = iota // a name that has no value: Text
	Numbers             // Data, of as many dimensions as Dim says
	Text                // Text
	Bool                // Data[0]
	List                // Items
	Call                // Text of Items, some of which have Names
)

// Value is what an expression means.
type Value struct {
	Kind Kind
	Text string

	// Numbers: a scalar has Dim 0, a vector 1, a matrix 2, by rows.
	Dim, Rows, Cols int
	Data            []float64

	// Lists and calls. A method call and a pipe have what is before them as
	// Receiver; a call of a value, Dense(3)(x), has an empty Text.
	Receiver *Value
	Path     string // of a call: "keras.layers.Dense"; of a "lambda": its body, as written
	Items    []*Value
	Names    []string // of Items; empty for those by position
}

// Named is the argument called one of the names (separated by spaces), or nil; that of nil is nil.
func (v *Value) Named(names string) *Value {
	if v == nil {
		return nil
	}
	for i, n := range v.Names {
		if n != "" && Among(names, n) {
			return v.Items[i]
		}
	}
	return nil
}

// Arg is the argument called one of the names, or the one at a position among
// those without a name, or nil.
func (v *Value) Arg(position int, names string) *Value {
	if v == nil {
		return nil
	}
	for i, n := range v.Names {
		if n == "" {
			if position == 0 {
				return v.Items[i]
			}
			position--
		}
	}
	return v.Named(names)
}

// Is says that v is a call of one of the functions (separated by spaces).
func (v *Value) Is(functions string) bool {
	return v != nil && v.Kind == Call && v.Text != "" && Among(functions, v.Text)
}

// Scalar is the number that v is, or false.
func (v *Value) Scalar() (float64, bool) {
	if v == nil || v.Kind != Numbers || len(v.Data) != 1 {
		return 0, false
	}
	return v.Data[0], true
}

// Among says whether word is one of words, which single spaces separate.
func Among(words, word string) bool {
	for from := 0; from+len(word) <= len(words); {
		to := from
		for to < len(words) && words[to] != ' ' {
			to++
		}
		if words[from:to] == word {
			return true
		}
		from = to + 1
	}
	return false
}

// MaxNumbers is the size of the largest array that is computed.
const MaxNumbers = 1 << 20

func number(x float64) *Value { return &Value{Kind: Numbers, Data: []float64{x}} }

func vector(data []float64) *Value {
	return &Value{Kind: Numbers, Dim: 1, Rows: len(data), Cols: 1, Data: data}
}

func matrix(rows, cols int, data []float64) *Value {
	return &Value{Kind: Numbers, Dim: 2, Rows: rows, Cols: cols, Data: data}
}

// failure is why a statement cannot be read; Script.Next recovers it.
type failure string

func fail(why string) { panic(failure(why)) }

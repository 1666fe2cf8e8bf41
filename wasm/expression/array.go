package expression

import (
	"math"

	"plateau/wasm/elementary"
)

// constant is the value of a name that was given none by the script.
func (p *parser) constant(name string) *Value {
	switch {
	case p.r && name == "T":
		return &Value{Kind: Bool, Text: name, Data: []float64{1}}
	case p.r && name == "F":
		return &Value{Kind: Bool, Text: name, Data: []float64{0}}
	case Among("True TRUE true", name):
		return &Value{Kind: Bool, Text: name, Data: []float64{1}}
	case Among("False FALSE false", name):
		return &Value{Kind: Bool, Text: name, Data: []float64{0}}
	case name == "pi":
		return number(math.Pi)
	case Among("nan NaN NA", name):
		return number(math.NaN())
	}
	return &Value{Kind: Symbol, Text: name, Path: name}
}

// count refuses to make more numbers than can be held.
func (p *parser) count(n float64) int {
	if !(n >= 0 && n <= MaxNumbers) || p.size+int(n) > 8*MaxNumbers {
		fail("more numbers than can be held")
	}
	p.size += int(n)
	return int(n)
}

// list is an array where the items are numbers or arrays of one length.
func (p *parser) list(items []*Value) *Value {
	v := &Value{Kind: List, Items: items}
	if len(items) == 0 {
		return v
	}
	first := items[0]
	size := 0
	for _, one := range items {
		if one.Kind != Numbers && one.Kind != Bool || one.Dim != first.Dim || one.Dim > 1 || len(one.Data) != len(first.Data) {
			return v
		}
		size += len(one.Data)
	}
	data := make([]float64, 0, p.count(float64(size)))
	for _, one := range items {
		data = append(data, one.Data...)
	}
	if first.Dim == 0 {
		return vector(data)
	}
	return matrix(len(items), len(first.Data), data)
}

func transpose(v *Value) *Value {
	if v.Kind != Numbers || v.Dim == 0 {
		return v
	}
	if v.Dim == 1 {
		return matrix(v.Rows, 1, v.Data) // MATLAB's row becomes a column
	}
	out := matrix(v.Cols, v.Rows, make([]float64, len(v.Data)))
	for i, x := range v.Data {
		out.Data[i%v.Cols*v.Rows+i/v.Cols] = x
	}
	return out
}

// sequence is from, from+step, ...: as many as n, rounded down.
func (p *parser) sequence(from, step, n float64) *Value {
	data := make([]float64, p.count(max(0, math.Floor(n))))
	for i := range data {
		data[i] = from + float64(float64(i)*step)
	}
	return vector(data)
}

// span is from:to, or from:step:to with the step in the middle.
func (p *parser) span(from, to, step *Value) *Value {
	a, ok := from.Scalar()
	b, ok2 := to.Scalar()
	by := 1.0
	if step != nil {
		by, _ = step.Scalar()
	} else if p.r && a > b {
		by = -1
	}
	if !ok || !ok2 {
		return &Value{Text: "[:]"}
	}
	return p.sequence(a, by, (b-a)/by+1+1e-9)
}

// operate computes a op b by NumPy's broadcasting; what is not numbers stays a
// call of op.
func (p *parser) operate(op string, a, b *Value) *Value {
	if a.Kind == List && op == "+" && b.Kind == List {
		return &Value{Kind: List, Items: append(append([]*Value(nil), a.Items...), b.Items...)}
	}
	if n, ok := b.Scalar(); ok && a.Kind == List && op == "*" && n >= 0 && n <= 64 {
		out := &Value{Kind: List}
		for range int(n) {
			out.Items = append(out.Items, a.Items...)
		}
		p.count(float64(len(out.Items)))
		return out
	}
	if a.Kind != Numbers || b.Kind != Numbers {
		return &Value{Kind: Call, Text: op, Items: []*Value{a, b}, Names: []string{"", ""}}
	}
	ar, ac, br, bc := a.Rows, a.Cols, b.Rows, b.Cols
	switch {
	case a.Dim == 0:
		ar, ac = 1, 1
	case a.Dim == 1 && b.Dim == 2:
		ar, ac = 1, a.Rows
	}
	switch {
	case b.Dim == 0:
		br, bc = 1, 1
	case b.Dim == 1 && a.Dim == 2:
		br, bc = 1, b.Rows
	}
	rows, cols := max(ar, br), max(ac, bc)
	if ar != rows && ar != 1 || br != rows && br != 1 || ac != cols && ac != 1 || bc != cols && bc != 1 {
		fail("arrays of different lengths")
	}
	out := &Value{Kind: Numbers, Dim: max(a.Dim, b.Dim), Rows: rows, Cols: cols, Data: make([]float64, p.count(float64(rows*cols)))}
	for i := range out.Data {
		r, c := i/cols, i%cols
		out.Data[i] = arithmetic(op, a.Data[r%ar*ac+c%ac], b.Data[r%br*bc+c%bc])
	}
	return out
}

func arithmetic(op string, a, b float64) float64 {
	if op[0] == '.' {
		op = op[1:]
	}
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "/":
		return a / b
	case "//":
		return math.Floor(a / b)
	case "^":
		switch b { // the same to the last bit as NumPy and R
		case 2:
			return a * a
		case 3:
			return a * a * a
		case 0.5:
			return math.Sqrt(a)
		}
		return elementary.Pow(a, b)
	case ">":
		if a > b {
			return 1
		}
		return 0
	case "<":
		if a < b {
			return 1
		}
		return 0
	}
	fail("“" + op + "” is not computed")
	return 0
}

// index is a column by its name, x[:, None], a vector as a column, or the rows
// and columns that are chosen by numbers and slices. Others stay calls of "[".
func (p *parser) index(call *Value) *Value {
	v := call.Receiver
	last := call.Items
	for len(last) == 1 && last[0].Kind == List { // df[["x"]]
		last = last[0].Items
	}
	switch {
	case len(last) == 1 && last[0].Kind == Text && v.Kind == Call:
		if column := v.Named(last[0].Text); column != nil {
			return column
		}
	case v.Kind != Numbers || v.Dim == 0 || len(last) == 0 || len(last) > 2:
	case len(last) == 2 && v.Dim == 1:
		if last[0].Text == ":" && Among("None newaxis", last[1].Text) {
			return matrix(v.Rows, 1, v.Data)
		}
	default:
		rows, one := p.chosen(last[0], v.Rows)
		cols, column := sequence(0, v.Cols), false
		if len(last) == 2 {
			cols, column = p.chosen(last[1], v.Cols)
		}
		if rows == nil || cols == nil || len(last) == 2 && last[0].Kind == Numbers && !one && last[1].Kind == Numbers && !column && !p.r {
			break // NumPy pairs two lists of indices
		}
		data := make([]float64, 0, p.count(float64(len(rows)*len(cols))))
		for _, r := range rows {
			for _, c := range cols {
				data = append(data, v.Data[r*v.Cols+c])
			}
		}
		switch {
		case one && (column || v.Dim == 1):
			return number(data[0])
		case one || column || v.Dim == 1:
			return vector(data)
		}
		return matrix(len(rows), len(cols), data)
	}
	return call
}

func sequence(from, to int) []int {
	out := make([]int, max(0, to-from))
	for i := range out {
		out[i] = from + i
	}
	return out
}

// chosen is which of n places an index means, and whether it is a single one; nil
// where that is not known, and where there is none.
func (p *parser) chosen(index *Value, n int) (places []int, one bool) {
	base := 0.0
	if p.r {
		base = 1
	}
	switch {
	case index.Kind == Numbers && index.Dim < 2:
		for _, x := range index.Data {
			x -= base
			if x < 0 && !p.r {
				x += float64(n)
			}
			if !(x >= 0 && x < float64(n)) || x != math.Floor(x) {
				return nil, false
			}
			places = append(places, int(x))
		}
		return places, index.Dim == 0
	case index.Kind != Symbol || index.Text != ":" && index.Text != "[:]":
		return nil, false
	case index.Text == ":":
		return sequence(0, n), false
	case len(index.Items) != 2:
		return nil, false
	}
	bounds := [2]int{0, n}
	for i, b := range index.Items {
		x, ok := b.Scalar()
		switch {
		case b == nil:
			continue
		case !ok || p.r || x != math.Floor(x):
			return nil, false
		case x < 0:
			x += float64(n)
		}
		bounds[i] = int(max(0, min(x, float64(n))))
	}
	return sequence(bounds[0], bounds[1]), false
}

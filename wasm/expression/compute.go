package expression

import (
	"math"

	"plateau/wasm/elementary"
)

// constant is the value of a name that was given none by the script.
func constant(name string) *Value {
	switch {
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

// index is a column by its name, or x[:, None], a vector as a column. Others
// stay calls of "[".
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
	case len(last) == 2 && last[0].Text == ":" && v.Kind == Numbers:
		if at, ok := last[1].Scalar(); ok && v.Dim == 2 {
			if p.r {
				at--
			} else if at < 0 {
				at += float64(v.Cols)
			}
			if at >= 0 && at < float64(v.Cols) {
				flipped := transpose(v)
				return vector(flipped.Data[int(at)*v.Rows:][:v.Rows])
			}
		}
		if Among("None newaxis", last[1].Text) && v.Dim == 1 {
			return matrix(v.Rows, 1, v.Data)
		}
	}
	return call
}

// compute is the value of a call of arrays; other calls stay what they are.
func (p *parser) compute(call *Value) *Value {
	if call.Text == "" || call.Kind != Call {
		return call
	}
	args := call
	if call.Receiver != nil {
		args = &Value{Items: append([]*Value{call.Receiver}, call.Items...), Names: append([]string{""}, call.Names...)}
	}
	first := args.Arg(0, "data object x values start from shape size")
	if first == nil {
		return call
	}
	if Among("array asarray tensor as_tensor Tensor FloatTensor from_numpy constant convert_to_tensor float double astype to numpy list tuple copy type values k_constant "+
		"numeric collect Float32 Float64 float32 float64 cast requires_grad_ DataFrame as_array as_matrix squeeze Variable double single", call.Text) &&
		(first.Kind == Numbers || first.Is("{") || first.Is("frame")) {
		return first
	}
	if Among("cbind column_stack rbind vstack c concatenate concat stack", call.Text) {
		return p.join(call, args)
	}
	if first.Kind != Numbers {
		return call
	}
	if f := elementwise(call.Text); f != nil && len(args.Items) == 1 {
		out := *first
		out.Data = make([]float64, p.count(float64(len(first.Data))))
		for i, x := range first.Data {
			out.Data[i] = f(x)
		}
		return &out
	}
	return p.shape(call, args, first)
}

func elementwise(name string) func(float64) float64 {
	switch name {
	case "sin":
		return elementary.Sin
	case "cos":
		return elementary.Cos
	case "tanh":
		return elementary.Tanh
	case "exp":
		return elementary.Exp
	case "log":
		return elementary.Log
	case "sqrt":
		return math.Sqrt
	case "abs":
		return math.Abs
	case "square":
		return func(x float64) float64 { return x * x }
	}
	return nil
}

// scalar is a number among the arguments, or otherwise.
func (v *Value) scalar(position int, names string, otherwise float64) float64 {
	if x, ok := v.Arg(position, names).Scalar(); ok {
		return x
	}
	return otherwise
}

// shape makes sequences and gives arrays another shape.
func (p *parser) shape(call, args, first *Value) *Value {
	nan := math.NaN()
	from := first.Data
	switch call.Text {
	case "linspace", "seq", "range", "arange", "seq_len":
		if len(from) != 1 {
			return call
		}
		a, b := from[0], args.scalar(1, "stop end to", nan)
		n, counted := args.Named("num steps length length.out length_out len").Scalar()
		switch {
		case call.Text == "linspace" && !counted:
			n, counted = args.scalar(2, "", 50), true
		case call.Text == "seq_len":
			return p.sequence(1, 1, a)
		}
		if counted {
			v := p.sequence(a, (b-a)/max(1, n-1), n)
			if len(v.Data) > 1 {
				v.Data[len(v.Data)-1] = b
			}
			return v
		}
		if b != b {
			a, b = 0, a
		}
		by := args.scalar(2, "by step", 1)
		if call.Text == "seq" || call.Text == "range" && args.Named("step length") != nil {
			return p.sequence(a, by, (b-a)/by+1+1e-9)
		}
		return p.sequence(a, by, math.Ceil((b-a)/by-1e-9))
	case "t", "transpose":
		return transpose(first)
	case "mean", "std", "sd", "max", "min":
		if len(args.Items) == 1 {
			return summary(call.Text, from)
		}
	case "pow", "power":
		if exponent := args.Arg(1, "exponent"); exponent != nil {
			return p.operate("^", first, exponent)
		}
	case "flatten", "ravel":
		return vector(from)
	case "unsqueeze", "expand_dims":
		if args.scalar(1, "dim axis", 1) != 0 && first.Dim == 1 {
			return matrix(first.Rows, 1, from)
		}
		return call
	case "matrix": // R fills column by column unless told otherwise
		if first.Dim == 2 {
			return first
		}
		rows, cols := args.scalar(1, "nrow", nan), args.scalar(2, "ncol", nan)
		if rows != rows && cols != cols {
			cols = 1
		}
		byRow := args.Arg(3, "byrow")
		if byRow != nil && byRow.Kind == Bool && byRow.Data[0] == 1 {
			return reshape(first, rows, cols)
		}
		return transpose(reshape(first, cols, rows))
	case "reshape", "view", "array_reshape":
		shape := args.Arg(1, "dim newshape")
		if shape == nil {
			return call
		}
		sizes := shape.Data
		if second, ok := args.Arg(2, "").Scalar(); ok && shape.Dim == 0 {
			sizes = append(append([]float64(nil), sizes...), second)
		}
		switch len(sizes) {
		case 1:
			return vector(from)
		case 2:
			return reshape(first, sizes[0], sizes[1])
		}
	}
	return call
}

// summary is one number for all: std as NumPy has it, sd as R.
func summary(what string, data []float64) *Value {
	n := float64(len(data))
	sum, low, high := 0.0, math.Inf(1), math.Inf(-1)
	for _, x := range data {
		sum += x
		low, high = min(low, x), max(high, x)
	}
	squares := 0.0
	for _, x := range data {
		squares += float64((x - sum/n) * (x - sum/n))
	}
	switch what {
	case "mean":
		return number(sum / n)
	case "max":
		return number(high)
	case "min":
		return number(low)
	case "sd":
		n--
	}
	return number(math.Sqrt(squares / n))
}

// reshape gives v rows and columns; one of them may be NaN or -1, for as many
// as there are numbers.
func reshape(v *Value, rows, cols float64) *Value {
	n := float64(len(v.Data))
	if !(rows > 0) {
		rows = n / cols
	}
	if !(cols > 0) {
		cols = n / rows
	}
	if rows*cols != n || rows != math.Floor(rows) || cols != math.Floor(cols) || n == 0 {
		fail("the shape does not hold as many numbers as there are")
	}
	return matrix(int(rows), int(cols), v.Data)
}

// join puts arrays side by side (cbind) or one after another (c, rbind).
func (p *parser) join(call, args *Value) *Value {
	items := args.Items
	if len(items) > 0 && items[0].Kind == List {
		items = items[0].Items
	} else if len(items) == 1 && items[0].Kind == Numbers && items[0].Dim == 2 { // of vectors of one length
		return p.stacked(call.Text, items[0])
	}
	if len(items) == 0 {
		return call
	}
	var data []float64
	width := 0
	for _, one := range items {
		if one.Kind != Numbers {
			return call
		}
		p.count(float64(len(one.Data)))
		data = append(data, one.Data...)
		width = one.Cols
		if one.Dim < 2 {
			width = max(1, len(one.Data))
		}
	}
	switch {
	case call.Text == "c" || items[0].Dim < 2 && Among("concatenate concat", call.Text):
		return vector(data)
	case Among("cbind column_stack", call.Text):
		var columns []*Value
		for _, one := range items {
			flipped := one
			if one.Dim == 2 {
				flipped = transpose(one)
			}
			for i := 0; i < len(flipped.Data); i += max(1, one.Rows) {
				columns = append(columns, vector(flipped.Data[i:min(len(flipped.Data), i+max(1, one.Rows))]))
			}
		}
		return transpose(p.list(columns))
	}
	return reshape(vector(data), math.NaN(), float64(width))
}

func (p *parser) stacked(how string, v *Value) *Value {
	switch how {
	case "column_stack", "cbind":
		return transpose(v)
	case "concatenate", "c", "concat":
		return vector(v.Data)
	}
	return v
}

package expression

import (
	"math"

	"plateau/wasm/elementary"
)

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
	if call.Text == "structure" && (first.Is("list") || first.Kind == Numbers) && args.Named("levels .Label") == nil { // R's dput
		return first
	}
	if Among("array asarray tensor as_tensor Tensor FloatTensor from_numpy constant convert_to_tensor float double astype to numpy list tuple copy type values k_constant "+
		"numeric collect Float32 Float64 float32 float64 cast requires_grad_ DataFrame as_array as_matrix squeeze Variable double single", call.Text) &&
		(first.Kind == Numbers || first.Is("{") || first.Is("frame")) && !(call.Text == "list" && len(args.Items) > 1) {
		return first
	}
	if Among("cbind column_stack rbind vstack c concatenate concat stack", call.Text) {
		return p.join(call, args)
	}
	if call.Text == "fit_transform" && len(call.Items) > 0 && call.Items[0].Kind == Numbers {
		return p.scaled(call, call.Items[0])
	}
	if first.Kind != Numbers {
		return call
	}
	if call.Text == "scale" && p.r {
		return p.scaled(call, first)
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
	case "int", "trunc":
		return math.Trunc
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
	case "len", "nrow", "NROW", "length", "ncol", "NCOL", "dim":
		if len(args.Items) > 1 || first.Dim == 0 {
			return call
		}
		switch rows, cols := float64(first.Rows), float64(first.Cols); call.Text {
		case "length":
			return number(rows * cols)
		case "ncol", "NCOL":
			return number(cols)
		case "dim":
			return vector([]float64{rows, cols})
		default:
			return number(rows)
		}
	case "size":
		if at, ok := args.Arg(1, "dim").Scalar(); ok && call.Receiver != nil && at < float64(first.Dim) && at >= 0 {
			return number([...]float64{float64(first.Rows), float64(first.Cols)}[int(at)])
		}
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

// scaled is R's scale(), StandardScaler or MinMaxScaler: columns less a shift, over
// a factor. Others stay what they are.
func (p *parser) scaled(call, v *Value) *Value {
	rows := v.Rows
	if rows == 0 || v.Dim == 0 || call.Text != "scale" && (call.Receiver == nil || !call.Receiver.Is("StandardScaler MinMaxScaler") || len(call.Receiver.Items) > 0) {
		return call
	}
	columns := transpose(matrix(rows, v.Cols, v.Data))
	out := *columns
	out.Data = make([]float64, p.count(float64(len(v.Data))))
	for c := range v.Cols {
		from := columns.Data[c*rows:][:rows]
		mean, spread := summary("mean", from).Data[0], summary("sd", from).Data[0]
		if call.Text != "scale" {
			spread = summary("std", from).Data[0]
			if call.Receiver.Is("MinMaxScaler") {
				mean = summary("min", from).Data[0]
				spread = summary("max", from).Data[0] - mean
			}
			if spread == 0 {
				spread = 1
			}
		}
		for i, given := range [...]*Value{call.Arg(1, "center"), call.Named("scale")} {
			switch at := [...]*float64{&mean, &spread}[i]; {
			case given == nil:
			case given.Kind == Bool && given.Data[0] == 0:
				*at = float64(i) // R divides by the root mean square then, where it still does
				if i == 0 && call.Named("scale") == nil {
					return call
				}
			case given.Kind == Numbers && c < len(given.Data):
				*at = given.Data[c]
			case given.Kind != Bool:
				return call
			}
		}
		for r, x := range from {
			out.Data[c*rows+r] = (x - mean) / spread
		}
	}
	scaled := transpose(&out)
	if v.Dim == 1 && call.Text != "scale" {
		return vector(scaled.Data)
	}
	return scaled
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

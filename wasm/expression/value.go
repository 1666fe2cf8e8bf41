package expression

import "strings"

// postfix is a value with calls, indices, members and transpositions after it.
func (p *parser) postfix() *Value {
	path := ""
	if p.tok.kind == name {
		path = p.tok.text
	}
	v := p.value()
	for !(p.matrix && p.tok.space) {
		switch {
		case p.is("("):
			call := &Value{Kind: Call, Path: path, Text: path[strings.LastIndexByte(path, '.')+1:], Receiver: v}
			if p.Vars[path] != nil { // a layer or a model that is called
				call.Text = ""
			} else if v.Kind == Symbol {
				call.Receiver = nil
				if v.Receiver != nil && v.Receiver.Kind != Symbol {
					call.Receiver = v.Receiver
				}
				call.Text = v.Text
			}
			p.arguments(call, ")")
			v, path = p.compute(call), ""
		case p.is("["):
			call := &Value{Kind: Call, Text: "[", Receiver: v}
			p.arguments(call, "]")
			v, path = p.index(call), ""
		case p.is(". $ :: :::") && (letter(p.peek(0)) || p.peek(0) == '('):
			p.next()
			if p.is("(") { // Julia's f.(x)
				continue
			}
			if path != "" || v.Kind == Symbol {
				path += "." + p.tok.text
			}
			v = p.member(v, path)
			p.next()
		case p.is("'"):
			p.next()
			v = transpose(v)
		default:
			return v
		}
	}
	return v
}

// member is a part of v called by the token: a variable, a column, x.T.
func (p *parser) member(v *Value, path string) *Value {
	if known := p.Vars[path]; known != nil {
		return known
	}
	if column := v.Named(p.tok.text); column != nil && v.Kind == Call {
		return column
	}
	switch {
	case Among("pi nan inf", p.tok.text) && v.Kind == Symbol:
		return p.constant(p.tok.text)
	case v.Kind == Numbers && p.tok.text == "T":
		return transpose(v)
	case v.Kind == Numbers && p.tok.text == "values":
		return v
	case v.Kind == Numbers && p.tok.text == "shape" && v.Dim > 0:
		return vector([]float64{float64(v.Rows), float64(v.Cols)}[:v.Dim])
	}
	return &Value{Kind: Symbol, Text: p.tok.text, Path: path, Receiver: v}
}

func (p *parser) value() *Value {
	t := p.tok
	switch {
	case t.kind == numeral:
		p.next()
		return number(t.number)
	case t.kind == quoted:
		p.next()
		for p.tok.kind == quoted && !p.matrix {
			t.text += p.tok.text
			p.next()
		}
		return &Value{Kind: Text, Text: t.text}
	case p.flat && p.is("lambda function"):
		return p.function()
	case p.is("for in if else and or is lambda function"):
	case t.kind == name:
		p.next()
		if v := p.Vars[t.text]; v != nil {
			return v
		}
		return p.constant(t.text)
	case p.is("("):
		tuple := &Value{}
		comma := p.arguments(tuple, ")")
		if len(tuple.Items) == 1 && !comma {
			return tuple.Items[0]
		}
		return p.list(tuple.Items)
	case p.is("["):
		return p.brackets()
	case p.is("{"): // a dict is a call of nothing with named arguments
		dict := &Value{Kind: Call, Text: "{"}
		p.arguments(dict, "}")
		return dict
	}
	p.unexpected()
	return nil
}

// function is a function without a name, given as an argument: lambda x: body, or
// R's function(x) body. Nothing calls it; its body is kept as it was written.
func (p *parser) function() *Value {
	if p.take("lambda") {
		for p.tok.kind != end && !p.is(":") {
			p.next()
		}
		p.expect(":")
	} else {
		p.next()
		p.expect("(")
		for !p.take(")") {
			p.skipArgument()
			if !p.take(",") && !p.is(")") {
				p.unexpected()
			}
		}
	}
	from := p.tok.from
	p.skipArgument()
	return &Value{Kind: Call, Text: "lambda", Path: strings.TrimSpace(p.text[from:p.tok.from])}
}

// skipArgument goes on to the comma or bracket behind an argument.
func (p *parser) skipArgument() {
	for depth := 0; p.tok.kind != end && (depth > 0 || !p.is(", ) ] }")); p.next() {
		switch {
		case p.is("( [ {"):
			depth++
		case p.is(") ] }"):
			depth--
		}
	}
}

// inside sets how ends of lines and white space are taken up to the bracket
// that closes, reads, and steps over that.
func (p *parser) inside(flat, matrix bool, closing string, read func()) {
	wasFlat, wasMatrix := p.flat, p.matrix
	p.flat, p.matrix = flat, matrix
	p.next()
	p.deeper()
	for !p.is(closing) {
		read()
	}
	p.depth--
	p.flat, p.matrix = wasFlat, wasMatrix
	p.next()
}

// arguments reads what stands between parentheses, or the brackets of an index,
// with commas in between; comma says that one was last.
func (p *parser) arguments(call *Value, closing string) (comma bool) {
	comma = true
	p.inside(true, false, closing, func() {
		if !comma {
			p.unexpected()
		}
		key := ""
		there := *p
		switch p.tok.kind {
		case name:
			key = p.path()
		case quoted, numeral:
			key = p.tok.text
			p.next()
		}
		if key == "" || !p.is("=") && !(closing == "}" && p.is(":")) {
			budget := p.budget
			*p = there
			p.budget = budget
			key = ""
		} else {
			p.next()
		}
		item := &Value{Text: ":"} // all of an index: x[:, 1], x[, 1]
		switch {
		case p.is(", ]"):
		case p.is(": ::"): // x[:3], x[::2]
			if bare := p.slice(nil); bare.Items == nil || bare.Items[1] != nil {
				item = bare
			}
		default:
			there := *p
			least := 0
			if closing == "]" && !p.r { // a colon between bounds is Python's, without the last
				least = 4
			}
			if item = p.binary(least); least > 0 && !p.is(": :: , ]") {
				budget := p.budget
				*p = there
				p.budget = budget
				item = p.binary(0)
			}
			if p.is(": ::") && closing != ")" { // x[1:]
				item = p.slice(item)
			}
		}
		call.Items, call.Names = append(call.Items, item), append(call.Names, key)
		comma = p.take(",")
		if comma && closing == "]" && p.is("]") { // R's x[1, ]
			call.Items, call.Names = append(call.Items, &Value{Text: ":"}), append(call.Names, "")
		}
	})
	return comma && len(call.Items) > 0
}

// slice reads an index from its first colon on: bounds, nil where there are none.
// With a step it has no items, and nobody knows what it picks.
func (p *parser) slice(from *Value) *Value {
	out := &Value{Text: "[:]", Items: []*Value{from, nil}}
	step := p.is("::")
	if p.next(); !step && !p.is(", ] :") {
		out.Items[1] = p.binary(4)
	}
	if step || p.take(":") {
		out.Items = nil
		if !p.is(", ]") {
			p.binary(4)
		}
	}
	return out
}

// brackets reads a list or a matrix: values with commas or white space between
// them, rows with semicolons or ends of lines.
func (p *parser) brackets() *Value {
	var rows, row []*Value
	comma := true // nothing, or a comma, is before this: the end of a line means nothing
	p.inside(false, true, "]", func() {
		switch {
		case p.tok.kind == end:
			p.unexpected()
		case p.tok.kind == newline || p.is(";"):
			for p.tok.kind == newline || p.is(";") {
				p.next()
			}
			if !comma && !p.is("] ,") {
				rows, row, comma = append(rows, p.list(row)), nil, true
			}
		case !comma && p.take(","):
			comma = true
		default:
			row = append(row, p.binary(0))
			comma = false
		}
	})
	if rows == nil {
		return p.list(row)
	}
	rows = append(rows, p.list(row))
	for i, r := range rows { // NumPy prints one list in each line
		if r.Kind == Numbers && r.Dim == 2 && r.Rows == 1 {
			rows[i] = vector(r.Data)
		}
	}
	return p.list(rows)
}

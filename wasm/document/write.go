package document

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"plateau/wasm/text"
)

// String is v as compact JSON, members in order.
func (v Value) String() string {
	var out strings.Builder
	write(&out, v, -1)
	return out.String()
}

// Indented is v as JSON for people: two spaces a level, lists of plain values
// on one line.
func (v Value) Indented() string {
	var out strings.Builder
	write(&out, v, 0)
	out.WriteByte('\n')
	return out.String()
}

// write appends v; depth is its level of indentation, or -1 for compact.
func write(out *strings.Builder, v Value, depth int) {
	switch v.Kind {
	case Null:
		out.WriteString("null")
	case Boolean:
		out.WriteString(strconv.FormatBool(v.Truth))
	case Number:
		out.WriteString(text.Number(v.Number))
	case String:
		quote(out, v.Text)
	case Array:
		inner := deeper(depth)
		if v.flat() {
			inner = -1
		}
		out.WriteByte('[')
		for i, item := range v.Items {
			separate(out, i, depth, inner)
			write(out, item, inner)
		}
		if len(v.Items) > 0 && inner >= 0 {
			newline(out, depth)
		}
		out.WriteByte(']')
	case Object:
		inner := deeper(depth)
		out.WriteByte('{')
		for i, m := range v.Members {
			separate(out, i, depth, inner)
			quote(out, m.Name)
			out.WriteByte(':')
			if inner >= 0 {
				out.WriteByte(' ')
			}
			write(out, m.Value, inner)
		}
		if len(v.Members) > 0 && inner >= 0 {
			newline(out, depth)
		}
		out.WriteByte('}')
	}
}

func (v Value) flat() bool {
	for _, item := range v.Items {
		if item.Kind >= Array {
			return false
		}
	}
	return true
}

func deeper(depth int) int {
	if depth < 0 {
		return -1
	}
	return depth + 1
}

// separate writes what stands before item i of a list or object whose items
// are indented by inner levels, or not at all.
func separate(out *strings.Builder, i, depth, inner int) {
	if i > 0 {
		out.WriteByte(',')
	}
	switch {
	case inner >= 0:
		newline(out, inner)
	case i > 0 && depth >= 0:
		out.WriteByte(' ')
	}
}

func newline(out *strings.Builder, depth int) {
	out.WriteByte('\n')
	for range depth {
		out.WriteString("  ")
	}
}

const hexDigits = "0123456789abcdef"

// quote writes s so that it is also safe inside an HTML script element: <, >
// and & are escaped, as are the two separators JavaScript once refused.
func quote(out *strings.Builder, s string) {
	out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError:
			out.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				out.WriteByte(hexDigits[r>>shift&15])
			}
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}

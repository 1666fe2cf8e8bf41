package code

import (
	"math"
	"strings"

	"plateau/wasm/document"
	"plateau/wasm/text"
)

// object is what is put together: a JSON object, as names and values that are
// JSON, or the values that a template names.
// (Made of document.Values, eleven words each, this package was 20 kB of gzip
// larger.)
type object struct{ names, values []string }

// put sets a member.
func (o *object) put(name, value string) {
	for i, n := range o.names {
		if n == name {
			o.values[i] = value
			return
		}
	}
	o.names, o.values = append(o.names, name), append(o.values, value)
}

func (o *object) number(name string, v float64) { o.put(name, jsonNumber(v)) }

// otherwise sets a member that has no value yet.
func (o *object) otherwise(name string, v float64) {
	if o.get(name) == "" {
		o.number(name, v)
	}
}

func (o *object) get(name string) string {
	value, _ := o.look(name)
	return value
}

func (o *object) look(name string) (string, bool) {
	for i, n := range o.names {
		if n == name {
			return o.values[i], true
		}
	}
	return "", false
}

func (o *object) drop(name string) {
	for i, n := range o.names {
		if n == name {
			o.names, o.values = append(o.names[:i], o.names[i+1:]...), append(o.values[:i], o.values[i+1:]...)
			return
		}
	}
}

func (o *object) String() string {
	var out strings.Builder
	out.WriteByte('{')
	for i, n := range o.names {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(quote(n) + ":" + o.values[i])
	}
	out.WriteByte('}')
	return out.String()
}

func quote(s string) string { return document.Str(s).String() }

// jsonNumber is a number, or the text that stands for one that is not finite
// and that experiment.Parse refuses by its path.
func jsonNumber(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return quote(text.Number(v))
	}
	return text.Number(v)
}

func jsonBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func jsonNumbers(values []float64) string {
	var out strings.Builder
	for i, v := range values {
		out.WriteByte([...]byte{'[', ','}[min(i, 1)])
		out.WriteString(jsonNumber(v))
	}
	if len(values) == 0 {
		return "[]"
	}
	return out.String() + "]"
}

// jsonData is the points of an Experiment; without names columns are x1, x2,
// ... and the last ones y.
func jsonData(points [][]float64, inputs int, names []string) object {
	var out strings.Builder
	for i, row := range points {
		out.WriteByte([...]byte{'[', ','}[min(i, 1)])
		out.WriteString(jsonNumbers(row))
	}
	var data object
	data.put("points", out.String()+"]")
	width := len(points[0])
	if names == nil {
		names = append(numbered("x", inputs), numbered("y", width-inputs)...)
	}
	for i := range names {
		names[i] = quote(names[i])
	}
	data.put("inputs", "["+strings.Join(names[:inputs], ",")+"]")
	data.put("targets", "["+strings.Join(names[inputs:], ",")+"]")
	return data
}

func numbered(letter string, n int) []string {
	if n == 1 {
		return []string{letter}
	}
	out := make([]string, max(0, n))
	for i := range out {
		out[i] = letter + text.Number(float64(i+1))
	}
	return out
}

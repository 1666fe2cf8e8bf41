// Package text writes numbers and messages. It stands in for fmt, which with
// the reflection it needs adds 170 kB of gzip to a WebAssembly program whose
// budget is 1.0 MB.
package text

import (
	"math"
	"strconv"
	"strings"
)

// Number writes a number the shortest way that reads back the same, as
// JavaScript would: "0.0001", "1e-5", "NaN", "-Infinity".
func Number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	}
	if a := math.Abs(v); a != 0 && (a < 1e-4 || a >= 1e15) {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
		sign := ""
		if exponent[0] == '-' {
			sign = "-"
		}
		return mantissa + "e" + sign + strings.TrimLeft(exponent[1:], "+-0")
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// Short is Number for a reader: from a million on without zeros to be counted,
// 1e9 and not 1000000000.
func Short(v float64) string {
	n := Number(v)
	if math.Abs(v) < 1e6 || math.IsInf(v, 0) {
		return n
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e+")
	if short := mantissa + "e" + strings.TrimLeft(exponent, "0"); len(short) < len(n) {
		return short
	}
	return n
}

// Many is a number of things: "1 row", "3 rows".
func Many(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}

// Format replaces each %s, %q (in quotes) and %d of format by an argument: a
// string, an int, a float64, a byte or rune in %q, an error, or what has a
// String method. It panics where they do not fit, which is a programmer's error.
func Format(format string, args ...any) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(format, "%")
		out.WriteString(before)
		if !found {
			break
		}
		s := plain(args[0])
		switch verb := after[0]; verb {
		case 'q':
			out.WriteString(quoted(args[0], s))
		case 's', 'd':
			out.WriteString(s)
		default:
			panic("text: unknown verb in " + format)
		}
		format, args = after[1:], args[1:]
	}
	if len(args) > 0 {
		panic("text: an argument too many for " + format)
	}
	return out.String()
}

func quoted(v any, s string) string {
	switch v := v.(type) {
	case byte:
		return strconv.QuoteRune(rune(v))
	case rune:
		return strconv.QuoteRune(v)
	}
	return strconv.Quote(s)
}

func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return Number(v)
	case byte:
		return string(rune(v))
	case rune:
		return string(v)
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	}
	panic("text: a value of unknown type")
}

package diagnose

import (
	"math"
	"strconv"
	"strings"

	"plateau/wasm/elementary"
)

// thinSpace groups the digits of large numbers. It does not break lines.
const thinSpace = "\u202f"

// Number writes a measured value as the page does, with four significant
// digits: 0.005676, and 3.812e-30 below 1e-4. web/testdata/format.json holds
// both to the rule.
func Number(v float64) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "-∞"
	case v == 0:
		return "0"
	}
	v = math.Copysign(math.Nextafter(a, math.Inf(1)), v) // an exact tie goes away from 0, as in JavaScript
	if a < 1e-4 || a >= 1e6 {
		return scientific(strconv.FormatFloat(v, 'e', 3, 64))
	}
	decimals := max(0, 3-int(math.Floor(elementary.Log10(a))))
	return group(trimZeros(strconv.FormatFloat(v, 'f', decimals, 64)))
}

// Setting writes a value that a person chose, the shortest way that reads back
// the same: 1e-5, 0.01, 10.
func Setting(v float64) string {
	decimal := strconv.FormatFloat(v, 'f', -1, 64)
	if a := math.Abs(v); a == 0 || (a >= 0.01 && a < 1e6) {
		return decimal
	}
	if short := scientific(strconv.FormatFloat(v, 'e', -1, 64)); len(short) < len(decimal) {
		return short
	}
	return decimal
}

// Count writes a whole number with its thousands apart: 10 000.
func Count(n int) string { return group(strconv.Itoa(n)) }

// counted is a number of things, from two to twelve in words: ten linear units.
func counted(n int, one, many string) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	switch {
	case n == 1:
		return "one " + one
	case n >= 0 && n < len(words):
		return words[n] + " " + many
	}
	return Count(n) + " " + many
}

// scientific drops the zeros and the plus sign of strconv's exponents.
func scientific(s string) string {
	mantissa, exponent, _ := strings.Cut(s, "e")
	sign, digits := strings.TrimRight(exponent[:1], "+"), strings.TrimLeft(exponent[1:], "0")
	return trimZeros(mantissa) + "e" + sign + digits
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// group puts thin spaces between the thousands of the whole part, from five
// digits on.
func group(s string) string {
	whole, rest, dotted := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) > 4 {
		for at := len(whole) - 3; at > 0; at -= 3 {
			whole = whole[:at] + thinSpace + whole[at:]
		}
	}
	if dotted {
		rest = "." + rest
	}
	return sign + whole + rest
}

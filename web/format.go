package main

import (
	"math"
	"strconv"
	"strings"
)

// thinSpace groups the digits of large numbers. It does not break lines.
const thinSpace = "\u202f"

// number writes a measured value with four significant digits: 0.005676, and 3.812e-30 below 1e-4. static/format.js has the same rule for the
// live page; testdata/format.json holds both to it.
func number(v float64) string {
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
	// JavaScript rounds 1234.5 up, Go to even; so small a step decides nothing else.
	v = math.Copysign(math.Nextafter(a, math.Inf(1)), v)
	if a < 1e-4 || a >= 1e6 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 3, 64), "e")
		sign, digits := strings.TrimRight(exponent[:1], "+"), strings.TrimLeft(exponent[1:], "0")
		return trimZeros(mantissa) + "e" + sign + digits
	}
	decimals := max(0, 3-int(math.Floor(math.Log10(a))))
	return group(trimZeros(strconv.FormatFloat(v, 'f', decimals, 64)))
}

// setting writes a value a person chose, the shortest way that reads back the same: 1e-5, 0.01, 10.
func setting(v float64) string {
	decimal := strconv.FormatFloat(v, 'f', -1, 64)
	if a := math.Abs(v); a == 0 || (a >= 0.01 && a < 1e6) {
		return decimal
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	sign, digits := strings.TrimRight(exponent[:1], "+"), strings.TrimLeft(exponent[1:], "0")
	if short := mantissa + "e" + sign + digits; len(short) < len(decimal) {
		return short
	}
	return decimal
}

// count writes a whole number with its thousands apart: 10 000.
func count(n int) string { return group(strconv.Itoa(n)) }

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// group puts thin spaces between the thousands of the whole part, from five digits on.
func group(s string) string {
	whole, rest, dotted := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) > 4 {
		var parts []string
		for len(whole) > 3 {
			parts = append([]string{whole[len(whole)-3:]}, parts...)
			whole = whole[:len(whole)-3]
		}
		whole = strings.Join(append([]string{whole}, parts...), thinSpace)
	}
	if dotted {
		rest = "." + rest
	}
	return sign + whole + rest
}

// Package elementary computes exp, log, tanh and their kin in float64 so that every
// machine gets the same bits: amd64, arm64 and WebAssembly in any browser.
//
// The standard library does not promise that. math.Exp has assembly on amd64 and
// differs there by up to 2 ulp from its portable form, and on arm64 the compiler may
// fuse x*y + z into one rounding. Here every product that meets a sum goes through an
// explicit conversion, which the language defines as a rounding, and from package math
// come only operations IEEE 754 makes exact or correctly rounded.
//
// Functions in a training loop (Exp, Expm1, Log, Log1p, Tanh, Sigmoid, Softplus, Erf) are written
// without branches: all cases are computed and one is selected, over coefficients
// that the exported tables list. Package kernel emits the same operations in the same
// order as vector instructions, so each function here is the exact oracle of its
// emitted twin.
//
// Coefficients are Chebyshev interpolants of the functions their comments name,
// computed with 60 digits and rounded. Each function states the largest error found
// against math/big by the tests, in units in the last place (ulp); all are below 2.
// NaN gives NaN; zeros keep their sign where the function is odd.
package elementary

import "math"

const (
	// Ln2Hi holds the first 42 bits of ln 2, so that k*Ln2Hi is exact for every
	// exponent k of a float64; Ln2Lo is the rest.
	Ln2Hi = 0x1.62e42fefa38p-1
	Ln2Lo = 0x1.ef35793c7673p-45
	// Log2E is 1/ln 2.
	Log2E = 0x1.71547652b82fep+0

	// Shifter, added to a |v| < 2^51, leaves v rounded to an integer (ties to even) in the low
	// bits of the sum; subtracted again it leaves the rounded v. WebAssembly has no vector
	// conversion between i64 and f64, and this needs none.
	Shifter = 0x1.8p52
	// ExponentShifter also adds the exponent bias, so that the sum's bits shifted left by 52
	// are the float64 2^k.
	ExponentShifter = 0x1.8p52 + 1023
)

// round returns v rounded to the nearest integer, for |v| < 2^51.
func round(v float64) float64 { return v + Shifter - Shifter }

// power2 returns 2^k for an integral k in [-1022, 1023].
func power2(k float64) float64 {
	return math.Float64frombits(math.Float64bits(k+ExponentShifter) << 52)
}

// mulAdd returns a*b + c, rounded twice on every machine.
func mulAdd(a, b, c float64) float64 { return float64(a*b) + c }

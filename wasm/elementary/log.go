package elementary

import "math"

const (
	logR0 = 0x1.5555555555558p-1
	logR1 = 0x1.9999999995077p-2
	logR2 = 0x1.2492492e35998p-2
	logR3 = 0x1.c71c628e9e0c9p-3
	logR4 = 0x1.7462cd53e5318p-3
	logR5 = 0x1.39fb2efe206abp-3
	logR6 = 0x1.2b7fa64da1a6ap-3

	// SqrtHalfBits are the bits of sqrt(1/2), the least mantissa after reduction.
	SqrtHalfBits = 0x3fe6a09e667f3bcd
	// LogOffset moves SqrtHalfBits to the bits of 1, so that the exponent field counts powers of 2.
	LogOffset = 0x3ff0000000000000 - SqrtHalfBits
)

// LogR are the coefficients of (ln((1+s)/(1-s)) - 2s)/s^3 in s^2 for |s| <= 0.172, lowest first.
var LogR = [...]float64{logR0, logR1, logR2, logR3, logR4, logR5, logR6}

// reduceLog splits a normal positive x into 2^k (1+f) with sqrt(1/2) <= 1+f < sqrt(2).
func reduceLog(x float64) (k, f float64) {
	b := math.Float64bits(x) + LogOffset
	k = math.Float64frombits(b>>52|0x4330000000000000) - (0x1p52 + 1023)
	return k, math.Float64frombits(b&(1<<52-1)+SqrtHalfBits) - 1
}

// logReduced returns k ln2 + ln(1+f) + c for a correction c that is small against f.
func logReduced(k, f, c float64) float64 {
	// ln(1+f) = f - f^2/2 + s(f^2/2 + R) with s = f/(2+f); f itself is exact.
	s := f / (2 + f)
	z := float64(s * s)
	z2 := float64(z * z)
	low := mulAdd(z, logR1, logR0)
	high := mulAdd(z, logR3, logR2)
	top := mulAdd(z2, logR6, mulAdd(z, logR5, logR4))
	p := float64(z * mulAdd(z2, mulAdd(z2, top, high), low))
	half := float64(0.5 * float64(f*f))
	tail := mulAdd(s, half+p, mulAdd(k, Ln2Lo, c))
	return float64(k*Ln2Hi) - ((half - tail) - f)
}

// Log returns the natural logarithm; largest error found 0.80 ulp. Log(±0) is -Inf and
// Log of a negative number NaN.
func Log(x float64) float64 {
	y, shift := x, 0.0
	if x < 0x1p-1022 { // denormal: bring it into range
		y, shift = float64(x*0x1p54), 54
	}
	k, f := reduceLog(y)
	return logLimits(logReduced(k-shift, f, 0), x)
}

// logLimits replaces y where x, the argument of the logarithm, is not positive and finite.
func logLimits(y, x float64) float64 {
	if !(x < math.Inf(1)) {
		y = x
	}
	if x == 0 {
		y = math.Inf(-1)
	}
	if x < 0 {
		y = math.NaN()
	}
	return y
}

// Log1p returns ln(1+x) without cancellation near 0; largest error found 0.77 ulp.
func Log1p(x float64) float64 {
	u := 1 + x
	// 1+x = u+c exactly (the two-sum of Knuth), and ln(u+c) = ln u + c/u to the last bit.
	v := u - 1
	c := (1 - (u - v)) + (x - v)
	k, f := reduceLog(u)
	return math.Copysign(logLimits(logReduced(k, f, c/u), u), x)
}

// Softplus returns ln(1 + e^x); largest error found 1.45 ulp.
func Softplus(x float64) float64 {
	positive := x
	if x < 0 {
		positive = 0
	}
	return positive + Log1p(Exp(-math.Abs(x)))
}

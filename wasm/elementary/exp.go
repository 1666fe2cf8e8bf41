package elementary

import "math"

const (
	expQ0  = 0x1p-1
	expQ1  = 0x1.5555555555557p-3
	expQ2  = 0x1.5555555555556p-5
	expQ3  = 0x1.1111111110085p-7
	expQ4  = 0x1.6c16c16c162a3p-10
	expQ5  = 0x1.a01a01ac16f76p-13
	expQ6  = 0x1.a01a01a6f35fbp-16
	expQ7  = 0x1.71de019d031e7p-19
	expQ8  = 0x1.27e4db0f8a3efp-22
	expQ9  = 0x1.af4f1ddf981a8p-26
	expQ10 = 0x1.1f73b376c0f55p-29

	// ExpMax and ExpMin bound the arguments that matter: beyond them exp is +Inf or 0.
	ExpMax = 710
	ExpMin = -746
)

// ExpQ are the coefficients of (e^r - 1 - r)/r^2 for |r| <= ln(2)/2, lowest first.
var ExpQ = [...]float64{expQ0, expQ1, expQ2, expQ3, expQ4, expQ5, expQ6, expQ7, expQ8, expQ9, expQ10}

// reduceExp splits x into k ln2 + r with integral k and r = hi - lo, |r| <= ln(2)/2. The difference
// hi is exact, so who adds hi last never sees the rounding of r.
func reduceExp(x float64) (k, hi, lo float64) {
	k = round(float64(x * Log2E))
	return k, x - float64(k*Ln2Hi), float64(k * Ln2Lo)
}

// expTail returns what e^r - 1 exceeds hi by, for r = hi - lo. The polynomial is evaluated in pairs
// (Estrin), which halves the chain of dependent operations.
func expTail(hi, lo float64) float64 {
	r := hi - lo
	z := float64(r * r)
	z2 := float64(z * z)
	low := mulAdd(z, mulAdd(r, expQ3, expQ2), mulAdd(r, expQ1, expQ0))
	high := mulAdd(z, mulAdd(r, expQ7, expQ6), mulAdd(r, expQ5, expQ4))
	top := mulAdd(z, expQ10, mulAdd(r, expQ9, expQ8))
	return mulAdd(z, mulAdd(z2, mulAdd(z2, top, high), low), -lo)
}

// Exp returns e^x; largest error found 0.84 ulp. It overflows to +Inf above 709.78 and rounds
// denormal results once.
func Exp(x float64) float64 {
	if ExpMax < x {
		x = ExpMax
	}
	if x < ExpMin {
		x = ExpMin
	}
	k, hi, lo := reduceExp(x)
	y := 1 + (expTail(hi, lo) + hi)
	// 2^k can be out of range where y*2^k is not, so it is applied in two halves;
	// the first is exact.
	half := round(float64(k * 0.5))
	return float64(y*power2(half)) * power2(k-half)
}

// Expm1 returns e^x - 1 without cancellation near 0; largest error found 1.1 ulp.
func Expm1(x float64) float64 {
	c := x
	if ExpMax < c {
		c = ExpMax
	}
	if c < -40 { // e^-40 is below half an ulp of 1
		c = -40
	}
	k, hi, lo := reduceExp(c)
	// Half of 2^k stays finite at k = 1024.
	s := power2(k - 1)
	y := 2 * (mulAdd(s, hi, s-0.5) + float64(s*expTail(hi, lo)))
	if math.Abs(x) < 0x1p-54 { // half a denormal would lose its last bit, and -0 its sign
		y = x
	}
	return y
}

package elementary

import "math"

const (
	tanhR0 = 0x1.5555555555555p-3
	tanhR1 = -0x1.6c16c16c16a16p-9
	tanhR2 = 0x1.1566abbfcbafep-14
	tanhR3 = -0x1.bbd778bfcc009p-20
	tanhR4 = 0x1.66a8c39e92ea3p-25
	tanhR5 = -0x1.2275e47590fcp-30
	tanhR6 = 0x1.d44379fa9177p-36
	tanhR7 = -0x1.524c4449a883fp-41

	// TanhMax is where tanh has long rounded to 1.
	TanhMax = 22
	// TanhBias moves the first step of the reduction to where tanh is 1/2. Below it tanh is one quotient, above it the
	// distance from 1 is the smaller number, which leaves one rounding that counts.
	TanhBias = 0.2925
	// TanhShifter is Shifter with an exponent bias: the sum's bits shifted left by 53 are the float64 4^k / 2.
	TanhShifter = 0x1.8p52 + 511
)

// TanhR are the coefficients of (R - 2)/r^2 in r^2 for |r| <= 1.0995 and R = r coth(r/2), lowest first.
var TanhR = [...]float64{tanhR0, tanhR1, tanhR2, tanhR3, tanhR4, tanhR5, tanhR6, tanhR7}

// Tanh returns the hyperbolic tangent; largest error found 1.95 ulp.
//
// With 2x = k ln 4 + r and R = r coth(r/2), e^r = (R + r)/(R - r), so that with m = (4^k - 1)/2
// and E = m (R + r), tanh x = (E + r)/(E + R). R is even, which saves coefficients, and a ratio of exponentials
// costs the one division it needs anyway.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	if TanhMax < a {
		a = TanhMax
	}
	t := (float64(a*Log2E) - TanhBias) + TanhShifter
	k := t - TanhShifter
	r := (a + a) - float64(k*(2*math.Ln2))
	z := float64(r * r)
	z2 := float64(z * z)
	odd := mulAdd(mulAdd(mulAdd(z2, tanhR7, tanhR5), z2, tanhR3), z2, tanhR1)
	even := mulAdd(mulAdd(z2, tanhR6, tanhR4), z2, tanhR2)
	rest := mulAdd(even, z, odd)
	R := mulAdd(mulAdd(rest, z, tanhR0), z, 2)
	m := math.Float64frombits(math.Float64bits(t)<<53) - 0.5
	base, top := 0.0, r
	if 0 < m {
		base, top = 1, r-R
	}
	return math.Copysign(base+top/(float64(m*(R+r))+R), x)
}

// Sigmoid returns 1/(1 + e^-x), accurate in both tails; largest error found 1.94 ulp.
func Sigmoid(x float64) float64 {
	e := Exp(-math.Abs(x))
	top := 1.0
	if x < 0 {
		top = e
	}
	return top / (1 + e)
}

package elementary

import "math"

const (
	tanhT0 = -0x1.555555555554fp-5
	tanhT1 = 0x1.111111110c422p-8
	tanhT2 = -0x1.ba1ba1a7f3f06p-12
	tanhT3 = 0x1.664f3ba3e0716p-15
	tanhT4 = -0x1.2269dab2bb24bp-18
	tanhT5 = 0x1.d54f1cb0dc960p-22
	tanhT6 = -0x1.5bb4418ee644ap-25

	// TanhMax is where tanh has long rounded to 1.
	TanhMax = 22
	// TanhBias moves the first two reduction steps to where tanh is 1/4 and 1/2: just above a power of 2
	// an ulp is large against the roundings of a quotient. Without it the error is 2.1 ulp.
	TanhBias = 0.24
)

// TanhT are the coefficients of (tanh(r/2) - r/2)/r^3 in r^2 for |r| <= 0.515, lowest first.
var TanhT = [...]float64{tanhT0, tanhT1, tanhT2, tanhT3, tanhT4, tanhT5, tanhT6}

// tanhHalf returns t = tanh(r/2) for r = hi - lo. Since e^r = (1+t)/(1-t), a ratio of
// exponentials costs the one division it needs anyway and, t being odd, fewer
// coefficients than e^r.
func tanhHalf(hi, lo float64) float64 {
	r := hi - lo
	z := float64(r * r)
	z2 := float64(z * z)
	low := mulAdd(z2, mulAdd(z, tanhT3, tanhT2), mulAdd(z, tanhT1, tanhT0))
	high := mulAdd(z2, tanhT6, mulAdd(z, tanhT5, tanhT4))
	p := mulAdd(float64(z2*z2), high, low)
	return (float64(float64(r*z)*p) - float64(0.5*lo)) + float64(0.5*hi)
}

// Tanh returns the hyperbolic tangent; largest error found 1.61 ulp.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	if TanhMax < a {
		a = TanhMax
	}
	a += a
	k := round(float64(a*Log2E) - TanhBias)
	t := tanhHalf(a-float64(k*Ln2Hi), float64(k*Ln2Lo))
	// tanh x = (e^a - 1)/(e^a + 1) with e^a = s(1+t)/(1-t). Near 1 its distance from 1 is
	// the smaller number, which leaves one rounding that counts.
	s := power2(k)
	minus, plus := s-1, s+1
	top, base := mulAdd(plus, t, minus), 0.0
	if 2 < s {
		top, base = (t+t)-2, 1
	}
	return math.Copysign(base+top/mulAdd(minus, t, plus), x)
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

package elementary

import "math"

// LogCoshG are the coefficients of (ln cosh x - x^2/2)/x^4 in x^2 for |x| <= 1, lowest first.
var LogCoshG = [...]float64{
	-0x1.5555555555555p-4, 0x1.6c16c16c16b21p-6, -0x1.ba1ba1ba09a16p-8, 0x1.1ea5d397a0770p-9,
	-0x1.833d9b79192fcp-11, 0x1.0d0b3f8ca0cdcp-12, -0x1.7da187717a8cfp-14, 0x1.12e912c66a9d6p-15,
	-0x1.906e7ed5ed8e2p-17, 0x1.2440217d803f8p-18, -0x1.a1307ba3b2516p-20, 0x1.1319bfc4f54a1p-21,
	-0x1.2e63935c5c381p-23, 0x1.d553b8d753753p-26, -0x1.7199d3332b32fp-29,
}

// LogCosh returns ln(cosh x), quadratic near 0 and |x| - ln 2 far out; largest error found 1.36 ulp.
func LogCosh(x float64) float64 {
	a := math.Abs(x)
	z := float64(a * a)
	y := mulAdd(0.5, z, float64(float64(z*z)*horner(LogCoshG[:], z)))
	if !(a <= 1) {
		y = (a - Ln2Hi) + (Log1p(Exp(-2*a)) - Ln2Lo)
	}
	return y
}

package elementary

import "math"

// ErfSmall are the coefficients of erf(x)/x - 1 in x^2 for |x| <= 1, lowest first.
var ErfSmall = [...]float64{
	0x1.06eba8214db69p-3, -0x1.812746b0379e6p-2, 0x1.ce2f21a042b30p-4, -0x1.b82ce31284e00p-6,
	0x1.565bcd0dbaa38p-8, -0x1.c02db3dac435fp-11, 0x1.f9a321d5b8e1ep-14, -0x1.f4d1e3183f7aep-17,
	0x1.b9df224ca4b97p-20, -0x1.5f1ecb6f0764cp-23, 0x1.f7b4bf3b13964p-27, -0x1.389d4f2641625p-30,
	0x1.05ffd737fb32ep-34,
}

// ErfcLarge are the coefficients of erfc(x) e^(x^2) in u = (x-2.5)/(x+2.5) for 1 <= x <= 6, lowest first.
var ErfcLarge = [...]float64{
	0x1.afbb3f3b7343ap-3, -0x1.7ca88dec217a4p-2, 0x1.01c11a735ce12p-2, -0x1.001154371704cp-3,
	0x1.470ba1f66220cp-5, -0x1.05bb2fe3d797cp-8, -0x1.5a57167cd25c8p-9, 0x1.cb3b600ad87b6p-11,
	0x1.def25794251e9p-13, -0x1.0e460ac2287b2p-13, -0x1.1ea84db776574p-15, 0x1.38381b1459556p-16,
	0x1.f64be7b5a367bp-18, -0x1.32951befcce73p-19, -0x1.a36ff5774dd16p-20, 0x1.5d5e7634f4ca6p-24,
}

// ErfMax is where erf has rounded to 1.
const ErfMax = 6

// Erf returns the error function 2/sqrt(pi) int_0^x e^(-t^2) dt; largest error found 1.11 ulp.
func Erf(x float64) float64 {
	a := math.Abs(x)
	if ErfMax < a {
		a = ErfMax
	}
	z := float64(a * a)
	y := mulAdd(a, horner(ErfSmall[:], z), a)
	u := (a - 2.5) / (a + 2.5)
	if 1 < a {
		y = 1 - float64(Exp(-z)*horner(ErfcLarge[:], u))
	}
	return math.Copysign(y, x)
}

// horner evaluates a polynomial whose coefficients come lowest first.
func horner(c []float64, x float64) float64 {
	y := c[len(c)-1]
	for i := len(c) - 2; i >= 0; i-- {
		y = mulAdd(y, x, c[i])
	}
	return y
}

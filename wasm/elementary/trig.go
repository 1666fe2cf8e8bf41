package elementary

import (
	"math"
	"math/bits"
)

const (
	// Pi/2 in three parts. The first two have 33 bits, so their products with a quadrant number up to
	// TrigMax are exact.
	PiOver2A  = 0x1.921fb544p+0
	PiOver2B  = 0x1.0b4611a6p-34
	PiOver2C  = 0x1.3198a2e037073p-69
	TwoOverPi = 0x1.45f306dc9c883p-1
	// PiOver2Bits is pi/2 with 63 digits after the point.
	PiOver2Bits = 0xc90fdaa22168c235
	// TrigMax is the largest argument reduced in float64; a larger one needs more bits of pi.
	TrigMax = 0x1p20
)

// SinS and CosC are the coefficients of (sin(r) - r)/r^3 and (cos(r) - 1 + r^2/2)/r^4 in r^2 for
// |r| <= pi/4, lowest first.
var (
	SinS = [...]float64{
		-0x1.5555555555555p-3, 0x1.1111111110b8fp-7, -0x1.a01a019e7b546p-13,
		0x1.71de378bc1165p-19, -0x1.ae5fffcce1cdcp-26, 0x1.5e0712cd0fc76p-33,
	}
	CosC = [...]float64{
		0x1.5555555555555p-5, -0x1.6c16c16c16955p-10, 0x1.a01a019f4a83dp-16,
		-0x1.27e4fa1274437p-22, 0x1.1eeb634cf7698p-29, -0x1.90799b41a45ccp-37,
	}
)

// Sin returns the sine of x radians, for every finite x; largest error found 1.49 ulp.
func Sin(x float64) float64 {
	q, r := reducePi(x)
	y := quadrant(q, r)
	if x == 0 {
		y = x
	}
	return y
}

// Cos returns the cosine of x radians, for every finite x; largest error found 1.45 ulp.
func Cos(x float64) float64 {
	q, r := reducePi(x)
	return quadrant(q+1, r)
}

// quadrant returns sin(r + q pi/2).
func quadrant(q uint64, r float64) float64 {
	z := float64(r * r)
	y := mulAdd(float64(r*z), horner(SinS[:], z), r)
	if q&1 != 0 {
		y = mulAdd(float64(z*z), horner(CosC[:], z), 1-float64(0.5*z))
	}
	if q&2 != 0 {
		y = -y
	}
	return y
}

// reducePi splits x into q pi/2 + r with |r| <= pi/4; only the last two bits of q matter.
func reducePi(x float64) (q uint64, r float64) {
	if TrigMax < math.Abs(x) {
		return reducePiLarge(x)
	}
	t := float64(x*TwoOverPi) + Shifter
	n := t - Shifter
	a := x - float64(n*PiOver2A) // exact
	b := float64(n * PiOver2B)   // exact
	r = a - b
	// What r lost in rounding (Knuth's two-sum) matters where a and b nearly cancel.
	v := a - r
	lost := (a - (r + v)) + (v - b)
	return math.Float64bits(t), r + (lost - float64(n*PiOver2C))
}

// TwoOverPiBits are the first 1216 binary digits of 2/pi, enough for the largest float64.
var TwoOverPiBits = [...]uint64{
	0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
	0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
	0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
	0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
}

// reducePiLarge is reducePi for |x| > TrigMax (the method of Payne and Hanek): with x = m 2^e it multiplies
// m by just those binary digits of 2/pi that decide x*2/pi modulo 4.
func reducePiLarge(x float64) (q uint64, r float64) {
	b := math.Float64bits(x)
	exponent := int(b >> 52 & 0x7ff)
	if exponent == 0x7ff { // Inf or NaN
		return 0, math.NaN()
	}
	m := b&(1<<52-1) | 1<<52
	e := exponent - 1075
	// Digits before start contribute multiples of 4. The window is 192 digits wide:
	// 2 for the quadrant, 64 for r, 53 spoilt by the product, and room for leading zeros.
	start := e - 2
	w0, w1, w2 := digits(start), digits(start+64), digits(start+128)
	h2, p2 := bits.Mul64(m, w2)
	h1, p1 := bits.Mul64(m, w1)
	p1, carry := bits.Add64(p1, h2, 0)
	p0 := m*w0 + h1 + carry
	q = p0 >> 62
	// The fraction, p0..p2 without the quadrant, as a signed distance from the nearest quadrant.
	f0, f1 := p0<<2|p1>>62, p1<<2|p2>>62
	sign := 1.0
	if f0>>63 != 0 {
		q++
		f0, f1, sign = ^f0, ^f1, -1
	}
	zeros := bits.LeadingZeros64(f0)
	f0 = f0<<zeros | f1>>(64-zeros)
	hi, _ := bits.Mul64(f0, PiOver2Bits)
	r = float64(sign*float64(hi)) * math.Float64frombits(uint64(1023-63-zeros)<<52)
	if b>>63 != 0 {
		q, r = -q, -r
	}
	return q, r
}

// digits returns 64 binary digits of 2/pi from position at, which may be negative.
func digits(at int) uint64 {
	word, shift := at>>6, uint(at&63)
	return digitWord(word)<<shift | digitWord(word+1)>>(64-shift)
}

func digitWord(i int) uint64 {
	if i < 0 || i >= len(TwoOverPiBits) {
		return 0
	}
	return TwoOverPiBits[i]
}

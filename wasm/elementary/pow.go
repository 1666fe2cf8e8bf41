package elementary

import "math"

// pair is an unevaluated sum of two float64, the second below half an ulp of the first.
type pair struct{ hi, lo float64 }

// sum returns a+b exactly.
func sum(a, b float64) pair {
	s := a + b
	v := s - a
	return pair{s, (a - (s - v)) + (b - v)}
}

// product returns a*b exactly (the method of Dekker), for factors below 2^900.
func product(a, b float64) pair {
	const split = 1<<27 + 1
	c, d := float64(split*a), float64(split*b)
	ah, bh := c-(c-a), d-(d-b)
	al, bl := a-ah, b-bh
	p := float64(a * b)
	return pair{p, ((float64(ah*bh) - p) + float64(ah*bl) + float64(al*bh)) + float64(al*bl)}
}

func (a pair) add(b pair) pair {
	s := sum(a.hi, b.hi)
	return sum(s.hi, s.lo+(a.lo+b.lo))
}

func (a pair) mul(b pair) pair {
	p := product(a.hi, b.hi)
	return sum(p.hi, p.lo+(float64(a.hi*b.lo)+float64(a.lo*b.hi)))
}

// logPair returns ln x with about 64 bits for a positive finite x: Pow multiplies
// its error by up to 709.
func logPair(x float64) pair {
	shift := 0.0
	if x < 0x1p-1022 {
		x, shift = float64(x*0x1p54), 54
	}
	k, f := reduceLog(x)
	k -= shift
	// ln(1+f) = 2s + s z (2/3 + z(2/5 + ...)) with s = f/(2+f), z = s^2; from 2/5 on float64 is enough.
	d := sum(2, f)
	s := f / d.hi
	back := product(s, d.hi)
	s2 := sum(s, ((f-back.hi)-back.lo-float64(s*d.lo))/d.hi)
	z := s2.mul(s2)
	rest := float64(z.hi * horner(logPairTail[:], z.hi))
	series := s2.mul(z).mul(pair{0x1.5555555555555p-1, 0x1.5555555555555p-55}.add(pair{rest, 0}))
	ln := pair{2 * s2.hi, 2 * s2.lo}.add(series)
	return sum(float64(k*Ln2Hi), float64(k*Ln2Lo)).add(ln)
}

// Log10 returns the logarithm of base 10 of a positive finite x, and what Log
// returns of any other; largest error found 0.50 ulp, so powers of ten have whole
// logarithms.
func Log10(x float64) float64 {
	if !(x > 0 && x < math.Inf(1)) {
		return Log(x)
	}
	l := logPair(x).mul(pair{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57})
	return l.hi + l.lo
}

// Hypot returns the square root of x^2 + y^2, of squares that neither overflow
// nor vanish; largest error found 1.6 ulp.
func Hypot(x, y float64) float64 {
	x, y = math.Abs(x), math.Abs(y)
	large, less := max(x, y), min(x, y)
	if large == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) {
		return x + y
	}
	less /= large
	return large * math.Sqrt(1+float64(less*less))
}

// logPairTail are the Taylor coefficients of 2 artanh(s) from s^5 on, in s^2.
var logPairTail = [...]float64{
	2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23,
}

// Pow returns x^y for x >= 0; largest error found 0.97 ulp. A negative x gives NaN even where
// y is an integer. As in C, x^0 and 1^y are 1 whatever the other is.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y || x < 0:
		return math.NaN()
	case x == 0 || x > math.MaxFloat64:
		if (x == 0) == (y > 0) {
			return 0
		}
		return math.Inf(1)
	}
	// |ln x| is at least 2^-53, so a larger y overflows or underflows all the same.
	y = min(max(y, -0x1p70), 0x1p70)
	ln := logPair(x)
	p := product(ln.hi, y)
	p = sum(p.hi, p.lo+float64(ln.lo*y))
	if p.hi > ExpMax || p.hi < ExpMin {
		return Exp(p.hi)
	}
	k := round(float64(p.hi * Log2E))
	hi, lo := p.hi-float64(k*Ln2Hi), float64(k*Ln2Lo)-p.lo
	y = 1 + (expTail(hi, lo) + hi)
	half := round(float64(k * 0.5))
	return float64(y*power2(half)) * power2(k-half)
}

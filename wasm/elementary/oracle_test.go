package elementary

import (
	"math"
	"math/big"
)

// The oracle computes each function with math/big from its series, sharing neither
// coefficients nor reductions with the package.

const precision = 320

func number(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func binary(op func(z, a, b *big.Float) *big.Float) func(a, b *big.Float) *big.Float {
	return func(a, b *big.Float) *big.Float { return op(new(big.Float).SetPrec(precision), a, b) }
}

var (
	plus  = binary((*big.Float).Add)
	minus = binary((*big.Float).Sub)
	times = binary((*big.Float).Mul)
	over  = binary((*big.Float).Quo)
	ln2   = bigLn2()
	pi    = bigPi()
)

// series sums terms until they no longer matter: next makes term n from term n-1.
func series(first *big.Float, next func(term *big.Float, n int) *big.Float) *big.Float {
	total, term := first, first
	for n := 1; ; n++ {
		term = next(term, n)
		if term.Sign() == 0 || term.MantExp(nil) < total.MantExp(nil)-precision {
			return total
		}
		total = plus(total, term)
	}
}

// bigLn2 is 2 artanh(1/3).
func bigLn2() *big.Float {
	return times(number(2), bigAtanh(over(number(1), number(3))))
}

func bigAtanh(x *big.Float) *big.Float {
	power, square := x, times(x, x)
	return series(x, func(_ *big.Float, n int) *big.Float {
		power = times(power, square)
		return over(power, number(float64(2*n+1)))
	})
}

// bigPi is Machin's 16 arctan(1/5) - 4 arctan(1/239), with the 1100 digits that sin(1e308) needs.
func bigPi() *big.Float {
	const prec = 1500
	set := func(x float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(x) }
	arctan := func(m float64) *big.Float {
		power := new(big.Float).SetPrec(prec).Quo(set(1), set(m))
		total := new(big.Float).SetPrec(prec).Set(power)
		for n := 1; power.MantExp(nil) > -prec; n++ {
			power.Quo(power, set(-m*m))
			total.Add(total, new(big.Float).SetPrec(prec).Quo(power, set(float64(2*n+1))))
		}
		return total
	}
	a, b := arctan(5), arctan(239)
	return a.Sub(a.Mul(a, set(16)), b.Mul(b, set(4)))
}

// bigExpm1 sums the series of e^x - 1 for |x| < 1.
func bigExpm1Small(x *big.Float) *big.Float {
	if x.Sign() == 0 {
		return x
	}
	return series(x, func(term *big.Float, n int) *big.Float {
		return over(times(term, x), number(float64(n+1)))
	})
}

func bigExp(x *big.Float) *big.Float {
	q, _ := over(x, ln2).Float64()
	k := math.Floor(q)
	r := minus(x, times(number(k), ln2))
	y := plus(number(1), bigExpm1Small(r))
	return y.SetMantExp(y, int(k))
}

func bigExpm1(x *big.Float) *big.Float {
	if x.MantExp(nil) < 0 {
		return bigExpm1Small(x)
	}
	return minus(bigExp(x), number(1))
}

// bigLog takes x = m 2^k with m in [1/2, 1) and ln m = 2 artanh((m-1)/(m+1)).
func bigLog(x *big.Float) *big.Float {
	m := new(big.Float).SetPrec(precision)
	k := x.MantExp(m)
	if k == 1 { // near 1 from above: avoid ln 2 cancelling
		m, k = x, 0
	}
	if m.Cmp(number(1)) == 0 {
		return times(number(float64(k)), ln2)
	}
	ln := bigAtanh(over(minus(m, number(1)), plus(m, number(1))))
	return plus(times(number(2), ln), times(number(float64(k)), ln2))
}

func bigLog1p(x *big.Float) *big.Float {
	if x.MantExp(nil) < -1 { // ln(1+x) = 2 artanh(x/(2+x))
		return times(number(2), bigAtanh(over(x, plus(x, number(2)))))
	}
	return bigLog(plus(x, number(1)))
}

func bigTanh(x *big.Float) *big.Float {
	e := bigExpm1(times(number(2), x))
	return over(e, plus(e, number(2)))
}

func bigSigmoid(x *big.Float) *big.Float {
	return over(number(1), plus(number(1), bigExp(new(big.Float).Neg(x))))
}

func bigSoftplus(x *big.Float) *big.Float {
	if x.Sign() > 0 {
		return plus(x, bigLog1p(bigExp(new(big.Float).Neg(x))))
	}
	return bigLog1p(bigExp(x))
}

func bigLogCosh(x *big.Float) *big.Float {
	e := bigExpm1(new(big.Float).Abs(x))
	return bigLog1p(over(times(e, e), times(number(2), plus(number(1), e))))
}

// bigSin reduces x by pi/2 and sums the series of the sine or cosine.
func bigSin(x *big.Float, quarter int64) *big.Float {
	wide := new(big.Float).SetPrec(1500).Quo(x, new(big.Float).SetPrec(1500).Quo(pi, number(2)))
	nearest, _ := new(big.Float).Add(wide, number(math.Copysign(0.5, float64(wide.Sign())))).Int(nil)
	wide.Sub(wide, new(big.Float).SetPrec(1500).SetInt(nearest))
	r := times(wide, over(pi, number(2)))
	q := new(big.Int).And(nearest.Add(nearest, big.NewInt(quarter)), big.NewInt(3)).Int64()
	square := times(r, r)
	first, offset := r, 1.0
	if q&1 != 0 {
		first, offset = number(1), 0
	}
	y := first
	if r.Sign() != 0 {
		y = series(first, func(term *big.Float, n int) *big.Float {
			i := 2*float64(n) + offset
			return over(times(term, square), number(-i*(i-1)))
		})
	}
	if q&2 != 0 {
		y = new(big.Float).Neg(y)
	}
	return y
}

// bigErf sums 2/sqrt(pi) e^(-x^2) x sum (2x^2)^n / (1 3 5 ... (2n+1)), whose terms are all positive.
func bigErf(x *big.Float) *big.Float {
	square := times(x, x)
	double := times(number(2), square)
	total := series(x, func(term *big.Float, n int) *big.Float {
		return over(times(term, double), number(float64(2*n+1)))
	})
	factor := new(big.Float).SetPrec(precision).Sqrt(new(big.Float).SetPrec(precision).Set(pi))
	return times(over(times(number(2), total), factor), bigExp(new(big.Float).Neg(square)))
}

func bigPow(x, y float64) *big.Float { return bigExp(times(number(y), bigLog(number(x)))) }

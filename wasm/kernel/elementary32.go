package kernel

import "math"

// Functions of f32x4 lanes with shorter polynomials than their f64x2 twins. Only those of a
// training loop's first rank are here; the others compute in f64x2 and round.

const (
	shifter32  = 0x1.8p23 // as elementary.Shifter
	ln2Hi32    = 0x1.62e4p-1
	ln2Lo32    = 0x1.7f7d1cp-20
	log2E32    = 0x1.715476p+0
	expMax32   = 89
	expMin32   = -104
	exponent32 = shifter32 + 127

	tanhMax32     = 10
	tanhShifter32 = shifter32 + 126
)

var (
	// expQ32 and tanhP32 are what elementary.ExpQ and TanhP are, to 2^-28.
	expQ32  = []float64{0x1p-1, 0x1.555556p-3, 0x1.5554e8p-5, 0x1.1110ep-7, 0x1.6d44b2p-10, 0x1.a12652p-13}
	tanhP32 = [2]float64{0x1.555514p-2, -0x1.6a859p-6}
)

func (b *builder) nearest32(x vec) vec {
	shifter := b.let(b.c(shifter32))
	return b.sub(b.add(x, shifter), shifter)
}

func (b *builder) power2of32(k vec) vec {
	return b.shiftLeft32(b.add(k, b.c(exponent32)), 23)
}

func (b *builder) reduce32(k, x vec) vec {
	return b.let(b.sub(b.sub(x, b.mul(k, b.c(ln2Hi32))), b.mul(k, b.c(ln2Lo32))))
}

// exp32 errs by at most 0.95 ulp.
func exp32(b *builder, x vec) vec {
	x = b.let(b.max(b.min(x, b.c(expMax32)), b.c(expMin32)))
	k := b.let(b.nearest32(b.mul(x, b.c(log2E32))))
	r := b.reduce32(k, x)
	y := b.add(b.c(1), b.mulAdd(b.mul(r, r), b.horner(expQ32, r), r))
	half := b.let(b.nearest32(b.mul(k, b.c(0.5))))
	return b.mul(b.mul(y, b.power2of32(half)), b.power2of32(b.sub(k, half)))
}

// tanh32 is elementary.Tanh with k ln 2 for k ln 4 and without the distance from 1; it errs by at most 2.76 ulp, as all
// arguments show.
func tanh32(b *builder, x []vec) []vec {
	number := func(v float64) vec { return b.let(b.c(v)) }
	each := func(step func(i int) vec) []vec { return b.several(len(x), step) }
	most, scale, shifter := number(tanhMax32), number(2*log2E32), number(tanhShifter32)
	positive := b.let(b.bits(^b.sign))
	a := each(func(i int) vec { return b.min(b.and(x[i], positive), most) })
	t := each(func(i int) vec { return b.mulAdd(a[i], scale, shifter) })
	halfLn2 := number(math.Ln2 / 2)
	r := each(func(i int) vec { return b.sub(a[i], b.mul(b.sub(t[i], shifter), halfLn2)) })
	z := each(func(i int) vec { return b.mul(r[i], r[i]) })
	c1, c0, one := number(tanhP32[1]), number(tanhP32[0]), number(1)
	P := each(func(i int) vec { return b.mulAdd(b.mulAdd(c1, z[i], c0), z[i], one) })
	half := number(0.5)
	m := each(func(i int) vec { return b.sub(b.shiftLeft32(t[i], 23), half) })
	e := each(func(i int) vec { return b.mul(m[i], b.add(P[i], r[i])) })
	sign := b.let(b.bits(b.sign))
	return each(func(i int) vec {
		y := b.div(b.add(e[i], r[i]), b.add(e[i], P[i]))
		return b.or(y, b.and(x[i], sign)) // y has no sign yet
	})
}

// sigmoid32 errs by at most 2.3 ulp.
func sigmoid32(b *builder, x vec) vec {
	x = b.let(x)
	e := b.let(exp32(b, b.neg(b.abs(x))))
	one := b.let(b.c(1))
	return b.div(b.pick(b.lt(x, b.c(0)), e, one), b.add(one, e))
}

// The elementary functions in the builder's precision.

func (b *builder) exp(x vec) vec {
	if b.precision == f32x4 {
		return exp32(b, x)
	}
	return exp64(b, x)
}

func (b *builder) tanh(x vec) vec {
	return b.tanhs([]vec{b.let(x)})[0]
}

func (b *builder) tanhs(x []vec) []vec {
	if b.precision == f32x4 {
		return tanh32(b, x)
	}
	return tanh64(b, x)
}

func (b *builder) sigmoid(x vec) vec {
	if b.precision == f32x4 {
		return sigmoid32(b, x)
	}
	return sigmoid64(b, x)
}

func (b *builder) expm1(x vec) vec    { return b.wide(expm164, x) }
func (b *builder) log(x vec) vec      { return b.wide(log64, x) }
func (b *builder) softplus(x vec) vec { return b.wide(softplus64, x) }
func (b *builder) logCosh(x vec) vec  { return b.wide(logCosh64, x) }
func (b *builder) erf(x vec) vec      { return b.wide(erf64, x) }

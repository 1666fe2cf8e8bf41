package kernel

import (
	"math"

	"plateau/wasm/elementary"
	"plateau/wasm/kernel/asm"
)

// The functions here emit what the functions of package elementary compute,
// operation for operation, so that f64x2 lanes hold the same bits. Read them there.

// nearest is x rounded to an integer.
func (b *builder) nearest(x vec) vec {
	shifter := b.let(b.c(elementary.Shifter))
	return b.sub(b.add(x, shifter), shifter)
}

func (b *builder) power2(k vec) vec {
	return b.shiftLeft(b.add(k, b.c(elementary.ExponentShifter)), 52)
}

// reduceExp leaves x = k ln2 + hi - lo; k and x must be lets.
func (b *builder) reduceExp(k, x vec) (hi, lo vec) {
	hi = b.let(b.sub(x, b.mul(k, b.c(elementary.Ln2Hi))))
	lo = b.let(b.mul(k, b.c(elementary.Ln2Lo)))
	return hi, lo
}

func (b *builder) expTail(hi, lo vec) vec {
	q := func(i int) vec { return b.c(elementary.ExpQ[i]) }
	r := b.let(b.sub(hi, lo))
	z := b.let(b.mul(r, r))
	z2 := b.let(b.mul(z, z))
	pair := func(i int) vec { return b.mulAdd(r, q(i+1), q(i)) }
	low := b.mulAdd(z, pair(2), pair(0))
	high := b.mulAdd(z, pair(6), pair(4))
	top := b.mulAdd(z, q(10), pair(8))
	return b.sub(b.mul(z, b.mulAdd(z2, b.mulAdd(z2, top, high), low)), lo)
}

// exp64 is elementary.Exp.
func exp64(b *builder, x vec) vec {
	x = b.let(b.max(b.min(x, b.c(elementary.ExpMax)), b.c(elementary.ExpMin)))
	k := b.let(b.nearest(b.mul(x, b.c(elementary.Log2E))))
	hi, lo := b.reduceExp(k, x)
	y := b.add(b.c(1), b.add(b.expTail(hi, lo), hi))
	half := b.let(b.nearest(b.mul(k, b.c(0.5))))
	return b.mul(b.mul(y, b.power2(half)), b.power2(b.sub(k, half)))
}

// expm164 is elementary.Expm1.
func expm164(b *builder, x vec) vec {
	x = b.let(x)
	c := b.let(b.max(b.min(x, b.c(elementary.ExpMax)), b.c(-40)))
	k := b.let(b.nearest(b.mul(c, b.c(elementary.Log2E))))
	hi, lo := b.reduceExp(k, c)
	s := b.let(b.power2(b.sub(k, b.c(1))))
	y := b.mul(b.c(2), b.add(b.mulAdd(s, hi, b.sub(s, b.c(0.5))), b.mul(s, b.expTail(hi, lo))))
	return b.pick(b.lt(b.abs(x), b.c(0x1p-54)), x, y)
}

// several computes n vectors step by step, so that they share constants and hide each other's latency.
func (b *builder) several(n int, step func(i int) vec) []vec {
	out := make([]vec, n)
	for i := range out {
		out[i] = b.let(step(i))
	}
	b.beside.turn()
	return out
}

// tanh64 is elementary.Tanh.
func tanh64(b *builder, x []vec) []vec {
	number := func(v float64) vec { return b.let(b.c(v)) }
	each := func(step func(i int) vec) []vec { return b.several(len(x), step) }
	// polynomial goes on with another coefficient.
	next := func(y, z []vec, c float64) []vec {
		by := number(c)
		return each(func(i int) vec { return b.mulAdd(y[i], z[i], by) })
	}
	most, scale, bias, shifter := number(elementary.TanhMax), number(elementary.Log2E), number(elementary.TanhBias), number(elementary.TanhShifter)
	positive := b.let(b.bits(^b.sign))
	a := each(func(i int) vec { return b.min(b.and(x[i], positive), most) })
	t := each(func(i int) vec { return b.add(b.sub(b.mul(a[i], scale), bias), shifter) })
	ln2 := number(math.Ln2)
	r := each(func(i int) vec { return b.sub(a[i], b.mul(b.sub(t[i], shifter), ln2)) })
	z := each(func(i int) vec { return b.mul(r[i], r[i]) })
	z2 := each(func(i int) vec { return b.mul(z[i], z[i]) })
	c := elementary.TanhP
	seven, six := number(c[7]), number(c[6])
	odd := next(next(next(each(func(int) vec { return seven }), z2, c[5]), z2, c[3]), z2, c[1])
	even := next(next(each(func(int) vec { return six }), z2, c[4]), z2, c[2])
	rest := each(func(i int) vec { return b.mulAdd(even[i], z[i], odd[i]) })
	one := number(1)
	rest = next(rest, z, c[0])
	P := each(func(i int) vec { return b.mulAdd(rest[i], z[i], one) })
	half := number(0.5)
	s := each(func(i int) vec { return b.shiftLeft(t[i], 53) })
	base := each(func(i int) vec { return b.mulAdd(b.sub(s[i], half), b.add(P[i], r[i]), P[i]) })
	far := each(func(i int) vec { return b.lt(half, s[i]) })
	sign := b.let(b.bits(b.sign))
	return each(func(i int) vec {
		y := b.add(b.and(far[i], one), b.div(b.sub(r[i], b.and(far[i], P[i])), base[i]))
		return b.or(y, b.and(x[i], sign)) // y has no sign yet
	})
}

// sigmoid64 is elementary.Sigmoid.
func sigmoid64(b *builder, x vec) vec {
	x = b.let(x)
	e := b.let(exp64(b, b.neg(b.abs(x))))
	one := b.let(b.c(1))
	top := b.pick(b.lt(x, b.c(0)), e, one)
	return b.div(top, b.add(one, e))
}

func (b *builder) reduceLog(x vec) (k, f vec) {
	bits := func(v uint64) vec { return b.bits(v) }
	y := b.let(b.binary(asm.I64x2Add, x, bits(elementary.LogOffset)))
	exponent := func() { y(); b.I32(52).Op(asm.I64x2ShrU) }
	k = b.let(b.sub(b.or(exponent, bits(0x4330000000000000)), b.c(0x1p52+1023)))
	m := b.binary(asm.I64x2Add, b.and(y, bits(1<<52-1)), bits(elementary.SqrtHalfBits))
	return k, b.let(b.sub(m, b.c(1)))
}

func (b *builder) logReduced(k, f, c vec) vec {
	r := func(i int) vec { return b.c(elementary.LogR[i]) }
	s := b.let(b.div(f, b.add(b.c(2), f)))
	z := b.let(b.mul(s, s))
	z2 := b.let(b.mul(z, z))
	pair := func(i int) vec { return b.mulAdd(z, r(i+1), r(i)) }
	low := b.mulAdd(z, r(1), r(0))
	high := b.mulAdd(z, r(3), r(2))
	top := b.mulAdd(z2, r(6), pair(4))
	p := b.mul(z, b.mulAdd(z2, b.mulAdd(z2, top, high), low))
	half := b.let(b.mul(b.c(0.5), b.mul(f, f)))
	tail := b.mulAdd(s, b.add(half, p), b.mulAdd(k, b.c(elementary.Ln2Lo), c))
	return b.sub(b.mul(k, b.c(elementary.Ln2Hi)), b.sub(b.sub(half, tail), f))
}

func (b *builder) logLimits(y, x vec) vec {
	y = b.pick(b.lt(x, b.bits(0x7ff0000000000000)), y, x)
	y = b.pick(b.eq(x, b.c(0)), b.bits(0xfff0000000000000), y)
	return b.pick(b.lt(x, b.c(0)), b.bits(0x7ff8000000000000), y)
}

// log64 is elementary.Log.
func log64(b *builder, x vec) vec {
	x = b.let(x)
	small := b.let(b.lt(x, b.c(0x1p-1022)))
	k, f := b.reduceLog(b.pick(small, b.mul(x, b.c(0x1p54)), x))
	k = b.let(b.sub(k, b.and(small, b.c(54))))
	return b.logLimits(b.logReduced(k, f, b.c(0)), x)
}

// log1p64 is elementary.Log1p.
func log1p64(b *builder, x vec) vec {
	x = b.let(x)
	u := b.let(b.add(b.c(1), x))
	v := b.let(b.sub(u, b.c(1)))
	c := b.add(b.sub(b.c(1), b.sub(u, v)), b.sub(x, v))
	k, f := b.reduceLog(u)
	return b.signed(b.logLimits(b.logReduced(k, f, b.div(c, u)), u), x)
}

// softplus64 is elementary.Softplus.
func softplus64(b *builder, x vec) vec {
	x = b.let(x)
	return b.add(b.pick(b.lt(x, b.c(0)), b.c(0), x), log1p64(b, exp64(b, b.neg(b.abs(x)))))
}

// logCosh64 is elementary.LogCosh.
func logCosh64(b *builder, x vec) vec {
	a := b.let(b.abs(x))
	z := b.let(b.mul(a, a))
	near := b.mulAdd(b.c(0.5), z, b.mul(b.mul(z, z), b.horner(elementary.LogCoshG[:], z)))
	l := log1p64(b, exp64(b, b.mul(b.c(-2), a)))
	far := b.add(b.sub(a, b.c(elementary.Ln2Hi)), b.sub(l, b.c(elementary.Ln2Lo)))
	return b.pick(b.le(a, b.c(1)), near, far)
}

// erf64 is elementary.Erf.
func erf64(b *builder, x vec) vec {
	x = b.let(x)
	a := b.let(b.min(b.abs(x), b.c(elementary.ErfMax)))
	z := b.let(b.mul(a, a))
	near := b.mulAdd(a, b.horner(elementary.ErfSmall[:], z), a)
	u := b.let(b.div(b.sub(a, b.c(2.5)), b.add(a, b.c(2.5))))
	far := b.sub(b.c(1), b.mul(exp64(b, b.neg(z)), b.horner(elementary.ErfcLarge[:], u)))
	return b.signed(b.pick(b.lt(b.c(1), a), far, near), x)
}

package kernel

import (
	"plateau/wasm/elementary"
	"plateau/wasm/kernel/asm"
)

// sin64 is elementary.Sin, and cos64 elementary.Cos. Both together share the reduction.
func sin64(b *builder, x vec) vec { y, _ := sinCos64(b, x); return y }
func cos64(b *builder, x vec) vec { _, y := sinCos64(b, x); return y }

func sinCos64(b *builder, x vec) (sin, cos vec) {
	x = b.let(x)
	q, r := b.reducePi(x)
	z := b.let(b.mul(r, r))
	odd := b.let(b.mulAdd(b.mul(r, z), b.horner(elementary.SinS[:], z), r))
	even := b.let(b.mulAdd(b.mul(z, z), b.horner(elementary.CosC[:], z), b.sub(b.c(1), b.mul(b.c(0.5), z))))
	quadrant := func(q, odd, even vec) vec {
		swapped := b.unary(asm.I64x2Neg, b.and(q, b.bits(1)))
		negative := b.and(b.shiftLeft(q, 62), b.bits(b.sign))
		return b.binary(asm.V128Xor, b.pick(swapped, even, odd), negative)
	}
	sin = b.pick(b.eq(x, b.c(0)), x, quadrant(q, odd, even))
	return sin, quadrant(b.let(b.binary(asm.I64x2Add, q, b.bits(1))), odd, even)
}

// reducePi leaves x = q pi/2 + r, where the last two bits of q count. Arguments too large for that
// are rare and take the scalar way, lane by lane.
func (b *builder) reducePi(x vec) (q, r vec) {
	shifter := b.c(elementary.Shifter)
	t := b.let(b.add(b.mul(x, b.c(elementary.TwoOverPi)), shifter))
	n := b.let(b.sub(t, shifter))
	a, c := b.let(b.sub(x, b.mul(n, b.c(elementary.PiOver2A)))), b.let(b.mul(n, b.c(elementary.PiOver2B)))
	y := b.let(b.sub(a, c))
	v := b.let(b.sub(a, y))
	lost := b.add(b.sub(a, b.add(y, v)), b.sub(v, c))
	variables := b.variables(2)
	b.assign(variables[0], t)
	b.assign(variables[1], b.add(y, b.sub(lost, b.mul(n, b.c(elementary.PiOver2C)))))
	q, r = b.value(variables[0]), b.value(variables[1])

	large := b.let(b.lt(b.c(elementary.TrigMax), b.abs(x)))
	large()
	b.Op(asm.V128AnyTrue)
	b.If()
	lane := func(i byte) vec {
		return b.let(func() {
			x()
			b.Lane(asm.F64x2ExtractLane, i).Call(b.pool.reduceLarge())
		})
	}
	low, high := lane(0), lane(1)
	b.assign(variables[0], b.pick(large, b.shuffle(low, high, 1, 3), q))
	b.assign(variables[1], b.pick(large, b.shuffle(low, high, 0, 2), r))
	b.End()
	return q, r
}

// reduceLarge is the function that reduces one large x, as elementary does: it returns r and, as the bits
// of the second lane, q.
func (p *pool) reduceLarge() *asm.Func {
	if p.large != nil {
		return p.large
	}
	f := p.module.Func("", []asm.Type{asm.F64}, []asm.Type{asm.V128})
	p.large = f
	word := func() asm.Local { return f.Local(asm.I64) }
	bits, m, q, r := word(), word(), word(), f.Local(asm.F64)
	exponent, start := f.Local(asm.I32), f.Local(asm.I32)
	f.Get(f.Param(0)).Op(asm.I64ReinterpretF64).Tee(bits)
	f.I64(52).Op(asm.I64ShrU).Op(asm.I32WrapI64).I32(0x7ff).Op(asm.I32And).Set(exponent)
	f.Get(bits).I64(1<<52 - 1).Op(asm.I64And).I64(1 << 52).Op(asm.I64Or).Set(m)
	f.Get(exponent).I32(1077).Op(asm.I32Sub).Set(start)

	// Three words of the digits of 2/pi from start on, and their products with m.
	digits := func(at int32) asm.Local {
		position, shift, out := f.Local(asm.I32), word(), word()
		f.Get(start).I32(at + 64).Op(asm.I32Add).Set(position) // one word of zeros comes first
		f.Get(position).I32(63).Op(asm.I32And).Op(asm.I64ExtendI32U).Set(shift)
		f.Get(position).I32(6).Op(asm.I32ShrU).I32(3).Op(asm.I32Shl).Set(position)
		f.Get(position).Memory(asm.I64Load, p.digits()).Get(shift).Op(asm.I64Shl)
		f.Get(position).Memory(asm.I64Load, p.digits()+8).I64(1).Op(asm.I64ShrU)
		f.I64(63).Get(shift).Op(asm.I64Sub).Op(asm.I64ShrU)
		f.Op(asm.I64Or).Set(out)
		return out
	}
	w0, w1, w2 := digits(0), digits(64), digits(128)
	h2, h1 := high(f, m, w2), high(f, m, w1)
	p0, p1, p2 := word(), word(), word()
	f.Get(m).Get(w2).Op(asm.I64Mul).Set(p2)
	f.Get(m).Get(w1).Op(asm.I64Mul).Get(h2).Op(asm.I64Add).Set(p1)
	f.Get(m).Get(w0).Op(asm.I64Mul).Get(h1).Op(asm.I64Add)
	f.Get(p1).Get(h2).Op(asm.I64LtU).Op(asm.I64ExtendI32U).Op(asm.I64Add).Set(p0) // the carry

	// The quadrant, and the rest as a signed distance from the nearest.
	joined := func(a, b asm.Local) asm.Local {
		out := word()
		f.Get(a).I64(2).Op(asm.I64Shl).Get(b).I64(62).Op(asm.I64ShrU).Op(asm.I64Or).Set(out)
		return out
	}
	f0, f1 := joined(p0, p1), joined(p1, p2)
	f.Get(p0).I64(62).Op(asm.I64ShrU).Set(q)
	negative, zeros, scaled := word(), word(), word()
	f.Get(f0).I64(63).Op(asm.I64ShrS).Set(negative)
	f.Get(q).Get(negative).Op(asm.I64Sub).Set(q)
	f.Get(f0).Get(negative).Op(asm.I64Xor).Tee(f0)
	f.Op(asm.I64Clz).Set(zeros)
	f.Get(f1).Get(negative).Op(asm.I64Xor).Set(f1)
	f.Get(f0).Get(zeros).Op(asm.I64Shl).Get(f1).I64(64).Get(zeros).Op(asm.I64Sub).Op(asm.I64ShrU).Op(asm.I64Or).Set(scaled)
	factor := word()
	f.I64(i64(elementary.PiOver2Bits)).Set(factor)
	size := high(f, scaled, factor)
	f.Get(size).Op(asm.F64ConvertI64U)
	f.I64(1023 - 63).Get(zeros).Op(asm.I64Sub).I64(52).Op(asm.I64Shl).Op(asm.F64ReinterpretI64).Op(asm.F64Mul).Set(r)

	// The signs of the distance and of x; Inf and NaN give NaN.
	f.Get(r).Op(asm.I64ReinterpretF64).Get(negative).Get(bits).Op(asm.I64Xor).I64(-1 << 63).Op(asm.I64And).Op(asm.I64Xor)
	f.Op(asm.F64ReinterpretI64).Set(r)
	sign := word()
	f.Get(bits).I64(63).Op(asm.I64ShrS).Set(sign)
	f.Get(q).Get(sign).Op(asm.I64Xor).Get(sign).Op(asm.I64Sub).Set(q)
	f.Get(exponent).I32(0x7ff).Op(asm.I32Eq)
	f.If()
	f.Get(f.Param(0)).Get(f.Param(0)).Op(asm.F64Sub).Set(r)
	f.End()
	f.Get(r).Op(asm.F64x2Splat).Get(q).Op(asm.F64ReinterpretI64).Lane(asm.F64x2ReplaceLane, 1)
	return f
}

func i64(v uint64) int64 { return int64(v) }

// high is the upper half of the product of two unsigned words, by halves.
func high(f *asm.Func, x, y asm.Local) asm.Local {
	low := func(l asm.Local) *asm.Func { return f.Get(l).I64(1<<32 - 1).Op(asm.I64And) }
	upper := func(l asm.Local) *asm.Func { return f.Get(l).I64(32).Op(asm.I64ShrU) }
	first, second, out := f.Local(asm.I64), f.Local(asm.I64), f.Local(asm.I64)
	low(x)
	low(y).Op(asm.I64Mul).I64(32).Op(asm.I64ShrU)
	upper(x)
	low(y).Op(asm.I64Mul).Op(asm.I64Add).Set(first)
	low(x)
	upper(y).Op(asm.I64Mul)
	low(first).Op(asm.I64Add).Set(second)
	upper(x)
	upper(y).Op(asm.I64Mul)
	upper(first).Op(asm.I64Add)
	upper(second).Op(asm.I64Add).Set(out)
	return out
}

// sinCos is sine and cosine in the builder's precision.
func (b *builder) sinCos(x vec) (sin, cos vec) {
	if b.precision == f64x2 {
		return sinCos64(b, x)
	}
	x = b.let(x)
	return b.wide(sin64, x), b.wide(cos64, x)
}

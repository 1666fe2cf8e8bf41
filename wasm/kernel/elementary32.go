package kernel

import "plateau/wasm/kernel/asm"

// Functions of f32x4 lanes with shorter polynomials than their f64x2 twins. Only those of a
// training loop's first rank are here; the others compute in f64x2 and round.

const (
	shifter32  = 0x1.8p23 // as elementary.Shifter
	ln2Hi32    = 0x1.62e4p-1
	ln2Lo32    = 0x1.7f7d1cp-20
	log2E32    = 0x1.715476p+0
	tanhMax32  = 10
	expMax32   = 89
	expMin32   = -104
	exponent32 = shifter32 + 127
)

var (
	// expQ32 and tanhT32 are what elementary.ExpQ and TanhT are, to 2^-30.
	expQ32  = []float64{0x1p-1, 0x1.555556p-3, 0x1.5554e8p-5, 0x1.1110ep-7, 0x1.6d44b2p-10, 0x1.a12652p-13}
	tanhT32 = []float64{-0x1.555554p-5, 0x1.110b4ap-8, -0x1.b21afep-12}
)

func (b *builder) nearest32(x vec) vec {
	shifter := b.let(b.c(shifter32))
	return b.sub(b.add(x, shifter), shifter)
}

func (b *builder) power2of32(k vec) vec {
	k = b.add(k, b.c(exponent32))
	return func() { k(); b.I32(23).Op(asm.I32x4Shl) }
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

// tanh32 errs by at most 2.4 ulp.
func tanh32(b *builder, x vec) vec {
	x = b.let(x)
	a := b.let(b.min(b.abs(x), b.c(tanhMax32)))
	k := b.let(b.nearest32(b.mul(a, b.c(2*log2E32))))
	a = b.let(b.add(a, a))
	r := b.reduce32(k, a)
	z := b.let(b.mul(r, r))
	h := b.let(b.mulAdd(b.mul(r, z), b.horner(tanhT32, z), b.mul(r, b.c(0.5))))
	s := b.let(b.power2of32(k))
	one := b.let(b.c(1))
	minus, plus := b.let(b.sub(s, one)), b.let(b.add(s, one))
	y := b.div(b.mulAdd(plus, h, minus), b.mulAdd(minus, h, plus))
	return b.or(y, b.and(x, b.bits(b.sign))) // y has no sign yet
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

package kernel

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/mlp"
)

// activation emits one of mlp's activations of single units. There are two kinds: the slope follows from
// the activation (forward and slope), or both come from one computation and the
// slope is kept in memory (both).
type activation struct {
	linear, softmax bool
	cheap           bool // forward is worth repeating inside a matrix product
	forward         func(b *builder, z vec) vec
	slope           func(b *builder, da, a vec) vec // da times f'(z)
	both            func(b *builder, z vec) (a, slope vec)
	many            func(b *builder, z []vec) []vec // forward of several vectors at once, if that is faster
}

// backward is da times the slope at the unit whose activation and kept slope are given.
func (a *activation) backward(b *builder, da, value, slope vec) vec {
	switch {
	case a.linear || a.softmax:
		return da
	case a.both != nil:
		return b.mul(da, slope)
	}
	return a.slope(b, da, b.let(value))
}

// supportsActivation leaves out softmax between layers.
func supportsActivation(c catalog.Choice, last bool) bool {
	if c.Name == "softmax" {
		return last
	}
	a := newActivation(c)
	return a.linear || a.forward != nil || a.both != nil
}

func newActivation(c catalog.Choice) activation {
	switch c.Name {
	case "linear":
		return activation{linear: true, cheap: true, forward: func(_ *builder, z vec) vec { return z }}
	case "softmax":
		return activation{softmax: true}
	case "relu":
		top := c.Arg("max_value")
		if c.Arg("threshold") == 0 && math.IsInf(top, 1) {
			return leaky(c.Arg("negative_slope"))
		}
		return bounded(c.Arg("negative_slope"), top, c.Arg("threshold"))
	case "leaky_relu":
		return leaky(c.Arg("negative_slope"))
	case "tanh":
		return activation{forward: (*builder).tanh, many: (*builder).tanhs, slope: func(b *builder, da, a vec) vec {
			return b.mul(da, b.sub(b.c(1), b.mul(a, a)))
		}}
	case "sigmoid":
		return activation{forward: (*builder).sigmoid, slope: func(b *builder, da, a vec) vec {
			return b.mul(da, b.mul(a, b.sub(b.c(1), a)))
		}}
	case "exponential":
		return activation{forward: (*builder).exp, slope: func(b *builder, da, a vec) vec { return b.mul(da, a) }}
	case "elu":
		return elu(1, c.Arg("alpha"))
	case "selu":
		return elu(mlp.SeluScale, mlp.SeluAlpha)
	case "gelu":
		if c.True("approximate") {
			return activation{both: approximateGelu}
		}
		return activation{both: gelu}
	case "silu":
		return activation{both: silu}
	case "mish":
		return activation{both: mish}
	case "softplus":
		return activation{both: func(b *builder, z vec) (vec, vec) { return b.softplus(z), b.sigmoid(z) }}
	case "softsign":
		return activation{both: softsign}
	case "hard_sigmoid":
		return activation{both: hardSigmoid}
	case "sin":
		return activation{both: func(b *builder, z vec) (vec, vec) { return b.sinCos(z) }}
	case "hard_tanh":
		return activation{both: hardTanh}
	}
	return activation{}
}

// leaky is z above 0 and slope times z below. With a slope of at least 0, the sign of the
// activation tells the side.
func leaky(slope float64) activation {
	if slope < 0 {
		return bounded(slope, infinity, 0)
	}
	if slope == 0 {
		return activation{
			cheap:   true,
			forward: func(b *builder, z vec) vec { return b.max(z, b.c(0)) },
			slope:   func(b *builder, da, a vec) vec { return b.and(da, b.gt(a, b.c(0))) },
		}
	}
	return activation{
		cheap: true,
		forward: func(b *builder, z vec) vec {
			z = b.let(z)
			return b.pick(b.le(z, b.c(0)), b.mul(z, b.c(slope)), z)
		},
		slope: func(b *builder, da, a vec) vec {
			da = b.let(da)
			return b.pick(b.le(a, b.c(0)), b.mul(da, b.c(slope)), da)
		},
	}
}

// bounded is the general relu. A finite top clips to [0, top], which is felt
// below where the threshold is negative.
func bounded(slope, top, threshold float64) activation {
	clips := threshold < 0 && top < infinity
	return activation{both: func(b *builder, z vec) (vec, vec) {
		low := b.let(b.le(z, b.c(threshold)))
		inside, rise := b.min(z, b.c(top)), b.andNot(b.c(1), b.ge(z, b.c(top)))
		if clips {
			inside, rise = b.max(inside, b.c(0)), b.and(rise, b.ge(z, b.c(0)))
		}
		value := b.pick(low, b.mul(b.c(slope), b.sub(z, b.c(threshold))), inside)
		return value, b.pick(low, b.c(slope), rise)
	}}
}

func elu(scale, alpha float64) activation {
	return activation{both: func(b *builder, z vec) (vec, vec) {
		up := b.let(b.gt(z, b.c(0)))
		deep := b.c(b.round(scale) * b.round(alpha))
		low := b.let(b.expm1(z))
		value := b.pick(up, b.mul(b.c(scale), z), b.mul(deep, low))
		return value, b.pick(up, b.c(scale), b.mul(deep, b.exp(z)))
	}}
}

func gelu(b *builder, z vec) (vec, vec) {
	phi := b.let(b.mul(b.c(0.5), b.add(b.c(1), b.erf(b.mul(z, b.c(1/math.Sqrt2))))))
	density := b.mul(b.exp(b.mul(b.mul(z, z), b.c(-0.5))), b.c(1/math.Sqrt(2*math.Pi)))
	return b.mul(z, phi), b.add(phi, b.mul(z, density))
}

func approximateGelu(b *builder, z vec) (vec, vec) {
	root := b.c(math.Sqrt(2 / math.Pi))
	z2 := b.let(b.mul(z, z))
	t := b.let(b.tanh(b.mul(root, b.mulAdd(b.mul(b.c(0.044715), z2), z, z))))
	half := b.let(b.mul(b.c(0.5), b.add(b.c(1), t)))
	rise := b.mul(root, b.add(b.c(1), b.mul(b.c(3*0.044715), z2)))
	slope := b.add(half, b.mul(b.mul(b.mul(b.c(0.5), z), b.sub(b.c(1), b.mul(t, t))), rise))
	return b.mul(z, half), slope
}

func silu(b *builder, z vec) (vec, vec) {
	s := b.let(b.sigmoid(z))
	return b.mul(z, s), b.mul(s, b.add(b.c(1), b.mul(z, b.sub(b.c(1), s))))
}

func mish(b *builder, z vec) (vec, vec) {
	t := b.let(b.tanh(b.softplus(z)))
	s := b.let(b.sigmoid(z))
	return b.mul(z, t), b.add(t, b.mul(b.mul(z, s), b.sub(b.c(1), b.mul(t, t))))
}

func softsign(b *builder, z vec) (vec, vec) {
	d := b.let(b.add(b.c(1), b.abs(z)))
	return b.div(z, d), b.div(b.c(1), b.mul(d, d))
}

func hardSigmoid(b *builder, z vec) (vec, vec) {
	value := b.min(b.max(b.add(b.div(z, b.c(6)), b.c(0.5)), b.c(0)), b.c(1))
	return value, b.and(b.c(1.0/6), b.and(b.gt(z, b.c(-3)), b.lt(z, b.c(3))))
}

func hardTanh(b *builder, z vec) (vec, vec) {
	inside := b.and(b.ge(z, b.c(-1)), b.le(z, b.c(1)))
	return b.min(b.max(z, b.c(-1)), b.c(1)), b.and(b.c(1), inside)
}

// tanhChains is how many vectors are activated together: their operations are written in turn, because a processor looks only about 60
// waiting ones ahead. For the origin question in float64, 9 take 0.82 of the time of 3; 15 no longer fit the registers.
const tanhChains = 9

// activate emits the activations of a layer over the sums that forward left.
func (c *compiler) activate(b *builder, l *layer) {
	switch {
	case l.kind.cheap:
	case l.kind.softmax:
		c.softmax(b, l)
	default:
		strides := []stride{{at(l.out), 16}, {at(l.slope), 16}}
		switch {
		case c.halfEmpty():
			c.activateHalves(b, l)
			return
		case c.threeRows():
			c.activateThrees(b, l)
			return
		}
		if l.kind.many == nil {
			b.each(l.Units*c.vectors, 1, strides, func(p []pointer) { c.activateOne(b, l, p) })
			return
		}
		b.blocks(l.Units*c.vectors, tanhChains, strides, func(width int, p []pointer) {
			z := b.several(width, func(i int) vec { return b.load(p[0].plus(16 * i)) })
			for i, a := range l.kind.many(b, z) {
				b.store(p[0].plus(16*i), a)
			}
		})
	}
}

// activateOne replaces the sum at p[0] by its activation and stores the slope, if it is kept, at p[1].
func (c *compiler) activateOne(b *builder, l *layer, p []pointer) {
	a, slope := l.kind.apply(b, b.let(b.load(p[0])))
	b.store(p[0], a)
	if slope != nil {
		b.store(p[1], slope)
	}
}

// softmax shifts by the largest sum, so that it never overflows.
func (c *compiler) softmax(b *builder, l *layer) {
	row := c.tile * c.bytes
	b.each(c.vectors, 1, []stride{{at(l.out), 16}}, func(p []pointer) {
		v := b.variables(2)
		top, sum := v[0], v[1]
		b.assign(top, b.load(p[0]))
		units := []stride{{p[0], row}}
		b.each(l.Units, 2, units, func(p []pointer) { b.assign(top, b.max(b.value(top), b.load(p[0]))) })
		b.assign(sum, b.c(0))
		b.each(l.Units, 1, units, func(p []pointer) {
			e := b.let(b.exp(b.sub(b.load(p[0]), b.value(top))))
			b.store(p[0], e)
			b.assign(sum, b.add(b.value(sum), e))
		})
		b.each(l.Units, 2, units, func(p []pointer) { b.store(p[0], b.div(b.load(p[0]), b.value(sum))) })
	})
}

package kernel

import (
	"math"

	"plateau/wasm/kernel/asm"
)

// Dropout follows mlp.Drop: whether a unit is dropped is a function of seed, step, row and unit, computed here
// for a vector of rows at a time. A tile carries the rows' numbers in a line of their own, in every 32 bits
// of a lane, so that the comparisons below fill whole lanes.

func (s Spec) drops() bool {
	for _, l := range s.Net.Layers {
		if l.Dropout > 0 {
			return true
		}
	}
	return false
}

// dropLimit is the least hash that keeps a unit: mlp compares hash / 2^32 with the rate.
func (p *precision) dropLimit(rate float64) float64 { return math.Ceil(p.round(rate) * (1 << 32)) }

// words is an i32 in all lanes.
func (b *builder) words(x word) vec { return func() { x(); b.Op(asm.I32x4Splat) } }

func (b *builder) word(v uint32) vec { return b.words(func() { b.I32(int32(v)) }) }

func (b *builder) xor(x, y vec) vec { return b.binary(asm.V128Xor, x, y) }

// scramble is mlp's bijection of 32 bits.
func (b *builder) scramble(x vec) vec {
	mix := func(x vec, shift int32) vec {
		x = b.let(x)
		return b.xor(x, func() { x(); b.I32(shift).Op(asm.I32x4ShrU) })
	}
	times := func(x vec, factor uint32) vec { return b.binary(asm.I32x4Mul, x, b.word(factor)) }
	return mix(times(mix(times(mix(x, 16), 0x7feb352d), 15), 0x846ca68b), 16)
}

// scrambled is scramble of a number known now.
func scrambled(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x7feb352d
	x ^= x >> 15
	x *= 0x846ca68b
	return x ^ x>>16
}

// drop emits the dropout of layer number i: activations and slopes are multiplied by 0 or by
// 1/(1-rate). The address is that of the rows' numbers.
func (c *compiler) drop(b *builder, i int, rows pointer) {
	l := &c.layers[i]
	row := c.tile * c.bytes
	rate := b.round(l.Dropout)
	kept := b.let(b.c(1 / b.round(1-rate)))
	limit := b.let(b.word(uint32(b.dropLimit(rate))))
	load := func(place int) word {
		return func() { b.I32(int32(c.state)).Memory(asm.I32Load, place) }
	}
	step, seed := b.let(b.words(load(stateStep))), b.let(b.words(load(stateSeed)))
	b.each(c.vectors, 1, []stride{{rows, 16}, {at(l.out), 16}, {at(l.slope), 16}}, func(p []pointer) {
		key := b.scramble(b.xor(b.load(p[0]), b.word(scrambled(uint32(i)+1))))
		key = b.scramble(b.xor(seed, b.scramble(b.xor(step, key))))
		next := b.variables(1)[0]
		b.assign(next, key)
		b.each(l.Units, 1, []stride{{p[1], row}, {p[2], row}}, func(p []pointer) {
			keep := b.let(b.and(kept, b.binary(asm.I32x4GeU, b.scramble(b.value(next)), limit)))
			b.assign(next, b.binary(asm.I32x4Add, b.value(next), b.word(0x9e3779b9)))
			a := b.let(b.load(p[0]))
			b.store(p[1], l.kind.backward(b, keep, a, b.load(p[1])))
			b.store(p[0], b.mul(a, keep))
		})
	})
}

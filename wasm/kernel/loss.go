package kernel

import (
	"plateau/wasm/catalog"
	"plateau/wasm/kernel/asm"
	"plateau/wasm/mlp"
)

// pairLoss emits the loss of one output and its derivative by the prediction.
type pairLoss func(b *builder, y, p vec) (value, slope vec)

func supportsLoss(c catalog.Choice) bool {
	return c.Name == "categorical_crossentropy" || newPairLoss(c) != nil
}

func (b *builder) signOf(x vec) vec {
	one := b.signed(b.c(1), x)
	return b.andNot(one, b.eq(x, b.c(0)))
}

func newPairLoss(c catalog.Choice) pairLoss {
	switch c.Name {
	case "mean_squared_error":
		return func(b *builder, y, p vec) (vec, vec) {
			e := b.let(b.sub(p, y))
			return b.mul(e, e), b.add(e, e)
		}
	case "mean_absolute_error":
		return func(b *builder, y, p vec) (vec, vec) {
			e := b.let(b.sub(p, y))
			return b.abs(e), b.signOf(e)
		}
	case "mean_absolute_percentage_error":
		return func(b *builder, y, p vec) (vec, vec) {
			e := b.let(b.sub(p, y))
			scale := b.let(b.max(b.abs(y), b.c(mlp.Epsilon)))
			return b.mul(b.c(100), b.abs(b.div(e, scale))), b.div(b.mul(b.c(100), b.signOf(e)), scale)
		}
	case "huber":
		delta := c.Arg("delta")
		return func(b *builder, y, p vec) (vec, vec) {
			e := b.let(b.sub(p, y))
			a := b.let(b.abs(e))
			near := b.mul(b.mul(b.c(0.5), a), a)
			far := b.sub(b.mul(b.c(delta), a), b.c(0.5*b.round(delta)*b.round(delta)))
			return b.pick(b.le(a, b.c(delta)), near, far), b.min(b.max(e, b.c(-delta)), b.c(delta))
		}
	case "log_cosh":
		return func(b *builder, y, p vec) (vec, vec) {
			e := b.let(b.sub(p, y))
			return b.logCosh(e), b.tanh(e)
		}
	case "hinge":
		return func(b *builder, y, p vec) (vec, vec) {
			m := b.let(b.mul(y, p))
			return b.max(b.sub(b.c(1), m), b.c(0)), b.and(b.neg(y), b.lt(m, b.c(1)))
		}
	case "binary_crossentropy":
		smoothing := c.Arg("label_smoothing")
		if c.True("from_logits") {
			return func(b *builder, y, z vec) (vec, vec) {
				y = b.smooth(y, smoothing, 2)
				value := b.sub(b.max(z, b.c(0)), b.mul(z, y))
				tail := b.wide(func(b *builder, x vec) vec { return log1p64(b, exp64(b, x)) }, b.neg(b.abs(z)))
				return b.add(value, tail), b.sub(b.sigmoid(z), y)
			}
		}
		return func(b *builder, y, p vec) (vec, vec) { return binaryCrossentropy(b, b.smooth(y, smoothing, 2), p) }
	}
	return nil
}

// smooth moves a label towards even between classes.
func (b *builder) smooth(y vec, smoothing float64, classes int) vec {
	if smoothing == 0 {
		return y
	}
	return b.let(b.mulAdd(y, b.c(1-b.round(smoothing)), b.c(b.round(smoothing)/float64(classes))))
}

func binaryCrossentropy(b *builder, y, p vec) (vec, vec) {
	low, high := b.c(mlp.Epsilon), b.c(1-mlp.Epsilon)
	q := b.let(b.min(b.max(p, low), high))
	no, off := b.let(b.sub(b.c(1), y)), b.let(b.sub(b.c(1), q))
	value := b.sub(b.neg(b.mul(y, b.log(q))), b.mul(no, b.log(off)))
	clipped := b.or(b.lt(p, low), b.gt(p, high))
	return value, b.andNot(b.sub(b.div(no, off), b.div(y, q)), clipped)
}

// lossOf emits the loss of a tile and replaces the predictions by the derivatives of the loss by the last
// layer's sums. The tile's targets and row weights are at the given addresses.
func (c *compiler) lossOf(b *builder, l *layer, y, weight pointer) {
	row := c.tile * c.bytes
	total := b.variables(1)[0]
	b.assign(total, b.load(at(c.state+stateBatchLoss)))
	if pair := newPairLoss(c.spec.Net.Loss); pair != nil {
		outer := []stride{{weight, 16}, {y, 16}, {at(l.out), 16}, {at(l.slope), 16}, {at(c.derivative), 16}}
		b.each(c.vectors, 1, outer, func(p []pointer) {
			w := b.let(b.load(p[0]))
			if l.Units > 1 {
				w = b.let(b.div(w, b.c(float64(l.Units))))
			}
			inner := []stride{{p[1], row}, {p[2], row}, {p[3], row}, {p[4], row}}
			b.each(l.Units, 1, inner, func(p []pointer) {
				prediction := b.let(b.load(p[1]))
				value, slope := pair(b, b.let(b.load(p[0])), prediction)
				b.assign(total, b.mulAdd(w, value, b.value(total)))
				d := b.mul(slope, w)
				if l.kind.softmax {
					b.store(p[3], d)
				} else {
					b.store(p[1], l.backward(b, d, prediction, b.load(p[2])))
				}
			})
		})
	} else {
		b.each(c.vectors, 1, []stride{{weight, 16}, {y, 16}, {at(l.out), 16}, {at(c.derivative), 16}}, func(p []pointer) {
			c.categorical(b, total, b.let(b.load(p[0])), []stride{{p[1], row}, {p[2], row}, {p[3], row}})
		})
	}
	b.store(at(c.state+stateBatchLoss), b.value(total))
	if newPairLoss(c.spec.Net.Loss) == nil || l.kind.softmax {
		c.lastBackward(b, l)
	}
}

// categorical adds the categorical cross-entropy of one vector of rows to total and stores its derivative
// by the predictions. The strides run over targets, predictions and derivatives.
func (c *compiler) categorical(b *builder, total asm.Local, w vec, units []stride) {
	choice := c.spec.Net.Loss
	n := c.spec.Net.Outputs()
	smoothing := choice.Arg("label_smoothing")
	label := func(p pointer) vec { return b.smooth(b.load(p), smoothing, n) }
	v := b.variables(3)
	sum, labels, loss := v[0], v[1], v[2]
	b.assign(sum, b.c(0))
	b.assign(labels, b.c(0))
	b.assign(loss, b.c(0))
	if choice.True("from_logits") {
		top := b.variables(1)[0]
		b.assign(top, b.load(units[1].from))
		b.each(n, 2, units, func(p []pointer) { b.assign(top, b.max(b.value(top), b.load(p[1]))) })
		b.each(n, 1, units, func(p []pointer) {
			b.assign(sum, b.add(b.value(sum), b.exp(b.sub(b.load(p[1]), b.value(top)))))
		})
		whole := b.let(b.add(b.value(top), b.log(b.value(sum))))
		b.each(n, 1, units, func(p []pointer) {
			y := b.let(label(p[0]))
			b.assign(labels, b.add(b.value(labels), y))
			b.assign(loss, b.sub(b.value(loss), b.mul(y, b.sub(b.load(p[1]), whole))))
		})
		b.each(n, 1, units, func(p []pointer) {
			share := b.exp(b.sub(b.load(p[1]), whole))
			b.store(p[2], b.mul(w, b.sub(b.mul(b.value(labels), share), label(p[0]))))
		})
	} else {
		low, high := b.c(mlp.Epsilon), b.c(1-mlp.Epsilon)
		b.each(n, 2, units, func(p []pointer) { b.assign(sum, b.add(b.value(sum), b.load(p[1]))) })
		b.each(n, 1, units, func(p []pointer) {
			y := b.let(label(p[0]))
			q := b.let(b.div(b.load(p[1]), b.value(sum)))
			clipped := b.let(b.min(b.max(q, low), high))
			b.assign(loss, b.sub(b.value(loss), b.mul(y, b.log(clipped))))
			d := b.let(b.and(b.neg(b.div(y, q)), b.and(b.ge(q, low), b.le(q, high))))
			b.store(p[2], d)
			b.assign(labels, b.sub(b.value(labels), b.mul(d, q)))
		})
		b.each(n, 1, units, func(p []pointer) {
			b.store(p[2], b.mul(w, b.div(b.add(b.load(p[2]), b.value(labels)), b.value(sum))))
		})
	}
	b.assign(total, b.mulAdd(w, b.value(loss), b.value(total)))
}

// lastBackward takes the derivatives by the predictions back through the last activation.
func (c *compiler) lastBackward(b *builder, l *layer) {
	row := c.tile * c.bytes
	b.each(c.vectors, 1, []stride{{at(c.derivative), 16}, {at(l.out), 16}, {at(l.slope), 16}}, func(p []pointer) {
		units := []stride{{p[0], row}, {p[1], row}, {p[2], row}}
		dot := b.variables(1)[0]
		if l.kind.softmax {
			b.assign(dot, b.c(0))
			b.each(l.Units, 2, units, func(p []pointer) {
				b.assign(dot, b.mulAdd(b.load(p[0]), b.load(p[1]), b.value(dot)))
			})
		}
		b.each(l.Units, 1, units, func(p []pointer) {
			d := b.load(p[0])
			if l.kind.softmax {
				b.store(p[1], b.mul(b.load(p[1]), b.sub(d, b.value(dot))))
			} else {
				b.store(p[1], l.backward(b, d, b.load(p[1]), b.load(p[2])))
			}
		})
	})
}

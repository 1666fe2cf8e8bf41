package kernel

import (
	"math"

	"plateau/wasm/catalog"
)

// rule is an optimizer's: now returns the new values of vectors of weights, whose values and gradients are given. Where later is not
// nil, now may do without the values and take in the gradients only; later then gives the new value of a vector.
type rule struct {
	now   func(changes []change, values []vec) []vec
	later func(w pointer, value vec) vec
}

// rule emits what one step needs once. The rules, and the order of their operations, are those of package mlp.
func (c *compiler) rule(b *builder, rate vec) rule {
	o := c.spec.Optimizer
	if o.Is("adam", "adamw") {
		return c.adam(b, rate)
	}
	one := c.singleRule(b, rate)
	return rule{now: func(changes []change, values []vec) []vec {
		return b.several(len(changes), func(i int) vec { return one(changes[i].weight, values[i], changes[i].gradient) })
	}}
}

// adam takes its vectors step by step, so that one does not wait for the root and the quotient of another.
func (c *compiler) adam(b *builder, rate vec) rule {
	o := c.spec.Optimizer
	beta1, beta2 := c.power(b, 0, o.Arg("beta_1")), c.power(b, 1, o.Arg("beta_2"))
	alpha := b.let(b.div(b.mul(rate, b.sqrt(b.narrow(c.rest(b, beta2)))), b.narrow(c.rest(b, beta1))))
	left1, left2 := b.c(1-o.Arg("beta_1")), b.c(1-o.Arg("beta_2"))
	base := func(v vec) vec { return b.add(b.sqrt(v), b.c(o.Arg("epsilon"))) }
	next := func(value, m, base vec) vec { return b.sub(value, b.div(b.mul(m, alpha), base)) }
	size := 1 // the slot under the root
	if o.True("amsgrad") {
		size = 2
	}
	now := func(changes []change, values []vec) []vec {
		each := func(step func(k int) vec) []vec { return b.several(len(changes), step) }
		g := func(k int) vec { return changes[k].gradient }
		slot := func(i int, next func(k int, old vec) vec) []vec {
			old := each(func(k int) vec { return b.load(c.slotAt(changes[k].weight, i)) })
			x := each(func(k int) vec { return next(k, old[k]) })
			for k, ch := range changes {
				b.store(c.slotAt(ch.weight, i), x[k])
			}
			return x
		}
		v := slot(1, func(k int, v vec) vec { return b.add(v, b.mul(b.sub(b.mul(g(k), g(k)), v), left2)) })
		if size == 2 {
			v = slot(2, func(k int, most vec) vec { return b.max(most, v[k]) })
		}
		var bases []vec
		if values != nil {
			bases = each(func(k int) vec { return base(v[k]) })
		}
		m := slot(0, func(k int, m vec) vec { return b.add(m, b.mul(b.sub(g(k), m), left1)) })
		if values == nil {
			return nil
		}
		return each(func(k int) vec { return next(values[k], m[k], bases[k]) })
	}
	return rule{now, func(w pointer, value vec) vec {
		return next(value, b.load(c.slotAt(w, 0)), b.let(base(b.load(c.slotAt(w, size)))))
	}}
}

func (c *compiler) singleRule(b *builder, rate vec) func(w pointer, value, g vec) vec {
	o := c.spec.Optimizer
	arg := func(name string) vec { return b.c(o.Arg(name)) }
	left := func(name string) vec { return b.c(1 - b.round(o.Arg(name))) }
	slot := func(w pointer, i int) vec { return b.load(c.slotAt(w, i)) }
	// set computes a slot's new value and stores it.
	set := func(w pointer, i int, x vec) vec {
		x = b.let(x)
		b.store(c.slotAt(w, i), x)
		return x
	}
	// mean moves a slot towards x: m += share (x - m).
	mean := func(w pointer, i int, x, share vec) vec {
		m := b.let(slot(w, i))
		return set(w, i, b.add(m, b.mul(b.sub(x, m), share)))
	}
	switch o.Name {
	case "sgd":
		if o.Arg("momentum") == 0 {
			return func(_ pointer, value, g vec) vec { return b.sub(value, b.mul(rate, g)) }
		}
		return func(w pointer, value, g vec) vec {
			step := b.let(b.mul(rate, g))
			m := set(w, 0, b.sub(b.mul(arg("momentum"), slot(w, 0)), step))
			if o.True("nesterov") {
				m = b.sub(b.mul(arg("momentum"), m), step)
			}
			return b.add(value, m)
		}
	case "rmsprop":
		return func(w pointer, value, g vec) vec {
			decay := func(i int, x vec) vec { return set(w, i, b.add(b.mul(arg("rho"), slot(w, i)), b.mul(left("rho"), x))) }
			size := decay(0, b.mul(g, g))
			next := 1
			if o.True("centered") {
				m := decay(1, g)
				size = b.sub(size, b.mul(m, m))
				next = 2
			}
			step := b.div(b.mul(rate, g), b.sqrt(b.add(size, arg("epsilon"))))
			if o.Arg("momentum") > 0 {
				step = set(w, next, b.add(b.mul(arg("momentum"), slot(w, next)), step))
			}
			return b.sub(value, step)
		}
	case "adagrad":
		return func(w pointer, value, g vec) vec {
			sum := set(w, 0, b.mulAdd(g, g, slot(w, 0)))
			return b.sub(value, b.div(b.mul(rate, g), b.sqrt(b.add(sum, arg("epsilon")))))
		}
	case "adadelta":
		return func(w pointer, value, g vec) vec {
			decay := func(i int, x vec) vec { return set(w, i, b.add(b.mul(arg("rho"), slot(w, i)), b.mul(left("rho"), x))) }
			root := func(x vec) vec { return b.sqrt(b.add(x, arg("epsilon"))) }
			v := decay(0, b.mul(g, g))
			step := b.let(b.div(b.mul(b.neg(root(slot(w, 1))), g), root(v)))
			decay(1, b.mul(step, step))
			return b.add(value, b.mul(rate, step))
		}
	case "adamax":
		correction := b.let(b.narrow(c.rest(b, c.power(b, 0, o.Arg("beta_1")))))
		return func(w pointer, value, g vec) vec {
			m := mean(w, 0, g, b.c(1-o.Arg("beta_1")))
			u := set(w, 1, b.max(b.mul(arg("beta_2"), slot(w, 1)), b.abs(g)))
			return b.sub(value, b.div(b.mul(rate, m), b.mul(correction, b.add(u, arg("epsilon")))))
		}
	case "nadam":
		return c.nadam(b, rate, mean)
	case "lion":
		return func(w pointer, value, g vec) vec {
			m := b.let(slot(w, 0))
			towards := b.let(b.add(b.mul(m, arg("beta_1")), b.mul(g, left("beta_1"))))
			set(w, 0, b.add(b.mul(m, arg("beta_2")), b.mul(g, left("beta_2"))))
			return b.sub(value, b.mul(rate, b.signOf(towards)))
		}
	case "ftrl":
		return c.ftrl(b, rate, set)
	}
	panic("kernel: no optimizer " + o.Name)
}

// forgets says whether a slot that shrinks without end may be cut to 0. The slots of a unit that no longer learns
// sink into the denormal numbers and stay there (0.9 of the least of them rounds back to it), where a multiplication
// takes up to 150 cycles: with dead relu units an epoch of the origin question took 1.5 to 1.9 times as long. What is cut
// moves a weight by less than the smallest normal number. For lion the sign of the least number
// counts, without a fair epsilon its size, and the sums of adagrad and ftrl never shrink.
func forgets(o catalog.Choice) bool {
	switch o.Name {
	case "sgd":
		return true
	case "rmsprop", "adadelta", "adam", "adamw", "adamax", "nadam":
		return o.Arg("epsilon") >= 1e-10
	}
	return false
}

// tiny is below what a slot's number may be cut to 0; its square is not yet lost where the slot holds squares.
func (p *precision) tiny() float64 {
	if p == f32x4 {
		return 0x1p-120
	}
	return 0x1p-1000
}

// power multiplies a float64 of the state by a factor and returns the product, in f64x2.
func (c *compiler) power(b *builder, i int, factor float64) vec {
	d := b.in(f64x2)
	place := at(c.state + statePowers + 8*i)
	// 1 - x is 1 long before the power is a denormal number.
	x := d.let(d.max(d.mul(d.broadcast(place), d.c(factor)), d.c(f64x2.tiny())))
	d.storeOne(place, x)
	return x
}

// rest is 1 - x in f64x2.
func (c *compiler) rest(b *builder, x vec) vec {
	d := b.in(f64x2)
	return d.sub(d.c(1), x)
}

// nadam keeps in the state μ_1 μ_2 ... μ_t, β₂ᵗ and 0.96ᵗ for the coming step.
func (c *compiler) nadam(b *builder, rate vec, mean func(w pointer, i int, x, share vec) vec) func(w pointer, value, g vec) vec {
	o := c.spec.Optimizer
	d := b.in(f64x2)
	momentum := func(factor vec) vec {
		return d.let(d.mul(d.c(o.Arg("beta_1")), d.sub(d.c(1), d.mul(d.c(0.5), factor))))
	}
	place := at(c.state + statePowers)
	now := momentum(d.let(d.broadcast(place.plus(16))))
	next := momentum(c.power(b, 2, 0.96))
	product := d.let(d.max(d.mul(d.broadcast(place), now), d.c(f64x2.tiny())))
	d.storeOne(place, product)
	beta2 := c.power(b, 1, o.Arg("beta_2"))
	ahead := b.let(b.narrow(d.div(next, c.rest(b, d.mul(product, next)))))
	here := b.let(b.narrow(d.div(c.rest(b, now), c.rest(b, product))))
	correction := b.let(b.narrow(c.rest(b, beta2)))
	return func(w pointer, value, g vec) vec {
		m := mean(w, 0, g, b.c(1-o.Arg("beta_1")))
		v := mean(w, 1, b.mul(g, g), b.c(1-o.Arg("beta_2")))
		m = b.add(b.mul(ahead, m), b.mul(here, g))
		return b.sub(value, b.div(b.mul(m, rate), b.add(b.sqrt(b.div(v, correction)), b.c(o.Arg("epsilon")))))
	}
}

func (c *compiler) ftrl(b *builder, rate vec, set func(w pointer, i int, x vec) vec) func(w pointer, value, g vec) vec {
	o := c.spec.Optimizer
	arg := func(name string) float64 { return b.round(o.Arg(name)) }
	l2 := b.let(b.add(b.c(arg("l2_regularization_strength")), b.div(b.c(arg("beta")), b.mul(b.c(2), rate))))
	limit := arg("l1_regularization_strength")
	return func(w pointer, value, g vec) vec {
		shrunk := b.add(g, b.mul(b.c(2*arg("l2_shrinkage_regularization_strength")), value))
		before := b.let(b.load(c.slotAt(w, 0)))
		sum := set(w, 0, b.mulAdd(g, g, before))
		after := b.let(b.sqrt(sum))
		moved := b.mul(b.div(b.sub(after, b.sqrt(before)), rate), value)
		linear := set(w, 1, b.add(b.load(c.slotAt(w, 1)), b.sub(shrunk, moved)))
		limited := b.min(b.max(linear, b.c(math.Copysign(limit, -1))), b.c(limit))
		return b.div(b.sub(limited, linear), b.add(b.div(after, rate), b.mul(b.c(2), l2)))
	}
}

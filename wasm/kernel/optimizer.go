package kernel

import (
	"errors"

	"plateau/wasm/catalog"
	"plateau/wasm/kernel/asm"
	"plateau/wasm/text"
)

// optimizerSlots counts the numbers that an optimizer keeps for each weight.
func optimizerSlots(c catalog.Choice) int {
	switch c.Name {
	case "sgd":
		if c.Arg("momentum") == 0 {
			return 0
		}
		return 1
	case "rmsprop":
		n := 1
		if c.Arg("momentum") > 0 {
			n++
		}
		if c.True("centered") {
			n++
		}
		return n
	case "adagrad", "lion":
		return 1
	case "adam", "adamw":
		if c.True("amsgrad") {
			return 3
		}
		return 2
	case "adadelta", "adamax", "nadam", "ftrl":
		return 2
	}
	return 0
}

func supportsOptimizer(s Spec) error {
	c := s.Optimizer
	switch c.Name {
	case "sgd", "lion":
	case "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam":
		// With it, 0/0 in the gaps between variables would reach the penalty.
		if c.Arg("epsilon") == 0 && (s.Net.L1 > 0 || s.Net.L2 > 0) {
			return errors.New("kernel: " + c.Name + " without epsilon, with a penalty")
		}
	case "ftrl":
		if c.Arg("learning_rate_power") != -0.5 {
			return errors.New(text.Format("kernel: ftrl with learning_rate_power %s", c.Arg("learning_rate_power")))
		}
	default:
		return errors.New("kernel: optimizer " + c.Name)
	}
	return nil
}

// initialSlots are the values with which an optimizer's slots begin.
func initialSlots(c catalog.Choice) []float64 {
	slots := make([]float64, optimizerSlots(c))
	if c.Is("adagrad", "ftrl") {
		slots[0] = c.Arg("initial_accumulator_value")
	}
	return slots
}

// initialPowers are the state's powers before the first step; see the rules that use them.
func initialPowers(c catalog.Choice) [4]float64 {
	if c.Name == "nadam" {
		return [4]float64{1, 1, 0.96}
	}
	return [4]float64{1, 1}
}

// vectorsOf emits body for the vectors of the stretches from a weight on; the pointer is that of
// the weight, and the same place of another stretch is found by other.
func (c *compiler) vectorsOf(b *builder, from, bytes, unroll int, body func(w pointer)) {
	b.each(bytes/16, unroll, []stride{{at(c.weights + from), 16}}, func(p []pointer) { body(p[0]) })
}

func (c *compiler) gradientAt(w pointer) pointer { return w.plus(c.gradient - c.weights) }

func (c *compiler) slotAt(w pointer, slot int) pointer {
	return w.plus(c.memory + slot*c.stretch - c.weights)
}

// update emits the end of a batch: penalties, the batch's share of the epoch's loss, clipping, decay
// and one step. The argument is the number of rows.
func (c *compiler) update(b *builder, rows asm.Local) {
	state := at(c.state)
	loss := b.let(b.total(b.load(state.plus(stateBatchLoss))))
	b.store(state.plus(stateBatchLoss), b.c(0))
	if c.spec.Net.L1 > 0 || c.spec.Net.L2 > 0 {
		loss = b.let(b.add(loss, c.penalty(b)))
	}
	offset := b.address(state.plus(stateEpochLoss))
	b.I32(int32(c.state)).Memory(asm.F64Load, stateEpochLoss)
	loss()
	b.Lane(b.extract, 0)
	if b.precision == f32x4 {
		b.Op(asm.F64PromoteF32)
	}
	b.Get(rows).Op(asm.F64ConvertI32U).Op(asm.F64Mul).Op(asm.F64Add)
	b.Memory(asm.F64Store, offset)

	c.clip(b)
	step := c.step(b)
	c.vectorsOf(b, 0, c.stretch, 2, func(w pointer) {
		step.all([]change{{w, b.let(b.load(c.gradientAt(w))), b.lanes}})
		b.store(c.gradientAt(w), b.c(0))
	})
}

// forgetSteps is how often slots are cut. In so many steps a momentum of 0.9 shrinks by 5 bits.
const forgetSteps = 32

// forget emits the cutting of tiny slots; see forgets.
func (c *compiler) forget(b *builder) {
	b.each(c.slots*c.stretch/16, 1, []stride{{at(c.memory), 16}}, func(p []pointer) {
		x := b.let(b.load(p[0]))
		b.store(p[0], b.andNot(x, b.lt(b.abs(x), b.c(b.tiny()))))
	})
}

// change is a vector of weights, its gradient, and how many of the first lanes count.
type change struct {
	weight   pointer
	gradient vec
	lanes    int
}

// step is one step of the optimizer: all of it, or, where early is not nil, in two parts. Early takes in the gradients of vectors of
// weights, and later ends the update of one.
type step struct {
	all, early func(changes []change)
	later      func(w pointer, lanes int)
}

// step emits what one step needs once.
func (c *compiler) step(b *builder) step {
	count := b.local(asm.I32)
	b.I32(int32(c.state))
	b.I32(int32(c.state)).Memory(asm.I32Load, stateStep).I32(1).Op(asm.I32Add).Tee(count)
	b.Memory(asm.I32Store, stateStep)
	if c.slots > 0 && forgets(c.spec.Optimizer) {
		b.Get(count).I32(forgetSteps - 1).Op(asm.I32And).Op(asm.I32Eqz)
		b.If()
		b.I32(0).Call(c.function(func(b *builder, _ asm.Local) { c.forget(b) }))
		b.End()
	}
	rate := b.let(c.rate(b))
	decay := c.spec.Optimizer.Args["weight_decay"]
	rule := c.rule(b, rate)
	shrink := func() {}
	if decay > 0 {
		shrink = b.let(b.mul(b.c(decay), rate))
	}
	value := func(w pointer) vec {
		value := b.let(b.load(w))
		if decay > 0 {
			value = b.let(b.sub(value, b.mul(value, shrink)))
		}
		return value
	}
	store := func(w pointer, lanes int, value vec) {
		if lanes < b.lanes {
			value = b.and(value, b.first(lanes))
		}
		b.store(w, value)
	}
	clipped := func(changes []change) []change {
		if limit := c.spec.Optimizer.Args["clipvalue"]; limit > 0 && !c.clipsNorm() {
			for i, ch := range changes {
				changes[i].gradient = b.let(b.min(b.max(ch.gradient, b.c(-limit)), b.c(limit)))
			}
		}
		return changes
	}
	all := func(changes []change) {
		changes = clipped(changes)
		values := make([]vec, len(changes))
		for i, ch := range changes {
			values[i] = value(ch.weight)
		}
		for i, value := range rule.now(changes, values) {
			store(changes[i].weight, changes[i].lanes, value)
		}
	}
	if rule.later == nil {
		return step{all: all}
	}
	return step{
		all,
		func(changes []change) { rule.now(clipped(changes), nil) },
		func(w pointer, lanes int) { store(w, lanes, rule.later(w, value(w))) },
	}
}

// rate takes the next learning rate.
func (c *compiler) rate(b *builder) vec {
	next := b.local(asm.I32)
	b.I32(int32(c.state)).Memory(asm.I32Load, stateRate).Set(next)
	rate := b.let(b.narrow(b.in(f64x2).broadcast(pointer{next, true, 0})))
	b.I32(int32(c.state))
	b.Get(next).I32(int32(c.state)).Memory(asm.I32Load, stateRateStride).Op(asm.I32Add)
	b.Memory(asm.I32Store, stateRate)
	return rate
}

// narrow rounds a float64 in all lanes to the builder's precision.
func (b *builder) narrow(x vec) vec {
	if b.precision == f64x2 {
		return x
	}
	x = b.let(b.unary(asm.F32x4DemoteF64x2Zero, x))
	return b.shuffle(x, x, 0, 0, 0, 0)
}

// penalty adds the gradient of L1 Σ|w| + L2 Σw² over all kernels and returns its value.
func (c *compiler) penalty(b *builder) vec {
	v := b.variables(2)
	ones, squares := v[0], v[1]
	b.assign(ones, b.c(0))
	b.assign(squares, b.c(0))
	l1, l2 := c.spec.Net.L1, c.spec.Net.L2
	for _, variable := range c.variables {
		if variable.Bias {
			continue
		}
		c.vectorsOf(b, variable.at, variable.bytes, 1, func(w pointer) {
			value := b.let(b.load(w))
			b.assign(ones, b.add(b.value(ones), b.abs(value)))
			b.assign(squares, b.mulAdd(value, value, b.value(squares)))
			pull := b.add(b.mul(b.c(l1), b.signOf(value)), b.mul(b.c(2*b.round(l2)), value))
			b.store(c.gradientAt(w), b.add(b.load(c.gradientAt(w)), pull))
		})
	}
	return b.add(b.mul(b.c(l1), b.total(b.value(ones))), b.mul(b.c(l2), b.total(b.value(squares))))
}

func (c *compiler) clipsNorm() bool {
	args := c.spec.Optimizer.Args
	return args["clipnorm"] > 0 || args["global_clipnorm"] > 0
}

// clip shortens the gradient of each variable, or of all together; clipvalue is done in passing.
func (c *compiler) clip(b *builder) {
	args := c.spec.Optimizer.Args
	switch {
	case args["clipnorm"] > 0:
		for _, v := range c.variables {
			b.scope(func() { c.shorten(b, v.at, v.bytes, args["clipnorm"]) })
		}
	case args["global_clipnorm"] > 0:
		b.scope(func() { c.shorten(b, 0, c.stretch, args["global_clipnorm"]) })
	}
}

func (c *compiler) shorten(b *builder, from, bytes int, limit float64) {
	squares := b.variables(1)[0]
	b.assign(squares, b.c(0))
	c.vectorsOf(b, from, bytes, 2, func(w pointer) {
		g := b.let(b.load(c.gradientAt(w)))
		b.assign(squares, b.mulAdd(g, g, b.value(squares)))
	})
	norm := b.let(b.spread(b.sqrt(b.total(b.value(squares)))))
	b.gt(norm, b.c(limit))()
	b.Op(asm.V128AnyTrue)
	b.If()
	c.vectorsOf(b, from, bytes, 1, func(w pointer) {
		g := c.gradientAt(w)
		b.store(g, b.div(b.mul(b.load(g), b.c(limit)), norm))
	})
	b.End()
}

// spread copies lane 0 to all lanes.
func (b *builder) spread(x vec) vec {
	x = b.let(x)
	return b.shuffle(x, x, make([]int, b.lanes)...)
}

package kernel

import "plateau/wasm/kernel/asm"

// A compact network has one hidden layer, one output and a full batch of few rows, as the origin question has. Rows
// cannot fill vectors there, but units can, and then only the output adds up lanes: an epoch is one function in which
// the gradient never reaches memory. Layout: kernels by rows of the hidden units, each row beginning a vector;
// activations (rows, units).

// compactRows is up to how many rows units fill vectors better.
const compactRows = 4

func (s Spec) compact() bool {
	args := s.Optimizer.Args
	return len(s.Net.Layers) == 2 && s.Net.Outputs() == 1 && s.Batch == s.Rows && s.Rows <= compactRows && !s.Shuffled && !s.drops() &&
		s.Net.L1 == 0 && s.Net.L2 == 0 && !(args["clipnorm"] > 0) && !(args["global_clipnorm"] > 0) &&
		newPairLoss(s.Net.Loss) != nil && s.Net.Layers[1].Activation.Name != "softmax"
}

// compactChains is how many vectors are activated together: their operations are written in turn, because a processor
// looks only about 60 waiting ones ahead. For the origin question in float64, 9 take 0.82 of the time of 3; 15 no
// longer fit the registers.
const compactChains = 9

// compactCall is how many epochs the epoch function does before it returns, so that a host may replace it by its optimized
// form; calls cost 10 ns.
const compactCall = 64

// emitCompact writes run as emitRun does, where a tile is an epoch.
func (c *compiler) emitCompact() {
	work := c.module.Func("", []asm.Type{asm.I32, asm.I32}, []asm.Type{asm.I32})
	c.compactEpochs(newBuilder(work, c.precision, c.pool), work.Param(0), work.Param(1))

	f := c.module.Func("run", []asm.Type{asm.I32, asm.I32}, []asm.Type{asm.I32})
	tiles, epochs := f.Param(0), f.Param(1)
	next, end, stop := f.Local(asm.I32), f.Local(asm.I32), f.Local(asm.I32)
	f.Get(tiles).Set(end)
	f.Get(epochs).Get(tiles).Op(asm.I32LtU)
	f.If()
	f.Get(epochs).Set(end)
	f.End()
	f.I32(int32(c.ring)).Tee(next).Get(end).I32(3).Op(asm.I32Shl).Op(asm.I32Add).Set(end)
	again := f.Loop()
	f.Get(next).I32(8 * compactCall).Op(asm.I32Add).Tee(stop).Get(end).Op(asm.I32LtU).Op(asm.I32Eqz)
	f.If()
	f.Get(end).Set(stop)
	f.End()
	f.Get(next).Get(stop).Call(work).Tee(next).Get(stop).Op(asm.I32Eq)
	f.Get(next).Get(end).Op(asm.I32Ne).Op(asm.I32And)
	f.BrIf(again)
	f.End()
	f.Get(next).I32(int32(c.ring)).Op(asm.I32Sub).I32(3).Op(asm.I32ShrU)
}

// compactEpochs trains from one address of the ring to another, and returns the second: or, if a loss is not a finite
// number, 1 more than the address behind it.
func (c *compiler) compactEpochs(b *builder, next, stop asm.Local) {
	finite, loss := b.local(asm.I32), b.Local(asm.F64)
	again := b.Loop()
	b.scope(func() {
		n := compactNet{b, c, &c.layers[0], &c.layers[1], b.variables(c.spec.Rows)}
		n.epoch()
		b.Lane(b.extract, 0)
		if b.precision == f32x4 {
			b.Op(asm.F64PromoteF32)
		}
		b.Set(loss)
	})
	b.Get(next).Get(loss).Memory(asm.F64Store, 0)
	finiteLoss(b.Func, loss, finite)
	b.Get(next).I32(8).Op(asm.I32Add).Tee(next).Get(stop).Op(asm.I32Ne).Get(finite).Op(asm.I32And)
	b.BrIf(again)
	b.End()
	b.Get(next).Get(finite).Op(asm.I32Eqz).Op(asm.I32Add)
}

// compactNet emits the parts of an epoch.
type compactNet struct {
	*builder
	c              *compiler
	hidden, output *layer
	sums           []asm.Local // of the output, for each row by lanes
}

// epoch trains for an epoch and leaves its loss in the first lane of the vector on the stack.
func (n *compactNet) epoch() {
	step := n.c.step(n.builder)
	for _, sum := range n.sums {
		n.assign(sum, n.zero())
	}
	n.units(max(1, compactChains/len(n.sums)), n.forward)
	loss, deltas := n.loss()
	delta := n.several(len(n.sums), func(row int) vec {
		d := deltas[row/n.lanes]
		lanes := make([]int, n.lanes)
		for k := range lanes {
			lanes[k] = row % n.lanes
		}
		return n.shuffle(d, d, lanes...)
	})
	n.units(1, func(units int, p []pointer) { n.backward(units, p, delta, step) })
	if n.output.UseBias {
		step([]change{{at(n.c.weights + n.output.bias), n.let(n.total(n.sum(deltas))), n.lanes}})
	}
	loss()
}

// units emits body for so many vectors of hidden units at a time. The pointers are those of the weights, the activations and
// the slopes.
func (n *compactNet) units(vectors int, body func(units int, p []pointer)) {
	strides := []stride{{at(n.c.weights), n.bytes}, {at(n.hidden.out), n.bytes}, {at(n.hidden.slope), n.bytes}}
	n.blocks(n.hidden.Units, vectors*n.lanes, strides, func(units int, p []pointer) { n.scope(func() { body(units, p) }) })
}

// input is entry i of a row in all lanes.
func (n *compactNet) input(i, row int) vec {
	return n.broadcast(at(n.c.tiles + (i*n.c.tile+row)*n.bytes))
}

// forward computes some hidden units for each row.
func (n *compactNet) forward(units int, p []pointer) {
	rows, vectors := len(n.sums), (units+n.lanes-1)/n.lanes
	weights := func(at, v int) vec { return n.load(p[0].plus(at + 16*v)) }
	z := make([]vec, vectors*rows)
	for v := range vectors {
		start := n.zero()
		if n.hidden.UseBias {
			start = n.let(weights(n.hidden.bias, v))
		}
		for row := range rows {
			z[v*rows+row] = start
		}
		for i := range n.hidden.inputs {
			kernel := n.let(weights(n.hidden.kernel+i*n.hidden.line, v))
			copy(z[v*rows:], n.several(rows, func(row int) vec { return n.mulAdd(n.input(i, row), kernel, z[v*rows+row]) }))
		}
	}
	a, slopes := n.hidden.kind.applyAll(n.builder, z)
	for v := range vectors {
		kernel := n.let(weights(n.output.kernel, v))
		for row := range rows {
			k, place := v*rows+row, row*n.hidden.line+16*v
			n.store(p[1].plus(place), a[k])
			if slopes != nil {
				n.store(p[2].plus(place), slopes[k])
			}
			n.assign(n.sums[row], n.mulAdd(a[k], kernel, n.value(n.sums[row])))
		}
	}
}

// loss returns the loss of the epoch in the first lane and, rows along the lanes, its derivatives by the output's sums.
func (n *compactNet) loss() (loss vec, deltas []vec) {
	line := n.c.tile * n.bytes
	y := at(n.c.tiles + n.hidden.inputs*line)
	losses := make([]vec, n.c.vectors)
	for v := range losses {
		group := make([]vec, n.lanes)
		for k := range group {
			group[k] = n.value(n.sums[min(v*n.lanes+k, len(n.sums)-1)])
		}
		z := n.totals(group)
		if n.output.UseBias {
			z = n.add(z, n.broadcast(at(n.c.weights+n.output.bias)))
		}
		a, slope := n.output.kind.apply(n.builder, n.let(z))
		a = n.let(a)
		if slope != nil {
			slope = n.let(slope)
		}
		weight := n.let(n.load(y.plus(line + 16*v)))
		value, rise := newPairLoss(n.c.spec.Net.Loss)(n.builder, n.let(n.load(y.plus(16*v))), a)
		losses[v] = n.let(n.mul(weight, value))
		deltas = append(deltas, n.let(n.output.kind.backward(n.builder, n.mul(rise, weight), a, slope)))
	}
	return n.let(n.total(n.sum(losses))), deltas
}

// sum adds vectors one to the next.
func (b *builder) sum(x []vec) vec {
	s := x[0]
	for _, more := range x[1:] {
		s = b.add(s, more)
	}
	return s
}

// backward updates the weights into and out of some hidden units; delta is the derivative by the output's sum of each row, in
// all lanes.
func (n *compactNet) backward(units int, p []pointer, delta []vec, step func([]change)) {
	rows := len(delta)
	var changes []change
	for v := range (units + n.lanes - 1) / n.lanes {
		weights, out, slope := p[0].plus(16*v), p[1].plus(16*v), p[2].plus(16*v)
		kernel := n.let(n.load(weights.plus(n.output.kernel)))
		a := n.several(rows, func(row int) vec { return n.load(out.plus(row * n.hidden.line)) })
		deltas := n.several(rows, func(row int) vec {
			return n.hidden.kind.backward(n.builder, n.mul(delta[row], kernel), a[row], n.load(slope.plus(row*n.hidden.line)))
		})
		move := func(at int, term func(row int) vec) {
			terms := make([]vec, rows)
			for row := range terms {
				terms[row] = term(row)
			}
			changes = append(changes, change{weights.plus(at), n.let(n.sum(terms)), units - v*n.lanes})
		}
		for i := range n.hidden.inputs {
			move(n.hidden.kernel+i*n.hidden.line, func(row int) vec { return n.mul(n.input(i, row), deltas[row]) })
		}
		if n.hidden.UseBias {
			move(n.hidden.bias, func(row int) vec { return deltas[row] })
		}
		move(n.output.kernel, func(row int) vec { return n.mul(delta[row], a[row]) })
	}
	step(changes)
}

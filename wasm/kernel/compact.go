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

// compactCall is how many epochs the epoch function does before it returns, so that a host may replace it by its optimized
// form; a call costs 10 ns and the activations of an epoch.
const compactCall = 128

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
	n := compactNet{b, c, &c.layers[0], &c.layers[1], b.variables(c.spec.Rows)}
	n.begin()
	n.units(n.width(), func(units int, p []pointer) { n.forward(units, p, nil) })
	again := b.Loop()
	b.scope(func() {
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

// epoch goes from the output's sums of one epoch to those of the next and leaves the loss in the first lane of the vector on the
// stack.
func (n *compactNet) epoch() {
	step := n.c.step(n.builder)
	loss, deltas := n.loss()
	delta := n.several(len(n.sums), func(row int) vec {
		d := deltas[row/n.lanes]
		lanes := make([]int, n.lanes)
		for k := range lanes {
			lanes[k] = row % n.lanes
		}
		return n.shuffle(d, d, lanes...)
	})
	update := step.all
	if step.early != nil {
		update = step.early
	}
	n.units(n.width(), func(units int, p []pointer) { n.backward(units, p, delta, update) })
	if n.output.UseBias {
		update([]change{{at(n.c.weights + n.output.bias), n.let(n.total(n.sum(deltas))), n.lanes}})
	}
	n.begin()
	n.forwardBehind(step.later)
	loss()
}

// begin sets the output's sums to 0.
func (n *compactNet) begin() {
	for _, sum := range n.sums {
		n.assign(sum, n.zero())
	}
}

// width is how many vectors of hidden units are computed together. Adam in float64 goes best with 6 activations at a time, float32 with 9.
func (n *compactNet) width() int {
	together := tanhChains
	if n.precision == f64x2 {
		together = 6
	}
	return max(1, together/len(n.sums))
}

// strides are those of the weights, the activations and the slopes, by units.
func (n *compactNet) strides() []stride {
	return []stride{{at(n.c.weights), n.bytes}, {at(n.hidden.out), n.bytes}, {at(n.hidden.slope), n.bytes}}
}

// units emits body for so many vectors of hidden units at a time. The pointers are those of the strides.
func (n *compactNet) units(vectors int, body func(units int, p []pointer)) {
	n.blocks(n.hidden.Units, vectors*n.lanes, n.strides(), func(units int, p []pointer) { n.scope(func() { body(units, p) }) })
}

// forwardBehind computes the hidden units, width vectors at a time, and meanwhile ends the updates of the weights that the next
// ones need, and of those that only the output does. There is nothing to end where later is nil.
func (n *compactNet) forwardBehind(later func(w pointer, lanes int)) {
	units := n.width() * n.lanes
	whole, rest := n.hidden.Units/units, n.hidden.Units%units
	strides := n.strides()
	first := make([]pointer, len(strides))
	for i := range strides {
		first[i] = strides[i].from
		strides[i].by *= units
	}
	// block is so many blocks behind a place.
	block := func(p []pointer, blocks int) []pointer {
		out := make([]pointer, len(p))
		for i := range p {
			out[i] = p[i].plus(blocks * strides[i].by)
		}
		return out
	}
	ends := func(w pointer, units int, variables ...int) (jobs []func()) {
		for at := 0; at < units && later != nil; at += n.lanes {
			for _, variable := range variables {
				jobs = append(jobs, func() { n.scope(func() { later(w.plus(variable+at*n.bytes), units-at) }) })
			}
		}
		return jobs
	}
	var in []int
	for i := range n.hidden.inputs {
		in = append(in, n.hidden.kernel+i*n.hidden.line)
	}
	if n.hidden.UseBias {
		in = append(in, n.hidden.bias)
	}
	forward := func(p []pointer, units, next int) {
		jobs := append(ends(block(p, 1)[0], next, in...), ends(p[0], units, n.output.kernel)...)
		if next == 0 && n.output.UseBias {
			jobs = append(jobs, ends(at(n.c.weights), n.lanes, n.output.bias)...)
		}
		n.scope(func() { n.forward(units, p, jobs) })
	}
	for _, end := range ends(first[0], min(units, n.hidden.Units), in...) {
		end()
	}
	if whole > 0 {
		n.each(whole-1, 1, strides, func(p []pointer) { forward(p, units, units) })
		forward(block(first, whole-1), units, rest)
	}
	if rest > 0 {
		forward(block(first, whole), rest, 0)
	}
}

// input is entry i of a row in all lanes.
func (n *compactNet) input(i, row int) vec {
	return n.broadcast(at(n.c.tiles + (i*n.c.tile+row)*n.bytes))
}

// forward computes some hidden units for each row, and meanwhile does jobs.
func (n *compactNet) forward(units int, p []pointer, jobs []func()) {
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
	var a, slopes []vec
	n.meanwhile(jobs, func() { a, slopes = n.hidden.kind.applyAll(n.builder, z) })
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
func (n *compactNet) backward(units int, p []pointer, delta []vec, update func([]change)) {
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
	update(changes)
}

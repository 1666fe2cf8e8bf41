package kernel

import "plateau/wasm/kernel/asm"

// The three matrix products of a layer. Shapes: in (inputs, tile), out (units, tile),
// kernel (inputs, units) with four columns together. Each keeps a block of results in 8 registers (12 at most)
// and runs along the dimension that is summed.

// across is how many vectors of rows a block spans when it has so many columns or units.
func (c *compiler) across(width int) int {
	if c.vectors == 3 {
		return 3
	}
	n := min(8/width, c.vectors)
	for c.vectors%n != 0 {
		n--
	}
	return n
}

// blocks calls body for the whole blocks of a dimension in a loop, then for the rest.
func (b *builder) blocks(n, width int, strides []stride, body func(width int, p []pointer)) {
	whole := make([]stride, len(strides))
	rest := make([]pointer, len(strides))
	for i, s := range strides {
		whole[i] = stride{s.from, s.by * width}
		rest[i] = s.from.plus(n / width * width * s.by)
	}
	if n >= width {
		b.each(n/width, 1, whole, func(p []pointer) { body(width, p) })
	}
	if n%width > 0 {
		body(n%width, rest)
	}
}

// forward emits out = f(kernelᵀ in + bias), or leaves the sums if f is not cheap.
func (c *compiler) forward(b *builder, l *layer, in pointer) {
	row := c.tile * c.bytes
	kernel, bias := at(c.weights+l.kernel), at(c.weights+l.bias)
	strides := []stride{{kernel, l.inputs * c.bytes}, {at(l.out), row}, {bias, c.bytes}}
	sums := b.variables(12)
	b.blocks(l.Units, columns, strides, func(width int, p []pointer) {
		n := c.across(width)
		kernel, out, bias := p[0], p[1], p[2]
		b.each(c.vectors/n, 1, []stride{{out, 16 * n}, {in, 16 * n}}, func(p []pointer) {
			out, in := p[0], p[1]
			for j := range width {
				start := b.c(0)
				if l.UseBias {
					start = b.let(b.broadcast(bias.plus(j * c.bytes)))
				}
				for v := range n {
					b.assign(sums[j*n+v], start)
				}
			}
			b.each(l.inputs, 4, []stride{{kernel, width * c.bytes}, {in, row}}, func(p []pointer) {
				x := make([]vec, n)
				for v := range n {
					x[v] = b.let(b.load(p[1].plus(16 * v)))
				}
				for j := range width {
					w := b.let(b.broadcast(p[0].plus(j * c.bytes)))
					for v := range n {
						sum := sums[j*n+v]
						b.assign(sum, b.mulAdd(w, x[v], b.value(sum)))
					}
				}
			})
			for j := range width {
				for v := range n {
					z := b.value(sums[j*n+v])
					if l.kind.cheap {
						z = l.kind.forward(b, z)
					}
					b.store(out.plus(j*row+16*v), z)
				}
			}
		})
	})
}

// backward emits below.out = slope(below) times kernel delta, where delta is l.out. It replaces the
// activations of the layer below by the derivatives of the loss by its sums.
func (c *compiler) backward(b *builder, l, below *layer) {
	row := c.tile * c.bytes
	whole, rest := l.Units/columns, l.Units%columns
	kernel := at(c.weights + l.kernel)
	tail := kernel.plus(whole * columns * l.inputs * c.bytes)
	strides := []stride{{kernel, columns * c.bytes}, {tail, rest * c.bytes}, {at(below.out), row}, {at(below.slope), row}}
	sums := b.variables(12)
	b.blocks(l.inputs, 4, strides, func(height int, p []pointer) {
		n := c.across(height)
		kernel, tail, out, slope := p[0], p[1], p[2], p[3]
		b.each(c.vectors/n, 1, []stride{{at(l.out), 16 * n}, {out, 16 * n}, {slope, 16 * n}}, func(p []pointer) {
			delta, out, slope := p[0], p[1], p[2]
			for i := range height * n {
				b.assign(sums[i], b.c(0))
			}
			add := func(width int, kernel, delta pointer) {
				for j := range width {
					d := make([]vec, n)
					for v := range n {
						d[v] = b.let(b.load(delta.plus(j*row + 16*v)))
					}
					for i := range height {
						w := b.let(b.broadcast(kernel.plus((i*width + j) * c.bytes)))
						for v := range n {
							sum := sums[i*n+v]
							b.assign(sum, b.mulAdd(w, d[v], b.value(sum)))
						}
					}
				}
			}
			b.each(whole, 1, []stride{{kernel, columns * l.inputs * c.bytes}, {delta, columns * row}}, func(p []pointer) {
				add(columns, p[0], p[1])
			})
			add(rest, tail, delta.plus(whole*columns*row))
			for i := range height {
				for v := range n {
					place := i*row + 16*v
					d := below.backward(b, b.value(sums[i*n+v]), b.load(out.plus(place)), b.load(slope.plus(place)))
					b.store(out.plus(place), d)
				}
			}
		})
	})
}

// gradientOf emits gradient += in deltaᵀ for the kernel and the sums of delta for the bias.
func (c *compiler) gradientOf(b *builder, l *layer, in pointer) {
	row := c.tile * c.bytes
	sums := b.variables(8)
	strides := []stride{{at(c.gradient + l.kernel), l.inputs * c.bytes}, {at(l.out), row}}
	b.blocks(l.Units, columns, strides, func(width int, p []pointer) {
		gradient, delta := p[0], p[1]
		b.blocks(l.inputs, 8/width, []stride{{gradient, width * c.bytes}, {in, row}}, func(height int, p []pointer) {
			gradient, in := p[0], p[1]
			for i := range height * width {
				b.assign(sums[i], b.c(0))
			}
			b.each(c.vectors, 2, []stride{{in, 16}, {delta, 16}}, func(p []pointer) {
				d := make([]vec, width)
				for j := range d {
					d[j] = b.let(b.load(p[1].plus(j * row)))
				}
				for i := range height {
					x := b.let(b.load(p[0].plus(i * row)))
					for j := range d {
						sum := sums[i*width+j]
						b.assign(sum, b.mulAdd(x, d[j], b.value(sum)))
					}
				}
			})
			b.addTotals(gradient, sums[:height*width])
		})
	})
	if !l.UseBias {
		return
	}
	b.blocks(l.Units, 8, []stride{{at(c.gradient + l.bias), c.bytes}, {at(l.out), row}}, func(width int, p []pointer) {
		gradient, delta := p[0], p[1]
		for j := range width {
			b.assign(sums[j], b.c(0))
		}
		b.each(c.vectors, 2, []stride{{delta, 16}}, func(p []pointer) {
			for j := range width {
				b.assign(sums[j], b.add(b.value(sums[j]), b.load(p[0].plus(j*row))))
			}
		})
		b.addTotals(gradient, sums[:width])
	})
}

// addTotals adds the sums of the lanes of each vector to consecutive numbers in memory.
func (b *builder) addTotals(to pointer, sums []asm.Local) {
	i := 0
	for ; i+b.lanes <= len(sums); i += b.lanes {
		group := make([]vec, b.lanes)
		for k := range group {
			group[k] = b.value(sums[i+k])
		}
		place := to.plus(i * b.bytes)
		b.store(place, b.add(b.load(place), b.totals(group)))
	}
	for ; i < len(sums); i++ {
		place := to.plus(i * b.bytes)
		b.storeOne(place, b.add(b.broadcast(place), b.total(b.value(sums[i]))))
	}
}

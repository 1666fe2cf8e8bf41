package kernel

// A batch of few rows leaves lanes empty, and an activation such as tanh costs as much for an empty lane. Here
// the rows of several units share vectors while the activation is computed.

// halfEmpty says whether the last vector of each unit holds one row and its repetition: two rows to a vector, an odd
// number of rows, and so few that the waste is felt.
func (c *compiler) halfEmpty() bool {
	return c.lanes == 2 && c.spec.Batch == c.tile-1 && c.vectors <= 4
}

// activateHalves computes the last vectors of two units at once: for 3 rows and 10 units 15 vectors, not 20.
func (c *compiler) activateHalves(b *builder, l *layer) {
	row := c.tile * c.bytes
	last := 16 * (c.vectors - 1)
	strides := []stride{{at(l.out), row}, {at(l.slope), row}}
	b.each(l.Units, 1, strides, func(p []pointer) {
		b.each(c.vectors-1, 4, []stride{{p[0], 16}, {p[1], 16}}, func(p []pointer) { c.activateOne(b, l, p) })
	})
	strides = []stride{{at(l.out + last), row}, {at(l.slope + last), row}}
	b.blocks(l.Units, 2, strides, func(width int, p []pointer) {
		if width == 1 {
			c.activateOne(b, l, p)
			return
		}
		spread := func(to pointer, x vec) {
			if x != nil {
				x = b.let(x)
				b.store(to, b.shuffle(x, x, 0, 0))
				b.store(to.plus(row), b.shuffle(x, x, 1, 1))
			}
		}
		a, slope := l.kind.apply(b, b.let(b.shuffle(b.load(p[0]), b.load(p[0].plus(row)), 0, 2)))
		spread(p[0], a)
		spread(p[1], slope)
	})
}

// apply is the activation and, where it is kept, the slope at z.
func (a *activation) apply(b *builder, z vec) (value, slope vec) {
	if a.both != nil {
		return a.both(b, z)
	}
	return a.forward(b, z), nil
}

// applyAll is apply for several vectors; there are no slopes where none are kept.
func (a *activation) applyAll(b *builder, z []vec) (values, slopes []vec) {
	if a.many != nil {
		return a.many(b, z), nil
	}
	for _, z := range z {
		value, slope := a.apply(b, z)
		values = append(values, b.let(value))
		if slope != nil {
			slopes = append(slopes, b.let(slope))
		}
	}
	return values, slopes
}

// threeRows says whether each unit is one vector of three rows and a repetition.
func (c *compiler) threeRows() bool { return c.lanes == 4 && c.vectors == 1 && c.spec.Batch == 3 }

// activateThrees computes four units in three vectors: the rows of the fourth take the empty lanes of the others. What
// they leave there is finite and weighs 0.
func (c *compiler) activateThrees(b *builder, l *layer) {
	strides := []stride{{at(l.out), 16}, {at(l.slope), 16}}
	b.blocks(l.Units, 4, strides, func(width int, p []pointer) {
		if width < 4 {
			b.each(width, width, []stride{{p[0], 16}, {p[1], 16}}, func(p []pointer) { c.activateOne(b, l, p) })
			return
		}
		fourth := b.let(b.load(p[0].plus(48)))
		var values, slopes [3]vec
		for i := range values {
			z := b.let(b.shuffle(b.load(p[0].plus(16*i)), fourth, 0, 1, 2, 4+i))
			a, slope := l.kind.apply(b, z)
			values[i] = b.let(a)
			if slope != nil {
				slopes[i] = b.let(slope)
			}
		}
		store := func(to pointer, x [3]vec) {
			if x[0] == nil {
				return
			}
			for i := range x {
				b.store(to.plus(16*i), x[i])
			}
			b.store(to.plus(48), b.shuffle(b.let(b.shuffle(x[0], x[1], 3, 7, 3, 7)), x[2], 0, 1, 7, 7))
		}
		store(p[0], values)
		store(p[1], slopes)
	})
}

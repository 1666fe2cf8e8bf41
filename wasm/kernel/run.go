package kernel

import "plateau/wasm/kernel/asm"

// emit writes the module's functions: one per stage of a tile, so that a host compiles them
// one by one and may replace each by its optimized form between two calls.
func (c *compiler) emit() {
	if c.spec.compact() {
		c.emitCompact()
		return
	}
	tile := c.emitTile()
	update := c.function(c.update)
	var gather *asm.Func
	if c.spec.Shuffled {
		gather = c.function(c.gather)
	}
	c.emitRun(tile, update, gather)
}

// smallWork is up to which number of products of vectors the stages of a tile are one function: calls cost 10 ns, 3 to 12 % of the
// origin question's epoch.
const smallWork = 512

// emitTile returns the function that adds a tile's share to loss and gradient. Its argument is the address
// of the tile: inputs (inputs, tile), targets (outputs, tile), row weights (tile)
// and, for dropout, the numbers of the rows (tile).
func (c *compiler) emitTile() *asm.Func {
	var stages []func(b *builder, tile pointer)
	stage := func(body func(b *builder, tile pointer)) { stages = append(stages, body) }
	row := c.tile * c.bytes
	in := func(i int, tile pointer) pointer {
		if i == 0 {
			return tile
		}
		return at(c.layers[i-1].out)
	}
	for i := range c.layers {
		l := &c.layers[i]
		stage(func(b *builder, tile pointer) {
			b.scope(func() { c.forward(b, l, in(i, tile)) })
			b.scope(func() { c.activate(b, l) })
			if l.Dropout > 0 {
				rows := tile.plus((c.spec.Net.Inputs + c.spec.Net.Outputs() + 1) * row)
				b.scope(func() { c.drop(b, i, rows) })
			}
		})
	}
	last := len(c.layers) - 1
	stage(func(b *builder, tile pointer) {
		y := tile.plus(c.spec.Net.Inputs * row)
		c.lossOf(b, &c.layers[last], y, y.plus(c.spec.Net.Outputs()*row))
	})
	for i := last; i >= 0; i-- {
		l := &c.layers[i]
		stage(func(b *builder, tile pointer) {
			b.scope(func() { c.gradientOf(b, l, in(i, tile)) })
			if i > 0 {
				b.scope(func() { c.backward(b, l, &c.layers[i-1]) })
			}
		})
	}
	small := c.spec.Net.Parameters()*c.vectors <= smallWork
	return c.function(func(b *builder, tile asm.Local) {
		for _, body := range stages {
			if small {
				b.scope(func() { body(b, pointer{tile, true, 0}) })
				continue
			}
			b.Get(tile).Call(c.function(func(b *builder, tile asm.Local) { body(b, pointer{tile, true, 0}) }))
		}
	})
}

// gather copies the next rows of the order into the tile; its argument is the address of the
// descriptor. Places that no row fills repeat the last one and weigh 0.
func (c *compiler) gather(b *builder, descriptor asm.Local) {
	d := pointer{descriptor, true, 0}
	local := func() asm.Local { return b.local(asm.I32) }
	next, end, to, number, row := local(), local(), local(), local(), local()
	line := c.tile * c.bytes
	columns := c.spec.Net.Inputs + c.spec.Net.Outputs()
	// The state's next entry of the order, and where this tile's entries end.
	b.I32(int32(c.state)).Memory(asm.I32Load, stateOrder).Tee(next)
	b.Get(descriptor).Memory(asm.I32Load, descriptorRows).I32(2).Op(asm.I32Shl).Op(asm.I32Add).Set(end)
	b.I32(int32(c.tiles)).Set(to)
	share := b.variables(1)[0]
	b.assign(share, b.broadcast(d.plus(descriptorShare)))
	again := b.Loop()
	b.Get(next).Get(end).Op(asm.I32Eq)
	b.If()
	b.assign(share, b.c(0))
	b.Else()
	b.Get(next).Memory(asm.I32Load, 0).Tee(number).I32(int32(c.rowBytes())).Op(asm.I32Mul).I32(int32(c.rows)).Op(asm.I32Add).Set(row)
	b.Get(next).I32(4).Op(asm.I32Add).Set(next)
	b.End()
	b.each(columns, 4, []stride{{pointer{row, true, 0}, c.bytes}, {pointer{to, true, 0}, line}}, func(p []pointer) {
		b.storeOne(p[1], b.broadcast(p[0]))
	})
	b.storeOne(pointer{to, true, columns * line}, b.mul(b.value(share), b.broadcast(pointer{row, true, columns * c.bytes})))
	if c.spec.drops() {
		b.storeOne(pointer{to, true, (columns + 1) * line}, b.words(func() { b.Get(number) }))
	}
	b.Get(to).I32(int32(c.bytes)).Op(asm.I32Add).Tee(to)
	b.I32(int32(c.tiles + line)).Op(asm.I32Ne)
	b.BrIf(again)
	b.End()
	b.I32(int32(c.state)).Get(next).Memory(asm.I32Store, stateOrder)
}

// emitRun writes run(tiles, epochs), which trains for at most that many tiles and finishes at most that
// many epochs, both at least 1; an epoch whose loss is not a finite number is the last. It stores the losses of the epochs
// it finishes at the start of the ring and returns how many there are.
func (c *compiler) emitRun(tile, update, gather *asm.Func) {
	f := c.module.Func("run", []asm.Type{asm.I32, asm.I32}, []asm.Type{asm.I32})
	tiles, epochs := f.Param(0), f.Param(1)
	next, finished, rows, finite := f.Local(asm.I32), f.Local(asm.I32), f.Local(asm.I32), f.Local(asm.I32)
	loss := f.Local(asm.F64)
	state := int32(c.state)
	f.I32(1).Set(finite)
	f.I32(state).Memory(asm.I32Load, stateNext).Set(next)
	again := f.Loop()
	if gather != nil {
		f.Get(next).Call(gather)
	}
	f.Get(next).Memory(asm.I32Load, descriptorTile).Call(tile)
	f.Get(next).Memory(asm.I32Load, descriptorEnd).Tee(rows)
	f.If()
	f.Get(rows).Call(update)
	f.End()
	f.Get(next).I32(descriptorBytes).Op(asm.I32Add).Tee(next)
	f.I32(int32(c.descriptors + c.tilesPerEpoch()*descriptorBytes)).Op(asm.I32Eq)
	f.If()
	f.I32(int32(c.descriptors)).Set(next)
	f.Get(finished).I32(3).Op(asm.I32Shl)
	f.I32(state).Memory(asm.F64Load, stateEpochLoss).F64(float64(c.spec.Rows)).Op(asm.F64Div).Tee(loss)
	f.Memory(asm.F64Store, c.ring)
	finiteLoss(f, loss, finite)
	f.I32(state).F64(0).Memory(asm.F64Store, stateEpochLoss)
	f.Get(finished).I32(1).Op(asm.I32Add).Set(finished)
	f.End()
	f.Get(tiles).I32(1).Op(asm.I32Sub).Tee(tiles)
	f.I32(0).Op(asm.I32Ne)
	f.Get(finished).Get(epochs).Op(asm.I32Ne).Op(asm.I32And).Get(finite).Op(asm.I32And)
	f.BrIf(again)
	f.End()
	f.I32(state).Get(next).Memory(asm.I32Store, stateNext)
	f.Get(finished)
}

// finiteLoss sets whether the loss is neither infinite nor NaN.
func finiteLoss(f *asm.Func, loss, finite asm.Local) {
	f.Get(loss).Get(loss).Op(asm.F64Sub).F64(0).Op(asm.F64Eq).Set(finite)
}

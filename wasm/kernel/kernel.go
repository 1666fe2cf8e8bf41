// Package kernel compiles the training of one network to one WebAssembly module: vector
// code that does nothing else, made for its layers, loss, optimizer, precision and batch.
// Package mlp says what is computed and is the oracle of the tests; this package
// says how it is computed fast.
//
// The rows of a batch lie along the lanes of vectors, so any width of layer fills them, and a
// batch passes through the network in tiles small enough for the cache. Files, in reading order:
//
//	layout.go      where everything lies in the module's memory
//	dense.go       the three matrix products of a layer, register-blocked
//	activation.go  activations and their slopes
//	packed.go      lanes shared by units where rows are few
//	compact.go     one hidden layer on a few rows, an epoch in one function
//	dropout.go     units silenced while training
//	loss.go        losses, down to the derivative by the last layer's sums
//	optimizer.go   the end of a batch: penalties, clipping, decay
//	rule.go        the update rules
//	run.go         tiles, batches and epochs
//	trainer.go     the Go side: data in, losses and weights out
//	vector.go      expressions that emit vector instructions
//	elementary.go  exp, tanh and their kin; the same bits as package elementary in f64x2
//	key.go         programs kept for the next run
//
// The module imports nothing and every instruction in it is deterministic, so one module gives the
// same bits in every host.
package kernel

import (
	"errors"
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/kernel/asm"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// Spec is what a module is made for.
type Spec struct {
	Net       mlp.Spec
	Optimizer catalog.Choice
	Single    bool // float32, not float64
	Rows      int  // of the training data
	Batch     int  // rows of a batch, at most Rows; the last batch of an epoch may be smaller
	Shuffled  bool // every epoch visits the rows in an order of its own
}

// Supports is nil if Compile can make a module for s, or says what is missing.
func Supports(s Spec) error {
	for i, l := range s.Net.Layers {
		p := f64x2
		if s.Single {
			p = f32x4
		}
		if l.Dropout > 0 && (l.Activation.Name == "softmax" || p.dropLimit(l.Dropout) >= 1<<32) {
			return errors.New(text.Format("kernel: layer %d drops units of %s", i, l.Activation.Name))
		}
		last := i == len(s.Net.Layers)-1
		if !supportsActivation(l.Activation, last) {
			return errors.New(text.Format("kernel: layer %d has activation %s", i, l.Activation.Name))
		}
	}
	if !supportsLoss(s.Net.Loss) {
		return errors.New("kernel: loss " + s.Net.Loss.Name)
	}
	if err := supportsOptimizer(s); err != nil {
		return err
	}
	l := newLayout(s)
	if pages := l.pages(); pages > maxPages {
		return errors.New(text.Format("kernel: needs %d MiB", pages/16))
	}
	return nil
}

// maxPages bounds a module's memory to 256 MiB.
const maxPages = 4096

// Program is a compiled module and where things lie in its memory.
type Program struct {
	Code []byte
	layout
}

// Compile makes the module for a spec that Supports accepts. Programs are kept for
// the next time; nobody may change them.
func Compile(s Spec) *Program { return recall(s.key(), func() *Program { return compile(s) }) }

func compile(s Spec) *Program {
	c := &compiler{layout: newLayout(s), module: asm.NewModule(0)}
	c.pool = newPool(c.module, c.constants, poolBytes)
	c.emit()
	c.module.SetPages(c.pages())
	c.module.Data(c.constants, c.pool.bytes)
	return &Program{c.module.Encode(), c.layout}
}

// compiler emits the functions of one module.
type compiler struct {
	layout
	module *asm.Module
	pool   *pool
}

// function begins a function that takes one i32, the address of a tile or a number of rows.
func (c *compiler) function(body func(b *builder, argument asm.Local)) *asm.Func {
	f := c.module.Func("", []asm.Type{asm.I32}, nil)
	body(newBuilder(f, c.precision, c.pool), f.Param(0))
	return f
}

// stride is one of the addresses that move through a loop.
type stride struct {
	from pointer
	by   int
}

// each emits body for n places, unroll of them per turn of the loop and the
// rest behind it. The body gets the addresses of its place.
func (b *builder) each(n, unroll int, strides []stride, body func(p []pointer)) {
	straight := func(from []pointer, count int) {
		p := make([]pointer, len(from))
		for k := range count {
			for i := range p {
				p[i] = from[i].plus(k * strides[i].by)
			}
			b.scope(func() { body(p) })
		}
	}
	from := make([]pointer, len(strides))
	for i, s := range strides {
		from[i] = s.from
	}
	if n <= unroll {
		straight(from, n)
		return
	}
	words := b.locals.used[asm.I32]
	turns := n / unroll
	// Addresses that move in step share one local, whose value is the part of the address
	// that is not static.
	type step struct {
		base pointer
		by   int
	}
	locals := map[step]asm.Local{}
	var steps []step
	moving := make([]pointer, len(strides))
	for i, s := range strides {
		k := step{s.from.plus(-s.from.offset), s.by}
		l, ok := locals[k]
		if !ok {
			l = b.local(asm.I32)
			b.start(k.base, 0)
			b.Set(l)
			locals[k] = l
			steps = append(steps, k)
		}
		moving[i] = pointer{l, true, s.from.offset}
	}
	first, end := steps[0], b.local(asm.I32)
	b.start(first.base, turns*unroll*first.by)
	b.Set(end)
	loop := b.Loop()
	straight(moving, unroll)
	for _, k := range steps {
		b.Get(locals[k]).I32(int32(unroll * k.by)).Op(asm.I32Add).Set(locals[k])
	}
	b.Get(locals[first]).Get(end).Op(asm.I32Ne)
	b.BrIf(loop)
	b.End()
	straight(moving, n%unroll)
	b.locals.used[asm.I32] = words
}

// start pushes the changing part of an address, moved on.
func (b *builder) start(p pointer, by int) {
	if !p.hasOwn {
		b.I32(int32(by))
		return
	}
	b.Get(p.base)
	if by != 0 {
		b.I32(int32(by)).Op(asm.I32Add)
	}
}

// variables are vectors that change, such as sums.
func (b *builder) variables(n int) []asm.Local {
	out := make([]asm.Local, n)
	for i := range out {
		out[i] = b.local(asm.V128)
	}
	return out
}

func (b *builder) value(l asm.Local) vec { return func() { b.Get(l) } }

func (b *builder) assign(l asm.Local, x vec) {
	x()
	b.Set(l)
}

func ceil(n, unit int) int { return (n + unit - 1) / unit * unit }

var infinity = math.Inf(1)

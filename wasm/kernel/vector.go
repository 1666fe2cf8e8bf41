package kernel

import (
	"math"

	"plateau/wasm/kernel/asm"
)

// precision is a lane type: how many numbers a vector holds, and the instructions on
// them.
type precision struct {
	lanes, bytes                                   int
	add, sub, mul, div, sqrt, abs, neg, pmin, pmax asm.Op
	eq, lt, gt, le, ge                             asm.Op
	loadSplat                                      asm.MemoryOp
	storeLane                                      asm.MemoryLaneOp
	extract                                        asm.LaneOp
	sign                                           uint64 // the sign bit of every lane
}

var f64x2 = &precision{
	2, 8, asm.F64x2Add, asm.F64x2Sub, asm.F64x2Mul, asm.F64x2Div, asm.F64x2Sqrt, asm.F64x2Abs, asm.F64x2Neg, asm.F64x2PMin, asm.F64x2PMax,
	asm.F64x2Eq, asm.F64x2Lt, asm.F64x2Gt, asm.F64x2Le, asm.F64x2Ge, asm.V128Load64Splat, asm.V128Store64Lane, asm.F64x2ExtractLane, 1 << 63,
}

var f32x4 = &precision{
	4, 4, asm.F32x4Add, asm.F32x4Sub, asm.F32x4Mul, asm.F32x4Div, asm.F32x4Sqrt, asm.F32x4Abs, asm.F32x4Neg, asm.F32x4PMin, asm.F32x4PMax,
	asm.F32x4Eq, asm.F32x4Lt, asm.F32x4Gt, asm.F32x4Le, asm.F32x4Ge, asm.V128Load32Splat, asm.V128Store32Lane, asm.F32x4ExtractLane, 1<<63 | 1<<31,
}

// round is v in the precision, as float64.
func (p *precision) round(v float64) float64 {
	if p == f32x4 {
		return float64(float32(v))
	}
	return v
}

// put stores v at buf[0:p.bytes].
func (p *precision) put(buf []byte, v float64) {
	if p == f32x4 {
		put32(buf, math.Float32bits(float32(v)))
	} else {
		put64(buf, math.Float64bits(v))
	}
}

// get is the number at buf[0:p.bytes].
func (p *precision) get(buf []byte) float64 {
	if p == f32x4 {
		return float64(math.Float32frombits(get32(buf)))
	}
	return math.Float64frombits(get64(buf))
}

// vec and word are expressions: calling one emits instructions that leave a vector or an i32 on the
// stack. A value used twice must be a let, or it is computed twice.
type (
	vec  func()
	word func()
)

// pointer is an address: a local (or none) plus a static offset.
type pointer struct {
	base   asm.Local
	hasOwn bool
	offset int
}

func at(offset int) pointer               { return pointer{offset: offset} }
func (p pointer) plus(offset int) pointer { p.offset += offset; return p }

// builder emits the body of one function in one precision.
type builder struct {
	*asm.Func
	*precision
	pool   *pool
	locals *locals
	beside *beside
}

// beside are jobs that wait for a turn; see meanwhile.
type beside struct {
	jobs  []func()
	turns int
}

// meanwhile emits jobs one after another between the steps that body takes, and those that are left behind it: a processor looks
// ahead by less than either is long. A job must not need what body computes, nor body what a job does.
func (b *builder) meanwhile(jobs []func(), body func()) {
	*b.beside = beside{jobs: jobs}
	body()
	for len(b.beside.jobs) > 0 {
		b.beside.next()
	}
}

// turn comes after each step of several vectors.
func (b *beside) turn() {
	if b.turns++; b.turns%2 == 0 && len(b.jobs) > 0 {
		b.next()
	}
}

func (b *beside) next() {
	job := b.jobs[0]
	b.jobs = b.jobs[1:]
	job()
}

func newBuilder(f *asm.Func, p *precision, constants *pool) *builder {
	return &builder{f, p, constants, &locals{used: map[asm.Type]int{}, all: map[asm.Type][]asm.Local{}}, &beside{}}
}

// in is the same function in another precision.
func (b *builder) in(p *precision) *builder { return &builder{b.Func, p, b.pool, b.locals, b.beside} }

// locals hands out local variables and takes them back at the end of a scope, because
// a compiler's first, quick tier keeps every one in the stack frame.
type locals struct {
	all  map[asm.Type][]asm.Local
	used map[asm.Type]int
}

// local is a variable that belongs to the innermost scope; its value at first is anything.
func (b *builder) local(t asm.Type) asm.Local {
	n := b.locals.used[t]
	if n == len(b.locals.all[t]) {
		b.locals.all[t] = append(b.locals.all[t], b.Local(t))
	}
	b.locals.used[t] = n + 1
	return b.locals.all[t][n]
}

// scope frees the variables that body takes.
func (b *builder) scope(body func()) {
	vectors, words := b.locals.used[asm.V128], b.locals.used[asm.I32]
	body()
	b.locals.used[asm.V128], b.locals.used[asm.I32] = vectors, words
}

func (b *builder) address(p pointer) int {
	if p.hasOwn {
		b.Get(p.base)
	} else {
		b.I32(0)
	}
	return p.offset
}

func (b *builder) unary(o asm.Op, x vec) vec     { return func() { x(); b.Op(o) } }
func (b *builder) binary(o asm.Op, x, y vec) vec { return func() { x(); y(); b.Op(o) } }

func (b *builder) add(x, y vec) vec    { return b.binary(b.precision.add, x, y) }
func (b *builder) sub(x, y vec) vec    { return b.binary(b.precision.sub, x, y) }
func (b *builder) mul(x, y vec) vec    { return b.binary(b.precision.mul, x, y) }
func (b *builder) div(x, y vec) vec    { return b.binary(b.precision.div, x, y) }
func (b *builder) sqrt(x vec) vec      { return b.unary(b.precision.sqrt, x) }
func (b *builder) abs(x vec) vec       { return b.unary(b.precision.abs, x) }
func (b *builder) neg(x vec) vec       { return b.unary(b.precision.neg, x) }
func (b *builder) eq(x, y vec) vec     { return b.binary(b.precision.eq, x, y) }
func (b *builder) lt(x, y vec) vec     { return b.binary(b.precision.lt, x, y) }
func (b *builder) gt(x, y vec) vec     { return b.binary(b.precision.gt, x, y) }
func (b *builder) le(x, y vec) vec     { return b.binary(b.precision.le, x, y) }
func (b *builder) ge(x, y vec) vec     { return b.binary(b.precision.ge, x, y) }
func (b *builder) and(x, y vec) vec    { return b.binary(asm.V128And, x, y) }
func (b *builder) andNot(x, y vec) vec { return b.binary(asm.V128AndNot, x, y) } // x and not y
func (b *builder) or(x, y vec) vec     { return b.binary(asm.V128Or, x, y) }

// min is y < x ? y : x, and max x < y ? y : x: both keep a NaN in x.
func (b *builder) min(x, y vec) vec { return b.binary(b.pmin, x, y) }
func (b *builder) max(x, y vec) vec { return b.binary(b.pmax, x, y) }

// mulAdd is x*y + z, rounded twice.
func (b *builder) mulAdd(x, y, z vec) vec { return b.add(b.mul(x, y), z) }

// pick is x where the mask is all ones and y where it is 0.
func (b *builder) pick(mask, x, y vec) vec {
	return func() { x(); y(); mask(); b.Op(asm.V128Bitselect) }
}

// signed is the magnitude of x with the sign of y.
func (b *builder) signed(x, y vec) vec { return b.pick(b.bits(b.sign), y, x) }

func (b *builder) shiftLeft(x vec, n int32) vec {
	return func() { x(); b.I32(n).Op(asm.I64x2Shl) }
}

func (b *builder) shiftLeft32(x vec, n int32) vec {
	return func() { x(); b.I32(n).Op(asm.I32x4Shl) }
}

// zero is +0 in all lanes, which a host makes from nothing.
func (b *builder) zero() vec { return func() { b.V128(0, 0) } }

// first is a mask of the first lanes.
func (b *builder) first(lanes int) vec {
	low, high := ^uint64(0), uint64(0)
	switch bits := 8 * b.bytes * lanes; {
	case bits < 64:
		low = 1<<bits - 1
	case bits > 64:
		high = 1<<(bits-64) - 1
	}
	return func() { b.V128(low, high) }
}

// let computes x once.
func (b *builder) let(x vec) vec {
	l := b.local(asm.V128)
	x()
	b.Set(l)
	return func() { b.Get(l) }
}

// c is a constant in all lanes, loaded from the pool: V8 would rebuild a v128.const
// in every iteration of a loop.
func (b *builder) c(v float64) vec {
	return b.load(at(b.pool.number(b.precision, v)))
}

// bits is the same 64 bits in both halves.
func (b *builder) bits(v uint64) vec {
	return b.load(at(b.pool.word(v)))
}

func (b *builder) load(p pointer) vec {
	return func() { b.Memory(asm.V128Load, b.address(p)) }
}

// broadcast loads one number into all lanes.
func (b *builder) broadcast(p pointer) vec {
	return func() { b.Memory(b.loadSplat, b.address(p)) }
}

func (b *builder) store(p pointer, x vec) {
	offset := b.address(p)
	x()
	b.Memory(asm.V128Store, offset)
}

// storeOne stores the first lane.
func (b *builder) storeOne(p pointer, x vec) {
	offset := b.address(p)
	x()
	b.MemoryLane(b.storeLane, offset, 0)
}

// horner evaluates a polynomial whose coefficients come lowest first.
func (b *builder) horner(c []float64, x vec) vec {
	y := b.c(c[len(c)-1])
	for i := len(c) - 2; i >= 0; i-- {
		y = b.mulAdd(y, x, b.c(c[i]))
	}
	return y
}

// shuffle picks lanes: of 0..lanes-1 from x, lanes..2*lanes-1 from y.
func (b *builder) shuffle(x, y vec, lanes ...int) vec {
	var bytes [16]byte
	for i := range bytes {
		bytes[i] = byte(lanes[i/b.bytes]*b.bytes + i%b.bytes)
	}
	return func() { x(); y(); b.Shuffle(bytes) }
}

// wide applies a function of f64x2 to a vector of any precision.
func (b *builder) wide(f func(b *builder, x vec) vec, x vec) vec {
	if b.precision == f64x2 {
		return f(b, x)
	}
	x = b.let(x)
	d := b.in(f64x2)
	promote := func(x vec) vec { return b.unary(asm.F64x2PromoteLowF32x4, x) }
	low := d.let(b.unary(asm.F32x4DemoteF64x2Zero, f(d, d.let(promote(x)))))
	high := b.unary(asm.F32x4DemoteF64x2Zero, f(d, d.let(promote(b.shuffle(x, x, 2, 3, 2, 3)))))
	return b.shuffle(low, high, 0, 1, 4, 5)
}

// total is the sum over the lanes of x, in lane 0.
func (b *builder) total(x vec) vec {
	x = b.let(x)
	if b.lanes == 2 {
		return b.add(x, b.shuffle(x, x, 1, 1))
	}
	x = b.let(b.add(x, b.shuffle(x, x, 2, 3, 2, 3)))
	return b.add(x, b.shuffle(x, x, 1, 1, 1, 1))
}

// totals sums the lanes of each of as many vectors as there are lanes, into one vector.
func (b *builder) totals(x []vec) vec {
	if b.lanes == 2 {
		x0, x1 := b.let(x[0]), b.let(x[1])
		return b.add(b.shuffle(x0, x1, 0, 2), b.shuffle(x0, x1, 1, 3))
	}
	pair := func(x, y vec) vec {
		x, y = b.let(x), b.let(y)
		return b.let(b.add(b.shuffle(x, y, 0, 4, 2, 6), b.shuffle(x, y, 1, 5, 3, 7)))
	}
	low, high := pair(x[0], x[1]), pair(x[2], x[3])
	return b.add(b.shuffle(low, high, 0, 1, 4, 5), b.shuffle(low, high, 2, 3, 6, 7))
}

package asm

import (
	"strings"

	"plateau/wasm/text"
)

// Func is a function under construction. Its methods append one instruction each and
// return the function, so that a sequence reads as in the text format.
type Func struct {
	name            string
	index           uint32
	params, results []Type
	types           []Type // of parameters and locals, by index
	code            []byte
	stack           []Type
	frames          []frame
}

// frame is one open block, loop or if.
type frame struct {
	loop    bool
	branch  bool // an if, whose else is not yet written
	results []Type
	height  int  // of the stack at entry
	dead    bool // the rest of the block cannot be reached
}

// Local names a parameter or local variable.
type Local struct {
	index uint32
	typ   Type
}

// Param is parameter i.
func (f *Func) Param(i int) Local { return Local{uint32(i), f.params[i]} }

// Local adds a variable, 0 at first.
func (f *Func) Local(t Type) Local {
	f.types = append(f.types, t)
	return Local{uint32(len(f.types) - 1), t}
}

// list names types for a message.
func list(types []Type) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.String()
	}
	return "[" + strings.Join(names, " ") + "]"
}

func (f *Func) fail(format string, args ...any) {
	panic(text.Format("asm: function %d %q: %s", int(f.index), f.name, text.Format(format, args...)))
}

func (f *Func) push(types ...Type) { f.stack = append(f.stack, types...) }

func (f *Func) pop(instruction string, types ...Type) {
	top := &f.frames[len(f.frames)-1]
	for i := len(types) - 1; i >= 0; i-- {
		if len(f.stack) == top.height {
			if !top.dead {
				f.fail("%s wants %s, the stack is empty", instruction, list(types))
			}
			continue
		}
		last := len(f.stack) - 1
		if f.stack[last] != types[i] {
			f.fail("%s wants %s, the stack ends in %s", instruction, list(types), f.stack[last])
		}
		f.stack = f.stack[:last]
	}
}

// unreachable marks the rest of the block dead.
func (f *Func) unreachable() {
	top := &f.frames[len(f.frames)-1]
	f.stack = f.stack[:top.height]
	top.dead = true
}

// Op emits a plain instruction.
func (f *Func) Op(o Op) *Func {
	f.pop(o.Name, o.in...)
	f.code = o.append(f.code)
	f.push(o.out...)
	return f
}

// Memory emits a load or store at a static offset from the address on the stack.
func (f *Func) Memory(o MemoryOp, offset int) *Func {
	if offset < 0 {
		f.fail("%s at negative offset %d", o.Name, offset)
	}
	f.pop(o.Name, o.in...)
	f.code = o.append(f.code)
	f.code = append(f.code, o.align)
	f.code = unsigned(f.code, uint64(offset))
	f.push(o.out...)
	return f
}

// MemoryLane is Memory for instructions that move one lane of a vector.
func (f *Func) MemoryLane(o MemoryLaneOp, offset int, lane byte) *Func {
	f.Memory(o.MemoryOp, offset)
	f.code = append(f.code, lane)
	return f
}

// Lane emits an instruction that names one lane of a vector.
func (f *Func) Lane(o LaneOp, lane byte) *Func {
	if lane >= o.lanes {
		f.fail("%s has no lane %d", o.Name, int(lane))
	}
	f.Op(o.Op)
	f.code = append(f.code, lane)
	return f
}

// Shuffle emits i8x16.shuffle, which picks 16 of the 32 bytes of two vectors.
func (f *Func) Shuffle(bytes [16]byte) *Func {
	f.Op(i8x16Shuffle)
	for _, b := range bytes {
		if b >= 32 {
			f.fail("shuffle picks byte %d of 32", int(b))
		}
	}
	f.code = append(f.code, bytes[:]...)
	return f
}

// I32 emits i32.const.
func (f *Func) I32(v int32) *Func {
	f.code = signed(append(f.code, 0x41), int64(v))
	f.push(I32)
	return f
}

// I64 emits i64.const.
func (f *Func) I64(v int64) *Func {
	f.code = signed(append(f.code, 0x42), v)
	f.push(I64)
	return f
}

// F32 emits f32.const.
func (f *Func) F32(v float32) *Func {
	f.code = little(append(f.code, 0x43), bits32(v), 4)
	f.push(F32)
	return f
}

// F64 emits f64.const.
func (f *Func) F64(v float64) *Func {
	f.code = little(append(f.code, 0x44), bits64(v), 8)
	f.push(F64)
	return f
}

// V128 emits v128.const.
func (f *Func) V128(low, high uint64) *Func {
	f.code = append(f.code, 0xfd, 0x0c)
	f.code = little(little(f.code, low, 8), high, 8)
	f.push(V128)
	return f
}

func (f *Func) variable(code byte, l Local) *Func {
	if int(l.index) >= len(f.types) || f.types[l.index] != l.typ {
		f.fail("local %d of type %s is another function's", int(l.index), l.typ)
	}
	f.code = unsigned(append(f.code, code), uint64(l.index))
	return f
}

// Get emits local.get.
func (f *Func) Get(l Local) *Func {
	f.push(l.typ)
	return f.variable(0x20, l)
}

// Set emits local.set.
func (f *Func) Set(l Local) *Func {
	f.pop("local.set", l.typ)
	return f.variable(0x21, l)
}

// Tee emits local.tee.
func (f *Func) Tee(l Local) *Func {
	f.pop("local.tee", l.typ)
	f.push(l.typ)
	return f.variable(0x22, l)
}

// Call emits a call of a function of the same module.
func (f *Func) Call(g *Func) *Func {
	f.pop("call", g.params...)
	f.code = unsigned(append(f.code, 0x10), uint64(g.index))
	f.push(g.results...)
	return f
}

func (f *Func) encode() []byte {
	if len(f.frames) != 1 {
		f.fail("%d blocks are open", len(f.frames)-1)
	}
	f.pop("end", f.results...)
	if len(f.stack) != 0 {
		f.fail("values %s are left", list(f.stack))
	}
	var groups uint64
	var locals []byte
	for i := len(f.params); i < len(f.types); {
		n := i
		for n < len(f.types) && f.types[n] == f.types[i] {
			n++
		}
		locals = append(unsigned(locals, uint64(n-i)), byte(f.types[i]))
		groups++
		i = n
	}
	out := append(unsigned(nil, groups), locals...)
	out = append(out, f.code...)
	return append(out, 0x0b)
}

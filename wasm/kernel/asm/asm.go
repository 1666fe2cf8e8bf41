// Package asm writes WebAssembly modules. It knows the part of the core
// specification that package kernel needs: functions, locals, one memory, structured
// control, and the numeric and vector instructions in ops.go.
//
// Every instruction is checked against the types on the operand stack as it is
// emitted, by the validation algorithm in the appendix of the specification, so an
// ill-typed function panics at the line that wrote it, not in a browser.
//
//	m := asm.NewModule(1)
//	f := m.Func("square", []asm.Type{asm.F64}, []asm.Type{asm.F64})
//	f.Get(f.Param(0)).Get(f.Param(0)).Op(asm.F64Mul)
//	code := m.Encode()
package asm

import "math"

// Type is a value type, by its code in the binary format.
type Type byte

// The value types; there are no references here.
const (
	I32  Type = 0x7f
	I64  Type = 0x7e
	F32  Type = 0x7d
	F64  Type = 0x7c
	V128 Type = 0x7b
)

func (t Type) String() string {
	return map[Type]string{I32: "i32", I64: "i64", F32: "f32", F64: "f64", V128: "v128"}[t]
}

// Module is a module under construction: functions, one memory, and the data it
// starts with.
type Module struct {
	funcs []*Func
	pages uint32
	data  []segment
}

type segment struct {
	at    uint32
	bytes []byte
}

// NewModule begins a module with a memory, exported as "memory", of that many pages of 64 KiB.
// The memory does not grow.
func NewModule(pages int) *Module { return &Module{pages: uint32(pages)} }

// SetPages changes the size of the memory.
func (m *Module) SetPages(pages int) { m.pages = uint32(pages) }

// Data stores bytes in the memory before anything runs.
func (m *Module) Data(at int, bytes []byte) { m.data = append(m.data, segment{uint32(at), bytes}) }

// Func begins a function. It is exported if name is not empty.
func (m *Module) Func(name string, params, results []Type) *Func {
	f := &Func{name: name, index: uint32(len(m.funcs)), params: params, results: results}
	f.types = append(f.types, params...)
	f.frames = []frame{{results: results}}
	m.funcs = append(m.funcs, f)
	return f
}

// The sections of a module, in the order the format wants them.
const (
	typeSection     = 1
	functionSection = 3
	memorySection   = 5
	exportSection   = 7
	codeSection     = 10
	dataSection     = 11
)

// Encode returns the module in the binary format.
func (m *Module) Encode() []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	count := uint64(len(m.funcs))

	types, funcs, code := unsigned(nil, count), unsigned(nil, count), unsigned(nil, count)
	exports, exported := name(nil, "memory"), uint64(1)
	exports = append(exports, 0x02, 0x00)
	for i, f := range m.funcs {
		types = append(types, 0x60)
		types = valueTypes(types, f.params)
		types = valueTypes(types, f.results)
		funcs = unsigned(funcs, uint64(i))
		body := f.encode()
		code = unsigned(code, uint64(len(body)))
		code = append(code, body...)
		if f.name != "" {
			exported++
			exports = name(exports, f.name)
			exports = append(exports, 0x00)
			exports = unsigned(exports, uint64(i))
		}
	}
	memory := append([]byte{1, 0x01}, unsigned(unsigned(nil, uint64(m.pages)), uint64(m.pages))...)
	data := unsigned(nil, uint64(len(m.data)))
	for _, s := range m.data {
		data = append(data, 0x00, 0x41)
		data = signed(data, int64(int32(s.at)))
		data = append(data, 0x0b)
		data = unsigned(data, uint64(len(s.bytes)))
		data = append(data, s.bytes...)
	}

	out = section(out, typeSection, types)
	out = section(out, functionSection, funcs)
	out = section(out, memorySection, memory)
	out = section(out, exportSection, append(unsigned(nil, exported), exports...))
	out = section(out, codeSection, code)
	return section(out, dataSection, data)
}

func section(out []byte, id byte, content []byte) []byte {
	out = unsigned(append(out, id), uint64(len(content)))
	return append(out, content...)
}

func name(out []byte, s string) []byte { return append(unsigned(out, uint64(len(s))), s...) }

func valueTypes(out []byte, types []Type) []byte {
	out = unsigned(out, uint64(len(types)))
	for _, t := range types {
		out = append(out, byte(t))
	}
	return out
}

// unsigned appends v in LEB128.
func unsigned(out []byte, v uint64) []byte {
	for v >= 0x80 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v))
}

// signed appends v in signed LEB128.
func signed(out []byte, v int64) []byte {
	for v < -0x40 || v >= 0x40 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v)&0x7f)
}

func little(out []byte, v uint64, bytes int) []byte {
	for range bytes {
		out = append(out, byte(v))
		v >>= 8
	}
	return out
}

func bits32(x float32) uint64 { return uint64(math.Float32bits(x)) }
func bits64(x float64) uint64 { return math.Float64bits(x) }

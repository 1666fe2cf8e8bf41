//go:build !js

package asm

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
)

var plain = []Op{
	I32Eqz, I32Eq, I32Ne, I32LtU, I32Add, I32Sub, I32Mul, I32And, I32Shl, I32ShrU,
	I64LtU, I64Clz, I64Add, I64Sub, I64Mul, I64And, I64Or, I64Xor, I64Shl, I64ShrS, I64ShrU,
	I32WrapI64, I64ExtendI32U, F64ConvertI64U, I64ReinterpretF64, F64ReinterpretI64,
	F64Eq, F64Add, F64Sub, F64Mul, F64Div,
	F64ConvertI32U, F64PromoteF32, I32x4Splat, F64x2Splat,
	F32x4Eq, F32x4Lt, F32x4Gt, F32x4Le, F32x4Ge, F64x2Eq, F64x2Lt, F64x2Gt, F64x2Le, F64x2Ge,
	V128And, V128AndNot, V128Or, V128Xor, V128Bitselect, V128AnyTrue, F32x4DemoteF64x2Zero, F64x2PromoteLowF32x4,
	I32x4Shl, I32x4ShrU, I32x4Add, I32x4Mul, I32x4GeU, I64x2Neg, I64x2Shl, I64x2ShrU, I64x2Add,
	F32x4Abs, F32x4Neg, F32x4Sqrt, F32x4Add, F32x4Sub, F32x4Mul, F32x4Div, F32x4PMin, F32x4PMax,
	F64x2Abs, F64x2Neg, F64x2Sqrt, F64x2Add, F64x2Sub, F64x2Mul, F64x2Div, F64x2PMin, F64x2PMax,
}

var memory = []MemoryOp{
	I32Load, I64Load, F32Load, F64Load, I32Store, F64Store, V128Load, V128Load32Splat, V128Load64Splat, V128Store,
}

// everything is a module with each instruction once, and their names in order.
func everything() (*Module, []string) {
	m := NewModule(1)
	m.Data(16, []byte("data"))
	var names []string
	emit := func(o Op, then func(f *Func)) {
		f := m.Func("", o.in, o.out)
		for i := range o.in {
			f.Get(f.Param(i))
		}
		names = append(names, o.Name)
		then(f)
	}
	for _, o := range plain {
		emit(o, func(f *Func) { f.Op(o) })
	}
	for _, o := range memory {
		emit(o.Op, func(f *Func) { f.Memory(o, 300) })
	}
	for _, o := range []MemoryLaneOp{V128Store32Lane, V128Store64Lane} {
		emit(o.Op, func(f *Func) { f.MemoryLane(o, 8, 1) })
	}
	for _, o := range []LaneOp{F64x2ReplaceLane, F32x4ExtractLane, F64x2ExtractLane} {
		emit(o.Op, func(f *Func) { f.Lane(o, 1) })
	}
	emit(i8x16Shuffle, func(f *Func) { f.Shuffle([16]byte{0, 31}) })
	return m, names
}

// sum is a function with loops, branches and calls: 1 + 2 + ... + n, or -1 for n = 0.
func sum(m *Module) {
	add := m.Func("", []Type{I32, I32}, []Type{I32})
	add.Get(add.Param(0)).Get(add.Param(1)).Op(I32Add)

	f := m.Func("sum", []Type{I32}, []Type{I32})
	n, total := f.Param(0), f.Local(I32)
	f.Get(n).Op(I32Eqz)
	f.If(I32)
	f.I32(-1)
	f.Else()
	done := f.Block(I32)
	again := f.Loop()
	f.Get(total).Get(n).Call(add).Set(total)
	f.Get(n).I32(1).Op(I32Sub).Tee(n)
	f.BrIf(again)
	f.End()
	f.Get(total)
	f.Br(done)
	f.End()
	f.End()
}

func TestRuns(t *testing.T) {
	m, _ := everything()
	sum(m)
	ctx := context.Background()
	r := wazero.NewRuntime(ctx)
	defer r.Close(ctx)
	instance, err := r.Instantiate(ctx, m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[uint64]int32{0: -1, 1: 1, 1000: 500500} {
		if got, err := instance.ExportedFunction("sum").Call(ctx, n); err != nil || int32(got[0]) != want {
			t.Errorf("sum(%d) = %v, %v, want %d", n, got, err, want)
		}
	}
	if text, _ := instance.Memory().Read(16, 4); string(text) != "data" {
		t.Errorf("memory holds %q", text)
	}
}

// TestNames reads the module back with the disassembler of the WebAssembly Binary
// Toolkit: every code must mean what its name says.
func TestNames(t *testing.T) {
	if _, err := exec.LookPath("wasm-validate"); err != nil {
		t.Skip("wabt is not installed")
	}
	m, names := everything()
	sum(m)
	path := filepath.Join(t.TempDir(), "all.wasm")
	if err := os.WriteFile(path, m.Encode(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("wasm-validate", path).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := exec.Command("wasm2wat", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	rest := string(text)
	for _, name := range names {
		_, after, found := strings.Cut(rest, name)
		if !found {
			t.Errorf("%s is missing or out of order", name)
			continue
		}
		rest = after
	}
}

// TestIllTyped holds programs that must not come into being.
func TestIllTyped(t *testing.T) {
	programs := map[string]func(f *Func){
		"operand of another type": func(f *Func) { f.F64(1).F32(2).Op(F64Add) },
		"empty stack":             func(f *Func) { f.I32(1).Op(I32Add) },
		"set of another type":     func(f *Func) { f.F64(1).Set(f.Local(F32)) },
		"reaches below a block":   func(f *Func) { f.I32(1); f.Block(); f.Op(Drop32) },
		"value left in a block":   func(f *Func) { f.Block(); f.I32(1); f.End() },
		"value left at the end":   func(f *Func) { f.I32(1); f.encode() },
		"open block":              func(f *Func) { f.Block(); f.encode() },
		"else without if":         func(f *Func) { f.Block(); f.Else() },
		"if without else":         func(f *Func) { f.I32(1); f.If(I32); f.I32(1); f.End() },
		"foreign local":           func(f *Func) { f.Get(Local{3, I32}) },
		"lane out of range":       func(f *Func) { f.V128(0, 0).Lane(F64x2ExtractLane, 2) },
		"shuffle out of range":    func(f *Func) { f.V128(0, 0).V128(0, 0).Shuffle([16]byte{32}) },
		"branch to nowhere":       func(f *Func) { f.Br(1) },
		"arguments of a call":     func(f *Func) { f.F64(1).Call(f) },
	}
	for name, program := range programs {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("was accepted")
				}
			}()
			program(NewModule(1).Func("f", []Type{I32}, nil))
		})
	}
}

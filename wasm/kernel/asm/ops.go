package asm

// Op is an instruction without immediates: its name, its code, and what it takes from
// the stack and leaves there.
type Op struct {
	Name    string
	vector  bool // behind the prefix 0xfd
	code    uint32
	in, out []Type
}

// MemoryOp is a load or store.
type MemoryOp struct {
	Op
	align byte // log2 of the natural alignment; a hint, misaligned addresses work too
}

// MemoryLaneOp is a load or store of one lane.
type MemoryLaneOp struct{ MemoryOp }

// LaneOp is an instruction whose immediate is a lane.
type LaneOp struct {
	Op
	lanes byte
}

func (o Op) append(code []byte) []byte {
	if o.vector {
		return unsigned(append(code, 0xfd), uint64(o.code))
	}
	return append(code, byte(o.code))
}

func of(types ...Type) []Type { return types }

// A unary, binary or comparing operator of a scalar type.
func unary(name string, code uint32, t Type) Op { return Op{name, false, code, of(t), of(t)} }

func binary(name string, code uint32, t Type) Op {
	return Op{name, false, code, of(t, t), of(t)}
}

func compare(name string, code uint32, t Type) Op {
	return Op{name, false, code, of(t, t), of(I32)}
}

func convert(name string, code uint32, from, to Type) Op {
	return Op{name, false, code, of(from), of(to)}
}

func vector1(name string, code uint32) Op { return Op{name, true, code, of(V128), of(V128)} }
func vector2(name string, code uint32) Op { return Op{name, true, code, of(V128, V128), of(V128)} }
func shift(name string, code uint32) Op   { return Op{name, true, code, of(V128, I32), of(V128)} }

func load(name string, code uint32, t Type, align byte) MemoryOp {
	return MemoryOp{Op{name, t == V128, code, of(I32), of(t)}, align}
}

func store(name string, code uint32, t Type, align byte) MemoryOp {
	return MemoryOp{Op{name, t == V128, code, of(I32, t), nil}, align}
}

// Instructions on scalars.
var (
	Drop32 = Op{"drop", false, 0x1a, of(I32), nil}

	I32Eqz  = Op{"i32.eqz", false, 0x45, of(I32), of(I32)}
	I32Eq   = compare("i32.eq", 0x46, I32)
	I32Ne   = compare("i32.ne", 0x47, I32)
	I32LtU  = compare("i32.lt_u", 0x49, I32)
	I32Add  = binary("i32.add", 0x6a, I32)
	I32Sub  = binary("i32.sub", 0x6b, I32)
	I32Mul  = binary("i32.mul", 0x6c, I32)
	I32And  = binary("i32.and", 0x71, I32)
	I32Shl  = binary("i32.shl", 0x74, I32)
	I32ShrU = binary("i32.shr_u", 0x76, I32)

	I64LtU  = compare("i64.lt_u", 0x54, I64)
	I64Clz  = unary("i64.clz", 0x79, I64)
	I64Add  = binary("i64.add", 0x7c, I64)
	I64Sub  = binary("i64.sub", 0x7d, I64)
	I64Mul  = binary("i64.mul", 0x7e, I64)
	I64And  = binary("i64.and", 0x83, I64)
	I64Or   = binary("i64.or", 0x84, I64)
	I64Xor  = binary("i64.xor", 0x85, I64)
	I64Shl  = binary("i64.shl", 0x86, I64)
	I64ShrS = binary("i64.shr_s", 0x87, I64)
	I64ShrU = binary("i64.shr_u", 0x88, I64)

	I32WrapI64        = convert("i32.wrap_i64", 0xa7, I64, I32)
	I64ExtendI32U     = convert("i64.extend_i32_u", 0xad, I32, I64)
	F64ConvertI64U    = convert("f64.convert_i64_u", 0xba, I64, F64)
	I64ReinterpretF64 = convert("i64.reinterpret_f64", 0xbd, F64, I64)
	F64ReinterpretI64 = convert("f64.reinterpret_i64", 0xbf, I64, F64)

	F64Eq = compare("f64.eq", 0x61, F64)

	F64Add = binary("f64.add", 0xa0, F64)
	F64Sub = binary("f64.sub", 0xa1, F64)
	F64Mul = binary("f64.mul", 0xa2, F64)
	F64Div = binary("f64.div", 0xa3, F64)

	F64ConvertI32U = convert("f64.convert_i32_u", 0xb8, I32, F64)
	F64PromoteF32  = convert("f64.promote_f32", 0xbb, F32, F64)

	I32Load  = load("i32.load", 0x28, I32, 2)
	I64Load  = load("i64.load", 0x29, I64, 3)
	F32Load  = load("f32.load", 0x2a, F32, 2)
	F64Load  = load("f64.load", 0x2b, F64, 3)
	I32Store = store("i32.store", 0x36, I32, 2)
	F64Store = store("f64.store", 0x39, F64, 3)
)

// Instructions on vectors.
var (
	V128Load        = load("v128.load", 0x00, V128, 4)
	V128Load32Splat = load("v128.load32_splat", 0x09, V128, 2)
	V128Load64Splat = load("v128.load64_splat", 0x0a, V128, 3)
	V128Store       = store("v128.store", 0x0b, V128, 4)
	V128Store32Lane = MemoryLaneOp{store("v128.store32_lane", 0x5a, V128, 2)}
	V128Store64Lane = MemoryLaneOp{store("v128.store64_lane", 0x5b, V128, 3)}

	i8x16Shuffle = vector2("i8x16.shuffle", 0x0d)

	I32x4Splat = Op{"i32x4.splat", true, 0x11, of(I32), of(V128)}
	F64x2Splat = Op{"f64x2.splat", true, 0x14, of(F64), of(V128)}

	F64x2ReplaceLane = LaneOp{Op{"f64x2.replace_lane", true, 0x22, of(V128, F64), of(V128)}, 2}
	F32x4ExtractLane = LaneOp{Op{"f32x4.extract_lane", true, 0x1f, of(V128), of(F32)}, 4}
	F64x2ExtractLane = LaneOp{Op{"f64x2.extract_lane", true, 0x21, of(V128), of(F64)}, 2}

	F32x4Eq = vector2("f32x4.eq", 0x41)
	F32x4Lt = vector2("f32x4.lt", 0x43)
	F32x4Gt = vector2("f32x4.gt", 0x44)
	F32x4Le = vector2("f32x4.le", 0x45)
	F32x4Ge = vector2("f32x4.ge", 0x46)
	F64x2Eq = vector2("f64x2.eq", 0x47)
	F64x2Lt = vector2("f64x2.lt", 0x49)
	F64x2Gt = vector2("f64x2.gt", 0x4a)
	F64x2Le = vector2("f64x2.le", 0x4b)
	F64x2Ge = vector2("f64x2.ge", 0x4c)

	V128And       = vector2("v128.and", 0x4e)
	V128AndNot    = vector2("v128.andnot", 0x4f)
	V128Or        = vector2("v128.or", 0x50)
	V128Xor       = vector2("v128.xor", 0x51)
	V128Bitselect = Op{"v128.bitselect", true, 0x52, of(V128, V128, V128), of(V128)}
	V128AnyTrue   = Op{"v128.any_true", true, 0x53, of(V128), of(I32)}

	F32x4DemoteF64x2Zero = vector1("f32x4.demote_f64x2_zero", 0x5e)
	F64x2PromoteLowF32x4 = vector1("f64x2.promote_low_f32x4", 0x5f)

	I32x4Shl  = shift("i32x4.shl", 0xab)
	I32x4ShrU = shift("i32x4.shr_u", 0xad)
	I32x4Add  = vector2("i32x4.add", 0xae)
	I32x4Mul  = vector2("i32x4.mul", 0xb5)
	I64x2Neg  = vector1("i64x2.neg", 0xc1)
	I64x2Shl  = shift("i64x2.shl", 0xcb)
	I64x2ShrU = shift("i64x2.shr_u", 0xcd)
	I64x2Add  = vector2("i64x2.add", 0xce)
	I32x4GeU  = vector2("i32x4.ge_u", 0x40)

	F32x4Abs  = vector1("f32x4.abs", 0xe0)
	F32x4Neg  = vector1("f32x4.neg", 0xe1)
	F32x4Sqrt = vector1("f32x4.sqrt", 0xe3)
	F32x4Add  = vector2("f32x4.add", 0xe4)
	F32x4Sub  = vector2("f32x4.sub", 0xe5)
	F32x4Mul  = vector2("f32x4.mul", 0xe6)
	F32x4Div  = vector2("f32x4.div", 0xe7)
	F32x4PMin = vector2("f32x4.pmin", 0xea)
	F32x4PMax = vector2("f32x4.pmax", 0xeb)

	F64x2Abs  = vector1("f64x2.abs", 0xec)
	F64x2Neg  = vector1("f64x2.neg", 0xed)
	F64x2Sqrt = vector1("f64x2.sqrt", 0xef)
	F64x2Add  = vector2("f64x2.add", 0xf0)
	F64x2Sub  = vector2("f64x2.sub", 0xf1)
	F64x2Mul  = vector2("f64x2.mul", 0xf2)
	F64x2Div  = vector2("f64x2.div", 0xf3)
	F64x2PMin = vector2("f64x2.pmin", 0xf6)
	F64x2PMax = vector2("f64x2.pmax", 0xf7)
)

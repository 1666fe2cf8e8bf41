package main

import (
	"encoding/binary"
	"errors"
)

// A table is rows of 32-bit words in the memory of a program. Its columns rise slowly or hardly change, which gzip cannot see: it
// finds what repeats. So they are written as the differences from row to row, and a start function adds them up before the
// program begins.
type table struct {
	at, words, rows int
}

// Where the differences lie until they are added up: at the end of the memory that the program begins with, which it expects to
// be zero and finds so.
type differences struct {
	at      int
	bytes   []byte
	columns []column
}

// A column is one word of every row of a table.
type column struct {
	at, stride, rows int
}

// takeDifferences removes tables from a memory of which size bytes exist from the beginning.
func takeDifferences(memory []byte, tables []table, size int) (d differences, err error) {
	for _, t := range tables {
		for k := range t.words {
			c := column{t.at + 4*k, 4 * t.words, t.rows}
			if b, some := c.take(memory); some {
				d.bytes, d.columns = append(d.bytes, b...), append(d.columns, c)
			}
		}
	}
	d.at = size - len(d.bytes)
	if d.at < len(memory) {
		return d, errors.New("no room for the differences of tables in the memory")
	}
	return d, nil
}

// take clears a column and returns its differences, LEB128 of twice the size and 1 if it falls; 1 alone, a fall by nothing, is
// the word of ones, from which and to which no difference is taken.
func (c column) take(memory []byte) (out []byte, some bool) {
	value := uint32(0)
	for i := range c.rows {
		at := memory[c.at+c.stride*i:]
		word := binary.LittleEndian.Uint32(at)
		some = some || word != 0
		clear(at[:4])
		switch rise := int32(word - value); {
		case word == none:
			out = append(out, 1)
			continue
		case rise >= 0:
			out = binary.AppendUvarint(out, uint64(rise)*2)
		default:
			out = binary.AppendUvarint(out, uint64(-int64(rise))*2+1)
		}
		value = word
	}
	return out, some
}

// The types and instructions of the functions below.
const (
	i32 = 0x7f
	i64 = 0x7e

	noResult = 0x40

	opLoop     = 0x03
	opEnd      = 0x0b
	opBranchIf = 0x0d
	opCall     = 0x10
	opDrop     = 0x1a
	opSelect   = 0x1b
	opGet      = 0x20 // of a local
	opSet      = 0x21
	opTee      = 0x22
	opLoad8U   = 0x2d
	opStore    = 0x36
	opConst    = 0x41
	opConst64  = 0x42
	opGreaterU = 0x4b
	opEqual64  = 0x51
	opAdd      = 0x6a
	opSubtract = 0x6b
	opAnd      = 0x71
	opXor      = 0x73
	opOr64     = 0x84
	opShift64  = 0x86
	opShiftU64 = 0x88
	opWrap     = 0xa7
	opExtendU  = 0xad
	opBulk     = 0xfc
	bulkFill   = 0x0b
)

// addColumn is the body of a function that adds up the differences of a column and returns the address behind them:
//
//	func(from, at, stride, rows i32) i32
var addColumn = func() []byte {
	const from, at, stride, rows, value, shift, b, difference = 0, 1, 2, 3, 4, 5, 6, 7
	return []byte{
		2, 3, i32, 1, i64, // the locals that are no parameters; only the difference has more than 32 bits
		opLoop, noResult, // for every row
		opConst64, 0, opSet, difference,
		opConst, 0, opSet, shift,
		opLoop, noResult, // for every byte of the difference
		opGet, from, opLoad8U, 0, 0, opTee, b,
		opConst, 0xff, 0, opAnd, opExtendU, opGet, shift, opExtendU, opShift64, opGet, difference, opOr64, opSet, difference,
		opGet, from, opConst, 1, opAdd, opSet, from,
		opGet, shift, opConst, 7, opAdd, opSet, shift,
		opGet, b, opConst, 0xff, 0, opGreaterU, opBranchIf, 0,
		opEnd,
		// value += difference>>1 or, if it is odd, its negation
		opGet, difference, opConst64, 1, opShiftU64, opWrap,
		opConst, 0, opGet, difference, opWrap, opConst, 1, opAnd, opTee, b, opSubtract, opXor,
		opGet, b, opAdd, opGet, value, opAdd, opSet, value,
		opGet, at,
		opConst, 0x7f, opGet, value, opGet, difference, opConst64, 1, opEqual64, opSelect, // the word of ones for a fall by nothing
		opStore, 2, 0,
		opGet, at, opGet, stride, opAdd, opSet, at,
		opGet, rows, opConst, 1, opSubtract, opTee, rows, opBranchIf, 0,
		opEnd,
		opGet, from,
		opEnd,
	}
}()

// start is the body of a function without parameters that adds up all columns with the function of the given index and leaves
// zeros where the differences were.
func (d differences) start(addColumn uint64) []byte {
	number := func(out []byte, v int) []byte { return appendSigned(append(out, opConst), int64(v)) }
	out := number([]byte{0}, d.at) // no locals
	for _, c := range d.columns {
		out = number(number(number(out, c.at), c.stride), c.rows)
		out = binary.AppendUvarint(append(out, opCall), addColumn)
	}
	out = append(out, opDrop)
	out = number(append(number(out, d.at), opConst, 0), len(d.bytes))
	return append(out, opBulk, bulkFill, 0, opEnd)
}

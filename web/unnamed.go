package main

import (
	"bytes"
	"encoding/binary"
)

// The line table of a Go program, as runtime/symtab.go of Go 1.20 to 1.26 reads
// it on a machine of 8-byte words: a header of this magic, then the tables it
// points to.
var lineTable = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// A record of the functions in that table: byte offsets of what is forgotten
// and of what tells which value tables the garbage collector needs.
const (
	recordName      = 4
	recordStack     = 16 // value table of the stack depth
	recordFile      = 20
	recordLine      = 24
	recordTables    = 28 // number of further value tables
	recordUnit      = 32
	recordStartLine = 36
	recordSize      = 44
)

// unname forgets, in the memory of a Go program, the names, files and lines of
// its functions, which the program itself never reads: they are for tracebacks,
// and a visitor sees a message and a fresh engine instead. Value tables that
// the runtime needs (stack depths and stack maps) stay. A program whose table
// looks different is left as it is.
func unname(memory []byte) {
	at := bytes.Index(memory, lineTable)
	if at < 0 || len(memory) < at+72 {
		return
	}
	table := memory[at:]
	word := func(i int) int { return int(binary.LittleEndian.Uint64(table[8+8*i:])) }
	functions, names, units, values, records := word(0), word(3), word(4), word(6), word(7)
	if !(0 < functions && names < units && units < values && values < records && records+8*functions < len(table)) {
		return
	}
	needed := make([]byte, records-values)
	keep := func(offset uint32) {
		from, to := values+int(offset), values+int(offset)
		for first := true; to < records && (first || table[to] != 0); first = false {
			to = behindVarint(table, behindVarint(table, to))
		}
		to = min(to+1, records)
		copy(needed[from-values:], table[from:to])
	}
	for i := range functions {
		record := table[records+int(binary.LittleEndian.Uint32(table[records+8*i+4:])):]
		for _, field := range []int{recordName, recordFile, recordLine, recordUnit, recordStartLine} {
			clear(record[field : field+4])
		}
		keep(binary.LittleEndian.Uint32(record[recordStack:]))
		for k := range binary.LittleEndian.Uint32(record[recordTables:]) {
			if offset := binary.LittleEndian.Uint32(record[recordSize+4*k:]); offset != 0 {
				keep(offset)
			}
		}
	}
	clear(table[names:values])
	copy(table[values:records], needed)
}

func behindVarint(table []byte, at int) int {
	for at < len(table) && table[at]&0x80 != 0 {
		at++
	}
	return min(at+1, len(table))
}

package main

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// The line table of a Go program, as runtime/symtab.go of Go 1.20 to 1.26 reads it on a machine of 8-byte words, begins with
// this header. The runtime's description of the module points to it and to the tables behind it.
var lineTableHeader = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// The words of the module's description (type moduledata) that are needed here.
const (
	moduleNames    = 1  // names of functions
	moduleUnits    = 4  // files of compilation units
	moduleValues   = 10 // value tables: what holds from which address of a function on
	moduleRecords  = 13 // records of functions
	moduleIndex    = 16 // pairs of a function's number and its record's offset, and their number
	moduleBuckets  = 19 // from an address to a first guess of its function
	moduleFirst    = 20 // the first address and, behind it, the first that is none
	moduleFuncData = 40 // what records refer to as function data
	moduleWords    = 42
)

// A record of the functions: its words, and what follows it.
const (
	recordNumber    = 0
	recordName      = 1
	recordStack     = 4 // value table of the stack depth
	recordFile      = 5
	recordLine      = 6
	recordTables    = 7 // number of further value tables, whose offsets follow the record
	recordUnit      = 8
	recordStartLine = 9
	recordKind      = 10 // function ID and flags and, in its highest byte, the number of function data, which follow the tables
	recordWords     = 11

	mostValues = 4          // WebAssembly has none of PCDATA_PanicBounds
	none       = ^uint32(0) // no such function data
)

// What internal/abi/symtab.go numbers: the value tables and the function data that garbage collection, stack growth and
// deferred calls need. The others are for tracebacks, for inlined calls in them and for preemption by signals.
const neededValues = 1 // PCDATA_StackMapIndex

var neededFuncData = []uint32{0 /* ArgsPointerMaps */, 1 /* LocalsPointerMaps */, 2 /* StackObjects */, 4 /* OpenCodedDeferInfo */}

const (
	rowValues   = 2 // value tables of every record when they are laid out anew, 0 where there is none
	rowFuncData = 5
	rowWords    = recordWords + rowValues + rowFuncData
)

// lineTable is a line table in the memory of a program.
type lineTable struct {
	memory    []byte
	functions int
	names     int // addresses
	units     int
	values    int
	records   int
	buckets   int
	funcData  int
	addresses int // 4,096 of them share a bucket
}

func (t *lineTable) word(at int) uint32       { return binary.LittleEndian.Uint32(t.memory[at:]) }
func (t *lineTable) put(at int, value uint32) { binary.LittleEndian.PutUint32(t.memory[at:], value) }

// record is the address of a function's record.
func (t *lineTable) record(function int) int {
	return t.records + int(t.word(t.records+8*function+4))
}

// findLineTable finds the line table by its header and the description of the module that points to it.
func findLineTable(memory []byte) (lineTable, bool) {
	at := bytes.Index(memory, lineTableHeader)
	if at < 0 {
		return lineTable{}, false
	}
	pointer := binary.LittleEndian.AppendUint64(nil, uint64(at))
	for module := 0; module+8*moduleWords <= len(memory); module += 8 {
		if !bytes.Equal(memory[module:module+8], pointer) {
			continue
		}
		word := func(i int) int { return int(binary.LittleEndian.Uint64(memory[module+8*i:])) }
		t := lineTable{
			memory: memory, functions: word(moduleIndex+1) - 1, names: word(moduleNames), units: word(moduleUnits), values: word(moduleValues),
			records: word(moduleRecords), buckets: word(moduleBuckets), funcData: word(moduleFuncData), addresses: word(moduleFirst+1) - word(moduleFirst),
		}
		if at < t.names && t.names < t.units && t.units < t.values && t.values < t.records && t.records == word(moduleIndex) &&
			t.functions > 0 && t.records+8*t.functions < t.funcData && t.funcData < t.buckets &&
			t.addresses > 0 && t.buckets+t.bucketCount()*bucketSize <= len(memory) && t.sound() {
			return t, true
		}
	}
	return lineTable{}, false
}

const bucketSize = 20

func (t *lineTable) bucketCount() int { return (t.addresses + 4095) / 4096 }

// sound says whether all records and what they refer to lie within their tables.
func (t *lineTable) sound() bool {
	values, funcData := t.records-t.values, t.buckets-t.funcData
	for i := range t.functions {
		at := t.record(i)
		if at+4*recordWords > t.funcData || t.word(t.records+8*i) != t.word(at+4*recordNumber) {
			return false
		}
		tables, data := int(t.word(at+4*recordTables)), int(t.word(at+4*recordKind)>>24)
		if tables > mostValues || at+4*(recordWords+tables+data) > t.funcData || int(t.word(at+4*recordStack)) >= values {
			return false
		}
		for k := range tables {
			if int(t.word(at+4*(recordWords+k))) >= values {
				return false
			}
		}
		for k := range data {
			if offset := t.word(at + 4*(recordWords+tables+k)); offset != none && int(offset) >= funcData {
				return false
			}
		}
	}
	return true
}

// shorten forgets, in the memory of a Go program, the names, files and lines of its functions and all else that only tracebacks
// show: a visitor sees the message of a panic and a fresh engine instead. Stack depths and stack maps stay. Records become rows
// of one length, and the tables are returned that are worth being written as differences. A program whose line table looks
// different is left as it is.
func shorten(memory []byte) []table {
	t, ok := findLineTable(memory)
	if !ok {
		return nil
	}
	rows, values, ok := t.rows()
	if !ok {
		return nil
	}
	t.forgetFuncData()
	clear(memory[t.names:t.records])
	copy(memory[t.values:], values)
	at := t.records + 8*(t.functions+1) // behind the index, whose last number is one more than that of the last function
	clear(memory[at:t.funcData])
	for i := range t.functions {
		t.put(t.records+8*i+4, uint32(at+4*rowWords*i-t.records))
		for k, word := range rows[rowWords*i : rowWords*(i+1)] {
			t.put(at+4*(rowWords*i+k), word)
		}
	}
	return []table{
		{at, rowWords, t.functions},
		{t.records, 2, t.functions},
		{t.buckets, bucketSize / 4, t.bucketCount()},
	}
}

// rows are the records in rows of one length, and the value tables that they need.
func (t *lineTable) rows() (rows []uint32, values []byte, ok bool) {
	values = []byte{0} // nothing begins at 0, which means that there is no table
	moved := map[uint32]uint32{0: 0}
	move := func(offset uint32) uint32 {
		if _, ok := moved[offset]; !ok {
			moved[offset] = uint32(len(values))
			values = append(values, t.valueTable(t.values+int(offset))...)
		}
		return moved[offset]
	}
	for i := range t.functions {
		at := t.record(i)
		row := make([]uint32, rowWords)
		for k := range recordWords {
			row[k] = t.word(at + 4*k)
		}
		for _, forgotten := range []int{recordName, recordFile, recordLine, recordUnit, recordStartLine} {
			row[forgotten] = 0
		}
		tables, data := row[recordTables], row[recordKind]>>24
		row[recordStack] = move(row[recordStack])
		row[recordTables] = rowValues
		row[recordKind] = row[recordKind]&0xffffff | rowFuncData<<24
		if neededValues < tables {
			row[recordWords+neededValues] = move(t.word(at + 4*(recordWords+neededValues)))
		}
		for k := range uint32(rowFuncData) {
			row[recordWords+rowValues+k] = none
		}
		for _, k := range neededFuncData {
			if k < data {
				row[recordWords+rowValues+k] = t.word(at + 4*int(recordWords+tables+k))
			}
		}
		rows = append(rows, row...)
	}
	fits := t.records+8*(t.functions+1)+4*len(rows) <= t.funcData && len(values) <= t.records-t.values
	return rows, values, fits
}

// valueTable is the value table at an address: pairs of varints, and a 0 where another would begin.
func (t *lineTable) valueTable(from int) []byte {
	to := from
	for first := true; to < t.records && (first || t.memory[to] != 0); first = false {
		to = behindVarint(t.memory, behindVarint(t.memory, to))
	}
	return t.memory[from:min(to+1, t.records)]
}

// forgetFuncData clears the function data that nothing needed refers to. Each ends where the next begins; the end of the last
// is not known, and it stays.
func (t *lineTable) forgetFuncData() {
	needed := map[int]bool{}
	for i := range t.functions {
		at := t.record(i)
		tables, data := t.word(at+4*recordTables), t.word(at+4*recordKind)>>24
		for k := range data {
			if offset := t.word(at + 4*int(recordWords+tables+k)); offset != none {
				needed[int(offset)] = needed[int(offset)] || slices.Contains(neededFuncData, k)
			}
		}
	}
	offsets := slices.Sorted(maps.Keys(needed))
	for i, offset := range offsets[:max(len(offsets)-1, 0)] {
		if !needed[offset] {
			clear(t.memory[t.funcData+offset : t.funcData+offsets[i+1]])
		}
	}
}

func behindVarint(memory []byte, at int) int {
	for at < len(memory) && memory[at]&0x80 != 0 {
		at++
	}
	return min(at+1, len(memory))
}

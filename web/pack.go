package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Runs of zeros up to this long are written out instead of split at.
const packGap = 64

// pack makes an engine smaller without changing what it does. It joins the data segments that lie close together: Go's linker
// begins a new one after every few zero bytes, 60,000 of them, whose headers gzip can hardly shrink. It forgets the names and
// lines that only a traceback shows (linetable.go), and writes what is left of those tables as differences (differences.go).
// The sizes that each takes are in RATIONALE.md.
func pack(module []byte) ([]byte, error) {
	m, err := readModule(module)
	if err != nil {
		return nil, err
	}
	data := m.section(sectionData)
	if data == nil {
		return m.encode(), nil
	}
	segments, err := readSegments(bytes.NewReader(data.body))
	if err != nil {
		return nil, err
	}
	memory := image(segments)
	if tables := shorten(memory); tables != nil {
		size, err := m.memory()
		if err != nil {
			return nil, err
		}
		d, err := takeDifferences(memory, tables, size)
		if err != nil {
			return nil, err
		}
		if err := m.startWith(d); err != nil {
			return nil, err
		}
		segments = append(segmentsOf(memory), segment{int64(d.at), d.bytes})
	} else {
		segments = segmentsOf(memory)
	}
	m.section(sectionData).body = appendSegments(nil, segments)
	return m.encode(), nil
}

// A segment is bytes at an address of memory 0.
type segment struct {
	at    int64
	bytes []byte
}

// image is the memory as the segments leave it.
func image(segments []segment) []byte {
	var out []byte
	for _, s := range segments {
		if end := int(s.at) + len(s.bytes); end > len(out) {
			out = append(out, make([]byte, end-len(out))...)
		}
		copy(out[s.at:], s.bytes)
	}
	return out
}

// segmentsOf cuts memory at its long runs of zeros.
func segmentsOf(memory []byte) []segment {
	var out []segment
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		end := at + 1 // behind the last byte that is not zero
		for k := end; k < len(memory) && k-end <= packGap; k++ {
			if memory[k] != 0 {
				end = k + 1
			}
		}
		out = append(out, segment{int64(at), memory[at:end]})
		at = end
	}
	return out
}

func readSegments(r *bytes.Reader) ([]segment, error) {
	count, err := binary.ReadUvarint(r)
	var out []segment
	for ; count > 0 && err == nil; count-- {
		var kind [2]byte
		if _, err = r.Read(kind[:]); err == nil && kind != [2]byte{0, opConst} {
			return nil, errors.New("a data segment that does not begin at a constant of memory 0")
		}
		at := readSigned(r)
		if at < 0 || at > 1<<30 {
			return nil, errors.New("a data segment out of memory")
		}
		_, _ = r.ReadByte() // end
		size, failed := binary.ReadUvarint(r)
		if failed != nil || size > uint64(r.Len()) {
			return nil, errors.New("a data segment is cut")
		}
		s := segment{at, make([]byte, size)}
		_, _ = r.Read(s.bytes)
		out = append(out, s)
	}
	return out, err
}

func appendSegments(out []byte, segments []segment) []byte {
	out = binary.AppendUvarint(out, uint64(len(segments)))
	for _, s := range segments {
		out = appendSigned(append(out, 0, opConst), s.at) // of memory 0
		out = binary.AppendUvarint(append(out, opEnd), uint64(len(s.bytes)))
		out = append(out, s.bytes...)
	}
	return out
}

// readSigned and appendSigned are LEB128 with sign extension, which
// encoding/binary's zigzag varints are not.
func readSigned(r *bytes.Reader) int64 {
	var v int64
	for shift := 0; ; shift += 7 {
		b, err := r.ReadByte()
		v |= int64(b&0x7f) << shift
		if err != nil || b < 0x80 {
			if b&0x40 != 0 && shift < 57 {
				v -= 1 << (shift + 7)
			}
			return v
		}
	}
}

func appendSigned(out []byte, v int64) []byte {
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if v == 0 && b&0x40 == 0 || v == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// The sections of a WebAssembly module that are read or written here.
const (
	sectionType     = 1
	sectionImport   = 2
	sectionFunction = 3
	sectionMemory   = 5
	sectionStart    = 8
	sectionElement  = 9
	sectionCode     = 10
	sectionData     = 11
)

type section struct {
	id   byte
	body []byte
}

// module is a WebAssembly module as its sections.
type module []section

const moduleHeader = "\x00asm\x01\x00\x00\x00"

func readModule(code []byte) (m module, err error) {
	if !bytes.HasPrefix(code, []byte(moduleHeader)) {
		return nil, errors.New("not a WebAssembly module")
	}
	for rest := code[len(moduleHeader):]; len(rest) > 0; {
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, errors.New("a section of the WebAssembly module is cut")
		}
		body := rest[1+n:][:size:size]
		m = append(m, section{rest[0], body})
		rest = rest[1+n+int(size):]
	}
	return m, nil
}

func (m module) encode() []byte {
	out := []byte(moduleHeader)
	for _, s := range m {
		out = binary.AppendUvarint(append(out, s.id), uint64(len(s.body)))
		out = append(out, s.body...)
	}
	return out
}

// section is the section of an id, nil if there is none.
func (m module) section(id byte) *section {
	for i := range m {
		if m[i].id == id {
			return &m[i]
		}
	}
	return nil
}

// add appends entries to a section that begins with their number, and returns the number before.
func (m module) add(id byte, entries ...[]byte) (before uint64, err error) {
	s := m.section(id)
	if s == nil {
		return 0, errors.New("a section that a Go program has is missing")
	}
	before, n := binary.Uvarint(s.body)
	if n <= 0 {
		return 0, errors.New("a section of the WebAssembly module is cut")
	}
	body := binary.AppendUvarint(nil, before+uint64(len(entries)))
	s.body = append(append(body, s.body[n:]...), bytes.Join(entries, nil)...)
	return before, nil
}

// memory is the size in bytes that the memory begins with.
func (m module) memory() (int, error) {
	if s := m.section(sectionMemory); s != nil && len(s.body) > 2 && s.body[0] == 1 {
		if pages, n := binary.Uvarint(s.body[2:]); n > 0 && pages <= 1<<16 {
			return int(pages) << 16, nil
		}
	}
	return 0, errors.New("the module has not one memory of its own")
}

// imported is the number of functions that are imported, which have the first indices.
func (m module) imported() (count uint64, err error) {
	s := m.section(sectionImport)
	if s == nil {
		return 0, nil
	}
	r := bytes.NewReader(s.body)
	n, err := binary.ReadUvarint(r)
	for ; n > 0 && err == nil; n-- {
		for range 2 { // module and name
			var size uint64
			if size, err = binary.ReadUvarint(r); err == nil {
				_, err = r.Seek(int64(size), 1)
			}
		}
		kind, _ := r.ReadByte()
		if kind != 0 {
			return 0, errors.New("an import that is not a function")
		}
		if err == nil {
			_, err = binary.ReadUvarint(r)
		}
		count++
	}
	return count, err
}

// startWith adds what adds up differences before the program begins.
func (m *module) startWith(d differences) error {
	if m.section(sectionStart) != nil {
		return errors.New("the module has a start function already")
	}
	imported, err := m.imported()
	if err != nil {
		return err
	}
	types, err := m.add(sectionType, []byte{0x60, 4, i32, i32, i32, i32, 1, i32}, []byte{0x60, 0, 0})
	if err != nil {
		return err
	}
	functions, err := m.add(sectionFunction, binary.AppendUvarint(nil, types), binary.AppendUvarint(nil, types+1))
	if err != nil {
		return err
	}
	sized := func(body []byte) []byte { return append(binary.AppendUvarint(nil, uint64(len(body))), body...) }
	adds := imported + functions
	if _, err := m.add(sectionCode, sized(addColumn), sized(d.start(adds))); err != nil {
		return err
	}
	behind := slices.IndexFunc(*m, func(s section) bool { return s.id >= sectionElement })
	*m = slices.Insert(*m, behind, section{sectionStart, binary.AppendUvarint(nil, adds+1)})
	return nil
}

package main

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// Packing leaves every byte of memory as it was.
func TestPackKeepsTheMemory(t *testing.T) {
	var body []byte
	put := func(at int64, bytes ...byte) {
		body = append(appendSigned(append(body, 0, 0x41), at), 0x0b)
		body = append(binary.AppendUvarint(body, uint64(len(bytes))), bytes...)
	}
	put(10, 1, 2, 3)
	put(16, 4)
	put(17)
	put(17+packGap, 5)
	put(18+2*packGap+1, 6)
	put(18+2*packGap+2, 0, 0)
	put(1<<20, 7, 8)
	body = append([]byte{7}, body...)
	module := append([]byte("\x00asm\x01\x00\x00\x00"), 1, 2, 0xaa, 0xbb, 11, byte(len(body)))
	module = append(module, body...)
	packed, err := pack(module)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(packed[:12], module[:12]) {
		t.Errorf("the other sections changed: % x", packed[:12])
	}
	memory := func(module []byte) []byte {
		segments, err := readSegments(bytes.NewReader(module[14:]))
		if err != nil {
			t.Fatal(err)
		}
		out := make([]byte, 2<<20)
		for _, s := range segments {
			copy(out[s.at:], s.bytes)
		}
		return out
	}
	if !bytes.Equal(memory(module), memory(packed)) {
		t.Error("the memory changed")
	}
	if segments, _ := readSegments(bytes.NewReader(packed[14:])); len(segments) != 3 {
		t.Errorf("%d segments, want 3", len(segments))
	}
}

func TestPackRefusesWhatIsCut(t *testing.T) {
	for _, module := range []string{"", "\x00asm", "<html>  ", "\x00asm\x01\x00\x00\x00\x0b\x05\x01", "\x00asm\x01\x00\x00\x00\x0b\x05\x01\x00\x41\x00\x0b"} {
		if _, err := pack([]byte(module)); err == nil {
			t.Errorf("%q was packed", module)
		}
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/tetratelabs/wazero"
)

// begun is the memory of a module when it has been instantiated. What it imports is there and does nothing.
func begun(t *testing.T, code []byte) []byte {
	t.Helper()
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	t.Cleanup(func() { _ = r.Close(ctx) })
	compiled, err := r.CompileModule(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	hosts := map[string]wazero.HostModuleBuilder{}
	for _, f := range compiled.ImportedFunctions() {
		host, name, _ := f.Import()
		if hosts[host] == nil {
			hosts[host] = r.NewHostModuleBuilder(host)
		}
		hosts[host] = hosts[host].NewFunctionBuilder().WithFunc(func(uint32) {}).Export(name)
	}
	for _, host := range hosts {
		if _, err := host.Instantiate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	m, err := r.InstantiateModule(ctx, compiled, wazero.NewModuleConfig())
	if err != nil {
		t.Fatal(err)
	}
	memory, _ := m.Memory().Read(0, m.Memory().Size())
	return memory
}

func TestDifferencesAddUpToTheTables(t *testing.T) {
	const size = 1 << 16
	memory := make([]byte, 20_000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range memory {
		memory[i] = byte(random.Uint32())
	}
	tables := []table{{8, 1, 6}, {100, 3, 200}, {10_000, 4, 500}, {19_000, 2, 7}}
	for i, word := range []uint32{0, 1 << 31, none, 0, none - 1, 63} {
		binary.LittleEndian.PutUint32(memory[8+4*i:], word)
	}
	for _, t := range tables[1:] {
		for i := range t.words * t.rows {
			word := random.Uint32() >> random.UintN(32)
			if random.UintN(5) == 0 {
				word = none
			}
			binary.LittleEndian.PutUint32(memory[t.at+4*i:], word)
		}
	}
	clear(memory[19_000:19_056])
	want := bytes.Clone(memory)
	d, err := takeDifferences(memory, tables, size)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.columns) != 8 {
		t.Errorf("%d columns, want the 8 that are not zero", len(d.columns))
	}
	if !bytes.Equal(memory[10_000:18_000], make([]byte, 8_000)) {
		t.Error("a table was left in the memory")
	}
	m := module{{sectionType, []byte{0}}, {sectionFunction, []byte{0}}, {sectionMemory, []byte{1, 0, 1}}, {sectionCode, []byte{0}}, {sectionData, nil}}
	if err := m.startWith(d); err != nil {
		t.Fatal(err)
	}
	m.section(sectionData).body = appendSegments(nil, append(segmentsOf(memory), segment{int64(d.at), d.bytes}))
	got := begun(t, m.encode())
	if !bytes.Equal(got[:len(want)], want) {
		t.Error("the tables differ")
	}
	if !bytes.Equal(got[len(want):], make([]byte, size-len(want))) {
		t.Error("something was left behind the memory")
	}
}

func TestDifferencesNeedRoom(t *testing.T) {
	memory := bytes.Repeat([]byte{7}, 64)
	if _, err := takeDifferences(memory, []table{{0, 4, 4}}, 70); err == nil {
		t.Error("differences were put into the memory of the program")
	}
}

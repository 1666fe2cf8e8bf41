package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goProgram compiles a program below testdata for browsers.
func goProgram(t *testing.T, name string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", file, "./testdata/"+name)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	code, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func memoryOf(t *testing.T, code []byte) []byte {
	t.Helper()
	m, err := readModule(code)
	if err != nil {
		t.Fatal(err)
	}
	segments, err := readSegments(bytes.NewReader(m.section(sectionData).body))
	if err != nil {
		t.Fatal(err)
	}
	return image(segments)
}

// needs is all that garbage collection, stack growth and deferred calls read of a function.
type needs struct {
	fixed           [5]uint32 // number, arguments, deferred calls, kind and flags
	stack, stackMap string
	funcData        [5]string
}

// needs reads a record; ends are where function data begin, in ascending order.
func (t *lineTable) needs(function int, ends []uint32) (f needs) {
	at := t.record(function)
	value := func(offset uint32) string {
		if offset == 0 {
			return "none"
		}
		return string(t.valueTable(t.values + int(offset)))
	}
	f.fixed = [5]uint32{t.word(at), t.word(at + 8), t.word(at + 12), t.word(at+4*recordKind) & 0xffff, t.word(t.records + 8*function)}
	f.stack = value(t.word(at + 4*recordStack))
	tables, data := int(t.word(at+4*recordTables)), int(t.word(at+4*recordKind)>>24)
	f.stackMap = "none"
	if tables > neededValues {
		f.stackMap = value(t.word(at + 4*(recordWords+neededValues)))
	}
	for _, k := range neededFuncData {
		if int(k) < data {
			if offset := t.word(at + 4*(recordWords+tables+int(k))); offset != none {
				end := ends[slices.Index(ends, offset)+1]
				f.funcData[k] = string(t.memory[t.funcData+int(offset) : t.funcData+int(end)])
			}
		}
	}
	return f
}

// allFuncData lists where the function data of all functions begin, and the end.
func (t *lineTable) allFuncData() []uint32 {
	offsets := map[uint32]bool{uint32(t.buckets - t.funcData): true}
	for i := range t.functions {
		at := t.record(i)
		tables, data := t.word(at+4*recordTables), t.word(at+4*recordKind)>>24
		for k := range data {
			if offset := t.word(at + 4*int(recordWords+tables+k)); offset != none {
				offsets[offset] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(offsets))
}

// This fails when a Go has another line table, which is then left as it is and costs 0.17 MB.
func TestShortenKeepsWhatIsNeeded(t *testing.T) {
	code := goProgram(t, "walk")
	before, ok := findLineTable(memoryOf(t, code))
	if !ok {
		t.Fatal("the line table of this Go was not found")
	}
	memory := memoryOf(t, code)
	if shorten(memory) == nil {
		t.Fatal("the line table of this Go was left as it is")
	}
	after := before
	after.memory = memory
	ends := before.allFuncData()
	for i := range before.functions {
		if was, is := before.needs(i, ends), after.needs(i, ends); was != is {
			t.Fatalf("function %d: %v became %v", i, was, is)
		}
	}
	packed, err := pack(code)
	if err != nil {
		t.Fatal(err)
	}
	got := begun(t, packed)
	if !bytes.Equal(got[:len(memory)], memory) {
		t.Error("the memory does not begin as it was shortened")
	}
	if !bytes.Equal(got[len(memory):], make([]byte, len(got)-len(memory))) {
		t.Error("the memory behind the program is not zero")
	}
}

func TestPackedProgramRuns(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not here")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	packed, err := pack(goProgram(t, "walk"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "packed.wasm")
	if err := os.WriteFile(file, packed, 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(node, filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec_node.js"), file)
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := run.CombinedOutput()
	want := `8000
runtime error: integer divide by zero cba
runtime error: index out of range [1] with length 1 cba
runtime error: invalid memory address or nil pointer dereference cba
2400
nothingcba
panic: out of tune
`
	if !strings.HasPrefix(string(out), want) || err == nil {
		t.Errorf("it ended with %v and wrote\n%s\nwant\n%s", err, out, want)
	}
}

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// When this fails there is a new Go: read its source for every line of leave.txt whether it is still right, then change the
// version. Until then engines are built whole, which is 80 kB larger.
func TestListIsForThisGo(t *testing.T) {
	l, err := readList(leave)
	if err != nil {
		t.Fatal(err)
	}
	files, err := l.apply()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Error("nothing was replaced")
	}
}

func TestListSaysWhatHasNoPlace(t *testing.T) {
	l, err := readList(leave + "\nread noSuchSwitch as false\nbegin noSuchFunction with return\n")
	if err != nil {
		t.Fatal(err)
	}
	files, err := l.apply()
	if files != nil || err == nil {
		t.Fatal("a list that does not fit was applied")
	}
	for _, line := range []string{"package runtime has no place to read noSuchSwitch as false", "package runtime has no place to begin noSuchFunction with return"} {
		if !strings.Contains(err.Error(), line) {
			t.Errorf("%q does not say %q", err, line)
		}
	}
	l.version = "go1.2"
	if _, err := l.apply(); err == nil || !strings.Contains(err.Error(), "leave.txt is for go1.2 and here is go1.") {
		t.Errorf("a list for another Go: %v", err)
	}
}

func TestListRefusesOtherLines(t *testing.T) {
	for _, text := range []string{"read x as 0", "package p\nread x", "package p\nbegin f", "package p\nforget x"} {
		if _, err := readList(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestRewriteReplacesReadsAlone(t *testing.T) {
	const source = `package p

var on, off = false, on

var switches struct{ level, depth int }

func (s *state) enabled() bool { return on && switches.level > 0 }

func enabled(on2 bool) bool {
	switches.level = 1
	switches.level++
	set(&switches.level, switches.level, -switches.depth)
	return s.on || enabled(on)
}
`
	const want = `package p

var on, off = false, false

var switches struct{ level, depth int }

func (s *state) enabled() bool {
	return true
 return false && 0 > 0 }

func enabled(on2 bool) bool {
	switches.level = 1
	switches.level++
	set(&switches.level, 0, -switches.depth)
	return s.on || enabled(false)
}
`
	used := make([]bool, 4)
	got, err := rewrite([]byte(source), []edit{{read: "on", as: "false"}, {read: "switches.level", as: "0"}, {begin: "(*state).enabled", as: "return true"}, {read: "nothing", as: "0"}}, used)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !used[0] || !used[1] || !used[2] || used[3] {
		t.Errorf("used: %v", used)
	}
}

// A program that was built with the replacements does what it did.
func TestLeanProgramRuns(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not here")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := run(folder); err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(folder, "overlay.json")
	text, err := os.ReadFile(overlay)
	if err != nil {
		t.Fatal(err)
	}
	var o struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &o); err != nil || len(o.Replace) == 0 {
		t.Fatalf("overlay %s: %v", text, err)
	}
	said := func(args ...string) (out string, size int64) {
		file := filepath.Join(t.TempDir(), "program.wasm")
		build := exec.Command("go", append(append([]string{"build"}, args...), "-o", file, "../testdata/walk")...)
		build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		run := exec.Command(node, filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec_node.js"), file)
		run.Env = []string{"PATH=" + os.Getenv("PATH")}
		said, err := run.CombinedOutput()
		if err == nil {
			t.Error("the panic was no failure")
		}
		return string(said), info.Size()
	}
	whole, wholeSize := said()
	lean, leanSize := said("-overlay", overlay)
	message := whole[:strings.Index(whole, "panic: out of tune\n")+len("panic: out of tune\n")]
	if strings.TrimSpace(lean) != strings.TrimSpace(message) {
		t.Errorf("it says\n%s\nand said\n%s", lean, message)
	}
	if leanSize > wholeSize*9/10 {
		t.Errorf("%d bytes were %d before", leanSize, wholeSize)
	}
}

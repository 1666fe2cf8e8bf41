// Command lean takes out of Go's own packages what a browser engine never reaches.
//
//	go run ./web/lean -out build/lean
//	go build -overlay build/lean/overlay.json ...
//
// Go's runtime can be traced, profiled, watched through GODEBUG and debugged; all of it is compiled in because a variable might
// switch it on, and nothing in a page does. The list in leave.txt names those switches and why they are off. The command copies
// the files that mention them, with the switch replaced by its value, and the compiler leaves out what then cannot be reached.
//
// The list is for one version of Go. With another the command says so and replaces nothing, which is larger and right.
package main

import (
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

//go:embed leave.txt
var leave string

func main() {
	out := flag.String("out", "build/lean", "`FOLDER` to write overlay.json and the files it names to")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "lean:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	l, err := readList(leave)
	if err != nil {
		return err
	}
	replace := map[string]string{}
	files, err := l.apply()
	if err != nil {
		fmt.Fprintf(os.Stderr, "lean: %v; the engine keeps Go's packages whole, which is larger\n", err)
	}
	for file, source := range files {
		copied := filepath.Join(out, filepath.Base(filepath.Dir(file)), filepath.Base(file)+".txt") // as .go it would be a package of this module
		if err := os.MkdirAll(filepath.Dir(copied), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(copied, source, 0o644); err != nil {
			return err
		}
		replace[file] = copied
	}
	overlay, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "overlay.json"), overlay, 0o644)
}

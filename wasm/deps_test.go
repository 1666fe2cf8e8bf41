//go:build !js

package main

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layer is a package, what it may import of this module (a name that ends in a slash is all below it), and why no more.
type layer struct {
	name    string
	imports []string
	because string
}

// layers names every package of this module and those of the module that it may import: imports go one way, so that a
// reader can begin at the top and never has to know what is below. A new package is added here on purpose.
var layers = []layer{
	{"plateau/wasm/elementary", nil, "it is arithmetic, the same bits everywhere, and knows nobody"},
	{"plateau/wasm/factor", nil, "it factors matrices, the same bits everywhere, and knows nobody"},
	{"plateau/wasm/text", nil, "it writes messages, whatever they say"},
	{"plateau/wasm/deflate", nil, "it compresses bytes, whatever they mean"},
	{"plateau/wasm/expression", []string{"plateau/wasm/text", "plateau/wasm/elementary"}, "it reads literals and simple arithmetic, of whatever language"},
	{"plateau/wasm/catalog", []string{"plateau/wasm/text"}, "it describes what can be chosen by name, whoever offers the choice"},
	{"plateau/wasm/document", []string{"plateau/wasm/catalog", "plateau/wasm/text"}, "it reads and writes JSON and does not know what the JSON means"},
	{"plateau/wasm/mlp", []string{"plateau/wasm/elementary", "plateau/wasm/catalog", "plateau/wasm/text"}, "it is the network as mathematics, without data, files or runs"},
	{"plateau/wasm/dataset", []string{"plateau/wasm/elementary", "plateau/wasm/catalog", "plateau/wasm/text", "plateau/wasm/expression", "plateau/wasm/document"}, "points know nothing of the network that fits them"},
	{
		"plateau/wasm/experiment",
		[]string{"plateau/wasm/mlp", "plateau/wasm/dataset", "plateau/wasm/catalog", "plateau/wasm/document", "plateau/wasm/text", "plateau/wasm/deflate"},
		"it is what a person configures; it runs nothing",
	},
	{"plateau/wasm/reply", []string{"plateau/wasm/experiment", "plateau/wasm/document"}, "it is the shape of an answer, whatever it says"},
	{"plateau/wasm/kernel/asm", []string{"plateau/wasm/text"}, "it encodes WebAssembly, of whatever program"},
	{
		"plateau/wasm/kernel",
		[]string{"plateau/wasm/kernel/asm", "plateau/wasm/mlp", "plateau/wasm/elementary", "plateau/wasm/catalog", "plateau/wasm/text"},
		"it compiles a network of mlp; what a person configured was resolved before",
	},
	{
		"plateau/wasm/train",
		[]string{
			"plateau/wasm/experiment", "plateau/wasm/kernel", "plateau/wasm/mlp", "plateau/wasm/dataset",
			"plateau/wasm/elementary", "plateau/wasm/factor", "plateau/wasm/catalog", "plateau/wasm/document", "plateau/wasm/text",
		},
		"a run does not know why it is stuck",
	},
	{"plateau/wasm/browser", []string{"plateau/wasm/kernel"}, "it runs compiled modules in a browser, whatever they are for"},
	{
		"plateau/wasm/landscape",
		[]string{"plateau/wasm/train", "plateau/wasm/mlp", "plateau/wasm/dataset", "plateau/wasm/text"},
		"it is the mathematics around a run, whoever looks at it",
	},
	{"plateau/wasm/pool", []string{"plateau/wasm/train", "plateau/wasm/kernel"}, "it carries out runs side by side, whatever they are for"},
	{
		"plateau/wasm/diagnose",
		[]string{
			"plateau/wasm/pool", "plateau/wasm/train", "plateau/wasm/experiment", "plateau/wasm/mlp", "plateau/wasm/dataset",
			"plateau/wasm/elementary", "plateau/wasm/factor", "plateau/wasm/catalog", "plateau/wasm/document", "plateau/wasm/text",
		},
		"it asks a run and has others carried out",
	},
	{
		"plateau/wasm/sweep",
		[]string{
			"plateau/wasm/pool", "plateau/wasm/diagnose", "plateau/wasm/train", "plateau/wasm/experiment", "plateau/wasm/mlp",
			"plateau/wasm/elementary", "plateau/wasm/document", "plateau/wasm/text",
		},
		"it trains an experiment many times and does not know who looks",
	},
	{
		"plateau/wasm/inspect",
		[]string{"plateau/wasm/diagnose", "plateau/wasm/train", "plateau/wasm/experiment", "plateau/wasm/mlp", "plateau/wasm/text"},
		"it looks into a network and changes none",
	},
	{
		"plateau/wasm/session",
		[]string{
			"plateau/wasm/reply",
			"plateau/wasm/sweep", "plateau/wasm/inspect", "plateau/wasm/pool", "plateau/wasm/diagnose", "plateau/wasm/train", "plateau/wasm/experiment", "plateau/wasm/document", "plateau/wasm/text",
		},
		"it is the conversation with the page: it passes on what others know",
	},
	{
		"plateau/wasm/code",
		[]string{
			"plateau/wasm/experiment", "plateau/wasm/mlp", "plateau/wasm/dataset", "plateau/wasm/catalog", "plateau/wasm/document",
			"plateau/wasm/expression", "plateau/wasm/text",
		},
		"it translates an experiment and trains nothing",
	},
	{"plateau/wasm/presets", []string{"plateau/wasm/experiment", "plateau/wasm/document"}, "it is a gallery of experiments"},
	{
		"plateau/wasm/reader",
		[]string{"plateau/wasm/reply", "plateau/wasm/code", "plateau/wasm/dataset", "plateau/wasm/experiment", "plateau/wasm/document", "plateau/wasm/text"},
		"it answers what is pasted, beside the engine: it is loaded only when somebody pastes code",
	},
	{
		"plateau/wasm/survey",
		[]string{
			"plateau/wasm/reply",
			"plateau/wasm/landscape", "plateau/wasm/browser", "plateau/wasm/diagnose", "plateau/wasm/train", "plateau/wasm/experiment", "plateau/wasm/mlp",
			"plateau/wasm/dataset", "plateau/wasm/elementary", "plateau/wasm/document", "plateau/wasm/text",
		},
		"it answers what is dear and rarely asked, beside the engine: it is loaded only when somebody looks",
	},
	{"plateau/wasm", []string{"plateau/wasm/"}, "it is the engine: it knows all of its own packages and nothing of the site"},
	{"plateau/web", []string{"plateau/wasm/", "plateau/web/"}, "it may run the engine to pre-render, but serves nothing"},
	{"plateau/static", nil, "it only carries the built site"},
	{"plateau/server", []string{"plateau/static"}, "it serves files and does not know what is in them"},
}

// banned are packages that must not be in the binary the browser loads, with the reason. The sizes are what each adds to
// the gzipped binary of an empty program (569,540 bytes with Go 1.26); the budget of the whole engine is 1,000,000.
var banned = map[string]string{
	"net/http":                         "adds 2.1 MB: the page talks to the engine by messages, and fetching is the browser's business",
	"html/template":                    "adds 1.1 MB: pages are rendered when the site is built, in web",
	"text/template":                    "adds 0.7 MB: pages are rendered when the site is built, in web",
	"encoding/json":                    "adds 0.34 MB: package document reads and writes JSON, and says where an error is",
	"fmt":                              "adds 0.17 MB: package text writes messages",
	"reflect":                          "comes with fmt or encoding/json and keeps every exported method alive",
	"gonum.org/v1/gonum":               "adds in another order natively than in a browser: factor and train have what is needed, and gonum is their oracle in the tests",
	"compress/flate":                   "adds 0.2 MB with fmt: package deflate compresses links",
	"plateau/wasm/presets":             "adds 0.3 MB: the page fetches the one preset that is opened",
	"os/exec":                          "is of no use: there are no processes in a browser",
	"github.com/go-echarts/go-echarts": "adds 1.2 MB: chart options are made when the site is built, in web",
	"github.com/tetratelabs/wazero":    "adds 1.0 MB: in a browser the browser runs the kernel",
}

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath string
	Dir        string
	Standard   bool
	Imports    []string
	GoFiles    []string
	Export     string // file with the types, with -export
}

// list runs go list for a host, "" for the one at hand or "js/wasm".
func list(t *testing.T, host string, args ...string) []listed {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Standard,Imports,GoFiles,Export"}, args...)...)
	command.Stderr = os.Stderr
	if system, machine, ok := strings.Cut(host, "/"); ok {
		command.Env = append(command.Environ(), "GOOS="+system, "GOARCH="+machine)
	}
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v", command.Args, err)
	}
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		// Go keeps the result of a test until a file that the test itself has read changes; go list reads in another process.
		if within(p.ImportPath, "plateau/") {
			if _, err := os.ReadDir(p.Dir); err != nil {
				t.Fatal(err)
			}
		}
		packages = append(packages, p)
	}
}

// within says whether a package is the named one, or below a name that ends in a slash.
func within(pkg, name string) bool {
	return pkg == name || strings.HasSuffix(name, "/") && strings.HasPrefix(pkg, name)
}

func TestImportsGoOneWay(t *testing.T) {
	for _, host := range []string{"", "js/wasm"} {
		for _, p := range list(t, host, "plateau/...") {
			// Programs below web, such as its benchmark, are bound as web itself is.
			i := slices.IndexFunc(layers, func(l layer) bool {
				return p.ImportPath == l.name || l.name == "plateau/web" && within(p.ImportPath, "plateau/web/")
			})
			if i < 0 {
				t.Errorf("%s is in no layer: add it to the table in this test, with what it may import and why", p.ImportPath)
				continue
			}
			for _, imported := range p.Imports {
				allowed := slices.ContainsFunc(layers[i].imports, func(name string) bool { return within(imported, name) })
				if within(imported, "plateau/") && !allowed {
					t.Errorf("%s imports %s: %s", p.ImportPath, imported, layers[i].because)
				}
			}
		}
	}
}

func TestEngineIsLight(t *testing.T) {
	for _, p := range list(t, "js/wasm", "-deps", "plateau/wasm") {
		for name, because := range banned {
			if p.ImportPath == name || strings.HasPrefix(p.ImportPath, name+"/") {
				t.Errorf("the engine depends on %s, which %s; `go list -deps` with GOOS=js GOARCH=wasm shows the way there", p.ImportPath, because)
			}
		}
	}
}

func TestServerIsStandardLibrary(t *testing.T) {
	for _, p := range list(t, "", "-deps", "plateau/server") {
		if !p.Standard && p.ImportPath != "plateau/server" && p.ImportPath != "plateau/static" {
			t.Errorf("the server depends on %s: it is to build in a second and to have nothing to update", p.ImportPath)
		}
	}
}

// JavaScript is known at the rim alone, where a program meets the page.
func TestWhoKnowsJavaScript(t *testing.T) {
	rim := map[string]bool{
		"main_js.go": true, "pool_js.go": true, "browser/browser.go": true,
		"reader/main_js.go": true, "survey/main_js.go": true, "survey/clock_js.go": true,
	}
	found := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			if i.Path.Value == `"syscall/js"` {
				found++
				if !rim[filepath.ToSlash(path)] {
					t.Errorf("%s imports syscall/js: what it knows belongs in Go, or in one of the files that meet the page", path)
				}
			}
		}
		return nil
	})
	if err != nil || found != len(rim) {
		t.Errorf("%d of %d files import syscall/js: %v", found, len(rim), err)
	}
}

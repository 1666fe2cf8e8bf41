package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// shipped is the software of others in the deploy root, each with the files that its licence asks to be passed on.
var shipped = []struct {
	name, root string
	files      []string
}{
	{"Apache ECharts", "web/node_modules/echarts", []string{"LICENSE", "NOTICE"}},
	{"zrender", "web/node_modules/zrender", []string{"LICENSE"}},
	{"tslib", "web/node_modules/tslib", []string{"LICENSE.txt"}},
	{"The Go standard library and runtime", "GOROOT", []string{"LICENSE"}},
}

// modules are the Go modules that the programs are linked from;
// the build fails when one has no licence file.
func modules() ([][2]string, error) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./wasm", "./wasm/reader", "./wasm/survey")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	seen := map[string]bool{}
	var out [][2]string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if path, dir, ok := strings.Cut(line, "\t"); ok && !seen[path] {
			seen[path] = true
			out = append(out, [2]string{path, dir})
		}
	}
	return out, nil
}

// licences is the text of every licence of what the site ships.
func licences() ([]byte, error) {
	var out strings.Builder
	out.WriteString("Plateau is under the Apache License 2.0. It ships the software below.\n")
	add := func(name string, files ...string) error {
		fmt.Fprintf(&out, "\n%s\n%s\n\n", strings.Repeat("=", 100), name)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return fmt.Errorf("licence of %s: %w", name, err)
			}
			out.Write(text)
			out.WriteString("\n")
		}
		return nil
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	for _, s := range shipped {
		root := s.root
		if root == "GOROOT" {
			root = strings.TrimSpace(string(goroot))
		}
		var files []string
		for _, file := range s.files {
			files = append(files, filepath.Join(root, file))
		}
		if err := add(s.name, files...); err != nil {
			return nil, err
		}
	}
	mods, err := modules()
	if err != nil {
		return nil, err
	}
	for _, m := range mods {
		if err := add(m[0], filepath.Join(m[1], "LICENSE")); err != nil {
			return nil, err
		}
	}
	return []byte(out.String()), nil
}

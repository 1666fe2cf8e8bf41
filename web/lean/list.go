package main

import (
	"errors"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// list is what leave.txt says.
type list struct {
	version  string // of Go, such as go1.26
	packages []packageEdits
}

type packageEdits struct {
	path  string
	edits []edit
}

// An edit is a line of the list.
type edit struct {
	read  string // an expression, wherever it is read
	begin string // or a function, at its beginning
	as    string // what to read or do instead
}

func (e edit) String() string {
	if e.read != "" {
		return "read " + e.read + " as " + e.as
	}
	return "begin " + e.begin + " with " + e.as
}

func readList(text string) (l list, err error) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		read, value, isRead := strings.Cut(rest, " as ")
		begin, statement, isBegin := strings.Cut(rest, " with ")
		last := len(l.packages) - 1
		switch {
		case line == "" || line[0] == '#':
		case word == "version":
			l.version = rest
		case word == "package":
			l.packages = append(l.packages, packageEdits{path: rest})
		case word == "read" && isRead && last >= 0:
			l.packages[last].edits = append(l.packages[last].edits, edit{read: read, as: value})
		case word == "begin" && isBegin && last >= 0:
			l.packages[last].edits = append(l.packages[last].edits, edit{begin: begin, as: statement})
		default:
			return l, fmt.Errorf("leave.txt:%d: %q is none of: version V, package P, read X as VALUE, begin F with STATEMENT", i+1, line)
		}
	}
	return l, nil
}

// apply is the edited files by their names. It is an error if the list is for another Go, or a line has no place there.
func (l list) apply() (map[string][]byte, error) {
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	if v := strings.TrimSpace(string(version)); v != l.version && !strings.HasPrefix(v, l.version+".") {
		return nil, fmt.Errorf("leave.txt is for %s and here is %s", l.version, v)
	}
	out := map[string][]byte{}
	var errs []error
	for _, p := range l.packages {
		files, err := sources(p.path)
		if err != nil {
			return nil, err
		}
		used := make([]bool, len(p.edits))
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			edited, err := rewrite(source, p.edits, used)
			if err != nil {
				return nil, err
			}
			if edited != nil {
				out[file] = edited
			}
		}
		for i, e := range p.edits {
			if !used[i] {
				errs = append(errs, fmt.Errorf("%s: package %s has no place to %s", l.version, p.path, e))
			}
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// sources are the files of a package of Go that are compiled for browsers, with either garbage collector.
func sources(path string) ([]string, error) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", path).Output()
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", path, err)
	}
	folder := strings.TrimSpace(string(dir))
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	const collector = "goexperiment.greenteagc"
	one := build.Default
	one.GOOS, one.GOARCH, one.CgoEnabled = "js", "wasm", false
	one.ToolTags = slices.DeleteFunc(slices.Clone(one.ToolTags), func(tag string) bool { return tag == collector })
	other := one
	other.ToolTags = append(slices.Clone(one.ToolTags), collector)
	var files []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		with, err := one.MatchFile(folder, name)
		if err != nil {
			return nil, err
		}
		without, err := other.MatchFile(folder, name)
		if err != nil {
			return nil, err
		}
		if with || without {
			files = append(files, filepath.Join(folder, name))
		}
	}
	return files, nil
}

// Package presets is the gallery: real stuck networks that somebody asked
// about in public, each with its source, its verified cause and a fix that works.
// The command lists them and the site offers them; the browser's engine does
// not carry them (1.1 MB), the page fetches the one that is opened.
package presets

import (
	"embed"
	"io/fs"
	"path"
	"strings"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

//go:embed cases/*.json
var files embed.FS

// Preset is one entry of the gallery.
type Preset struct {
	Name       string // "001-cv387150-linear-net-3pts"
	Title      string
	Site, URL  string // where it was asked; URL may be empty
	Evidence   string // how the cause is known
	Experiment experiment.Experiment
	Case       document.Value // the whole file: expected cause, known fix, verification
}

// All reads the gallery, in order of the names.
func All() ([]Preset, error) {
	entries, err := fs.ReadDir(files, "cases")
	if err != nil {
		return nil, err
	}
	var out []Preset
	for _, entry := range entries {
		text, err := fs.ReadFile(files, path.Join("cases", entry.Name()))
		if err != nil {
			return nil, err
		}
		v, err := document.Parse(string(text))
		if err != nil {
			return nil, err
		}
		p := Preset{Name: strings.TrimSuffix(entry.Name(), ".json"), Case: v}
		p.Title, p.Evidence = member(v, "title"), member(v, "evidence")
		source, _ := v.Get("source")
		p.Site, p.URL = member(source, "site"), member(source, "url")
		body, _ := v.Get("experiment")
		if p.Experiment, err = experiment.Read(body); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func member(v document.Value, name string) string {
	got, _ := v.Get(name)
	return got.Text
}

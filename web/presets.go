package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"path/filepath"

	"plateau/wasm/document"
	"plateau/wasm/presets"
)

// verdicts holds what the diagnosis says of each preset, by its name. Finding it takes minutes of trials, so it is recorded;
// go test ./web -run Verdicts -update writes it anew.
//
//go:embed verdicts.json
var verdicts []byte

// presets writes each entry of the gallery: presets/NAME.json is the experiment, presets/NAME.svg the loss of its run, which is trained here and now,
// and presets/index.json lists them with their verdicts. The origin question is among them under its own name.
func (s site) presets(origin result) error {
	all, err := presets.All()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(s.out, "presets"), 0o755); err != nil {
		return err
	}
	var said map[string]string
	if err := json.Unmarshal(verdicts, &said); err != nil {
		return fmt.Errorf("web/verdicts.json: %w", err)
	}
	type entry struct {
		Name    string `json:"name"`
		Title   string `json:"title"`
		Site    string `json:"site"`
		URL     string `json:"url"`
		Verdict string `json:"verdict"`
	}
	index := make([]entry, len(all))
	for i, p := range all {
		if said[p.Name] == "" {
			return fmt.Errorf("web/verdicts.json says nothing of %s; go test ./web -run Verdicts -update writes it", p.Name)
		}
		index[i] = entry{p.Name, p.Title, p.Site, p.URL, said[p.Name]}
		document := p.Experiment.Compact().String()
		r, err := trained(document)
		if err != nil {
			return fmt.Errorf("preset %s: %w", p.Name, err)
		}
		if err := s.preset(p.Name, document, r); err != nil {
			return err
		}
	}
	if err := s.preset("origin", "{}", origin); err != nil {
		return err
	}
	list, err := json.Marshal(index)
	if err != nil {
		return err
	}
	return s.plain(filepath.Join("presets", "index.json"), list)
}

func (s site) preset(name, document string, r result) error {
	if err := s.plain(filepath.Join("presets", name+".json"), []byte(document)); err != nil {
		return err
	}
	svg, err := picture(r)
	if err != nil {
		return err
	}
	return s.plain(filepath.Join("presets", name+".svg"), svg)
}

// picture is the loss of a run as an SVG file.
func picture(r result) ([]byte, error) {
	t, err := template.ParseFS(templates, "templates/picture.svg")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.ExecuteTemplate(&out, "picture", lossPoster(r))
	return out.Bytes(), err
}

// trained carries a run out, without asking why it ended where it did.
func trained(experiment string) (r result, err error) {
	c := new(conversation)
	if err := c.start(experiment, &r); err != nil {
		return r, err
	}
	for done := false; !done; {
		var state struct{ Frame struct{ State string } }
		if _, err := c.ask("advance", document.Obj(document.M("milliseconds", document.Int(1000))).String(), &struct{}{}); err != nil {
			return r, err
		}
		if _, err := c.ask("pull", `{"samples":2}`, &state); err != nil {
			return r, err
		}
		done = state.Frame.State == "done"
	}
	return r, c.pull(&r)
}

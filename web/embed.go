package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"plateau/wasm/experiment"
)

// embedPolicy is that of a page in a frame. In a sandbox a worker can only begin as a blob.
var embedPolicy = strings.Replace(policy, "worker-src 'self'", "worker-src 'self' blob:", 1)

// embeds writes what other pages ask for by name, and what that loads: embed.js and its types. Their names never change, because articles hold
// them.
func (s site) embeds(f files) error {
	parts, err := embedParts()
	if err != nil {
		return err
	}
	style, err := shadowStyle()
	if err != nil {
		return err
	}
	names := map[string]string{"charts": f.Charts, "worker": f.Worker, "wasm": f.Wasm}
	defined := map[string]any{"PLATEAU_FILES": names, "PLATEAU_STYLE": style, "PLATEAU_PARTS": parts}
	live, err := embedScript("embed/live.js", defined)
	if err != nil {
		return err
	}
	if names["live"], err = s.hashed("live.js", live); err != nil {
		return err
	}
	for _, file := range []string{"embed.js", "embed/resize.js"} {
		content, err := embedScript(file, defined)
		if err != nil {
			return err
		}
		if err := s.plain(filepath.Base(file), content); err != nil {
			return err
		}
	}
	types, err := os.ReadFile(filepath.Join("static", "embed", "embed.d.ts"))
	if err != nil {
		return err
	}
	return s.plain("embed.d.ts", types)
}

// frame writes the page that iframes show; the origin question is what it shows unless told otherwise.
func (s site) frame(f files, origin result) error {
	e, err := experiment.Parse("{}")
	if err != nil {
		return err
	}
	link, err := experiment.Link(e)
	if err != nil {
		return err
	}
	script, err := embedScript("embed/frame.js", map[string]any{
		"PLATEAU_ORIGIN": map[string]string{"name": "origin", "link": "#" + link, "verdict": origin.Verdict},
	})
	if err != nil {
		return err
	}
	name, err := s.hashed("frame.js", script)
	if err != nil {
		return err
	}
	t, err := template.ParseFS(templates, "templates/embed.html")
	if err != nil {
		return err
	}
	var html bytes.Buffer
	if err := t.Execute(&html, map[string]any{"Policy": embedPolicy, "Files": f, "Frame": name}); err != nil {
		return err
	}
	return s.plain("embed.html", html.Bytes())
}

// embedScript bundles an entry point of static/, with names that stand for what is known here only.
func embedScript(entry string, defined map[string]any) ([]byte, error) {
	define := map[string]string{}
	for name, value := range defined {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		define[name] = string(text)
	}
	return bundle(api.BuildOptions{EntryPoints: []string{filepath.Join("static", entry)}, Format: api.FormatESModule, Define: define})
}

// embedParts are the charts' options and the two settings a figure offers.
func embedParts() (map[string]any, error) {
	fit, err := fitOptions()
	if err != nil {
		return nil, err
	}
	loss, err := lossOptions()
	if err != nil {
		return nil, err
	}
	settings, err := newForm()
	if err != nil {
		return nil, err
	}
	parts := map[string]any{"fit": fit, "loss": loss}
	for _, f := range settings.Layer {
		if f.Path != "network.layers[].activation" {
			continue
		}
		var options []map[string]string
		for _, o := range f.Options {
			options = append(options, map[string]string{"name": o.Name, "label": o.Label})
		}
		parts["activations"] = options
	}
	for _, f := range settings.Training {
		if f.Path != "training.optimizer" {
			continue
		}
		rate := f.Options[0].Params[0]
		low, errLow := strconv.ParseFloat(rate.Low, 64)
		high, errHigh := strconv.ParseFloat(rate.High, 64)
		if err := errors.Join(errLow, errHigh); err != nil {
			return nil, fmt.Errorf("%s: %w", rate.Path, err)
		}
		parts["rate"] = map[string]any{"label": rate.Label, "low": low, "high": high}
	}
	if parts["activations"] == nil || parts["rate"] == nil {
		return nil, errors.New("the form describes no activation or no optimizer")
	}
	return parts, nil
}

var rem = regexp.MustCompile(`(\d*\.?\d+)rem\b`)

// shadowStyle is the page's style for a shadow tree: the root is .plateau, and lengths are pixels, because 1rem is what the host page says it is.
func shadowStyle() (string, error) {
	css, err := styles("site.css", "figures.css", "tables.css", "embed/embed.css")
	if err != nil {
		return "", err
	}
	text := strings.ReplaceAll(string(css), ":root", ".plateau")
	return rem.ReplaceAllStringFunc(text, func(length string) string {
		v, err := strconv.ParseFloat(strings.TrimSuffix(length, "rem"), 64)
		if err != nil {
			return length
		}
		return strconv.FormatFloat(16*v, 'f', -1, 64) + "px"
	}), nil
}

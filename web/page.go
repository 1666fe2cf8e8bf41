package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"strings"
)

//go:embed templates
var templates embed.FS

// policy allows the site's own files and WebAssembly, nothing inline and nobody else. A meta tag cannot set frame-ancestors, and need not: figures are
// meant to be embedded.
var policy = strings.Join([]string{
	"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "frame-src 'self'",
	"base-uri 'none'", "form-action 'none'",
}, "; ")

// page is what the templates are given.
type page struct {
	Policy                string
	Files                 files
	Site                  map[string]any // read by static/main.js
	Form                  form
	FitPoster, LossPoster poster
	Result                result
	Note                  string
}

type figure struct {
	ID, Name string
	Poster   poster
}

// tab chooses a view of a pane.
type tab struct {
	ID, Name string
	Chosen   bool
}

func (p page) render() ([]byte, error) {
	t, err := template.New("page.html").Funcs(template.FuncMap{
		"json":   asJSON,
		"figure": func(id, name string, p poster) figure { return figure{id, name, p} },
		"tab":    func(id, name string, chosen bool) tab { return tab{id, name, chosen} },
	}).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, p)
	return out.Bytes(), err
}

// asJSON is a value as the text of an attribute that a script reads.
func asJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

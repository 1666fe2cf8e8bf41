package main

import (
	"bytes"
	"compress/gzip"
	"html/template"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// example is a snippet and what it makes: the text a reader copies and the same text at work, with the page's own address for the site's.
type example struct {
	Text string
	HTML template.HTML
}

// elsewhere is the site's address in examples until static/docs/embedding.js puts in the true one, which no builder knows.
const elsewhere = "https://plateau.example/"

var embeddingExamples = []string{
	`<script type="module" src="https://plateau.example/embed.js"></script>
<loss-plateau preset="origin">
	<img src="https://plateau.example/origin.svg" width="480" height="270" alt="The loss falls to 0.005676, that of the best straight line, and stays.">
	<p>Ten linear units are one straight line.</p>
</loss-plateau>`,
	`<loss-plateau preset="005-keras1295-xor-500-sgd-steps" controls="loss verdict rate run" theme="dark" height="200">
	<p>XOR after 500 steps at a rate of 0.01.</p>
</loss-plateau>`,
	`<iframe src="https://plateau.example/embed.html?run=0&amp;hide=points,activation#v1.q1YqSy0qzszPU7IyrAUA"
	title="A line through three points" width="640" height="560" loading="lazy" sandbox="allow-scripts allow-popups"></iframe>
<script src="https://plateau.example/resize.js" defer></script>`,
}

// embedding writes the documentation of embeds and the picture its example shows.
func (s site) embedding(f files, r result) error {
	script, err := embedScript("docs/embedding.js", nil)
	if err != nil {
		return err
	}
	name, err := s.hashed("embedding.js", script)
	if err != nil {
		return err
	}
	code, err := os.ReadFile(filepath.Join("static", "docs", "bend.js"))
	if err != nil {
		return err
	}
	_, shown, _ := strings.Cut(string(code), "\n") // without the line for the type checker
	cost, err := gzipped(filepath.Join(s.out, "embed.js"))
	if err != nil {
		return err
	}
	var examples []example
	for _, text := range embeddingExamples {
		// The page loads the scripts itself, once.
		var body []string
		for _, line := range strings.Split(text, "\n") {
			if !strings.HasPrefix(line, "<script") {
				body = append(body, line)
			}
		}
		examples = append(examples, example{text, template.HTML(strings.ReplaceAll(strings.Join(body, "\n"), elsewhere, "./"))})
	}
	t, err := template.ParseFS(templates, "templates/embedding.html")
	if err != nil {
		return err
	}
	svg, err := picture(r)
	if err != nil {
		return err
	}
	if err := s.plain("origin.svg", svg); err != nil {
		return err
	}
	var html bytes.Buffer
	err = t.ExecuteTemplate(&html, "embedding.html", map[string]any{
		"Policy": embedPolicy, "Files": f, "Script": name, "Examples": examples, "Code": strings.TrimSpace(shown),
		"Cost": math.Ceil(float64(cost)/100) / 10,
	})
	if err != nil {
		return err
	}
	return s.plain("embedding.html", html.Bytes())
}

// gzipped is the size of a file as a static host sends it.
func gzipped(file string) (int, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := w.Write(content); err != nil {
		return 0, err
	}
	err = w.Close()
	return out.Len(), err
}

// Command web builds the site: one page whose first picture is already true, and the scripts, styles and engine that make it move.
//
//	go run ./web -out static/dist -wasm build/plateau.wasm -wasm-exec build/wasm_exec.js
//
// It is run from the root of the repository. The page is made with html/template; its settings come from the Go packages' own description of them,
// its chart options from go-echarts, its pictures and its verdict from training and diagnosing the origin question here and now. All URLs are relative
// and every name but index.html carries a hash of its content, so the folder works below any path and may be cached for ever.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	out := flag.String("out", "static/dist", "`FOLDER` to write the site to; what is in it is removed")
	wasm := flag.String("wasm", "build/plateau.wasm", "`FILE` with the engine")
	reader := flag.String("reader", "build/reader.wasm", "`FILE` with the program that reads code")
	survey := flag.String("survey", "build/survey.wasm", "`FILE` with the program that surveys a run")
	wasmExec := flag.String("wasm-exec", "build/wasm_exec.js", "`FILE` that starts a Go program in JavaScript, from the Go that compiled the engine")
	flag.Parse()
	if err := build(*out, *wasm, *reader, *survey, *wasmExec); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

func build(out, wasm, reader, survey, wasmExec string) error {
	s := site{out}
	if err := s.clear(); err != nil {
		return err
	}
	f, err := s.assets(wasm, wasmExec)
	if err != nil {
		return err
	}
	if f.Reader, err = s.reader(reader); err != nil {
		return err
	}
	if err := s.survey(survey, &f); err != nil {
		return err
	}
	if err := s.embeds(f); err != nil {
		return err
	}
	p, err := origin(f)
	if err != nil {
		return err
	}
	if err := s.frame(f, p.Result); err != nil {
		return err
	}
	if err := s.presets(p.Result); err != nil {
		return err
	}
	if err := s.embedding(f, p.Result); err != nil {
		return err
	}
	html, err := p.render()
	if err != nil {
		return err
	}
	return s.plain("index.html", html)
}

// assets writes everything the page loads.
func (s site) assets(wasm, wasmExec string) (f files, err error) {
	engine, err := os.ReadFile(wasm)
	if err != nil {
		return f, fmt.Errorf("the engine: %w", err)
	}
	if engine, err = pack(engine); err != nil {
		return f, fmt.Errorf("the engine: %w", err)
	}
	icon, err := os.ReadFile(filepath.Join("static", "icon.svg"))
	if err != nil {
		return f, err
	}
	licences, err := licences()
	if err != nil {
		return f, err
	}
	style, err := styles("site.css", "figures.css", "tables.css", "verdict.css", "panel.css", "sweep.css", "units.css", "network/network.css", "runs.css", "keys.css", "gallery.css", "narrow.css", "share/share.css", "share/report.css")
	if err != nil {
		return f, err
	}
	for _, file := range []struct {
		to      *string
		name    string
		content []byte
	}{
		{&f.Wasm, "plateau.wasm", engine}, {&f.Icon, "icon.svg", icon}, {&f.Licences, "licences.txt", licences}, {&f.Style, "site.css", style},
	} {
		if *file.to, err = s.hashed(file.name, file.content); err != nil {
			return f, err
		}
	}
	for _, entry := range []struct {
		to     *string
		name   string
		format api.Format
	}{
		{&f.Main, "main.js", api.FormatESModule},
		{&f.Charts, "charts.js", api.FormatESModule},
		{&f.Worker, "worker.js", api.FormatIIFE},
		{&f.Pool, "poolworker.js", api.FormatIIFE},
	} {
		content, err := script(entry.name, wasmExec, entry.format)
		if err != nil {
			return f, err
		}
		if *entry.to, err = s.hashed(entry.name, content); err != nil {
			return f, err
		}
	}
	return f, nil
}

// origin trains and diagnoses the origin question and sets the page around it.
func origin(f files) (page, error) {
	settings, err := newForm()
	if err != nil {
		return page{}, err
	}
	fit, err := fitOptions()
	if err != nil {
		return page{}, err
	}
	loss, err := lossOptions()
	if err != nil {
		return page{}, err
	}
	sweep, err := sweepOptions()
	if err != nil {
		return page{}, err
	}
	r, err := finish("{}") // the empty document is the origin question
	if err != nil {
		return page{}, err
	}
	return page{
		Policy: policy, Files: f, Form: settings, Result: r,
		FitPoster: fitPoster(r), LossPoster: lossPoster(r),
		Note: fmt.Sprintf("%s epochs · loss %s", count(r.Epochs), number(float64(r.Loss.Final))),
		Site: map[string]any{
			"files":      map[string]string{"worker": f.Worker, "pool": f.Pool, "wasm": f.Wasm, "reader": f.Reader, "survey": f.Survey, "charts": f.Charts},
			"experiment": r.Experiment,
			"diagnosis":  r.Diagnosis,
			"options":    map[string]any{"fit": fit, "loss": loss, "sweep": sweep},
		},
	}, nil
}

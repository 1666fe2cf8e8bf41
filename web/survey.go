package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// survey writes what the page loads when one of the surveyed views is first opened: the third program, a style sheet, and the script of the views, which
// knows the names of both, the options of its charts and, as a module beside it, the charts that the page has loaded already.
func (s site) survey(program string, f *files) error {
	content, err := os.ReadFile(program)
	if err != nil {
		return fmt.Errorf("the survey: %w", err)
	}
	if content, err = pack(content); err != nil {
		return fmt.Errorf("the survey: %w", err)
	}
	wasm, err := s.hashed("survey.wasm", content)
	if err != nil {
		return err
	}
	sheet, err := styles("survey/survey.css")
	if err != nil {
		return err
	}
	style, err := s.hashed("survey.css", sheet)
	if err != nil {
		return err
	}
	options := map[string]any{}
	for name, make := range map[string]func() (map[string]any, error){
		"residuals": residualOptions, "gradients": gradientOptions, "spectrum": spectrumOptions, "line": lineOptions,
	} {
		if options[name], err = make(); err != nil {
			return err
		}
	}
	built, err := json.Marshal(map[string]any{"wasm": wasm, "style": style, "options": options})
	if err != nil {
		return err
	}
	loaded := api.Plugin{Name: "loaded", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `/chart\.js$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: "./" + f.Charts, External: true}, nil
		})
	}}
	script, err := bundle(api.BuildOptions{
		EntryPoints: []string{filepath.Join("static", "survey", "views.js")},
		Format:      api.FormatESModule,
		Define:      map[string]string{"PLATEAU_SURVEY": string(built)},
		Plugins:     []api.Plugin{loaded},
	})
	if err != nil {
		return err
	}
	f.Survey, err = s.hashed("survey.js", script)
	return err
}

// axes are those of a figure with its own name for each.
func axes(trigger, xKind, x, yKind, y string) []charts.GlobalOpts {
	return append(common(trigger),
		charts.WithXAxisOpts(opts.XAxis{Type: xKind, Name: x, AxisLabel: label(), AxisLine: hairline(), AxisTick: tick(), SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: yKind, Name: y, AxisLabel: label(), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, SplitLine: split()}),
	)
}

// residualOptions is the misses over the input or the prediction, with a stem to 0 where there are few.
func residualOptions() (map[string]any, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(axes("item", "value", "x", "value", "miss")...)
	line.AddSeries("zero", nil, curve("--floor", 1.25, "dashed"))
	line.AddSeries("stems", nil, curve("--line", 1.5, "solid"))
	scatter := charts.NewScatter()
	scatter.AddSeries("misses", nil, dots("--data", "--page"))
	line.Overlap(scatter)
	return finishedOption(line)
}

// mostLayers is how many layers a network can have: eight hidden ones and the output.
const mostLayers = 9

// gradientOptions is a line for each layer. Hue and dashes together tell them apart.
func gradientOptions() (map[string]any, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(axes("axis", "value", "epoch", "log", "norm of the gradient")...)
	hues := []string{"--data", "--fit", "--solved"}
	dashes := []string{"solid", "dashed", "dotted"}
	for i := range mostLayers {
		line.AddSeries(fmt.Sprintf("layer %d", i), nil, curve(hues[i%len(hues)], 2.5, dashes[i/len(hues)]))
	}
	return finishedOption(line)
}

// spectrumOptions is the numbers of a spectrum by their place in it; the page gives their logarithms.
func spectrumOptions() (map[string]any, error) {
	scatter := charts.NewScatter()
	scatter.SetGlobalOptions(axes("item", "value", "number, largest first", "value", "value")...)
	scatter.AddSeries("positive", nil, dots("--data", "--page"))
	scatter.AddSeries("zero", nil, dots("--page", "--ghost"))
	scatter.AddSeries("negative", nil, dots("--fit", "--page"))
	return finishedOption(scatter)
}

// lineOptions is the loss along a line through weight space.
func lineOptions() (map[string]any, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(axes("axis", "value", "distance", "log", "loss")...)
	line.AddSeries("loss", nil, curve("--data", 2.5, "solid"))
	return finishedOption(line)
}

package main

import (
	"encoding/json"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/components"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Margins around a plot in CSS pixels. The posters, static/site.css (--plot-left and its neighbours) and the charts share them, so that
// the live picture lands exactly on the pre-rendered one.
const (
	marginLeft   = 64
	marginRight  = 24
	marginTop    = 16
	marginBottom = 38
)

// fitOptions is the ECharts option of the data and the fit through it; lossOptions that of the loss over the epochs. They hold everything about
// a chart that does not depend on a run: series, their marks and order, axes, tooltips. The page adds data and limits.
// A colour is the name of a CSS custom property, which the page resolves, so that one theme rules text and charts.
func fitOptions() (map[string]any, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(common("item")...)
	line.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Name: "x", AxisLabel: label(), AxisLine: hairline(), AxisTick: tick(), SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Name: "y", AxisLabel: label(), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, SplitLine: split()}),
	)
	line.AddSeries("ghost", nil, curve("--ghost", 2, "dashed"))
	line.AddSeries("fit", nil, curve("--fit", 2.5, "solid"))
	line.AddSeries("exact", nil, curve("--floor", 1.25, "dashed"))
	scatter := charts.NewScatter()
	scatter.AddSeries("past", nil, dots("--page", "--ghost"))
	scatter.AddSeries("predicted", nil, dots("--fit", "--page"))
	scatter.AddSeries("held", nil, dots("--page", "--data"))
	scatter.AddSeries("data", nil, dots("--data", "--page"))
	line.Overlap(scatter)
	return finishedOption(line)
}

func lossOptions() (map[string]any, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(common("axis")...)
	line.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Name: "epoch", AxisLabel: label(), AxisLine: hairline(), AxisTick: tick(), SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "log", Name: "loss", AxisLabel: label(), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, SplitLine: split()}),
	)
	line.AddSeries("log", nil, curve("--log", 2.25, "dotted"))
	line.AddSeries("ghost", nil, curve("--ghost", 2, "dashed"))
	line.AddSeries("loss", nil, curve("--fit", 2.5, "solid"))
	return finishedOption(line)
}

func common(trigger string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: px(marginLeft), Right: px(marginRight), Top: px(marginTop), Bottom: px(marginBottom)}),
		charts.WithTooltipOpts(opts.Tooltip{
			Show: opts.Bool(true), Trigger: trigger, BackgroundColor: "--page", BorderColor: "--line",
			AxisPointer: &opts.AxisPointer{Type: "line"},
		}),
	}
}

func px(n int) string { return fmt.Sprint(n) }

func label() *opts.AxisLabel { return &opts.AxisLabel{Color: "--muted", FontSize: 13} }

func hairline() *opts.AxisLine {
	return &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "--line"}}
}

func tick() *opts.AxisTick { return &opts.AxisTick{Show: opts.Bool(false)} }

func split() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "--faint"}}
}

func curve(color string, width float32, dash string) charts.SeriesOpts {
	return func(s *charts.SingleSeries) {
		s.ShowSymbol = opts.Bool(false)
		s.LineStyle = &opts.LineStyle{Color: color, Width: width, Type: dash}
		s.ItemStyle = &opts.ItemStyle{Color: color}
	}
}

func dots(color, border string) charts.SeriesOpts {
	return charts.WithItemStyleOpts(opts.ItemStyle{Color: color, BorderColor: border, BorderWidth: 1.5, Opacity: opts.Float(1)})
}

// finishedOption validates a chart and returns what ECharts is given. go-echarts knows neither a rich-text tooltip nor a silent series; both are set here:
// the HTML tooltip would need inline styles, which the Content-Security-Policy refuses.
func finishedOption(chart components.Charter) (map[string]any, error) {
	chart.Validate()
	text, err := json.Marshal(chart.(interface{ JSON() map[string]any }).JSON())
	if err != nil {
		return nil, err
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, err
	}
	for _, unused := range []string{"toolbox", "title", "legend", "color"} {
		delete(out, unused)
	}
	out["tooltip"].(map[string]any)["renderMode"] = "richText"
	for _, s := range out["series"].([]any) {
		line := s.(map[string]any)["type"] == types.ChartLine
		s.(map[string]any)["silent"] = line
		if !line {
			s.(map[string]any)["z"] = 3 // dots lie on curves
		}
	}
	return out, nil
}

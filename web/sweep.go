package main

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// sweepOptions is the ECharts option of a sweep: the loss at the end over the values of a setting, or the curves of all runs. The page shows the
// axis that fits and the series that have data.
func sweepOptions() (map[string]any, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(common("item")...)
	line.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "log", Name: "rate", AxisLabel: label(), AxisLine: hairline(), AxisTick: tick(), SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "log", Name: "loss", AxisLabel: label(), AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, SplitLine: split()}),
	)
	line.AddSeries("band", nil, curve("--faint", 0, "solid"), charts.WithAreaStyleOpts(opts.AreaStyle{Color: "--faint"}))
	line.AddSeries("curves", nil, curve("--line", 1, "solid"))
	line.AddSeries("floors", nil, curve("--floor", 1.25, "dashed"))
	line.AddSeries("edges", nil, curve("--muted", 1.5, "dashed"))
	line.AddSeries("middle", nil, curve("--muted", 2.5, "solid"))
	line.AddSeries("present", nil, curve("--fit", 2.5, "solid"))
	line.AddSeries("chosen", nil, curve("--data", 2.5, "solid"))
	scatter := charts.NewScatter()
	scatter.AddSeries("floor names", nil, dots("--floor", "--page"))
	scatter.AddSeries("points", nil, dots("--muted", "--page"))
	scatter.AddSeries("diverged", nil, dots("--page", "--wrong"))
	scatter.AddSeries("yours", nil, dots("--fit", "--page"))
	scatter.AddSeries("picked", nil, dots("--data", "--page"))
	line.Overlap(scatter)
	return finishedOption(line)
}

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"plateau/wasm/dataset"
	"plateau/wasm/experiment"
)

// field is one setting as the panel template writes it. Its JSON is that of Field in static/protocol.d.ts, made by experiment.Form; the rest is derived
// from the default, which is what the panel shows before any script runs.
type field struct {
	Path, Label, Help, Kind string
	Default                 any
	Min, Max                *float64
	Log, Advanced           bool
	Options                 []option

	ID       string
	Text     string // the default as the text of a field
	On       bool   // the default of a boolean
	Chosen   string // the default of a choice or an option: its name
	Optional bool   // blank is "not set"
	Low      string // ends of the log slider
	High     string
}

// option is one thing a select offers.
type option struct {
	Name, Label, Help string
	Params            []field
	Needs             any // settings that are set along with it
	Chosen            bool
	HasBasic, HasMore bool // whether any param is shown at once, or only under More
}

// form is the settings by their place in the panel.
type form struct {
	Data, Network, Training, More, Layer, LayerMore []field

	Generator field   // what makes the points; each option has its own arguments
	EveryMade []field // the arguments that every generator takes

	MostBytes int // of a text that is read
}

// A log slider covers at most these: the rates worth trying, and what a run can last.
const (
	sliderLow  = 1e-7
	sliderHigh = 1e6
	rateHigh   = 10
)

func newForm() (form, error) {
	var fields []field
	if err := json.Unmarshal([]byte(experiment.Form().String()), &fields); err != nil {
		return form{}, fmt.Errorf("form: %w", err)
	}
	f := form{MostBytes: dataset.MaxPaste}
	for _, d := range fields {
		d.complete("")
		switch layer := strings.HasPrefix(d.Path, "network.layers[]"); {
		case d.Path == "data.generator":
			f.EveryMade = d.shared()
			f.Generator = d
		case layer && d.Advanced:
			f.LayerMore = append(f.LayerMore, d)
		case layer:
			f.Layer = append(f.Layer, d)
		case strings.HasPrefix(d.Path, "data."):
			f.Data = append(f.Data, d)
		case d.Advanced:
			f.More = append(f.More, d)
		case strings.HasPrefix(d.Path, "network."):
			f.Network = append(f.Network, d)
		default:
			f.Training = append(f.Training, d)
		}
	}
	return f, nil
}

// shared takes away the arguments that all options have in common and returns
// them: they are shown once, and keep their values when another is chosen.
func (d *field) shared() (common []field) {
	for _, p := range d.Options[0].Params {
		everywhere := true
		for _, o := range d.Options {
			everywhere = everywhere && slices.ContainsFunc(o.Params, func(q field) bool { return q.Path == p.Path })
		}
		if everywhere {
			p.ID = strings.TrimSuffix(p.ID, "-"+d.Options[0].Name)
			if p.Label == "n" {
				p.Label = "points"
			}
			common = append(common, p)
		}
	}
	for i := range d.Options {
		o := &d.Options[i]
		o.Params = slices.DeleteFunc(o.Params, func(p field) bool {
			return slices.ContainsFunc(common, func(q field) bool { return q.Path == p.Path })
		})
		o.HasMore = len(o.Params) > 0
	}
	return common
}

// complete derives what the template needs. A param's path becomes that of its choice and its own; option tells apart the same param of two options.
func (d *field) complete(option string) {
	d.ID = strings.NewReplacer("[]", "", ".", "-", "_", "-").Replace(d.Path) + option
	chosen := d.Default
	if m, ok := chosen.(map[string]any); ok {
		chosen = m["name"]
	}
	switch v := d.Default.(type) {
	case bool:
		d.On = v
	case float64:
		d.Text = setting(v)
	case []any:
		texts := make([]string, len(v))
		for i, item := range v {
			texts[i] = fmt.Sprint(item)
		}
		d.Text = strings.Join(texts, ", ")
	case nil:
		d.Optional = true
	}
	if d.Log {
		low, high := sliderLow, sliderHigh
		if d.Kind == "integer" {
			low = 1
		} else {
			high = rateHigh
		}
		if d.Min != nil {
			low = math.Max(low, *d.Min)
		}
		if d.Max != nil {
			high = math.Min(high, *d.Max)
		}
		d.Low, d.High = strconv.FormatFloat(low, 'g', -1, 64), strconv.FormatFloat(high, 'g', -1, 64)
	}
	d.Chosen, _ = chosen.(string)
	for i := range d.Options {
		o := &d.Options[i]
		o.Chosen = o.Name == d.Chosen
		for j := range o.Params {
			p := &o.Params[j]
			p.Path = d.Path + "." + p.Path
			p.complete("-" + o.Name)
			o.HasBasic, o.HasMore = o.HasBasic || !p.Advanced, o.HasMore || p.Advanced
		}
	}
}

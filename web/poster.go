package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// poster is a chart drawn before any script runs. Ticks, dots and words are placed in per cent of the plot and keep their size; curves live in a
// box of 1000 by 1000 that stretches with it. So one SVG fits every width, as the live chart does.
type poster struct {
	XTicks, YTicks []tickMark
	XName, YName   string
	Dots           []dot
	Floors         []floorLine
	Curve          string // SVG path data
	Title          string // what a screen reader says
}

type tickMark struct {
	At   string // per cent from the left or the top
	Text string
}

type dot struct{ X, Y string }

type floorLine struct {
	Y    string
	Text string
	// Below is how many pixels the words stand below their line; negative above it, where no other words are.
	Below int
}

// fitPoster draws the points and the fit through them: one input, one output.
func fitPoster(r result) poster {
	var xs, ys []float64
	for _, p := range r.Points {
		xs, ys = append(xs, p[0]), append(ys, p[1])
	}
	var curve [][2]float64
	for i := 0; i+1 < len(r.Fit); i += 2 {
		curve = append(curve, [2]float64{r.Fit[i], r.Fit[i+1]})
		xs, ys = append(xs, r.Fit[i]), append(ys, r.Fit[i+1])
	}
	xlo, xhi := bounds(xs)
	ylo, yhi := bounds(ys)
	x, y := linearScale(xlo, xhi, 5, false), linearScale(ylo, yhi, 5, true)
	p := newPoster(x, y, "x", "y")
	for _, row := range r.Points {
		p.Dots = append(p.Dots, dot{percent(x.at(row[0])), percent(1 - y.at(row[1]))})
	}
	p.Curve = path(curve, x, y)
	p.Title = fmt.Sprintf("%d points and the fit through them.", len(r.Points))
	return p
}

// lowestPlot is the height in pixels of the lowest plot that a poster is drawn in, that of picture.svg. In a higher one words are further apart.
const lowestPlot = 216

// lossPoster draws the loss over the epochs on a log axis, with its floors.
func lossPoster(r result) poster {
	lo, hi := math.Inf(1), 0.0
	var curve [][2]float64
	for i := 0; i+1 < len(r.Curve) && !math.IsNaN(r.Curve[i+1]) && !math.IsInf(r.Curve[i+1], 0); i += 2 {
		v := math.Max(r.Curve[i+1], r.Resolution)
		lo, hi = math.Min(lo, v), math.Max(hi, v)
		curve = append(curve, [2]float64{r.Curve[i], v})
	}
	for _, f := range r.Floors {
		if f.Loss > 0 {
			lo, hi = math.Min(lo, f.Loss), math.Max(hi, f.Loss)
		}
	}
	if hi == 0 { // it diverged at once
		lo, hi = 1, 10
	}
	x, y := linearScale(0, float64(r.Epochs), 5, true), decadeScale(lo, hi)
	x.max = float64(r.Epochs)
	p := newPoster(x, y, "epoch", "loss")
	for i := range p.XTicks {
		p.XTicks[i].Text = count(int(math.Round(x.ticks[i])))
	}
	// From the top down, words make room for those above them.
	floors := distinct(r.Floors)
	slices.SortStableFunc(floors, func(a, b floor) int { return cmp.Compare(b.Loss, a.Loss) })
	last := math.Inf(-1)
	for _, f := range floors {
		if f.Loss <= 0 {
			continue
		}
		line := lowestPlot * (1 - y.at(f.Loss))
		last = math.Max(line-6, last+16)
		p.Floors = append(p.Floors, floorLine{percent(1 - y.at(f.Loss)), f.Label + " " + number(f.Loss), int(math.Round(last - line))})
	}
	p.Curve = path(curve, x, y)
	p.Title = fmt.Sprintf("The loss over %s epochs, from %s to %s.", count(r.Epochs), number(float64(r.Loss.Initial)), number(float64(r.Loss.Final)))
	return p
}

// distinct leaves out a floor that reads like one before it, as static/floors.js does.
func distinct(floors []floor) (out []floor) {
	for _, f := range floors {
		if !slices.ContainsFunc(out, func(g floor) bool { return number(g.Loss) == number(f.Loss) }) {
			out = append(out, f)
		}
	}
	return out
}

func newPoster(x, y scale, xname, yname string) poster {
	p := poster{XName: xname, YName: yname}
	for _, t := range x.ticks {
		p.XTicks = append(p.XTicks, tickMark{percent(x.at(t)), number(t)})
	}
	for _, t := range y.ticks {
		p.YTicks = append(p.YTicks, tickMark{percent(1 - y.at(t)), number(t)})
	}
	return p
}

func bounds(v []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, a := range v {
		lo, hi = math.Min(lo, a), math.Max(hi, a)
	}
	return lo, hi
}

func percent(share float64) string { return fmt.Sprintf("%.2f%%", 100*share) }

// path joins points, leaving out those that would fall on the same pixel column as the last one drawn: a poster has about 500 columns.
func path(points [][2]float64, x, y scale) string {
	var b strings.Builder
	last := math.Inf(-1)
	for i, p := range points {
		px, py := 1000*x.at(p[0]), 1000*(1-y.at(p[1]))
		if px-last < 2 && i != len(points)-1 && i > 3 {
			continue
		}
		verb := "L"
		if b.Len() == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%.1f %.1f", verb, px, py)
		last = px
	}
	return b.String()
}

package main

import "math"

// scale maps values to the plot and names its ticks. static/scale.js draws the live charts by the same two rules.
type scale struct {
	min, max float64
	log      bool
	ticks    []float64
}

// linearScale covers lo..hi with about `want` round steps of 1, 2 or 5 times a power of ten; its ends are ticks when `whole`.
func linearScale(lo, hi float64, want int, whole bool) scale {
	if !(hi > lo) {
		pad := math.Max(math.Abs(lo), 1) / 2
		lo, hi = lo-pad, hi+pad
	}
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(want))))
	for _, m := range []float64{2, 2.5, 2} { // 1, 2, 5, 10
		if (hi-lo)/step <= float64(want)+0.5 {
			break
		}
		step *= m
	}
	first, last := math.Floor(lo/step), math.Ceil(hi/step)
	if !whole {
		first, last = math.Ceil(lo/step), math.Floor(hi/step)
	}
	s := scale{min: lo, max: hi}
	for k := first; k <= last; k++ {
		s.ticks = append(s.ticks, k*step)
	}
	if whole {
		s.min, s.max = first*step, last*step
	}
	return s
}

// decadeScale covers lo..hi, both positive, with whole decades: every one of them labelled up to eight, and then every 2nd, 5th, 10th...; where there
// are only one or two, 2 and 5 times a power of ten too.
func decadeScale(lo, hi float64) scale {
	first, last := math.Floor(math.Log10(lo)), math.Ceil(math.Log10(hi))
	if last-first < 1 {
		last = first + 1
	}
	step := 1.0
	for _, m := range []float64{2, 2.5, 2, 2, 2.5, 2} {
		if (last-first)/step <= 8 {
			break
		}
		step *= m
	}
	s := scale{min: math.Pow(10, first), max: math.Pow(10, last), log: true}
	for k := math.Ceil(first/step) * step; k <= last; k += step {
		s.ticks = append(s.ticks, math.Pow(10, k))
		if last-first <= 2 && k < last {
			s.ticks = append(s.ticks, 2*math.Pow(10, k), 5*math.Pow(10, k))
		}
	}
	return s
}

// at is the position of v, 0 at the minimum and 1 at the maximum.
func (s scale) at(v float64) float64 {
	if s.log {
		return (math.Log10(v) - math.Log10(s.min)) / (math.Log10(s.max) - math.Log10(s.min))
	}
	return (v - s.min) / (s.max - s.min)
}

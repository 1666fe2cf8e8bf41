package main

import (
	"errors"
	"math"
	"slices"

	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/reply"
	"plateau/wasm/text"
)

// residuals describes, output by output, what the predictions of all rows,
// shape (rows, outputs), leave of the targets, in the experiment's own units.
func residuals(get func(string) document.Value) document.Value {
	e, err := experiment.Read(get("experiment"))
	if err != nil {
		return reply.Failed(err)
	}
	set := e.Set()
	given := get("predictions").Items
	if want := set.Rows() * set.Outputs; len(given) != want {
		return reply.Failed(errors.New(text.Format("predictions: %d numbers, %d rows of %d are wanted", len(given), set.Rows(), set.Outputs)))
	}
	outputs := make([]document.Value, set.Outputs)
	for k := range outputs {
		r := rest{labels: e.Spec().Loss.Is("binary_crossentropy", "categorical_crossentropy", "hinge")}
		for i := range set.Rows() {
			x, y := set.Row(i)
			predicted := math.NaN()
			if v := given[i*set.Outputs+k]; v.Kind == document.Number {
				predicted = v.Number
			}
			at := predicted
			if set.Inputs == 1 {
				at = x[0]
			}
			r.at, r.miss = append(r.at, at), append(r.miss, y[k]-predicted)
		}
		axis := "prediction"
		if set.Inputs == 1 {
			axis = name(e.Data.Inputs, 0, "x")
		}
		target := name(e.Data.Targets, k, text.Format("y%d", k+1))
		outputs[k] = document.Obj(document.M("name", document.Str(target)), document.M("summary", document.Str(r.summary(axis))))
	}
	return reply.Succeeded(document.M("outputs", document.List(outputs...)))
}

func name(names []string, i int, otherwise string) string {
	if i < len(names) && names[i] != "" {
		return names[i]
	}
	return otherwise
}

// rest is what is left of the targets of one output: the misses, target minus
// prediction, and where each is on the axis.
type rest struct {
	at, miss []float64
	labels   bool // the targets are classes, whose misses have no sign of their own
}

// fewest is how many misses there have to be on each side of 0 for their order
// to say something.
const fewest = 5

func (r rest) summary(axis string) string {
	largest, squares, sum := 0, 0.0, 0.0
	for i, v := range r.miss {
		if !isFinite(v) {
			return "The predictions are no longer finite numbers: nothing is left to compare."
		}
		if math.Abs(v) > math.Abs(r.miss[largest]) {
			largest = i
		}
		squares += float64(v * v)
		sum += v
	}
	n := float64(len(r.miss))
	if squares == 0 {
		return "Every point is met exactly."
	}
	size := math.Sqrt(squares / n)
	out := text.Format("The largest miss is %s, at %s = %s; their root mean square is %s.", diagnose.Number(r.miss[largest]), axis, diagnose.Number(r.at[largest]), diagnose.Number(size))
	if mean := sum / n; n >= 2*fewest && math.Abs(mean) > 2*math.Sqrt((squares/n-float64(mean*mean))/n) {
		side := "low"
		if mean < 0 {
			side = "high"
		}
		out += text.Format(" On average the predictions are %s too %s.", diagnose.Number(math.Abs(mean)), side)
	}
	if r.labels {
		return out
	}
	return out + " " + r.order(axis)
}

// order compares how often the sign of the misses changes along the axis with
// how often it would by chance (Wald and Wolfowitz 1940).
func (r rest) order(axis string) string {
	runs, above, below := r.runs()
	if above < fewest || below < fewest {
		if runs == 1 {
			return "All lie on one side."
		}
		return text.Format("Their sign changes %s along %s; they are too few to tell a shape from chance.", timesOver(runs-1), axis)
	}
	expected, spread := chance(above, below)
	numbers := text.Format("their sign changes %s along %s, and by chance it would %s ± %s times", timesOver(runs-1), axis, diagnose.Number(round(expected-1)), diagnose.Number(round(spread)))
	switch z := (float64(runs) - expected) / spread; {
	case z < -2:
		return text.Format("They follow a shape that the fit has not taken: %s.", numbers)
	case z > 2:
		return text.Format("They alternate: %s.", numbers)
	}
	return text.Format("They look like chance: %s.", numbers)
}

func timesOver(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return diagnose.Count(n) + " times"
}

// runs counts the stretches of one sign along the axis, and the misses on each
// side of 0; those that are 0 belong to neither.
func (r rest) runs() (runs, above, below int) {
	order := make([]int, len(r.at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case r.at[i] < r.at[j]:
			return -1
		case r.at[i] > r.at[j]:
			return 1
		}
		return 0
	})
	last := 0
	for _, i := range order {
		sign := 0
		switch v := r.miss[i]; {
		case v > 0:
			above++
			sign = 1
		case v < 0:
			below++
			sign = -1
		}
		if sign != 0 && sign != last {
			runs++
			last = sign
		}
	}
	return runs, above, below
}

// chance is the mean and the standard deviation of the number of runs when so
// many misses above and below 0 come in any order alike.
func chance(above, below int) (mean, deviation float64) {
	a, b := float64(above), float64(below)
	n := a + b
	product := 2 * float64(a*b)
	return product/n + 1, math.Sqrt(product * (product - n) / (n * n * (n - 1)))
}

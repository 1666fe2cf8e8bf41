package main

import (
	"math"
	"strings"
	"testing"

	"plateau/wasm/document"
)

// The mean and deviation of the number of runs over every order of the signs.
func TestChanceAgainstEveryOrder(t *testing.T) {
	for _, c := range [][2]int{{1, 1}, {2, 3}, {5, 5}, {6, 8}} {
		above, below := c[0], c[1]
		n := above + below
		var count, sum, squares float64
		for mask := range 1 << n {
			r := rest{}
			ones := 0
			for i := range n {
				v := -1.0
				if mask>>i&1 == 1 {
					v = 1
					ones++
				}
				r.at, r.miss = append(r.at, float64(i)), append(r.miss, v)
			}
			if ones != above {
				continue
			}
			runs, _, _ := r.runs()
			count++
			sum += float64(runs)
			squares += float64(runs * runs)
		}
		mean, deviation := chance(above, below)
		if want := sum / count; math.Abs(mean-want) > 1e-12 {
			t.Errorf("%v: mean %g, want %g", c, mean, want)
		}
		if want := math.Sqrt(squares/count - sum*sum/count/count); math.Abs(deviation-want) > 1e-7 {
			t.Errorf("%v: deviation %g, want %g", c, deviation, want)
		}
	}
}

func TestResidualsSayWhatTheyLookLike(t *testing.T) {
	// 40 points on a parabola, not in order; what a straight line leaves of it has a shape.
	points, shaped, noisy, exact := []document.Value{}, []document.Value{}, []document.Value{}, []document.Value{}
	for k := range 40 {
		i := k * 27 % 40
		x := float64(i)/20 - 1
		points = append(points, document.Nums([]float64{x, x * x}))
		shaped = append(shaped, document.Num(0.35))
		// Signs of the bits of a constant: 17 changes among 40.
		sign := float64(int(0b1011001110001011010011101100010110011010>>i&1)*2 - 1)
		noisy = append(noisy, document.Num(x*x+0.1*sign))
		exact = append(exact, document.Num(x*x))
	}
	said := func(predictions []document.Value) string {
		var s survey
		v := s.answer("residuals", document.Obj(document.M("experiment", document.Obj(document.M("data", document.Obj(document.M("points", document.List(points...)))))),
			document.M("predictions", document.List(predictions...))).String())
		return get(get(v, "outputs").Items[0], "summary").Text
	}
	if s := said(shaped); !strings.Contains(s, "The largest miss is 0.65, at x = -1;") || !strings.Contains(s, "They follow a shape that the fit has not taken: their sign changes twice along x") {
		t.Error(s)
	}
	if s := said(noisy); !strings.Contains(s, "They look like chance") || !strings.Contains(s, "root mean square is 0.1.") {
		t.Error(s)
	}
	if s := said(exact); s != "Every point is met exactly." {
		t.Error(s)
	}
	shaped[3] = document.Num(math.NaN())
	if s := said(shaped); !strings.Contains(s, "no longer finite") {
		t.Error(s)
	}
}

func TestResidualsOfSeveralInputsGoByThePrediction(t *testing.T) {
	var s survey
	v := s.answer("residuals", `{"experiment": {"data": {"points": [[0, 0, 1, 5], [1, 0, 2, 5], [0, 1, 3, 5]], "inputs": ["a", "b"], "targets": ["u", "v"]}, "network": {"layers": [{"units": 2}]}},
		"predictions": [0.5, 5, 2, 5, 5, 5]}`)
	outputs := get(v, "outputs").Items
	if len(outputs) != 2 {
		t.Fatal(v.String())
	}
	if one := get(outputs[0], "summary").Text; get(outputs[0], "name").Text != "u" || !strings.Contains(one, "The largest miss is -2, at prediction = 5;") || !strings.Contains(one, "too few") {
		t.Error(one)
	}
	if get(outputs[1], "summary").Text != "Every point is met exactly." {
		t.Error(outputs[1].String())
	}
}

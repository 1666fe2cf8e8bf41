package main

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// static/scale.test.js reads the same cases.
func TestAxesHaveTheSameTicksEverywhere(t *testing.T) {
	text, err := os.ReadFile("testdata/scale.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Linear, Decades []struct {
			Lo, Hi float64
			Want   int
			Whole  bool
			Ticks  []float64
		}
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	compare := func(got, want []float64) {
		t.Helper()
		same := len(got) == len(want)
		for i := 0; same && i < len(got); i++ {
			same = math.Abs(got[i]-want[i]) <= 1e-12*math.Max(1e-9, math.Abs(want[i])) || math.Abs(got[i]-want[i]) < 1e-16*math.Abs(want[len(want)-1])
		}
		if !same {
			t.Errorf("ticks %v, want %v", got, want)
		}
	}
	for _, c := range cases.Linear {
		compare(linearScale(c.Lo, c.Hi, c.Want, c.Whole).ticks, c.Ticks)
	}
	for _, c := range cases.Decades {
		compare(decadeScale(c.Lo, c.Hi).ticks, c.Ticks)
	}
}

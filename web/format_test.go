package main

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// static/format.test.js reads the same cases.
func TestNumbersLookTheSameEverywhere(t *testing.T) {
	text, err := os.ReadFile("testdata/format.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases map[string][][2]any
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	special := map[any]float64{"NaN": math.NaN(), "Infinity": math.Inf(1), "-Infinity": math.Inf(-1)}
	write := map[string]func(float64) string{
		"number": number, "setting": setting, "count": func(v float64) string { return count(int(v)) },
	}
	for name, rows := range cases {
		for _, row := range rows {
			v, finite := row[0].(float64)
			if !finite {
				v = special[row[0]]
			}
			if got := write[name](v); got != row[1] {
				t.Errorf("%s(%v) = %q, want %q", name, v, got, row[1])
			}
		}
	}
}

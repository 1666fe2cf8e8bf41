package main

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/presets"
)

var update = flag.Bool("update", false, "diagnose every preset and write verdicts.json anew (3 minutes of two processors)")

// quick are presets whose diagnosis takes no trials worth the name; their verdicts are found again whenever the tests run.
var quick = map[string]bool{"049-brainjs73-run-times-duplicates": true, "024-tf12030-outlier-35-nan": true}

// Each preset has a verdict on record, and it is that of the run as it is now: it names the loss at which the run ends.
func TestVerdicts(t *testing.T) {
	all, err := presets.All()
	if err != nil {
		t.Fatal(err)
	}
	var recorded map[string]string
	if err := json.Unmarshal(verdicts, &recorded); err != nil {
		t.Fatal(err)
	}
	now := map[string]string{}
	for _, p := range all {
		if !*update && !quick[p.Name] {
			continue
		}
		r, err := finish(p.Experiment.Compact().String())
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		now[p.Name] = r.Verdict
		if !*update && recorded[p.Name] != r.Verdict {
			t.Errorf("%s: the record says %q, the diagnosis %q; go test ./web -run Verdicts -update", p.Name, recorded[p.Name], r.Verdict)
		}
	}
	if *update {
		text, _ := json.MarshalIndent(now, "", "  ")
		if err := os.WriteFile("verdicts.json", append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		recorded = now
	}
	if len(recorded) != len(all) {
		t.Errorf("%d verdicts of %d presets; go test ./web -run Verdicts -update", len(recorded), len(all))
	}
	for _, p := range all {
		if testing.Short() {
			break
		}
		r, err := trained(p.Experiment.Compact().String())
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		final := float64(r.Loss.Final)
		want, finite := " at "+number(final)+":", !math.IsNaN(final) && !math.IsInf(final, 0)
		if !finite {
			want = "The loss blew up"
		}
		if !strings.Contains(recorded[p.Name], want) {
			t.Errorf("%s ends at %s, and the verdict on record is %q; go test ./web -run Verdicts -update", p.Name, want, recorded[p.Name])
		}
		svg, err := picture(r)
		if err != nil || !strings.Contains(string(svg), `d="M`) && finite || strings.Contains(string(svg), "NaN%") {
			t.Errorf("%s: %v\n%s", p.Name, err, svg)
		}
	}
}

// Words of floors that are nearly the same do not stand upon each other.
func TestFloorsOfPostersAreApart(t *testing.T) {
	p := lossPoster(result{
		Epochs: 10, Curve: []float64{1, 1, 10, 0.7},
		Floors: []floor{{"best linear map", 0.6931}, {"best constant", 0.6930}, {"reach of small steps", 0.69}, {"far below", 0.001}},
	})
	last := math.Inf(-1)
	for _, f := range p.Floors {
		share, err := strconv.ParseFloat(strings.TrimSuffix(f.Y, "%"), 64)
		at := lowestPlot*share/100 + float64(f.Below)
		if err != nil || at < last+15 {
			t.Errorf("%s stands at %g, %g below the words before", f.Text, at, at-last)
		}
		last = at
	}
	if len(p.Floors) != 4 || p.Floors[3].Below != -6 {
		t.Errorf("%+v", p.Floors)
	}
}

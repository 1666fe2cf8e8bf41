package train

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plateau/wasm/experiment"
)

var update = flag.Bool("update", false, "write AGREEMENT.md anew")

// A recording is a run of real Keras or PyTorch; see testdata/recordings.
type recording struct {
	Name, Framework, Backend string
	Experiment               json.RawMessage
	Steps                    []int
	Loss                     []num
	ValidationLoss           []num `json:"validation_loss"`
	LearningRate             []num `json:"learning_rate"`
	Initial                  struct{ Loss *num }
	Final                    struct {
		Loss        *num
		Weights     json.RawMessage
		Predictions [][]num
	}
}

// num reads a number or the text for one that is not finite.
type num float64

func (n *num) UnmarshalJSON(b []byte) error {
	switch strings.Trim(string(b), `"`) {
	case "NaN":
		*n = num(math.NaN())
	case "Infinity":
		*n = num(math.Inf(1))
	case "-Infinity":
		*n = num(math.Inf(-1))
	default:
		return json.Unmarshal(b, (*float64)(n))
	}
	return nil
}

// Runs in float32 whose gradient jumps amplify one rounding into another path:
// they are compared up to the epoch before the first such jump. In float64 the
// same settings agree to the end.
var jumps = map[string]struct {
	until  int
	limit  float64
	reason string
}{
	"mean_absolute_error float32": {5, tight32, "the gradient changes sign where a residual passes 0"},
}

const (
	tight64 = 1e-9
	tight32 = 1e-4
)

// deviation of our numbers from a recording, relative to the recorded value,
// or to floor where that is larger.
type deviation struct {
	relative float64
	step     int // epoch, 0 before the first, -1 for weights or predictions at the end
}

func (d *deviation) see(ours, theirs, floor float64, step int) {
	r := math.Abs(ours-theirs) / max(math.Abs(theirs), floor)
	if ours == theirs || math.IsNaN(ours) && math.IsNaN(theirs) {
		r = 0
	}
	if !(r <= d.relative) {
		d.relative, d.step = r, step
	}
}

func compare(t *testing.T, rec recording) (d deviation, limit float64) {
	t.Helper()
	e, err := experiment.Parse(clipBatch(t, rec.Experiment))
	if err != nil {
		t.Errorf("%s: %v", rec.Name, err)
		return deviation{math.Inf(1), 0}, 0
	}
	limit = tight64
	if e.Training.Precision == "float32" {
		limit = tight32
	}
	jump, jumping := jumps[rec.Name]
	if jumping {
		limit = jump.limit
	}
	run := New(e)
	if rec.Initial.Loss != nil {
		d.see(run.Initial(), float64(*rec.Initial.Loss), 0, 0)
	}
	run.Finish()
	for i, step := range rec.Steps {
		if step > run.Epoch() {
			t.Errorf("%s: stopped at epoch %d by %s, recorded to %d", rec.Name, run.Epoch(), run.Stopped, step)
			break
		}
		if jumping && step > jump.until {
			return d, limit
		}
		d.see(run.History.Losses[step-1], float64(rec.Loss[i]), 0, step)
		if i < len(rec.ValidationLoss) {
			d.see(run.Validation.Losses[step-1], float64(rec.ValidationLoss[i]), 0, step)
		}
		if i < len(rec.LearningRate) && run.plateau == nil {
			perEpoch := run.Problem.BatchesPerEpoch()
			d.see(run.Problem.Rate(step*perEpoch-1), float64(rec.LearningRate[i]), 0, step)
		}
	}
	if rec.Final.Loss != nil {
		d.see(run.Final(), float64(*rec.Final.Loss), 0, run.Epoch())
	}
	if rec.Final.Predictions != nil {
		ours := run.Predict(run.Experiment.Set().X)[:len(rec.Final.Predictions)*len(e.Data.Targets)] // training rows only
		size := 0.0
		for _, p := range ours {
			size = max(size, math.Abs(p))
		}
		for i, p := range ours {
			d.see(p, float64(rec.Final.Predictions[i/len(e.Data.Targets)][i%len(e.Data.Targets)]), size, -1)
		}
	}
	return d, limit
}

// clipBatch is what Keras does with a batch larger than the data, which an
// Experiment refuses as a likely mistake.
func clipBatch(t *testing.T, text json.RawMessage) string {
	var e struct {
		Data     struct{ Points []json.RawMessage }
		Training struct {
			BatchSize int `json:"batch_size"`
		}
	}
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	if rows := len(e.Data.Points); e.Training.BatchSize > rows && rows > 0 {
		return regexp.MustCompile(`"batch_size": *\d+`).ReplaceAllString(string(text), fmt.Sprintf(`"batch_size": %d`, rows))
	}
	return string(text)
}

func read(t *testing.T, file string) []recording {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Runs []recording }
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(file, err)
	}
	return all.Runs
}

// Runs that Keras took down to the rounding of its numbers fall here as they
// fall there, and as low: near 1e-14 in float32, below 1e-30 in float64. Below
// a millionth of the first loss only the size is compared, for the last bits
// decide.
func TestFloorOfPrecision(t *testing.T) {
	for _, rec := range read(t, "testdata/recordings/precision.json") {
		e := parse(t, string(rec.Experiment))
		run := New(e).Finish()
		limit, floor := 2e-3, 2e-14
		if e.Training.Precision == "float64" {
			limit, floor = tight64, 1e-30
		}
		lowest := math.Inf(1)
		for i, step := range rec.Steps {
			theirs := float64(rec.Loss[i])
			lowest = min(lowest, theirs)
			if theirs < 1e-6*float64(rec.Loss[0]) {
				continue
			}
			if d := math.Abs(run.History.Losses[step-1]/theirs - 1); d > limit && lowest > 1e-6*float64(rec.Loss[0]) {
				t.Errorf("%s: epoch %d: %g, Keras %g", rec.Name, step, run.History.Losses[step-1], theirs)
			}
		}
		if lowest > floor || run.History.Best() > floor {
			t.Errorf("%s: falls to %g, Keras's to %g; the floor of the precision is %g", rec.Name, run.History.Best(), lowest, floor)
		}
	}
}

func TestAgreesWithRecordings(t *testing.T) {
	files, err := filepath.Glob("testdata/recordings/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no recordings", err)
	}
	var table strings.Builder
	for _, file := range files {
		if filepath.Base(file) == "precision.json" {
			continue // rounding decides where those runs end: TestFloorOfPrecision
		}
		all := read(t, file)
		fmt.Fprintf(&table, "\n## %s\n\n| run | framework | precision | limit | largest deviation | at epoch |\n|---|---|---|---|---|---|\n", strings.TrimSuffix(filepath.Base(file), ".json"))
		for _, rec := range all {
			d, limit := compare(t, rec)
			if !(d.relative <= limit) {
				t.Errorf("%s/%s: deviates by %.2g at epoch %d, more than %g", filepath.Base(file), rec.Name, d.relative, d.step, limit)
			}
			precision := "float64"
			if limit > tight64 {
				precision = "float32"
			}
			at := fmt.Sprint(d.step)
			if d.step < 0 {
				at = "end"
			}
			if jump, ok := jumps[rec.Name]; ok {
				at += fmt.Sprintf(" (to epoch %d: %s)", jump.until, jump.reason)
			}
			fmt.Fprintf(&table, "| %s | %s | %s | %.0e | %.0e | %s |\n", rec.Name, rec.Framework, precision, limit, d.relative, at)
		}
	}
	if *update {
		head := "# Agreement with Keras and PyTorch\n\nThe largest relative deviation of Plateau's loss, at any recorded epoch, and of its predictions at the end, from\n" +
			"recorded runs of the real libraries (testdata/recordings). Written by `go test ./wasm/train -run Recordings -update`.\n"
		if err := os.WriteFile("AGREEMENT.md", []byte(head+table.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

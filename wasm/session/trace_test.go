package session

import (
	"math"
	"slices"
	"strings"
	"testing"

	"plateau/wasm/document"
)

const sine = `{"experiment":{"data":{"generator":{"name":"sine","n":10}},"network":{"layers":[{"units":6,"activation":"tanh"},{}]},"training":{"optimizer":"adam","batch_size":4,"epochs":3000}},"paused":true}`

// settled asks again and again until the answer says that it is whole.
func settled(t *testing.T, s *Session, kind, body, whole string) (document.Value, Arrays) {
	t.Helper()
	for range 100_000 {
		v, arrays := ask(t, s, kind, body)
		if mustGet(v, whole).Truth {
			return v, arrays
		}
		body = "{}"
		ask(t, s, "advance", `{"milliseconds":5}`)
	}
	t.Fatalf("%s is never %s", kind, whole)
	return document.Value{}, nil
}

func TestLookingBack(t *testing.T) {
	var s Session
	ask(t, &s, "start", sine)
	ask(t, &s, "control", `{"action":"step","epochs":1000}`)
	drive(t, &s)
	_, then := ask(t, &s, "pull", `{"samples":30}`)
	then["weights"] = slices.Clone(then["weights"])
	ask(t, &s, "control", `{"action":"run"}`)
	drive(t, &s)

	// Before any mark is there, what is nearer: the beginning or the end.
	v, _ := ask(t, &s, "inspect", `{"epoch":2900}`)
	if e := mustGet(v, "epoch").Number; e != 3000 || !mustGet(v, "now").Truth {
		t.Errorf("epoch 2900 was answered by %g", e)
	}
	v, _ = settled(t, &s, "trace", `{}`, "complete")
	marks := mustGet(v, "marks").Items
	if last := marks[len(marks)-1].Number; marks[0].Number != 0 || last != 3000 || len(marks) < 120 || mustGet(v, "reached").Number != float64(len(marks)) {
		t.Errorf("%d marks, to %g", len(marks), last)
	}
	near := 0
	for i, m := range marks {
		if math.Abs(m.Number-1000) < math.Abs(marks[near].Number-1000) {
			near = i
		}
	}
	v, arrays := ask(t, &s, "inspect", `{"epoch":1000,"samples":30,"units":40}`)
	if mustGet(v, "epoch").Number != marks[near].Number || mustGet(v, "now").Truth || len(arrays["fit"]) != 60 || len(arrays["predictions"]) != 10 {
		t.Errorf("%s %v", v, arrays)
	}
	if len(arrays["units"]) != 6*7 || len(arrays["curves"]) != 6*30 || len(arrays["parts"]) != 6*30 || len(arrays["gradient"]) != 19 || len(arrays["norms"]) != 2 {
		t.Errorf("%s %v", v, arrays)
	}
	// The same run, started anew and stepped to the mark.
	ask(t, &s, "control", `{"action":"reset"}`)
	ask(t, &s, "control", document.Obj(document.M("action", document.Str("step")), document.M("epochs", marks[near])).String())
	drive(t, &s)
	if _, again := ask(t, &s, "pull", `{"samples":30}`); !slices.Equal(again["weights"], arrays["weights"]) || !slices.Equal(again["fit"], arrays["fit"]) {
		t.Error("the mark is not the run at that epoch")
	}
	if marks[near].Number == 1000 && !slices.Equal(then["weights"], arrays["weights"]) {
		t.Error("the mark is not the run as it was seen")
	}
	// A run that has moved on has other marks.
	v, _ = settled(t, &s, "trace", `{}`, "complete")
	if all := mustGet(v, "marks").Items; all[len(all)-1].Number != marks[near].Number {
		t.Errorf("the marks end at %g", all[len(all)-1].Number)
	}
}

func TestStepBatches(t *testing.T) {
	var s Session
	ask(t, &s, "start", sine)
	at := func() (epoch, batch, batches float64) {
		v, _ := ask(t, &s, "pull", `{}`)
		f := mustGet(v, "frame")
		return mustGet(f, "epoch").Number, mustGet(f, "batch").Number, mustGet(f, "batches").Number
	}
	for _, step := range []struct {
		body         string
		epoch, batch float64
	}{
		{`{"action":"step","batches":1}`, 0, 1},
		{`{"action":"step","batches":1}`, 0, 2},
		{`{"action":"step","batches":2}`, 1, 1},
		{`{"action":"step"}`, 2, 0},
		{`{"action":"step","epochs":2}`, 4, 0},
	} {
		ask(t, &s, "control", step.body)
		drive(t, &s)
		if epoch, batch, batches := at(); epoch != step.epoch || batch != step.batch || batches != 3 {
			t.Errorf("%s goes to epoch %g, batch %g of %g; want %g and %g of 3", step.body, epoch, batch, batches, step.epoch, step.batch)
		}
	}
}

func TestMotion(t *testing.T) {
	var s Session
	ask(t, &s, "start", sine)
	ask(t, &s, "control", `{"action":"step","epochs":5}`)
	drive(t, &s)
	ask(t, &s, "control", `{"action":"step","batches":1}`)
	drive(t, &s)
	_, before := ask(t, &s, "pull", `{}`)
	weights := slices.Clone(before["weights"])
	v, arrays := settled(t, &s, "motion", `{"epoch":5}`, "complete")
	m := mustGet(v, "motion")
	if mustGet(m, "epoch").Number != 5 || mustGet(m, "batch").Number != 1 || !slices.Equal(arrays["weights"], weights) || len(arrays["residuals"]) != 1 || mustGet(m, "rate").Number != 0.001 || len(arrays["values"]) != 8 {
		t.Errorf("%s %v", m, arrays)
	}
	ask(t, &s, "control", `{"action":"step","batches":1}`)
	drive(t, &s)
	if _, after := ask(t, &s, "pull", `{}`); !slices.Equal(arrays["after"], after["weights"]) {
		t.Error("the update that was shown is not the one that the run makes")
	}
	after := slices.Clone(arrays["after"])
	row := mustGet(m, "rows").Items[2].Number
	v, _ = ask(t, &s, "motion", document.Obj(document.M("row", document.Num(row))).String())
	if mustGet(mustGet(v, "motion"), "row").Number != row {
		t.Errorf("%s", v)
	}
	v, next := settled(t, &s, "motion", `{"next":true}`, "complete")
	if mustGet(mustGet(v, "motion"), "batch").Number != 2 || !slices.Equal(next["weights"], after) {
		t.Errorf("%s", v)
	}
	ask(t, &s, "start", `{"experiment":{"training":{"epochs":0}}}`)
	if v, _ := s.Handle("motion", `{"epoch":0}`); mustGet(v, "ok").Truth || !strings.Contains(mustGet(mustGet(v, "error"), "message").Text, "no epochs") {
		t.Errorf("%s", v)
	}
}

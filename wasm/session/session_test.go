package session

import (
	"math"
	"strings"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/train"
)

func ask(t *testing.T, s *Session, kind, body string) (document.Value, Arrays) {
	t.Helper()
	v, arrays := s.Handle(kind, body)
	if ok := mustGet(v, "ok"); !ok.Truth {
		t.Fatalf("%s %s: %s", kind, body, v)
	}
	return v, arrays
}

// drive advances until there is nothing more to do.
func drive(t *testing.T, s *Session) {
	t.Helper()
	for range 100_000 {
		if v, _ := ask(t, s, "advance", `{"milliseconds":50}`); mustGet(v, "wait").Kind == document.Null {
			return
		}
	}
	t.Fatal("never at rest")
}

func TestARunFromStartToVerdict(t *testing.T) {
	var s Session
	v, _ := ask(t, &s, "start", `{"experiment":{}}`)
	run := mustGet(v, "run")
	if mustGet(run, "run").Number != 1 || mustGet(run, "parameters").Number != 31 || len(mustGet(run, "floors").Items) < 2 {
		t.Errorf("%s", run)
	}
	if v, _ = ask(t, &s, "diagnose", `{}`); mustGet(v, "complete").Truth {
		t.Error("complete before the run has begun")
	}
	drive(t, &s)
	v, arrays := ask(t, &s, "pull", `{"samples":11}`)
	frame := mustGet(v, "frame")
	if mustGet(frame, "state").Text != "done" || mustGet(frame, "stopped").Text != "epochs" || mustGet(frame, "epoch").Number != 10000 {
		t.Errorf("%s", frame)
	}
	if len(arrays["fit"]) != 22 || arrays["fit"][0] != -1.2 || math.Abs(arrays["fit"][20]-1.2) > 1e-12 || len(arrays["predictions"]) != 3 || len(arrays["weights"]) != 31 {
		t.Errorf("%+v", arrays)
	}
	if n := len(arrays["curve"]); n == 0 || n > 4000 || arrays["curve"][n-2] != 10000 {
		t.Errorf("a curve of %d numbers", n)
	}
	ask(t, &s, "diagnose", `{}`)
	drive(t, &s)
	v, _ = ask(t, &s, "diagnose", `{}`)
	if verdict := mustGet(mustGet(v, "diagnosis"), "verdict").Text; !mustGet(v, "complete").Truth || !strings.Contains(verdict, "0.005676") {
		t.Errorf("%s", v)
	}
}

func TestPauseStepResetRun(t *testing.T) {
	var s Session
	ask(t, &s, "start", `{"experiment":{},"paused":true}`)
	at := func() float64 {
		v, _ := ask(t, &s, "pull", `{}`)
		return mustGet(mustGet(v, "frame"), "epoch").Number
	}
	drive(t, &s)
	if at() != 0 {
		t.Error("a paused run moved")
	}
	ask(t, &s, "control", `{"action":"step","epochs":7}`)
	drive(t, &s)
	if at() != 7 {
		t.Errorf("stepped to %g", at())
	}
	ask(t, &s, "control", `{"action":"step"}`)
	drive(t, &s)
	if at() != 8 {
		t.Errorf("stepped to %g", at())
	}
	ask(t, &s, "control", `{"action":"reset"}`)
	if at() != 0 {
		t.Error("reset left epochs behind")
	}
	ask(t, &s, "control", `{"action":"run"}`)
	drive(t, &s)
	if at() != 10000 {
		t.Errorf("ran to %g", at())
	}
}

func TestSpeedLimit(t *testing.T) {
	var s Session
	ask(t, &s, "speed", `{"epochsPerSecond":1000}`)
	ask(t, &s, "start", `{"experiment":{}}`)
	v, _ := ask(t, &s, "advance", `{"milliseconds":1}`)
	if wait := mustGet(v, "wait").Number; wait > 1 {
		t.Errorf("at 1000 epochs a second the next is %g ms away", wait)
	}
	v, _ = ask(t, &s, "pull", `{}`)
	if epoch := mustGet(mustGet(v, "frame"), "epoch").Number; epoch > 1000 {
		t.Errorf("%g epochs at once", epoch)
	}
}

// A fault leaves the run before as it was, and lists all that is wrong.
func TestFaultsKeepTheRun(t *testing.T) {
	var s Session
	if v, _ := s.Handle("pull", "{}"); mustGet(v, "ok").Truth {
		t.Error("a frame of no run")
	}
	ask(t, &s, "start", `{"experiment":{"training":{"epochs":5}}}`)
	drive(t, &s)
	v, _ := s.Handle("start", `{"experiment":{"training":{"epochs":-5,"seed":"x"}}}`)
	if got := mustGet(mustGet(v, "error"), "path").Text; got != "training.epochs" || len(mustGet(v, "faults").Items) != 2 {
		t.Errorf("%s", v)
	}
	v, _ = ask(t, &s, "pull", `{}`)
	if mustGet(mustGet(v, "frame"), "epoch").Number != 5 {
		t.Error("the run before is gone")
	}
	for _, bad := range [][2]string{{"dance", "{}"}, {"control", `{"action":"dance"}`}, {"start", "{"}} {
		if v, _ := s.Handle(bad[0], bad[1]); mustGet(v, "ok").Truth {
			t.Errorf("%s was answered: %s", bad, v)
		}
	}
}

// Where the reference has to train, the run says why.
func TestTheReferenceSaysWhy(t *testing.T) {
	var s Session
	v, _ := ask(t, &s, "start", `{"experiment":{"training":{"input_noise":0.1}}}`)
	run := mustGet(v, "run")
	if mustGet(run, "engine").Text != "reference" || !strings.Contains(mustGet(run, "slower").Text, "noise") && train.Host != nil {
		t.Errorf("%s", run)
	}
}

func TestSolve(t *testing.T) {
	var s Session
	v, _ := ask(t, &s, "solve", `{"experiment":{"network":{"layers":[{"units":10,"activation":"tanh"},{}]}}}`)
	ask(t, &s, "start", document.Obj(document.M("experiment", mustGet(v, "experiment"))).String())
	drive(t, &s)
	v, _ = ask(t, &s, "pull", `{}`)
	if loss := mustGet(mustGet(mustGet(v, "frame"), "loss"), "final").Number; loss > 1e-28 {
		t.Errorf("solved to %g", loss)
	}
}

// Nothing is tried while a run goes on, and nothing is said to be.
func TestNoTrialsWhileARunGoesOn(t *testing.T) {
	var s Session
	ask(t, &s, "start", `{"experiment":{"training":{"epochs":100000}},"paused":true}`)
	v, _ := ask(t, &s, "diagnose", "{}")
	if progress := mustGet(v, "progress"); progress.Kind != document.Number || progress.Number != 0 || mustGet(v, "complete").Truth {
		t.Errorf("%s", v)
	}
}

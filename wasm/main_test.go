//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plateau/wasm/experiment"
)

// printed runs a command with what it prints going to out.
func printed(args []string, in io.Reader, out io.Writer) error {
	text, err := command(args, in, io.Discard)
	if _, failed := io.WriteString(out, text); failed != nil {
		return failed
	}
	return err
}

func TestTrainPrintsAResult(t *testing.T) {
	var out bytes.Buffer
	if err := printed([]string{"train"}, strings.NewReader("{}"), &out); err != nil {
		t.Fatal(err)
	}
	var r struct {
		Experiment struct {
			Version  int
			Training struct{ Epochs, Seed int }
		}
		Epochs  int
		Seconds float64
		Stopped string
		Loss    struct {
			Initial, Final, Best, Relative float64
			Curve                          [][2]float64
		}
		Weights     []any
		Predictions [][]float64
	}
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	curve := r.Loss.Curve
	if r.Epochs != 10000 || r.Stopped != "epochs" || r.Experiment.Version != 1 || r.Experiment.Training.Epochs != 10000 ||
		len(r.Weights) != 4 || len(r.Predictions) != 3 || curve[0][0] != 1 || curve[len(curve)-1][0] != 10000 {
		t.Errorf("%s", raw)
	}
	// The loss of the best straight line, to the digits of float32.
	if math.Abs(r.Loss.Final-0.005675946924535554) > 1e-8 || math.Abs(r.Loss.Relative*0.034508159-r.Loss.Final) > 1e-8 {
		t.Errorf("final %g, relative %g", r.Loss.Final, r.Loss.Relative)
	}
}

func TestNumbersThatAreNotFiniteAreTexts(t *testing.T) {
	var out bytes.Buffer
	err := printed([]string{"train", "-"}, strings.NewReader(`{"training":{"optimizer":{"name":"sgd","learning_rate":1e9}}}`), &out)
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Stopped string
		Loss    struct{ Final any }
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if _, text := r.Loss.Final.(string); r.Stopped != "diverged" || !text {
		t.Errorf("stopped %s, final loss %v", r.Stopped, r.Loss.Final)
	}
}

func TestDiagnosePrintsBoth(t *testing.T) {
	file := filepath.Join(t.TempDir(), "e.json")
	if err := os.WriteFile(file, []byte(`{"training":{"epochs":3000,"optimizer":{"name":"adam","learning_rate":0.001}}}`), 0o666); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := printed([]string{"diagnose", file}, nil, &out); err != nil {
		t.Fatal(err)
	}
	var r struct {
		Result    struct{ Epochs int }
		Diagnosis struct {
			State, Verdict string
			Causes         []struct{ Cause string }
			Fixes          []struct{ Experiment json.RawMessage }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Result.Epochs != 3000 || r.Diagnosis.State != "stuck" || !strings.Contains(r.Diagnosis.Verdict, "0.005676") ||
		len(r.Diagnosis.Causes) == 0 || r.Diagnosis.Causes[0].Cause != "linear_network" || len(r.Diagnosis.Fixes) == 0 {
		t.Errorf("%+v", r)
	}
}

func TestPresetsAreListedAndOpened(t *testing.T) {
	var out bytes.Buffer
	if err := printed([]string{"presets"}, nil, &out); err != nil {
		t.Fatal(err)
	}
	var list []struct{ Name, Title, Site string }
	if err := json.Unmarshal(out.Bytes(), &list); err != nil || len(list) == 0 {
		t.Fatal(err, len(list))
	}
	out.Reset()
	if err := printed([]string{"presets", list[0].Name}, nil, &out); err != nil {
		t.Fatal(err)
	}
	if err := printed([]string{"train"}, &out, new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
	if err := printed([]string{"presets", "none"}, nil, &out); err == nil || !strings.HasPrefix(err.Error(), `"none" is no preset`) {
		t.Errorf("got %v", err)
	}
}

func TestLinkAndUnlink(t *testing.T) {
	var link, back bytes.Buffer
	if err := printed([]string{"link"}, strings.NewReader(`{"title":"Three points","training":{"epochs":77}}`), &link); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(link.String(), "#v1.") || !strings.HasSuffix(link.String(), "\n") {
		t.Errorf("got %q", link.String())
	}
	address := "https://example.org/" + strings.TrimSpace(link.String())
	if err := printed([]string{"unlink"}, &link, &back); err != nil {
		t.Fatal(err)
	}
	var e struct {
		Title    string
		Training struct{ Epochs int }
	}
	if err := json.Unmarshal(back.Bytes(), &e); err != nil || e.Title != "Three points" || e.Training.Epochs != 77 {
		t.Errorf("%v: %s", err, back.Bytes())
	}
	var again bytes.Buffer
	if err := printed([]string{"unlink", address}, nil, &again); err != nil || again.String() != back.String() {
		t.Errorf("%v: %s", err, again.String())
	}
	// A file whose name looks like a link is a file; a link of another version is still a link.
	file := filepath.Join(t.TempDir(), "v1.json")
	if err := os.WriteFile(file, []byte(address), 0o666); err != nil {
		t.Fatal(err)
	}
	again.Reset()
	if err := printed([]string{"unlink", file}, nil, &again); err != nil || again.String() != back.String() {
		t.Errorf("%v: %s", err, again.String())
	}
	if err := printed([]string{"unlink", "#v0.abc"}, nil, &again); !errors.As(err, new(experiment.Faults)) || !strings.Contains(err.Error(), "version 0") {
		t.Errorf("a link of version 0: %v", err)
	}
	err := printed([]string{"unlink"}, strings.NewReader(address[:len(address)-4]), &back)
	if !errors.As(err, new(experiment.Faults)) || !strings.Contains(err.Error(), "incomplete") {
		t.Errorf("a cut link: %v", err)
	}
}

// An exported script is read back as the same network and training.
func TestExportAndImport(t *testing.T) {
	for _, framework := range []string{"keras", "pytorch", "r-keras"} {
		var script, back bytes.Buffer
		in := `{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"epochs":77,"optimizer":{"name":"adam","learning_rate":0.003}}}`
		if err := printed([]string{"export", "--to", framework}, strings.NewReader(in), &script); err != nil {
			t.Fatal(err)
		}
		if err := printed([]string{"import"}, &script, &back); err != nil {
			t.Fatal(framework, err)
		}
		var e struct {
			Network  struct{ Layers []struct{ Units int } }
			Training struct{ Epochs int }
		}
		if err := json.Unmarshal(back.Bytes(), &e); err != nil || e.Training.Epochs != 77 || len(e.Network.Layers) != 2 || e.Network.Layers[0].Units != 10 {
			t.Errorf("%s: %v: %s", framework, err, back.Bytes())
		}
	}
	if err := printed([]string{"export", "--to", "fortran"}, strings.NewReader("{}"), io.Discard); err == nil || !strings.Contains(err.Error(), "keras, pytorch, r-keras") {
		t.Errorf("got %v", err)
	}
}

func TestBadInputIsNamed(t *testing.T) {
	for _, c := range []struct{ command, input, want string }{
		{"train", `{"network":{"layers":[{"units":0},{}]}}`, "network.layers[0].units: 0 is below 1"},
		{"train", `{`, "this is not JSON: line 1, column 2: the text ends inside an object"},
		{"diagnose", `{"training":{"loss":"mse2"}}`, `training.loss: "mse2" is not known; known are mean_squared_error,`},
		{"trian", ``, `"trian" is not a command`},
	} {
		err := printed([]string{c.command}, strings.NewReader(c.input), new(bytes.Buffer))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %s: got %v, want %s", c.command, c.input, err, c.want)
		}
	}
	if err := printed([]string{"train", "no such file"}, nil, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("got %v", err)
	}
	if err := printed(nil, nil, io.Discard); err == nil || !strings.HasPrefix(err.Error(), "usage:") {
		t.Errorf("got %v", err)
	}
}

package main

import (
	"math"
	"strings"
	"testing"

	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/text"
	"plateau/wasm/train"
)

// ask answers a request once it is complete.
func ask(t *testing.T, s *survey, kind, body string) document.Value {
	t.Helper()
	s.answer(kind, body)
	for s.advance(20) {
	}
	v := s.answer(kind, body)
	if !get(v, "ok").Truth {
		t.Fatalf("%s %s: %s", kind, body, v)
	}
	return v
}

func get(v document.Value, path ...string) document.Value {
	for _, name := range path {
		v, _ = v.Get(name)
	}
	return v
}

func number(v document.Value) float64 {
	if v.Kind != document.Number {
		return math.NaN()
	}
	return v.Number
}

const sine = `{"data": {"generator": {"name": "sine", "n": 12, "noise": 0.1}}, "network": {"layers": [{"units": 5, "activation": "tanh"}, {}]}, ` +
	`"training": {"optimizer": {"name": "sgd", "learning_rate": 0.1}, "batch_size": 12, "epochs": 300, "precision": "float64"}}`

func TestGradientsAgainstDifferencesOfTheRunsLoss(t *testing.T) {
	var s survey
	v := ask(t, &s, "survey", `{"view": "gradients", "experiment": `+sine+`, "epoch": 200}`)
	e, err := experiment.Parse(sine)
	if err != nil {
		t.Fatal(err)
	}
	run := train.New(e)
	for run.Epoch() < 200 {
		run.Advance(1<<20, 200-run.Epoch())
	}
	epochs := get(v, "epochs").Items
	if first, last := number(epochs[0]), number(epochs[len(epochs)-1]); first != 0 || last != 200 {
		t.Fatalf("marks from %g to %g", first, last)
	}
	at := append([]float64(nil), run.Weights()...)
	const h = 1e-6
	squares := make([]float64, 2)
	for _, variable := range run.Problem.Spec.Variables() {
		for k := variable.From; k < variable.To; k++ {
			w := at[k]
			at[k] = w + h
			up := run.LossAt(at)
			at[k] = w - h
			down := run.LossAt(at)
			at[k] = w
			squares[variable.Layer] += math.Pow((up-down)/(2*h), 2)
		}
	}
	for l, layer := range get(v, "layers").Items {
		norms := get(layer, "norms").Items
		if got, want := number(norms[len(norms)-1]), math.Sqrt(squares[l]); math.Abs(got-want) > 1e-6*want {
			t.Errorf("layer %d: %g, want %g", l, got, want)
		}
	}
	if !strings.Contains(get(v, "summary").Text, "At epoch 200 ") {
		t.Error(get(v, "summary").Text)
	}
}

func TestSpectrumOfTheOriginQuestion(t *testing.T) {
	var s survey
	v := ask(t, &s, "survey", `{"view": "spectrum", "experiment": {}}`)
	if rank := number(get(v, "jacobian", "rank")); rank != 2 || len(get(v, "jacobian", "values").Items) != 3 {
		t.Errorf("rank %g: %s", rank, get(v, "jacobian"))
	}
	if summary := get(v, "jacobian", "summary").Text; !strings.Contains(summary, "2 of 3 directions") || !strings.Contains(summary, "no small step lowers it") {
		t.Error(summary)
	}
	if values := get(v, "hessian", "values").Items; len(values) != 31 || !get(v, "hessian", "whole").Truth {
		t.Errorf("%d eigenvalues", len(values))
	}
	if summary := get(v, "hessian", "summary").Text; !strings.Contains(summary, "Of 31 eigenvalues 2 are positive, none is negative and 29 are 0") {
		t.Error(summary)
	}
}

func TestSpectrumOfALargeNetworkIsItsEnds(t *testing.T) {
	var s survey
	large := strings.Replace(strings.Replace(sine, `"units": 5`, `"units": 120`, 1), `"epochs": 300`, `"epochs": 3`, 1)
	v := ask(t, &s, "survey", `{"view": "spectrum", "experiment": `+large+`}`)
	values := get(v, "hessian", "values").Items
	if get(v, "hessian", "whole").Truth || len(values) < 2 || len(values) > 60 {
		t.Fatal(get(v, "hessian").String())
	}
	for i := 1; i < len(values); i++ {
		if number(values[i]) > number(values[i-1]) {
			t.Errorf("eigenvalue %d, %g, follows %g", i, number(values[i]), number(values[i-1]))
		}
	}
}

// On a quadratic the line of the optimizer is exact: the steepest direction
// shrinks below it and grows above it.
func TestStepsAreStableUpToTheLine(t *testing.T) {
	for _, arguments := range []string{``, `, "momentum": 0.9`, `, "momentum": 0.6`, `, "momentum": 0.9, "nesterov": true`, `, "momentum": 0.5, "nesterov": true`} {
		configured := func(rate float64, epochs int) string {
			return text.Format(`{"data": {"points": [[-1, 0.2], [0.5, 1], [2, -1], [3, 0]]}, "network": {"layers": [{"units": 1}]}, "training": {"optimizer": {"name": "sgd", "learning_rate": %s%s}, "batch_size": 4, "epochs": %d, "precision": "float64"}}`, rate, arguments, epochs)
		}
		var s survey
		v := ask(t, &s, "survey", `{"view": "spectrum", "experiment": `+configured(0.01, 0)+`}`)
		line := number(get(get(v, "hessian", "lines").Items[0], "value"))
		top := number(get(v, "hessian", "values").Items[0])
		limit := 0.01 * line / top
		for _, share := range []float64{0.98, 1.02} {
			e, err := experiment.Parse(configured(share*limit, 3000))
			if err != nil {
				t.Fatal(err)
			}
			run := train.New(e)
			run.Finish()
			if grew := !(run.Final() < run.Initial()); grew != (share > 1) {
				t.Errorf("sgd%s: at %g of the line the loss goes from %g to %g", arguments, share, run.Initial(), run.Final())
			}
		}
	}
	var s survey
	if v := ask(t, &s, "survey", `{"view": "spectrum", "experiment": {}}`); len(get(v, "hessian", "lines").Items) != 0 {
		t.Error("adam has a line in a spectrum that does not bound it")
	}
}

func TestMapShowsTheRun(t *testing.T) {
	var s survey
	for _, directions := range choices[:4] {
		body := `{"view": "landscape", "directions": "` + directions + `", "seed": 3, "experiment": ` + sine + `}`
		v := ask(t, &s, "survey", body)
		side, values := int(number(get(v, "side"))), get(v, "values").Items
		if side != 65 || len(values) != side*side || get(v, "summary").Text == "" {
			t.Fatalf("%s: side %d, %d values, %q", directions, side, len(values), get(v, "summary").Text)
		}
		path := get(v, "path").Items
		last := path[len(path)-1].Items
		if math.Hypot(number(last[0]), number(last[1])) > 1e-12 {
			t.Errorf("%s: the path ends at %v", directions, last)
		}
		across, up := get(v, "across").Items, get(v, "up").Items
		for _, point := range get(v, "points").Items {
			at := get(point, "at").Items
			if x, y := number(at[0]), number(at[1]); x < number(across[0]) || x > number(across[1]) || y < number(up[0]) || y > number(up[1]) {
				t.Errorf("%s: %s lies outside, at %g, %g", directions, get(point, "name").Text, x, y)
			}
			if off := number(get(point, "off")); directions == "solution" && off > 1e-9 {
				t.Errorf("%s is %g from the plane through it", get(point, "name").Text, off)
			}
		}
		if again := s.answer("survey", strings.Replace(body, `"seed"`, `"from": 65, "seed"`, 1)); len(get(again, "values").Items) != 0 || !get(again, "complete").Truth {
			t.Errorf("%s: what the page has is sent again", directions)
		}
	}
	v := ask(t, &s, "survey", `{"view": "landscape", "directions": "line", "experiment": `+sine+`}`)
	stops, loss := get(v, "line", "stops").Items, get(v, "line", "loss").Items
	if len(stops) != 3 || number(loss[len(loss)-1]) >= number(loss[legs-1]) {
		t.Errorf("%d stops, from %g to %g", len(stops), number(loss[legs-1]), number(loss[len(loss)-1]))
	}
}

// The floor of a parabolic valley: the second direction is a hundred times
// steeper than the first, along which gradient descent is left over.
func TestMapSeesAValley(t *testing.T) {
	var s survey
	v := ask(t, &s, "survey", `{"view": "landscape", "directions": "path", "experiment": {"data": {"points": [[1, 0, 1], [-1, 0, -1], [0, 0.1, 1], [0, -0.1, -1]], "inputs": ["a", "b"]},
		"network": {"layers": [{"units": 1, "use_bias": false}]}, "training": {"optimizer": {"name": "sgd", "learning_rate": 0.5}, "batch_size": 4, "epochs": 200, "precision": "float64"}}}`)
	if summary := get(v, "summary").Text; !strings.Contains(summary, "valley: the loss curves 100 times more across it than along it") {
		t.Error(summary)
	}
}

func TestProgressIsToldAndANewerRunTakesThePlace(t *testing.T) {
	var s survey
	long := strings.Replace(sine, `"epochs": 300`, `"epochs": 200000`, 1)
	body := `{"view": "landscape", "directions": "path", "experiment": ` + long + `}`
	v := s.answer("survey", body)
	if get(v, "complete").Truth || get(v, "doing").Text != "Carrying out the run again" {
		t.Fatal(v.String())
	}
	last := number(get(v, "progress"))
	for range 5 {
		s.current.step(piece)
		v = s.answer("survey", body)
		if now := number(get(v, "progress")); now < last {
			t.Errorf("progress falls from %g to %g", last, now)
		}
	}
	old := s.place
	v = ask(t, &s, "survey", `{"view": "landscape", "directions": "path", "experiment": {}}`)
	if s.place == old || !get(v, "complete").Truth {
		t.Error("the run before is still surveyed")
	}
	if s.advance(1) {
		t.Error("there is more to do when all is done")
	}
}

func TestDivergedRunIsShownUpToThere(t *testing.T) {
	var s survey
	wild := strings.Replace(sine, `"learning_rate": 0.1`, `"learning_rate": 1e6`, 1)
	v := ask(t, &s, "survey", `{"view": "gradients", "experiment": `+strings.Replace(wild, `"tanh"`, `"linear"`, 1)+`}`)
	if !strings.Contains(get(v, "summary").Text, "no longer a finite number") {
		t.Error(get(v, "summary").Text)
	}
	for _, layer := range get(v, "layers").Items {
		for _, norm := range get(layer, "norms").Items {
			if norm.Kind != document.Number {
				t.Errorf("a gradient is %s", norm)
			}
		}
	}
}

func TestWhatIsTooLargeIsSaidWithItsLimit(t *testing.T) {
	var s survey
	huge := `{"data": {"generator": {"name": "sine", "n": 5000}}, "network": {"layers": [{"units": 512, "activation": "tanh"}, {"units": 512, "activation": "tanh"}, {}]}, "training": {"epochs": 1}}`
	for _, body := range []string{`"gradients"`, `"spectrum"`, `"landscape", "directions": "path"`} {
		v := s.answer("survey", `{"view": `+body+`, "experiment": `+huge+`}`)
		trouble := get(v, "trouble").Text + get(v, "hessian", "trouble").Text
		if !strings.Contains(trouble, "5000 rows by 264\u202f193 weights") || !strings.Contains(trouble, "limit") {
			t.Errorf("%s: %s", body, v)
		}
	}
	v := ask(t, &s, "survey", `{"view": "landscape", "directions": "path", "experiment": {"network": {"layers": [{"units": 1, "use_bias": false}]}}}`)
	if !strings.Contains(get(v, "trouble").Text, "two weights") {
		t.Error(v.String())
	}
}

func TestBadRequests(t *testing.T) {
	var s survey
	for body, want := range map[string]string{
		`{"view": "spectrum", "experiment": {"training": {"epochs": -1}}}`:            "training.epochs: -1 is below 0",
		`{"view": "spectre", "experiment": {}}`:                                       `"spectre" is not one of`,
		`{"view": "landscape", "directions": "up", "experiment": {}}`:                 `"up" is not one of`,
		`{"view": "spectrum", "experiment": {"training": {"epochs": 5}}, "epoch": 6}`: "epoch: 6 is not between 0 and the 5",
		`{"view": "spectrum", "experiment": {}, "epoch": -1}`:                         "epoch: -1",
		`{"view": "spectrum", "experiment": `:                                         "",
	} {
		v := s.answer("survey", body)
		message := get(v, "error", "message").Text
		if path := get(v, "error", "path").Text; path != "" {
			message = path + ": " + message
		}
		if get(v, "ok").Truth || message == "" || !strings.Contains(message, want) {
			t.Errorf("%s: %s", body, v)
		}
	}
	if v := s.answer("train", "{}"); get(v, "ok").Truth {
		t.Error(v.String())
	}
	if v := s.answer("residuals", `{"experiment": {}, "predictions": [1, 2]}`); !strings.Contains(get(v, "error", "message").Text, "2 numbers, 3 rows of 1") {
		t.Error(v.String())
	}
}

// What is out of reach is what the diagnosis says of the same run, in the
// metric of the loss; where the loss has none, nothing is said.
func TestTheErrorOutOfReachIsTheDiagnoses(t *testing.T) {
	summary := func(experiment string) string {
		var s survey
		return get(ask(t, &s, "survey", `{"view": "spectrum", "experiment": `+experiment+`}`), "jacobian", "summary").Text
	}
	sine := `{"data":{"generator":{"name":"sine","n":40,"frequency":4}},"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{%s"optimizer":{"name":"adam","learning_rate":0.001},"epochs":300,"batch_size":40,"precision":"float64"}}`
	for _, loss := range []string{``, `"loss":"huber",`, `"loss":"log_cosh",`} {
		e, err := experiment.Parse(strings.Replace(sine, "%s", loss, 1))
		if err != nil {
			t.Fatal(err)
		}
		run := train.New(e).Finish()
		phi := diagnose.OutOfReach(run.Problem, run.Weights())
		if phi < 0.01 || phi > 0.999 {
			t.Fatalf("phi %g tells nothing", phi)
		}
		if got := summary(strings.Replace(sine, "%s", loss, 1)); !strings.Contains(got, " "+percent(phi)+" of the ") {
			t.Errorf("%s phi %g: %s", loss, phi, got)
		}
	}
	if got := summary(strings.Replace(sine, "%s", `"loss":"mean_absolute_error",`, 1)); strings.Contains(got, "out of reach") || strings.Contains(got, "error") {
		t.Errorf("absolute error: %s", got)
	}
	// The best line of equal rows is none where one of them counts ten times.
	fitted := `{"data":{"points":[[0,0],[1,1],[2,0]]},"network":{"layers":[{}],"weights":[[[0]],[0.3333333333333333]]},"training":{%s"epochs":0,"precision":"float64"}}`
	if got := summary(strings.Replace(fitted, "%s", "", 1)); !strings.Contains(got, "no small step lowers it") {
		t.Errorf("at the best line: %s", got)
	}
	if got := summary(strings.Replace(fitted, "%s", `"class_weight":{"1":10},`, 1)); strings.Contains(got, "no small step lowers it") || !strings.Contains(got, "as the loss measures it") {
		t.Errorf("at the best line of other weights: %s", got)
	}
}

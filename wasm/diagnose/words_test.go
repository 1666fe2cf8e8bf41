//go:build !wasm

// Trials by the hundred: native only, a browser would take minutes.

package diagnose

import (
	"strings"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/train"
)

// advice is one of the two lists of what is not offered: words, and the floor it
// ends at.
func advice(t *testing.T, d *Diagnosis, list string) map[string]string {
	t.Helper()
	items, ok := d.Document().Get(list)
	if !ok {
		t.Fatalf("no %s", list)
	}
	out := map[string]string{}
	for _, item := range items.Items {
		words, _ := item.Get("words")
		floor, _ := item.Get("floor")
		out[words.Text] = floor.Text
	}
	return out
}

func says(t *testing.T, d *Diagnosis, want ...string) {
	t.Helper()
	v := d.verdict(d.causes())
	for _, w := range want {
		if says := strings.Contains(v, strings.TrimPrefix(w, "not ")); says == strings.HasPrefix(w, "not ") {
			t.Errorf("verdict: %s\nwant %q", v, w)
		}
	}
}

// A straight line through the means of repeated inputs is as low as any model
// goes: what gets there is the fix, and the network is not to blame.
func TestWhatReachesTheNoiseIsTheFix(t *testing.T) {
	d := diagnosed(parse(t, `{"data":{"points":[[1,1],[1,2],[1,3],[2,5],[2,9]]}}`))
	causes := d.causes()
	for _, c := range causes {
		if c.name == "linear_network" {
			t.Errorf("linear_network, though a line reaches the pure error")
		}
	}
	if len(causes) == 0 || !slow(causes[0].name) {
		t.Errorf("causes %v", causes)
	}
	b := d.search.best()
	if b == nil || !b.allSolved() {
		t.Fatalf("no fix that reaches the noise: %v", b)
	}
	if _, worst := b.losses(); worst > 2.2 || worst < 1.99 {
		t.Errorf("the fix reaches %g, the pure error is 2", worst)
	}
	for _, list := range []string{"would_not_help", "not_enough"} {
		listed := advice(t, d, list)
		for _, words := range []string{"SGD at 0.01", "100\u202f000 epochs", "a learning rate of 1e-4"} {
			if _, ok := listed[words]; ok {
				t.Errorf("%s lists %s", list, words)
			}
		}
	}
	says(t, d, "not linear unit", "the noise")
}

// What is named is why the loss is where it is, and what only brings it down to
// the floor of the network is said to end there.
func TestTheRateIsNamedAboveTheFloor(t *testing.T) {
	for _, text := range []string{
		`{"training":{"optimizer":{"name":"adam","learning_rate":1e-7}}}`,
		`{"training":{"optimizer":{"name":"sgd","learning_rate":1e-5}}}`,
	} {
		d := diagnosed(parse(t, text))
		causes := d.causes()
		if len(causes) == 0 || causes[0].name != "lr_too_small" {
			t.Errorf("%s\ncauses %v", text, causes)
		}
		blamed := false
		for _, c := range causes {
			blamed = blamed || c.name == "linear_network"
		}
		if !blamed {
			t.Errorf("%s\nthe fix changes the activation, and no cause says why: %v", text, causes)
		}
		says(t, d, "hardly moves the weights", "ten linear units go no lower than 0.005676", "not straight line")
		atLine := 0
		for _, floor := range advice(t, d, "not_enough") {
			if floor == "best straight line" {
				atLine++
			}
		}
		if atLine < 2 {
			t.Errorf("%s\nnothing ends on the line: %v", text, advice(t, d, "not_enough"))
		}
		for _, one := range d.search.unoffered(false) {
			if one.outcomes[0].loss <= 0.9*d.facts.loss {
				t.Errorf("%s\n%s ends at %g, and would not help", text, said(one.edits), one.outcomes[0].loss)
			}
		}
	}
}

// Equal inputs and a single point bound what can be learned, not a loss above
// that bound.
func TestDegenerateDataAreBlamedAtTheirFloor(t *testing.T) {
	for _, text := range []string{`{"data":{"points":[[1,1],[1,2],[1,3]]}}`, `{"data":{"points":[[1,2]]}}`} {
		d := diagnosed(parse(t, text))
		if causes := d.causes(); len(causes) == 0 || !slow(causes[0].name) {
			t.Errorf("%s\ncauses %v", text, causes)
		}
		if b := d.search.best(); b == nil || !b.allSolved() {
			t.Errorf("%s\nno fix", text)
		}
		says(t, d, "not constant", "not : one point")
		if d.facts.p.Train.Rows() == 1 {
			says(t, d, "One point cannot tell functions apart")
		}
	}
}

// A part of the best fix is listed as what it does alone, and the fix with the
// seeds that its loss is of.
func TestPartsOfAFixAreTriedAlone(t *testing.T) {
	d := diagnosed(parse(t, "{}"))
	listed := advice(t, d, "would_not_help")
	for _, e := range d.search.best().edits {
		if _, ok := listed[said([]edit{e})+" alone"]; !ok {
			t.Errorf("%s alone is not listed: %v", e.words, listed)
		}
	}
	if _, ok := listed["a learning rate of 1e-4"]; !ok {
		t.Errorf("%v", listed)
	}
	says(t, d, "it typically reaches")
}

// In which sense a run is solved.
func TestWhatSolvedMeans(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{`{"data":{"points":[[-1,0],[-0.5,0],[0.5,1],[1,1]]},"network":{"layers":[{"units":4,"activation":"tanh"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.01},"epochs":800}}`, "every row gets its label; cross-entropy falls on"},
		{`{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":"levenberg_marquardt","precision":"float64","epochs":200}}`, "nothing is left to learn"},
		{`{"data":{"points":[[0,0],[1,1]]},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"precision":"float64","epochs":10000,"stop":{"loss":1e-11}}}`, "less than 1e-10 of what the mean prediction leaves"},
	} {
		d := New(train.New(parse(t, c.text)).Finish())
		if s := d.state(nil); s != Solved {
			t.Errorf("%s\n%s at %g", c.text, s, d.facts.loss)
		}
		says(t, d, c.says)
	}
}

// A verdict does not say that a stuck run was on its way, nor that one bounces
// around a bottom that it would have left.
func TestVerdictsDoNotContradictThemselves(t *testing.T) {
	stuck := `{"data":{"points":[[0,0,0],[0,1,1],[1,0,1],[1,1,0]],"inputs":["a","b"]},"network":{"layers":[{"units":4,"activation":"sigmoid"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"sgd","learning_rate":0.1},"batch_size":4,"epochs":2000}}`
	d := New(train.New(parse(t, stuck)).Finish())
	if d.facts.state != Stuck {
		t.Fatalf("%s at %g", d.facts.state, d.facts.loss)
	}
	if v := d.verdict([]cause{{name: "too_few_updates"}}); strings.Contains(v, "on its way") || !strings.Contains(v, "more than the 2000 updates") {
		t.Error(v)
	}
	bounced := `{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":300}}`
	d = New(train.New(parse(t, bounced)).Finish())
	if d.facts.state != Unfinished {
		t.Fatalf("%s at %g", d.facts.state, d.facts.loss)
	}
	noise := []cause{{name: "optimizer_noise_floor"}}
	if v := d.reason(noise[0]); !strings.Contains(v, "around the bottom") {
		t.Error(v)
	}
	d.search.ahead = &ahead{known: true, more: 3000, after: 2400, goal: 2.5e-11, solves: true}
	if v := d.verdict(noise); strings.Contains(v, "around the bottom") || !strings.Contains(v, "about 2400 more epochs reach 2.5e-11, which counts as solved") {
		t.Error(v)
	}
}

// While trials may still show that something else than time holds a falling run
// up, the verdict does not say that it is time.
func TestAnOpenVerdictSaysSo(t *testing.T) {
	e := readCase(t, "../presets/cases/048-playground8-spiral-8-units.json").e
	d := New(train.New(e).Finish())
	if d.Complete() || d.facts.state != Unfinished {
		t.Fatalf("complete %v, %s", d.Complete(), d.facts.state)
	}
	says(t, d, "while still falling; what holds it up is being tried", "not more epochs")
	var last document.Value
	for i := 0; !d.Complete(); i++ {
		if d.Advance(1e9); d.Complete() {
			break
		}
		last = d.Document()
		if state, _ := last.Get("state"); state.Text != Unfinished {
			t.Fatalf("%s before the trials are over", state.Text)
		}
		if i == 3 {
			break
		}
	}
	if verdict, _ := last.Get("verdict"); !strings.HasPrefix(verdict.Text, "Stopped at ") || strings.Contains(verdict.Text, "more epochs") {
		t.Error(verdict.Text)
	}
}

// What is measured has a threshold with a direction, or none.
func TestThresholdsHaveADirection(t *testing.T) {
	for _, text := range []string{"{}", `{"network":{"layers":[{"units":4,"activation":"relu"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":1e-3},"batch_size":2,"epochs":300}}`} {
		d := diagnosed(parse(t, text))
		probes, _ := d.Document().Get("probes")
		if len(probes.Items) < 10 {
			t.Fatalf("%d measurements", len(probes.Items))
		}
		for _, p := range probes.Items {
			_, bounded := p.Get("threshold")
			side, _ := p.Get("side")
			if bounded != (side.Text != "") {
				t.Errorf("%s", p.String())
			}
		}
	}
}

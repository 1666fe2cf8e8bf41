package diagnose

import (
	"strings"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

func parse(t testing.TB, text string) experiment.Experiment {
	t.Helper()
	e, err := experiment.Parse(text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return e
}

// diagnosed is the complete diagnosis of the finished run of e.
func diagnosed(e experiment.Experiment) *Diagnosis {
	d := New(train.New(e).Finish())
	for !d.Complete() {
		d.Advance(1e8)
	}
	return d
}

func TestOriginQuestion(t *testing.T) {
	d := diagnosed(parse(t, "{}"))
	v := d.Document()
	verdict, _ := v.Get("verdict")
	if !strings.HasPrefix(verdict.Text, "Stuck at 0.005676: ten linear units are one straight line, and this is the best one") {
		t.Errorf("verdict: %s", verdict.Text)
	}
	causes := d.causes()
	if len(causes) != 2 || causes[0].name != "linear_network" || causes[1].name != "lr_too_small" {
		t.Errorf("causes: %v", causes)
	}
	if b := d.search.best(); b == nil || b.solved() < 5 || len(b.edits) != 2 {
		t.Fatalf("best fix: %+v", b)
	}
	for _, u := range d.search.unoffered(false) {
		if u.outcomes[0].loss < 0.001 {
			t.Errorf("%s alone helps", key(u.edits))
		}
	}
}

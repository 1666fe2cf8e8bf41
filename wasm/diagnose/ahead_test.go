package diagnose

import (
	"math"
	"strings"
	"testing"

	"plateau/wasm/train"
)

// trialsOf runs the first trials of a diagnosis, until the run itself has been
// gone on with.
func lookedAhead(d *Diagnosis) *ahead {
	for !d.Complete() && (d.search.ahead == nil || !d.search.ahead.known) {
		d.Advance(1)
	}
	return d.search.ahead
}

// What running on gives is what the run with more epochs did.
func TestRunningOnIsTheLongerRun(t *testing.T) {
	for _, c := range []struct {
		text    string
		reaches bool
	}{
		{`{"data":{"generator":{"name":"line","slope":2,"n":20}},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"batch_size":20,"epochs":60}}`, true},
		{`{"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":400}}`, true},
		{`{"data":{"generator":{"name":"absolute","n":20}},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":1e-5},"epochs":100}}`, false},
		// What stopped the run does not stop it again.
		{`{"data":{"generator":{"name":"line","slope":2,"n":20}},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"batch_size":20,"stop":{"patience":2,"min_delta":0.01},"epochs":3000}}`, true},
	} {
		e := parse(t, c.text)
		d := New(train.New(e).Finish())
		a := lookedAhead(d)
		if d.facts.state != Unfinished || a == nil || !a.known {
			t.Errorf("%s\n%s at %g, %+v", c.text, d.facts.state, d.facts.loss, a)
			continue
		}
		longer := e.Clone()
		longer.Training.Stop.Patience = 0
		longer.Training.Epochs = d.facts.run.Epoch() + a.more
		r := train.New(longer).Finish()
		if a.loss != r.Final() || c.reaches != (a.after > 0) {
			t.Errorf("%s\n%+v, the longer run ends at %g", c.text, a, r.Final())
		}
		if c.reaches {
			at := d.facts.run.Epoch() + a.after - 1
			if l := r.History.Losses; !(l[at] <= a.goal && l[at-1] > a.goal) {
				t.Errorf("%s\n%+v: %g, then %g", c.text, a, l[at-1], l[at])
			}
		}
		want := map[bool]string{true: "more epochs reach " + Number(a.goal), false: "more epochs reach only " + Number(a.loss)}[c.reaches]
		if causes := d.causes(); !strings.Contains(d.verdict(causes), want) {
			t.Errorf("%s\n%s, want %s", c.text, d.verdict(causes), want)
		}
		found := false
		for _, one := range d.causes() {
			for _, e := range one.evidence {
				found = found || e.Name == "loss after running on" && e.Value == a.loss
			}
		}
		if !found {
			t.Errorf("%s\nno evidence of %+v", c.text, a)
		}
	}
}

func TestAboutRoundsUp(t *testing.T) {
	for want, n := range map[string]int{"1": 1, "99": 99, "130": 121, "1200": 1200, "1300": 1201, "10\u202f000": 9950} {
		if got := about(n); got != want {
			t.Errorf("about(%d) = %q, want %q", n, got, want)
		}
	}
}

// The two halves of the origin's fix: neither alone moves it, both solve it,
// and every cell is what that run ends at.
func TestTwoByTwoOfTheOrigin(t *testing.T) {
	d := diagnosed(parse(t, "{}"))
	table, ok := d.halved()
	if !ok {
		t.Fatal("no table")
	}
	v := d.table()
	losses, _ := v.Get("loss")
	for i, row := range losses.Items {
		for j, cell := range row.Items {
			var edits []edit
			if i == 1 {
				edits = append(edits, table.halves[0]...)
			}
			if j == 1 {
				edits = append(edits, table.halves[1]...)
			}
			want := train.New(applyAll(d.facts.e, edits)).Finish().Final()
			if math.Abs(cell.Number-want) > 1e-15 || (i+j < 2) != (want > 0.005) {
				t.Errorf("[%d][%d] %g, that run ends at %g", i, j, cell.Number, want)
			}
		}
	}
	names, _ := v.Get("changes")
	if len(names.Items) != 2 || strings.Contains(names.String(), "_") {
		t.Errorf("%s", names.String())
	}
}

package diagnose

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

// No rule knows a case: neither its name nor its source stands in the code, nor
// any number as long as those of its data.
func TestNoCaseIsSpecial(t *testing.T) {
	cases, _ := filepath.Glob("../presets/cases/*.json")
	sources, _ := filepath.Glob("*.go")
	if len(cases) < 30 || len(sources) < 10 {
		t.Fatalf("%d cases, %d sources", len(cases), len(sources))
	}
	comment := regexp.MustCompile(`(?m)//.*$`)
	long := regexp.MustCompile(`\d\.\d{5,}`)
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		code := comment.ReplaceAllString(string(text), "")
		for _, c := range cases {
			name := strings.TrimSuffix(filepath.Base(c), ".json")
			for _, part := range append([]string{name}, strings.SplitN(name, "-", 2)...) {
				if len(part) > 3 && strings.Contains(code, part) {
					t.Errorf("%s names the case %s", path, part)
				}
			}
		}
		for _, word := range []string{"testdata", "Title", "Note", "stackoverflow", "stackexchange", "github.com"} {
			if strings.Contains(code, word) {
				t.Errorf("%s mentions %s", path, word)
			}
		}
		if path == "range.go" || path == "slope.go" {
			continue // lowest values and largest slopes of the activations
		}
		for _, n := range long.FindAllString(code, -1) {
			t.Errorf("%s: the constant %s is too exact to be a threshold", path, n)
		}
	}
}

// What is true of data and runs out of the ordinary, or the words why nothing
// can be said.
func TestOddRuns(t *testing.T) {
	for _, c := range []struct{ text, state, cause, verdict string }{
		{`{"training":{"epochs":0}}`, Unfinished, "", "The loss is "},
		{`{"training":{"optimizer":{"name":"sgd","learning_rate":1e9}}}`, Diverged, "lr_too_high", "The loss blew up"},
		{`{"data":{"points":[[1,1],[1,2],[1,4]]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`, NoiseFloor, "irreducible_noise", "Done at "},
		{`{"data":{"points":[[5,5]]},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.01},"epochs":2000}}`, Solved, "", "Solved at "},
		{`{"data":{"points":[[1,2],[2,2],[3,2]]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":5000}}`, Solved, "", "Solved at "},
		{`{"network":{"layers":[{"units":4,"activation":"tanh"},{"activation":"softmax"}]},"training":{"optimizer":"adam","epochs":300}}`, Stuck, "softmax_single_unit", "Stuck at "},
		{`{"data":{"points":[[1,1e99],[2,-1e99],[3,1e99]]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":50}}`, Diverged, "unscaled_targets", "The loss blew up"},
		{`{"data":{"points":[[1e30,1],[2e30,0],[3e30,1]]},"network":{"layers":[{"units":4,"activation":"relu"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.01},"epochs":50}}`, Diverged, "unscaled_inputs", "The loss blew up"},
		{`{"data":{"points":[[7,1,2],[7,2,3],[7,3,5],[7,4,4]],"inputs":["a","b"]},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":3000}}`, Solved, "", "Solved at "},
		{`{"data":{"points":[[0,1],[1,1],[2,1]]},"network":{"layers":[{"units":3,"activation":"tanh"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.1},"epochs":500}}`, Solved, "", "Solved at "},
		{`{"data":{"points":[[5,5]]},"training":{"epochs":0}}`, Unfinished, "degenerate_data", "The loss is "},
		{`{"training":{"epochs":1}}`, Unfinished, "too_few_updates", "Stopped at "},
		{`{"network":{"layers":[{"units":512,"activation":"tanh"},{"units":512,"activation":"tanh"},{}]},"training":{"optimizer":"adam","epochs":2}}`, Unfinished, "too_few_updates", "Stopped at "},
	} {
		d := New(train.New(parse(t, c.text)).Finish())
		causes := d.causes()
		if s := d.state(causes); s != c.state {
			t.Errorf("%s\n%s, want %s", c.text, s, c.state)
		}
		named := false
		for _, one := range causes {
			named = named || one.name == c.cause
		}
		if !named && c.cause != "" || c.cause == "" && c.state == Solved && len(causes) > 0 {
			t.Errorf("%s\ncauses %v, want %s", c.text, causes, c.cause)
		}
		if v := d.verdict(causes); !strings.HasPrefix(v, c.verdict) {
			t.Errorf("%s\n%s", c.text, v)
		}
		if text := d.Document().String(); strings.Contains(text, "+Inf") {
			t.Errorf("%s\n%s", c.text, text)
		}
	}
}

// What is not a number never becomes a run: the message says where it is.
func TestDataThatAreNoNumbers(t *testing.T) {
	for text, path := range map[string]string{
		`{"data":{"points":[[0,1],[1,"NaN"],[2,0]]}}`:      "data.points[1]",
		`{"data":{"points":[[0,1],[1,null],[2,0]]}}`:       "data.points[1]",
		`{"data":{"points":[[0,1],["Infinity",1],[2,0]]}}`: "data.points[1]",
		`{"data":{"points":[]}}`:                           "data.points",
		`{"data":{"points":[[0,1],[1]]}}`:                  "data.points[1]",
	} {
		if _, err := experiment.Parse(text); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Where a Jacobian is more than a browser holds, the words say so and nothing
// is made up.
func TestJacobiansThatAreTooLarge(t *testing.T) {
	f := newFacts(train.New(parse(t, `{"data":{"generator":{"name":"sine","n":400}},"network":{"layers":[{"units":512,"activation":"tanh"},{"units":512,"activation":"tanh"},{"units":512,"activation":"tanh"},{}]},"training":{"optimizer":"adam","epochs":1}}`)).Finish())
	if n := len(f.tangent().j.data); n > 4*tangentEntries {
		t.Errorf("%d entries", n)
	}
	got := probed(t, f)
	if _, ok := got["rank of the Jacobian"]; ok || got["entries of the Jacobian"] < 1e8 || !math.IsNaN(f.phi()) {
		t.Errorf("%v, phi %g", got, f.phi())
	}
}

// A run that is going on is diagnosed by what is known, without trials.
func TestRunningIsLearning(t *testing.T) {
	r := train.New(parse(t, `{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3}}}`))
	r.Advance(1e6, 50)
	d := New(r)
	if d.facts.state != Learning || len(d.causes()) > 0 || !d.Complete() || d.Progress() != 1 {
		t.Errorf("%s, %v, complete %v", d.facts.state, d.causes(), d.Complete())
	}
}

// The trials come in bounded calls, and progress never goes back.
func TestAdvanceIsBoundedAndProgressGrows(t *testing.T) {
	d := New(train.New(parse(t, `{"training":{"epochs":300}}`)).Finish())
	before := 0.0
	for range 20 {
		ran := d.search.ran
		d.Advance(1)
		if d.search.ran > ran+1 {
			t.Fatalf("%d trials in one call", d.search.ran-ran)
		}
		if d.Progress() < before || d.Progress() > 1 {
			t.Fatalf("progress %g after %g", d.Progress(), before)
		}
		before = d.Progress()
	}
}

// The one sentence of a verdict exists for every cause that can be named.
func TestEveryCauseHasAReason(t *testing.T) {
	d := New(train.New(parse(t, `{"training":{"epochs":300}}`)).Finish())
	for _, name := range []string{
		"linear_network", "output_range_mismatch", "softmax_single_unit", "irreducible_noise", "degenerate_data", "wrong_loss",
		"weight_decay_too_strong", "dropout_too_strong", "dead_relu", "saturated_activation", "unscaled_inputs", "unscaled_targets",
		"symmetric_or_zero_init", "bad_init_scale", "vanishing_gradient", "class_imbalance", "too_few_units", "missing_bias",
		"saddle_or_local_minimum", "spectral_bias", "lr_too_small", "lr_too_high", "momentum_too_high", "ill_conditioned",
		"optimizer_noise_floor", "too_few_updates", "float_precision_floor", "data_not_shuffled",
	} {
		if text := d.reason(cause{name: name}); text == strings.ReplaceAll(name, "_", " ") || strings.Contains(text, "NaN") && !math.IsNaN(d.facts.loss) {
			t.Errorf("%s: %q", name, text)
		}
	}
}

//go:build !js

package sweep

import (
	"math"
	"slices"
	"strings"
	"testing"

	"plateau/wasm/diagnose"
	"plateau/wasm/experiment"
	"plateau/wasm/pool"
	"plateau/wasm/train"
)

func parse(t *testing.T, text string) experiment.Experiment {
	t.Helper()
	e, err := experiment.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func finish(t *testing.T, text, kind string, workers pool.Workers) *Sweep {
	t.Helper()
	s, err := New(parse(t, text), kind, &pool.Pool{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	s.Finish()
	if !s.Complete() {
		t.Fatal("not complete")
	}
	return s
}

// The origin question: no rate, width or optimizer gets below the best line.
func TestOriginStaysOnTheLineWhateverIsSwept(t *testing.T) {
	const line = 0.005675946
	for _, kind := range []string{LearningRate, Seed, Units, Optimizer, BatchSize} {
		s := finish(t, `{}`, kind, pool.NewGoroutines(2))
		b := s.best()
		if b.loss < line*0.999 || b.loss > line*1.01 {
			t.Errorf("%s: the best ends at %g", kind, b.loss)
		}
		if p := s.present(); p == nil || p.e.Full().String() != parse(t, `{}`).Full().String() {
			t.Errorf("%s: the present setting is not among the points", kind)
		}
		for _, p := range s.points {
			if p.solved() {
				t.Errorf("%s %s: %s at %g", kind, p.label, p.state, p.loss)
			}
			if _, err := experiment.Read(p.e.Full()); err != nil {
				t.Errorf("%s %s: %v", kind, p.label, err)
			}
		}
		t.Log(s.summary())
	}
}

func TestEveryPointIsItsRun(t *testing.T) {
	const text = `{"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"epochs":300}}`
	for _, workers := range []pool.Workers{nil, pool.NewGoroutines(3)} {
		s := finish(t, text, LearningRate, workers)
		if len(s.points) != rates+1 && len(s.points) != rates {
			t.Errorf("%d points", len(s.points))
		}
		for i := range s.points {
			p := &s.points[i]
			r := train.New(p.e).Finish()
			if p.state != diagnose.Diverged && p.loss != r.Final() {
				t.Errorf("%s: %g, its run ends at %g", p.label, p.loss, r.Final())
			}
			if last := p.curve[len(p.curve)-1]; p.state != diagnose.Diverged && last != r.History.Losses[299] {
				t.Errorf("%s: the curve ends at %g", p.label, last)
			}
		}
		if from, to := s.band(); from.value >= to.value || !s.good(s.best()) {
			t.Errorf("the stable band is %g to %g", from.value, to.value)
		}
	}
}

func TestSeedsSayHowManyAreStuck(t *testing.T) {
	s := finish(t, `{"network":{"layers":[{"units":2,"activation":"relu"},{}]},"training":{"epochs":3000,"optimizer":{"name":"adam","learning_rate":0.01}}}`, Seed, pool.NewGoroutines(2))
	solved := s.count(func(p *point) bool { return p.solved() })
	if solved == 0 || solved == seeds {
		t.Fatalf("%d of %d are solved; the case is to have both", solved, seeds)
	}
	if !strings.Contains(s.summary(), "of 50 seeds are solved") {
		t.Error(s.summary())
	}
	for i := range s.epochs {
		low, middle, high := s.quantile(i, 0.1), s.quantile(i, 0.5), s.quantile(i, 0.9)
		below := s.count(func(p *point) bool { return p.curve[i] <= middle })
		if low > middle || middle > high || below < seeds/2 {
			t.Fatalf("epoch %d: %g %g %g, %d at or below the middle", s.epochs[i], low, middle, high, below)
		}
	}
	doc := s.Document(48).String()
	if strings.Count(doc, `"experiment"`) != 2 || !strings.Contains(doc, `"quantiles"`) {
		t.Error(doc)
	}
}

func TestWhatCannotBeSweptSaysWhy(t *testing.T) {
	for text, kind := range map[string]string{
		`{"training":{"optimizer":"levenberg_marquardt","precision":"float64"}}`: LearningRate,
		`{"training":{"schedule":{"name":"one_cycle"}}}`:                         LearningRate,
		`{"network":{"layers":[{}]}}`:                                            Units,
		`{}`:                                                                     "moon",
	} {
		if _, err := New(parse(t, text), kind, &pool.Pool{}); err == nil || err.(experiment.Fault).Message == "" {
			t.Errorf("%s of %s: %v", kind, text, err)
		}
	}
}

func TestDearSweepsTakeFewerValues(t *testing.T) {
	grid, err := newGrid(parse(t, `{"data":{"generator":{"name":"sine","n":2000}},"network":{"layers":[{"units":256},{"units":256},{}]},"training":{"epochs":1000}}`), LearningRate)
	if err != nil {
		t.Fatal(err)
	}
	values := make([]float64, len(grid))
	for i, s := range grid {
		values[i] = s.value
	}
	if len(grid) < fewestSteps || len(grid) > fewestSteps+1 || !slices.IsSorted(values) || !slices.ContainsFunc(grid, func(s setting) bool { return s.present }) {
		t.Error(values)
	}
}

func TestSampledEpochs(t *testing.T) {
	for _, n := range []int{0, 1, 2, 119, 120, 121, 10000} {
		s := sampled(n)
		if len(s) != min(n, samples) || n > 0 && (s[0] != 1 || s[len(s)-1] != n) || !slices.IsSorted(s) || len(slices.Compact(s)) != min(n, samples) {
			t.Errorf("%d: %v", n, s)
		}
	}
	if !math.IsInf((&Sweep{points: []point{{loss: math.Inf(1)}}}).quantile(3, 0.5), 1) {
		t.Error("a run that diverged is not high")
	}
}

//go:build !js

package pool

import (
	"slices"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/kernel"
	"plateau/wasm/train"
)

// experiments of different length, some of which are no jobs.
func experiments(t *testing.T) []experiment.Experiment {
	t.Helper()
	var out []experiment.Experiment
	for i := range 20 {
		text := `{"training":{"epochs":200}}`
		switch i % 4 {
		case 0:
			text = `{"training":{"epochs":3000}}`
		case 2:
			text = `{"training":{"epochs":100,"stop":{"loss":0.001}}}`
		}
		e, err := experiment.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		e.Training.Seed = uint64(i)
		out = append(out, e)
	}
	return out
}

// feed hands out the experiments one by one.
func feed(all []experiment.Experiment) func() *train.Run {
	return func() *train.Run {
		if len(all) == 0 {
			return nil
		}
		r := train.Defer(all[0])
		all = all[1:]
		return r
	}
}

func TestResultsComeInOrderAndAreTheSame(t *testing.T) {
	all := experiments(t)
	for name, workers := range map[string]Workers{"none": nil, "one": NewGoroutines(1), "three": NewGoroutines(3), "dying": &dying{Goroutines: NewGoroutines(2)}} {
		t.Run(name, func(t *testing.T) {
			p := &Pool{Workers: workers}
			var got []*train.Run
			p.Batch(feed(all), func(r *train.Run) { got = append(got, r) }).Finish()
			if len(got) != len(all) {
				t.Fatalf("%d results of %d", len(got), len(all))
			}
			for i, r := range got {
				want := train.New(all[i]).Finish()
				if r.Experiment.Training.Seed != uint64(i) || !slices.Equal(r.History.Losses, want.History.Losses) || !slices.Equal(r.Weights(), want.Weights()) {
					t.Errorf("run %d differs", i)
				}
			}
		})
	}
}

// dying workers report every second job as failed.
type dying struct {
	*Goroutines
	failed []Result
}

func (d *dying) Submit(id int, job *kernel.Job) {
	if id%2 == 0 {
		d.failed = append(d.failed, Result{ID: id, Failed: "the worker died"})
		return
	}
	d.Goroutines.Submit(id, job)
}

func (d *dying) Receive(wait bool) (Result, bool) {
	if len(d.failed) > 0 {
		r := d.failed[0]
		d.failed = d.failed[1:]
		return r, true
	}
	return d.Goroutines.Receive(wait)
}

func TestCancelledRunsAreNeverDelivered(t *testing.T) {
	p := &Pool{Workers: NewGoroutines(2)}
	all := experiments(t)
	b := p.Batch(feed(all), func(*train.Run) { t.Error("delivered") })
	for range 3 {
		b.add(true)
	}
	b.Cancel()
	if !b.Done() {
		t.Error("a cancelled batch is not done")
	}
	n := 0
	p.Batch(feed(all), func(*train.Run) { n++ }).Finish()
	if n != len(all) || len(p.out) != 0 {
		t.Errorf("%d of %d after a cancelled batch, %d forgotten", n, len(all), len(p.out))
	}
}

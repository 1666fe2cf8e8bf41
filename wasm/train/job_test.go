//go:build !js

package train

import (
	"math"
	"slices"
	"testing"

	"plateau/wasm/kernel"
)

// A job carried out by a worker leaves a run that nobody can tell from one that
// was finished here.
func TestJobIsTheSameRun(t *testing.T) {
	const net = `"network":{"layers":[{"units":5,"activation":"tanh"},{"units":3,"activation":"relu"},{}]}`
	const sine = `"data":{"generator":{"name":"sine","n":33,"noise":0.1}},`
	for name, text := range map[string]string{
		"origin":    `{"training":{"epochs":3000}}`,
		"double":    `{"training":{"epochs":700,"precision":"float64"}}`,
		"batches":   `{` + sine + net + `,"training":{"optimizer":"adam","batch_size":8,"epochs":50,"shuffle":false}}`,
		"shuffled":  `{` + sine + net + `,"training":{"optimizer":"sgd","batch_size":8,"epochs":333}}`,
		"scheduled": `{` + sine + net + `,"training":{"optimizer":"sgd","batch_size":33,"epochs":2500,"schedule":{"name":"cosine_decay","decay_steps":2000}}}`,
		"all":       `{` + sine + `"network":{"layers":[{"units":9,"activation":"gelu","dropout":0.3},{}]},"training":{"optimizer":{"name":"nadam","clipnorm":1},"batch_size":4,"epochs":250,"precision":"float64","l2":0.001,"schedule":{"name":"exponential_decay"}}}`,
		"weighted":  `{"data":{"points":[[0,0],[1,1],[2,1]]},"training":{"epochs":40,"class_weight":{"0":3}}}`,
		"diverged":  `{"training":{"epochs":4000,"optimizer":{"name":"sgd","learning_rate":30}}}`,
		"long rows": `{"data":{"generator":{"name":"sine","n":1500}},"training":{"epochs":2,"batch_size":1,"schedule":{"name":"exponential_decay"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			here, there := New(parse(t, text)).Finish(), Defer(parse(t, text))
			job, err := there.Job()
			if err != nil {
				t.Fatal(err)
			}
			instance, err := kernel.Native.Instantiate(job.Program.Code)
			if err != nil {
				t.Fatal(err)
			}
			defer instance.Close()
			for range 2 { // an instance that is used again
				there = Defer(parse(t, text))
				o, ok := job.Run(instance, func() bool { return true })
				if !ok {
					t.Fatal("the job was not done")
				}
				there.Complete(job, o)
			}
			if here.Stopped != there.Stopped || here.EngineName != there.EngineName || here.Epoch() != there.Epoch() {
				t.Errorf("%s after %d epochs by %s, want %s after %d by %s", there.Stopped, there.Epoch(), there.EngineName, here.Stopped, here.Epoch(), here.EngineName)
			}
			same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
			if !slices.EqualFunc(here.History.Losses, there.History.Losses, same) || !same(here.History.Best(), there.History.Best()) {
				t.Error("the losses differ")
			}
			if !slices.EqualFunc(here.Weights(), there.Weights(), same) || !same(here.Final(), there.Final()) {
				t.Error("the weights differ")
			}
		})
	}
}

func TestNotEveryRunIsAJob(t *testing.T) {
	for _, text := range []string{
		`{"training":{"stop":{"loss":0.01}}}`,
		`{"training":{"schedule":"reduce_on_plateau"}}`,
		`{"data":{"validation":0.4}}`,
		`{"training":{"input_noise":0.1}}`,
		`{"training":{"optimizer":"lbfgs","precision":"float64"}}`,
		`{"training":{"epochs":0}}`,
		`{"data":{"generator":{"name":"sine","n":500}},"training":{"batch_size":10,"epochs":100000}}`,
	} {
		if _, err := Defer(parse(t, text)).Job(); err == nil {
			t.Errorf("%s is a job", text)
		}
	}
}

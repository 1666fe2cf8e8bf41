package train

import (
	"math"
	"slices"
	"testing"

	"plateau/wasm/experiment"
)

func TestMarks(t *testing.T) {
	for _, epochs := range []int{0, 1, 2, 7, 199, 200, 201, 1000, 10_000, experiment.MaxEpochs} {
		for _, n := range []int{2, 10, 200} {
			marks := Marks(epochs, n)
			if marks[0] != 0 || marks[len(marks)-1] != epochs || len(marks) > n*11/10+8 {
				t.Errorf("Marks(%d, %d) are %d, from %d to %d", epochs, n, len(marks), marks[0], marks[len(marks)-1])
			}
			for i := 1; i < len(marks); i++ {
				if marks[i] <= marks[i-1] {
					t.Errorf("Marks(%d, %d): %d follows %d", epochs, n, marks[i], marks[i-1])
				}
			}
			if len(marks) < min(epochs+1, n/2) {
				t.Errorf("Marks(%d, %d) are only %d", epochs, n, len(marks))
			}
		}
	}
	// Dense where a run begins, and nowhere more than a share of it apart.
	marks := Marks(10_000, 200)
	early, widest := 0, 0
	for i, m := range marks[1:] {
		if m <= 100 {
			early++
		}
		widest = max(widest, m-marks[i])
	}
	if early < 30 || widest > 100 {
		t.Errorf("%d marks up to epoch 100, the widest gap %d", early, widest)
	}
}

// The replay passes through the very weights of the run and ends where it ended.
func TestTraceIsTheRun(t *testing.T) {
	const sine = `"data":{"generator":{"name":"sine","n":33,"noise":0.1}},"network":{"layers":[{"units":5,"activation":"tanh","dropout":0.1},{}]},`
	for name, text := range map[string]string{
		"origin":    `{"training":{"epochs":3000}}`,
		"shuffled":  `{` + sine + `"training":{"optimizer":"sgd","batch_size":8,"epochs":333}}`,
		"noisy":     `{` + sine + `"training":{"input_noise":0.1,"epochs":40}}`,
		"loss":      `{"training":{"optimizer":{"name":"adam","learning_rate":1e-2},"stop":{"loss":0.006}}}`,
		"best":      `{` + sine + `"training":{"optimizer":{"name":"adam","learning_rate":0.5},"stop":{"patience":20,"restore_best_weights":true}}}`,
		"plateau":   `{"training":{"epochs":500,"optimizer":"adam","schedule":"reduce_on_plateau"}}`,
		"solver":    `{"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"optimizer":"levenberg_marquardt","precision":"float64","batch_size":3,"epochs":30}}`,
		"no epochs": `{"training":{"epochs":0}}`,
	} {
		t.Run(name, func(t *testing.T) {
			e := parse(t, text)
			run := New(e).Finish()
			trace := NewTrace(e, Marks(run.Epoch(), 50))
			for i := 0; trace.Advance(1 + i%5*1000); i++ {
			}
			last := len(trace.Epochs) - 1
			if !trace.Complete() || trace.Epochs[last] != run.Epoch() || len(trace.Marks()) != last+1 {
				t.Fatalf("ends at %d of %d, %d marks of %d", trace.Epochs[last], run.Epoch(), last+1, len(trace.Marks()))
			}
			if !slices.Equal(trace.Weights(last), run.Weights()) {
				t.Error("the last mark is not what the run ended with")
			}
			if !slices.Equal(trace.Weights(0), run.Problem.Initial) {
				t.Error("the first mark is not where the run began")
			}
			// A run that ended where the mark is has those weights.
			middle := trace.Nearest(run.Epoch() / 3)
			if e.Training.Epochs = trace.Epochs[middle]; !e.Training.Stop.RestoreBest && !slices.Equal(trace.Weights(middle), New(e).Finish().Weights()) {
				t.Errorf("the mark at %d is not the run of that length", trace.Epochs[middle])
			}
		})
	}
}

// A run that breaks ends the trace, whatever marks were asked for.
func TestTraceOfADivergedRun(t *testing.T) {
	e := parse(t, `{"training":{"optimizer":{"name":"sgd","learning_rate":30},"epochs":4000}}`)
	run := New(e).Finish()
	trace := NewTrace(e, Marks(4000, 100))
	for trace.Advance(10_000) {
	}
	if last := trace.Epochs[len(trace.Epochs)-1]; last != run.Epoch() || run.Stopped != StoppedDiverged {
		t.Errorf("ends at %d, the run %s at %d", last, run.Stopped, run.Epoch())
	}
	if i := trace.Nearest(math.MaxInt / 2); i != len(trace.Epochs)-1 {
		t.Errorf("the mark nearest to the end is %d", i)
	}
}

func TestTraceIsBounded(t *testing.T) {
	e := parse(t, `{"network":{"layers":[{"units":512},{"units":512},{"units":512},{}]},"training":{"epochs":20}}`)
	trace := NewTrace(e, Marks(20, 200))
	if n := len(trace.Marks()) * trace.run.Problem.Spec.Parameters(); n > traceNumbers || len(trace.Marks()) < 3 || trace.marks[len(trace.marks)-1] != 20 {
		t.Errorf("%d marks, %d numbers", len(trace.Marks()), n)
	}
}

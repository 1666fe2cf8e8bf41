package train

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/kernel"
)

func parse(t testing.TB, text string) experiment.Experiment {
	t.Helper()
	e, err := experiment.Parse(text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return e
}

// The loss of the best straight line through the three points of the origin
// question, by ordinary least squares.
const bestLine = 0.005675946924535554

func TestLinearOriginEndsOnTheBestLine(t *testing.T) {
	reached := 0
	for seed := 1; seed <= 20; seed++ {
		e := parse(t, fmt.Sprintf(`{"training":{"optimizer":{"name":"adam","learning_rate":1e-4},"precision":"float64","seed":%d}}`, seed))
		loss := New(e).Finish().Final()
		if loss < bestLine-1e-17 {
			t.Errorf("seed %d: %.18g is below the best straight line", seed, loss)
		}
		if math.Abs(loss-bestLine) < 1e-9 {
			reached++
		}
	}
	if reached < 18 {
		t.Errorf("%d of 20 seeds reached the best straight line", reached)
	}
}

// The loss is recorded whatever the size of the calls, to the same bits.
func TestAdvanceIsTheSameInAnyPieces(t *testing.T) {
	for _, text := range []string{
		`{"training":{"epochs":300}}`,
		`{"data":{"generator":{"name":"sine","n":33}},"network":{"layers":[{"units":5,"activation":"tanh","dropout":0.3},{}]},"training":{"optimizer":"adam","batch_size":8,"epochs":40,"input_noise":0.1}}`,
	} {
		whole := New(parse(t, text)).Finish()
		pieces := New(parse(t, text))
		for i := 0; !pieces.Done(); i++ {
			pieces.Advance(1+i%7*200, 1+i%3)
		}
		for i, loss := range whole.History.Losses {
			if pieces.History.Losses[i] != loss {
				t.Fatalf("%s: epoch %d: %g in pieces, %g whole", text, i+1, pieces.History.Losses[i], loss)
			}
		}
		if whole.Final() != pieces.Final() {
			t.Errorf("%s: final loss %g in pieces, %g whole", text, pieces.Final(), whole.Final())
		}
	}
}

// The weights of a run that diverges are those behind the epoch that did, however the work was cut and whatever trains.
func TestDivergedWeightsAreTheSameInAnyPieces(t *testing.T) {
	host := Host
	defer func() { Host = host }()
	for _, text := range []string{
		`{"training":{"epochs":4000,"optimizer":{"name":"sgd","learning_rate":3}}}`,
		`{"training":{"epochs":4000,"precision":"float64","optimizer":{"name":"sgd","learning_rate":3}},"network":{"layers":[{"units":10,"activation":"relu"},{}]}}`,
		`{"data":{"generator":{"name":"sine","n":33}},"network":{"layers":[{"units":5,"activation":"relu"},{"units":4,"activation":"relu"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":9},"batch_size":8,"epochs":4000}}`,
	} {
		for _, Host = range []kernel.Host{host, nil} {
			whole := New(parse(t, text)).Finish()
			if whole.Stopped != StoppedDiverged || whole.Epoch() < 2 {
				t.Fatalf("%s: %s stops after %d epochs: %s", text, whole.EngineName, whole.Epoch(), whole.Stopped)
			}
			for size := 1; size < 4; size++ {
				pieces := New(parse(t, text))
				for !pieces.Done() {
					pieces.Advance(500*size, size)
				}
				for i, w := range whole.Weights() {
					if math.Float64bits(w) != math.Float64bits(pieces.Weights()[i]) {
						t.Fatalf("%s: %s, %d epochs at a time: weight %d is %v, want %v", text, whole.EngineName, size, i, pieces.Weights()[i], w)
					}
				}
			}
		}
	}
}

// A run held after every batch is the run that was not, whatever trains it.
func TestBatchByBatchIsTheSameRun(t *testing.T) {
	const sine = `"data":{"generator":{"name":"sine","n":37,"noise":0.1}},"network":{"layers":[{"units":5,"activation":"tanh"},{}]},`
	for text, batches := range map[string]int{
		`{"training":{"epochs":30}}`: 1,
		`{` + sine + `"training":{"optimizer":"adam","batch_size":8,"epochs":12}}`:                                              5,
		`{` + sine + `"training":{"optimizer":"sgd","batch_size":1,"epochs":7,"shuffle":false,"schedule":"exponential_decay"}}`: 37,
		`{` + sine + `"training":{"optimizer":"adam","batch_size":16,"epochs":9,"input_noise":0.1}}`:                            3,
		`{` + sine + `"training":{"optimizer":{"name":"lbfgs"},"batch_size":37,"precision":"float64","epochs":6}}`:              1,
		`{` + sine + `"training":{"optimizer":"adam","batch_size":8,"epochs":40,"stop":{"patience":3}}}`:                        5,
		`{` + sine + `"training":{"optimizer":{"name":"sgd","learning_rate":1e6},"batch_size":8,"epochs":40}}`:                  5,
	} {
		whole := New(parse(t, text)).Finish()
		stepped := New(parse(t, text))
		for n := 0; !stepped.Done(); {
			if done, all := stepped.Batches(); done != n%batches || all != batches {
				t.Fatalf("%s: after %d batches %d of %d are done, want %d of %d", text, n, done, all, n%batches, batches)
			}
			if stepped.Batch(300) {
				n++
			}
			if !stepped.Done() && stepped.Epoch() != n/batches {
				t.Fatalf("%s: epoch %d after %d batches", text, stepped.Epoch(), n)
			}
		}
		if whole.Stopped != stepped.Stopped || !slices.EqualFunc(whole.History.Losses, stepped.History.Losses, func(a, b float64) bool { return a == b || a != a && b != b }) {
			t.Errorf("%s: %d epochs by batches (%s), %d whole (%s)", text, stepped.Epoch(), stepped.Stopped, whole.Epoch(), whole.Stopped)
		}
		if whole.Stopped != StoppedDiverged && !slices.Equal(whole.Weights(), stepped.Weights()) {
			t.Errorf("%s: the weights differ", text)
		}
	}
}

func TestStops(t *testing.T) {
	for text, want := range map[string]string{
		`{"training":{"epochs":5}}`:                                                                                           StoppedEpochs,
		`{"training":{"epochs":0}}`:                                                                                           StoppedEpochs,
		`{"training":{"optimizer":{"name":"sgd","learning_rate":1e9}}}`:                                                       StoppedDiverged,
		`{"training":{"optimizer":{"name":"adam","learning_rate":1e-2},"stop":{"loss":0.006}}}`:                               StoppedLoss,
		`{"training":{"optimizer":{"name":"adam","learning_rate":1e-2},"stop":{"patience":20}}}`:                              StoppedPatience,
		`{"data":{"generator":"line","validation":0.2},"training":{"optimizer":"adam","stop":{"patience":20},"epochs":4000}}`: StoppedPatience,
	} {
		r := New(parse(t, text)).Finish()
		if r.Stopped != want {
			t.Errorf("%s: stopped by %q after %d epochs, want %q", text, r.Stopped, r.Epoch(), want)
		}
		if want == StoppedDiverged && (r.Epoch() == 0 || r.Epoch() > 100) {
			t.Errorf("%s: diverged at epoch %d", text, r.Epoch())
		}
	}
}

func TestHistoryThinsWithoutLosingExtrema(t *testing.T) {
	var h History
	for i := range 50_000 {
		h.add(1 / float64(i+1))
	}
	h.Losses[777], h.Losses[33_333] = 5, -5
	for name, points := range map[string][]Point{"Extrema": h.Extrema(), "Drawn": h.Drawn(2000)} {
		seen := map[int]float64{}
		for i, p := range points {
			seen[p.Epoch] = p.Loss
			if i > 0 && p.Epoch <= points[i-1].Epoch {
				t.Fatalf("%s: epoch %d follows %d", name, p.Epoch, points[i-1].Epoch)
			}
		}
		if len(points) > 2000 || seen[1] != 1 || seen[50_000] != 1.0/50_000 || seen[778] != 5 || seen[33_334] != -5 {
			t.Errorf("%s: %d points, %g %g %g %g", name, len(points), seen[1], seen[50_000], seen[778], seen[33_334])
		}
	}
}

// An extremum may last: the losses around it are equal, and it is kept with both
// ends, also where differences are too small to be multiplied.
func TestExtremaLast(t *testing.T) {
	var h History
	for i := range 2_000 {
		h.add(5 + float64(2_000-i)) // falling all the way
	}
	set := func(from int, losses ...float64) { copy(h.Losses[from-1:], losses) }
	set(502, 4, 0.5, 0.5, 4)
	set(702, 1e-200, 1e-201, 1e-200)
	set(901, 9e9, 9e9, 9e9)
	set(1_201, 1, 1, 1) // not turning: a step on the way down
	set(1_204, 0.9)
	for i := 1_205; i <= 2_000; i++ {
		set(i, 0.9)
	}
	seen := map[int]bool{}
	for _, p := range h.Extrema() {
		seen[p.Epoch] = true
	}
	for _, epoch := range []int{1, 503, 504, 703, 901, 903, 2_000} {
		if !seen[epoch] {
			t.Errorf("epoch %d is not kept", epoch)
		}
	}
	if low := h.Best(); low != 1e-201 {
		t.Fatalf("the best is %g", low)
	}
	for _, epoch := range []int{902, 1_201, 1_202, 1_203} {
		if every := 4; epoch%every != 0 && seen[epoch] {
			t.Errorf("epoch %d is kept, which is no end of an extremum", epoch)
		}
	}
}

func BenchmarkOrigin(b *testing.B) {
	for range b.N {
		New(experiment.Origin()).Finish()
	}
}

// TestRestoreAtTheLoss: the epoch that reaches the loss asked for is itself the best that is restored.
func TestRestoreAtTheLoss(t *testing.T) {
	settings := `{"training":{"optimizer":{"name":"adam","learning_rate":1e-2},"stop":{"loss":0.006,"restore_best_weights":%v}}}`
	restored, plain := New(parse(t, fmt.Sprintf(settings, true))).Finish(), New(parse(t, fmt.Sprintf(settings, false))).Finish()
	if restored.Stopped != StoppedLoss || !slices.Equal(restored.Weights(), plain.Weights()) {
		t.Errorf("%s with other weights than those that reached the loss", restored.Stopped)
	}
}

package inspect

import (
	"math"
	"slices"
	"strings"
	"testing"

	"plateau/wasm/diagnose"
	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

func run(t *testing.T, text string) *train.Run {
	t.Helper()
	e, err := experiment.Parse(text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return train.New(e)
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance*(1+math.Abs(b)) }

// Six units made to be what they are called.
func TestEveryBadge(t *testing.T) {
	r := run(t, `{"training":{"precision":"float64","epochs":0},"network":{"layers":[{"units":5,"activation":"relu"},{"units":2,"activation":"tanh"},{"units":1,"activation":"linear"},{}],
		"weights":[[[1,2,-1,0,1]],[0,5,-3,0.5,0],
			[[1,9],[0,9],[0,9],[0,9],[0,9]],[0,50], [[1],[1]],[0], [[2]],[0]]}}`)
	u := Look(r.Problem, r.Weights(), []float64{-1, 0, 0.5}, 100, -1)
	// x runs from -1 to 1: relu(x) bends, relu(2x + 5) never does, relu(-x - 3) and are 0, relu(0x + 0.5) is constant, relu(x) is again the first.
	want := []int{diagnose.Working, diagnose.Linear, diagnose.Dead, diagnose.Linear, diagnose.Copy, diagnose.Working, diagnose.Saturated, diagnose.Linear}
	for i, badge := range want {
		if got := int(u.Table[i*columnsOfUnit+columnBadge]); got != badge {
			t.Errorf("unit %d has badge %d, want %d", i, got, badge)
		}
	}
	if got := u.Table[4*columnsOfUnit+columnCopyOf]; got != 0 {
		t.Errorf("unit 5 copies unit %g", got)
	}
	if curve := u.Curves[1*3 : 1*3+3]; !slices.Equal(curve, []float64{3, 5, 6}) {
		t.Errorf("unit 2 goes through %v", curve)
	}
}

// What the units of the last hidden layer add, and the output's bias, are the fit.
func TestPartsAddUpToTheFit(t *testing.T) {
	r := run(t, `{"data":{"generator":{"name":"sine","n":20},"scale":{"inputs":"standard","targets":"standard"}},"network":{"layers":[{"units":3,"activation":"tanh"},{"units":4,"activation":"sigmoid"},{}]},
		"training":{"optimizer":{"name":"adam","learning_rate":0.01},"precision":"float64","epochs":300}}`).Finish()
	x := []float64{-2, 0.1, 3}
	u := Look(r.Problem, r.Weights(), x, 100, -1)
	bias := []float64{r.Weights()[len(r.Weights())-1]}
	r.Problem.Targets.Undo(bias)
	for i, fit := range r.Predict(x) {
		sum := bias[0]
		for part := 0; part < len(u.Parts); part += len(x) {
			sum += u.Parts[part+i]
		}
		if len(u.Parts) != 4*len(x) || len(u.Curves) != 7*len(x) || !near(sum, fit, 1e-12) {
			t.Errorf("at %g the %d parts add up to %g, the fit is %g", x[i], len(u.Parts)/len(x), sum, fit)
		}
	}
	for i, g := range u.Gradient {
		at := append([]float64(nil), r.Weights()...)
		const h = 1e-5
		at[i] += h
		above := r.LossAt(at)
		at[i] -= 2 * h
		if slope := (above - r.LossAt(at)) / (2 * h); !near(g, slope, 1e-7) {
			t.Errorf("weight %d: gradient %g, by differences %g", i, g, slope)
		}
	}
}

// Where there are more units than one can see, the curves are of those with
// something wrong, and of the one that was asked for.
func TestTheWorstAreDrawn(t *testing.T) {
	r := run(t, `{"network":{"layers":[{"units":300,"activation":"relu","bias_initializer":{"name":"constant","value":0.01}},{}]},"training":{"epochs":0}}`)
	u := Look(r.Problem, r.Weights(), []float64{0, 1}, 12, 299)
	drawn := 0
	for i := 0; i < len(u.Table); i += columnsOfUnit {
		if u.Table[i+columnCurve] >= 0 {
			drawn++
		}
	}
	if (drawn != 12 && drawn != 13) || len(u.Curves) != 2*drawn || u.Table[299*columnsOfUnit+columnCurve] < 0 {
		t.Errorf("%d curves of %d numbers", drawn, len(u.Curves))
	}
	none := run(t, `{"network":{"layers":[{}]},"training":{"epochs":0}}`)
	if u := Look(none.Problem, none.Weights(), []float64{0, 1}, 12, 3); len(u.Table) != 0 || len(u.Norms) != 1 || len(u.Gradient) != 2 {
		t.Errorf("%+v", u)
	}
	several := run(t, `{"data":{"points":[[0,0,0],[0,1,1],[1,0,1],[1,1,0]],"inputs":["a","b"],"targets":["y"]},"network":{"layers":[{"units":3,"activation":"tanh"},{}]},"training":{"epochs":0}}`)
	if u := Look(several.Problem, several.Weights(), nil, 12, 1); len(u.Curves) != 0 || len(u.Table) != 3*columnsOfUnit {
		t.Errorf("%+v", u)
	}
}

// A step of plain descent is the rate times the gradient that is shown, with
// batches, shuffling, penalties, dropout and class weights; the updates passed
// through are the run's own, and their losses add up to its curve.
func TestMotionIsTheUpdate(t *testing.T) {
	const text = `{"data":{"generator":{"name":"sine","n":19,"noise":0.1}},"network":{"layers":[{"units":5,"activation":"tanh","dropout":0.3},{"units":3,"activation":"relu"},{}]},
		"training":{"optimizer":{"name":"sgd","learning_rate":0.05},"batch_size":4,"l2":0.01,"l1":0.001,"precision":"float64","epochs":30,"class_weight":{"0":2}}}`
	r := run(t, text)
	m, trouble := NewMotion(r.Experiment, 7, 2)
	if trouble != "" {
		t.Fatal(trouble)
	}
	reach := func() {
		for m.Advance(500) {
		}
	}
	for r.Epoch() < 7 {
		r.Advance(1e6, 7-r.Epoch())
	}
	for range 2 {
		r.Batch(1e6)
	}
	var sum float64
	for n := 2; r.Epoch() < 9; n++ {
		reach()
		if m.Epoch != r.Epoch() || m.Batch != n%5 || m.Batches != 5 || len(m.Rows) != []int{4, 4, 4, 4, 3}[n%5] {
			t.Fatalf("update %d: epoch %d, batch %d of %d, %d rows", n, m.Epoch, m.Batch, m.Batches, len(m.Rows))
		}
		if !slices.Equal(m.Before, r.Weights()) {
			t.Fatalf("update %d does not begin where the run is", n)
		}
		for i, w := range m.Before {
			if want := w - 0.05*m.Gradient[i]; !near(m.After[i], want, 1e-12) {
				t.Errorf("update %d: weight %d goes to %g, want %g", n, i, m.After[i], want)
			}
		}
		sum += m.LossBefore * float64(len(m.Rows)) / 19
		r.Batch(1e6)
		if n == 4 {
			sum = 0
		}
		if n == 9 && !near(sum, r.History.Losses[8], 1e-12) {
			t.Errorf("the losses of epoch 9's batches make %g, the run says %g", sum, r.History.Losses[8])
		}
		if !m.Next() {
			t.Fatal("no next update")
		}
	}
}

func TestMotionIsSeenFromARow(t *testing.T) {
	r := run(t, `{}`)
	m, _ := NewMotion(r.Experiment, 20_000, 0)
	for m.Advance(1e6) {
	}
	if m.Epoch != 9999 || m.Next() {
		t.Errorf("the last update of 10000 epochs is that after %d", m.Epoch)
	}
	r.Finish()
	if !slices.Equal(m.After, r.Weights()) {
		t.Error("the last update does not end where the run does")
	}
	v := m.See(2)
	out := v.Values[len(v.Values)-1]
	if v.Row != 2 || len(v.Values) != 12 || v.Values[0] != 1 || v.Targets[0] != 0.1713998 || !near(out, r.Predict([]float64{1})[0], 1e-5) {
		t.Errorf("%+v", v)
	}
	if v.Residuals[0] != v.Targets[0]-out || !near(v.Loss, v.Residuals[0]*v.Residuals[0], 1e-12) || m.Rate != 1e-5 || !near(m.LossBefore, r.History.Losses[9999], 1e-6) {
		t.Errorf("%+v, rate %g, batch loss %g", v, m.Rate, m.LossBefore)
	}
	if v := m.See(77); v.Row != 0 && v.Row != 1 && v.Row != 2 {
		t.Errorf("row %d", v.Row)
	}
}

// Where the reference or a solver trains, and where an update breaks the run.
func TestMotionOfOtherRuns(t *testing.T) {
	for _, text := range []string{
		`{"training":{"input_noise":0.1,"epochs":5}}`,
		`{"network":{"layers":[{"units":4,"activation":"tanh"},{}]},"training":{"optimizer":"lbfgs","precision":"float64","batch_size":3,"epochs":3}}`,
		`{"training":{"optimizer":{"name":"sgd","learning_rate":1e9},"epochs":20}}`,
		`{"data":{"points":[[0,0,0],[0,1,1],[1,0,1],[1,1,0]],"inputs":["a","b"],"targets":["y"],"scale":{"inputs":"standard"}},"network":{"layers":[{}]},"training":{"epochs":2}}`,
	} {
		r := run(t, text).Finish()
		e := r.Experiment
		e.Training.Epochs = r.Epoch()
		m, trouble := NewMotion(e, r.Epoch(), 0)
		if trouble != "" {
			t.Fatalf("%s: %s", text, trouble)
		}
		for m.Advance(1000) {
		}
		if v := m.See(0); m.Epoch != r.Epoch()-1 || len(v.Residuals) != 1 || r.Stopped != train.StoppedDiverged && !slices.Equal(m.After, r.Weights()) {
			t.Errorf("%s: after %d of %d epochs: %+v", text, m.Epoch, r.Epoch(), v)
		}
	}
	for text, want := range map[string]string{
		`{"training":{"epochs":0}}`: "no epochs",
		`{"data":{"generator":{"name":"line","n":2000}},"network":{"layers":[{"units":200},{"units":200},{}]},"training":{"batch_size":2000,"epochs":3}}`: "smaller",
	} {
		if _, trouble := NewMotion(run(t, text).Experiment, 0, 0); !strings.Contains(trouble, want) {
			t.Errorf("%s: %q", text, trouble)
		}
	}
}

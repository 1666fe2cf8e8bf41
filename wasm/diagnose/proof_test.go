package diagnose

import (
	"math"
	"strings"
	"testing"

	"plateau/wasm/text"
	"plateau/wasm/train"
)

// suspected is the suspicion of a cause after a run, nil where there is none.
func suspected(t *testing.T, text, cause string) *suspect {
	t.Helper()
	for _, s := range suspects(newFacts(train.New(parse(t, text)).Finish()), rules) {
		if s.cause == cause {
			return s
		}
	}
	return nil
}

// strengths is a table of experiments and how strongly each speaks for a cause:
// a proof is only what training cannot undo.
type strengths []struct {
	name, text string
	want       int
}

func (all strengths) check(t *testing.T, cause string) {
	t.Helper()
	for _, c := range all {
		got := 0
		if s := suspected(t, c.text, cause); s != nil {
			got = s.strength
		}
		if got != c.want {
			t.Errorf("%s: %s has strength %d, want %d", c.name, cause, got, c.want)
		}
	}
}

func sineFrom(hidden, output, rest string) string {
	return `{"data":{"generator":{"name":"sine","n":30,"frequency":1}},"network":{"layers":[{"units":10,"activation":"tanh"` + hidden + `},{` + output + `}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-6},"epochs":3000,"batch_size":30,"precision":"float64"` + rest + `}}`
}

// Runs that nothing but a small rate holds up, far above floors that they have.
const (
	slowLine     = `{"data":{"generator":{"name":"line","n":40,"noise":0.02}},"network":{"layers":[{"units":4},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":1e-7},"epochs":1000,"batch_size":40,"precision":"float64","seed":1}}`
	slowSigmoid  = `{"data":{"points":[[-1.5,0.011],[-1,0.0474],[-0.5,0.1824],[0,0.5],[0.5,0.8176],[1,0.9526],[1.5,0.989]]},"network":{"layers":[{"units":4},{"activation":"sigmoid"}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-6},"epochs":3000,"batch_size":7,"precision":"float64"}}`
	slowSoftplus = `{"data":{"points":[[0,0.1],[0.1,0.2],[0.2,0.4],[0.3,0.7],[0.4,1],[0.5,1.1],[0.6,1],[0.7,0.8],[0.8,0.5],[0.9,0.2],[1,0.1],[1.1,0.1],[1.2,-0.3],[1.3,0.4],[1.4,0.7],[1.5,1],[1.6,1.1],[1.7,0.9],[1.8,0.6],[1.9,0.3]]},` +
		`"network":{"layers":[{"units":16,"activation":"tanh"},{"activation":"softplus"}]},"training":{"optimizer":{"name":"sgd","learning_rate":1e-6},"epochs":1000,"batch_size":20,"precision":"float64"}}`
)

// Units that start alike stay alike only where nothing parts them: outgoing
// weights, biases or dropout.
func TestSymmetryIsProvenByTwins(t *testing.T) {
	strengths{
		{"equal kernels, drawn output", sineFrom(`,"kernel_initializer":"ones"`, "", ""), signature},
		{"equal kernels and outputs", sineFrom(`,"kernel_initializer":"ones"`, `"kernel_initializer":"ones"`, ""), proof},
		{"equal kernels and outputs under dropout", sineFrom(`,"kernel_initializer":"ones","dropout":0.2`, `"kernel_initializer":"ones"`, ""), signature},
		{"zeros with drawn biases", sineFrom(`,"kernel_initializer":"zeros","bias_initializer":"random_normal"`, `"kernel_initializer":"zeros"`, ""), signature},
		{"zeros", sineFrom(`,"kernel_initializer":"zeros"`, `"kernel_initializer":"zeros"`, ""), proof},
		{"one unit of zeros", `{"data":{"generator":"parabola"},"network":{"layers":[{"units":1,"activation":"tanh","kernel_initializer":"zeros"},{"kernel_initializer":"zeros"}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":300}}`, proof},
		{"relu of zeros", `{"data":{"generator":"parabola"},"network":{"layers":[{"units":4,"activation":"relu","kernel_initializer":"zeros"},{"kernel_initializer":"zeros"}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":300}}`, proof},
		{"Glorot's", sineFrom("", "", ""), 0},
	}.check(t, "symmetric_or_zero_init")
}

// A linear network is at fault where it is as good as it gets, and not where a
// rate keeps it far above its floor or its output bends it to the data.
func TestALinearNetworkIsProvenAtItsFloor(t *testing.T) {
	strengths{
		{"far above the floor", slowLine, hint},
		{"a sigmoid of the data", slowSigmoid, hint},
		{"at the floor", `{"data":{"generator":"absolute"},"network":{"layers":[{"units":6},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"epochs":1000}}`, proof},
		{"logistic regression at its floor", `{"data":{"generator":{"name":"circle","n":60}},"network":{"layers":[{"units":12},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.01},"epochs":1000}}`, proof},
		{"no way out under a sigmoid", `{"data":{"points":[[0,0,0],[0,1,1],[1,0,1],[1,1,0]],"inputs":["a","b"]},"network":{"layers":[{"units":5},{"activation":"sigmoid"}]},"training":{"optimizer":{"name":"adam","learning_rate":0.05},"epochs":1000}}`, signature},
	}.check(t, "linear_network")
}

// An output's range is proven by a loss at its floor, or by outputs at the bound
// that make most of the loss.
func TestAnOutputRangeIsProvenAtItsFloor(t *testing.T) {
	f := newFacts(train.New(parse(t, slowSoftplus)).Finish())
	if share := f.floor("output_range") / f.loss; share < 0.02 || share > 0.5 {
		t.Fatalf("the floor is %g of the loss", share)
	}
	strengths{
		{"far above the floor", slowSoftplus, signature},
		{"dead at 0", `{"data":{"points":[[0,-1],[1,-2],[2,-3]]},"network":{"layers":[{"activation":"relu"}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":500}}`, proof},
		{"pinned at 1", `{"data":{"generator":{"name":"line","slope":3,"n":20}},"network":{"layers":[{"units":8,"activation":"relu"},{"activation":"tanh"}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, proof},
	}.check(t, "output_range_mismatch")
}

func shares(rows, output, rest string) string {
	return `{"data":{"points":[` + rows + `],"inputs":["x"]},"network":{"layers":[{"units":8,"activation":"tanh"},{"activation":"` + output + `"}]},"training":{"loss":"categorical_crossentropy","optimizer":{"name":"adam","learning_rate":1e-3},"epochs":300` + rest + `}}`
}

// Labels are shares of classes row by row, and what Keras divides by its sum is
// a share whatever it was.
func TestLossesFitEveryRow(t *testing.T) {
	whole := "[0,1,0],[0.2,1,0],[1,0,1],[1.2,0,1],[2,1,0],[2.2,1,0]"
	strengths{
		{"shares", shares(whole, "softmax", ""), 0},
		{"rows of two labels and of none", shares("[0,1,1],[0.2,1,1],[1,0,0],[1.2,0,0]", "softmax", ""), proof},
		{"exponential is softmax", shares(whole, "exponential", ""), 0},
		{"sigmoids divided by their sum", shares(whole, "sigmoid", ""), signature},
		{"tanh", shares(whole, "tanh", ""), proof},
		{"linear", shares(whole, "linear", ""), proof},
	}.check(t, "wrong_loss")
	near := func(output string) float64 {
		return train.New(parse(t, strings.Replace(shares(whole, output, ""), `1e-3},"epochs":300`, `0.03},"epochs":1000`, 1))).Finish().Final()
	}
	for _, output := range []string{"exponential", "sigmoid"} {
		if loss := near(output); loss > 0.01 {
			t.Errorf("%s ends at %g, which makes an accusation right", output, loss)
		}
	}
}

// Every initializer has a size: drawn or not, with its scale and gain.
func TestTheSizeOfTheStartIsThatOfItsInitializer(t *testing.T) {
	start := func(initializer string) string {
		layer := `{"units":16,"activation":"tanh","kernel_initializer":` + initializer + `}`
		return `{"data":{"generator":{"name":"sine","n":40}},"network":{"layers":[` + layer + `,` + layer + `,{"kernel_initializer":` + initializer + `}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":300}}`
	}
	strengths{
		{"Glorot's", start(`"glorot_uniform"`), 0},
		{"He's", start(`"he_normal"`), 0},
		{"scale 1", start(`{"name":"variance_scaling"}`), 0},
		{"scale 1e4", start(`{"name":"variance_scaling","scale":10000}`), signature},
		{"scale 1e-4", start(`{"name":"variance_scaling","scale":1e-4}`), signature},
		{"orthogonal", start(`"orthogonal"`), 0},
		{"orthogonal, gain -50", start(`{"name":"orthogonal","gain":-50}`), signature},
		{"identity", start(`"identity"`), 0},
		{"identity, gain 50", start(`{"name":"identity","gain":50}`), signature},
	}.check(t, "bad_init_scale")
	strengths{
		{"orthogonal, gain 0", start(`{"name":"orthogonal","gain":0}`), proof},
		{"scale 1e-4", start(`{"name":"variance_scaling","scale":1e-4}`), signature},
		{"orthogonal", start(`"orthogonal"`), 0},
	}.check(t, "symmetric_or_zero_init")
	f := newFacts(train.New(parse(t, start(`{"name":"orthogonal","gain":3}`))))
	for _, v := range f.p.Spec.Variables() {
		if v.Bias {
			continue
		}
		drawn := norm(f.p.Initial[v.From:v.To]) / math.Sqrt(2/float64(v.Rows+v.Cols)) / math.Sqrt(float64(v.To-v.From))
		if said, _ := startScale(f, v); math.Abs(said-drawn) > 1e-6*drawn {
			t.Errorf("layer %d is %g of Glorot's, not %g", v.Layer+1, drawn, said)
		}
	}
}

// The threshold that a person is shown is the one that the rule has.
func TestTheThresholdOfAStackIsTheRules(t *testing.T) {
	stacked := func(layers int) string {
		return `{"data":{"generator":{"name":"circle","n":60}},"network":{"layers":[` + strings.Repeat(`{"units":6,"activation":"sigmoid"},`, layers) + `{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"sgd","learning_rate":0.1},"epochs":300}}`
	}
	for layers := 1; layers < 5; layers++ {
		s := suspected(t, stacked(layers), "vanishing_gradient")
		if s == nil {
			if layers >= saturatingStack {
				t.Errorf("%d layers are no stack", layers)
			}
			continue
		}
		for _, e := range s.evidence {
			if e.Name == "saturating hidden layers" && !(e.Value >= e.Threshold) {
				t.Errorf("%g layers are shown against %g", e.Value, e.Threshold)
			}
		}
	}
}

// What a rule names as too small is shown below its threshold, and what it
// names as too large above.
func TestEvidenceShowsTheLimitThatIsPassed(t *testing.T) {
	points := func(x, y float64) string {
		rows := make([]string, 8)
		for i := range rows {
			rows[i] = "[" + text.Number(x*(float64(i)-3.5)) + "," + text.Number(y*float64(i*i%5-2)) + "]"
		}
		return `{"data":{"points":[` + strings.Join(rows, ",") + `]},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":300}}`
	}
	for _, c := range []struct {
		text, cause, evidence string
		above                 bool
	}{
		{points(0.001, 1), "unscaled_inputs", "range of an input", false},
		{points(10, 1), "unscaled_inputs", "range of an input", true},
		{points(1, 0.001), "unscaled_targets", "size of the targets", false},
		{points(1, 100), "unscaled_targets", "size of the targets", true},
		{points(1, 5.5), "unscaled_targets", "range of the targets", true},
	} {
		s, shown := suspected(t, c.text, c.cause), false
		if s == nil {
			t.Errorf("%s: no %s", c.text, c.cause)
			continue
		}
		for _, e := range s.evidence {
			shown = shown || e.Name == c.evidence && (e.Value > e.Threshold) == c.above
		}
		if !shown {
			t.Errorf("%s: %s shows %v", c.text, c.cause, s.evidence)
		}
	}
}

package diagnose

import (
	"testing"

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

// first is the cause that a complete diagnosis names first.
func first(t *testing.T, text string) string {
	t.Helper()
	causes := diagnosed(parse(t, text)).causes()
	if len(causes) == 0 {
		return ""
	}
	return causes[0].name
}

func sineFrom(hidden, output, rest string) string {
	return `{"data":{"generator":{"name":"sine","n":30,"frequency":1}},"network":{"layers":[{"units":10,"activation":"tanh"` + hidden + `},{` + output + `}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-6},"epochs":3000,"batch_size":30,"precision":"float64"` + rest + `}}`
}

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
	if got := first(t, sineFrom(`,"kernel_initializer":"ones"`, "", "")); got != "lr_too_small" {
		t.Errorf("a rate that alone cures is named after %s", got)
	}
}

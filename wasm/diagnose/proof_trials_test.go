//go:build !wasm

// Trials by the hundred: native only, a browser would take minutes.

package diagnose

import "testing"

// What alone cures is named before what is true and harmless.
func TestASmallRateIsNamedFirst(t *testing.T) {
	for _, text := range []string{sineFrom(`,"kernel_initializer":"ones"`, "", ""), slowLine, slowSigmoid} {
		causes := diagnosed(parse(t, text)).causes()
		if len(causes) == 0 || causes[0].name != "lr_too_small" {
			t.Errorf("%v: %s", causes, text)
		}
	}
	if causes := diagnosed(parse(t, slowSoftplus)).causes(); len(causes) > 0 && causes[0].name == "output_range_mismatch" {
		t.Errorf("%v: %s", causes, slowSoftplus)
	}
}

// A start of a hundred times Glorot's size is at fault, and not the seed that it
// was drawn with.
func TestAWrongScaleIsNotASeed(t *testing.T) {
	layer := `{"units":16,"activation":"tanh","kernel_initializer":{"name":"variance_scaling","scale":10000}}`
	causes := diagnosed(parse(t, `{"data":{"generator":{"name":"sine","n":40}},"network":{"layers":[`+layer+`,`+layer+`,{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.001},"epochs":1000}}`)).causes()
	if len(causes) == 0 || causes[0].name != "bad_init_scale" {
		t.Errorf("%v", causes)
	}
}

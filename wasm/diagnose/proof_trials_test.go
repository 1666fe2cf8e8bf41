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

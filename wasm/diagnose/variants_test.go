//go:build !wasm

// Trials by the hundred: native only, a browser would take minutes.

package diagnose

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// variants are faults planted in networks and data that the real cases do not
// have: the rules have to hold there too. Each is right when the first cause
// named is among the first listed, or the second is.
var variants = []struct {
	text   string
	causes []string
}{
	{`{"data":{"generator":"absolute"},"network":{"layers":[{"units":6},{"units":6},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"epochs":1000}}`, []string{"linear_network"}},
	{`{"data":{"generator":{"name":"circle","n":60}},"network":{"layers":[{"units":12},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.01},"epochs":1000}}`, []string{"linear_network"}},
	{`{"data":{"generator":"sine"},"network":{"layers":[{"units":16,"activation":"tanh"},{"activation":"softplus"}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"output_range_mismatch"}},
	{`{"data":{"generator":{"name":"line","slope":3,"n":20}},"network":{"layers":[{"units":8,"activation":"relu"},{"activation":"tanh"}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"output_range_mismatch"}},
	{`{"data":{"generator":{"name":"circle","n":60}},"network":{"layers":[{"units":8,"activation":"relu"},{"activation":"softmax"}]},"training":{"loss":"mean_squared_error","optimizer":"adam","epochs":500}}`, []string{"softmax_single_unit"}},
	{`{"data":{"generator":{"name":"xor","n":8}},"network":{"layers":[{"units":6,"activation":"tanh","kernel_initializer":"zeros"},{"activation":"sigmoid","kernel_initializer":"zeros"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.02},"epochs":1000}}`, []string{"symmetric_or_zero_init"}},
	{`{"data":{"generator":{"name":"sine","frequency":1,"n":20}},"network":{"layers":[{"units":8,"activation":"tanh","kernel_initializer":{"name":"constant","value":0.3}},{"kernel_initializer":{"name":"constant","value":0.3}}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`, []string{"symmetric_or_zero_init"}},
	{`{"data":{"generator":{"name":"parabola","n":20}},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":1e-4},"epochs":1000}}`, []string{"lr_too_small", "too_few_updates"}},
	{`{"data":{"generator":{"name":"parabola","n":20}},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":8},"epochs":300}}`, []string{"lr_too_high"}},
	{`{"data":{"generator":{"name":"sine","frequency":1,"n":30}},"network":{"layers":[{"units":16,"activation":"tanh"},{}]},"training":{"l2":0.3,"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"weight_decay_too_strong"}},
	{`{"data":{"generator":{"name":"sine","frequency":1,"n":30}},"network":{"layers":[{"units":3,"activation":"tanh","dropout":0.6},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"dropout_too_strong"}},
	{`{"data":{"points":[[100,1],[101,2],[102,4],[103,3],[104,1],[105,0]]},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"unscaled_inputs", "saturated_activation"}},
	{`{"data":{"points":[[0,5000],[0.5,6000],[1,9000],[1.5,12000]]},"network":{"layers":[{"units":8,"activation":"relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":1500}}`, []string{"unscaled_targets", "lr_too_small"}},
	{`{"data":{"points":[[-1,0],[-0.5,0.6],[0,1],[0.5,0.6],[1,0]]},"network":{"layers":[{"units":8,"activation":"tanh","use_bias":false},{"use_bias":false}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"missing_bias"}},
	{`{"data":{"generator":{"name":"line","n":12}},"network":{"layers":[{"units":4,"activation":"relu","bias_initializer":{"name":"constant","value":-9}},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":800}}`, []string{"dead_relu"}},
	{`{"data":{"generator":{"name":"repeated","n":20}},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`, []string{"irreducible_noise"}},
	{`{"data":{"points":[[0,-1],[1,1],[2,-1],[3,1]]},"network":{"layers":[{"units":8,"activation":"tanh"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.01},"epochs":800}}`, []string{"wrong_loss"}},
	{`{"data":{"generator":{"name":"circle","n":60}},"network":{"layers":[{"units":6,"activation":"sigmoid"},{"units":6,"activation":"sigmoid"},{"units":6,"activation":"sigmoid"},{"units":6,"activation":"sigmoid"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"sgd","learning_rate":0.1},"epochs":800}}`, []string{"vanishing_gradient"}},
}

func TestPlantedFaultsAreFound(t *testing.T) {
	found := 0
	tried := 0
	for i, v := range append(variants, planted...) {
		if !strings.Contains(v.text+strings.Join(v.causes, " "), *only) || !*every && i >= len(variants) && i%3 > 0 {
			continue
		}
		tried++
		d := diagnosed(parse(t, v.text))
		causes := d.causes()
		var names []string
		for _, c := range causes {
			names = append(names, c.name)
		}
		if len(names) > 0 && (slices.Contains(v.causes, names[0]) || len(names) > 1 && names[1] == v.causes[0]) {
			found++
		} else {
			t.Logf("%s\n%s at %.3g of V: %v, want %v", v.text, d.state(causes), d.facts.relative, names, v.causes)
		}
		if d.search.best() == nil && d.state(causes) != NoiseFloor {
			t.Logf("%s\nno fix, %d trials", v.text, d.search.ran)
		}
		if *every {
			fix := "-"
			if b := d.search.best(); b != nil {
				fix = key(b.edits)
			}
			fmt.Printf("%-11s %-8.2g %v want %v\n\t%s\n\t%s\n\t%s\n", d.state(causes), d.facts.relative, names, v.causes, fix, d.verdict(causes), v.text)
		}
	}
	if 20*found < 19*tried {
		t.Errorf("%d of %d found", found, tried)
	}
}

//go:build !wasm

// Trials by the hundred: native only, a browser would take minutes.

package diagnose

import (
	"slices"
	"testing"

	"plateau/wasm/train"
)

// healthy runs: solved, learning, at the noise, or on their way.
var healthy = []string{
	`{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":8000}}`,
	`{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":1500}}`,
	`{"network":{"layers":[{"units":10,"activation":"leaky_relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-4}}}`,
	`{"network":{"layers":[{"units":10,"activation":"sigmoid"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":10000}}`,
	`{"network":{"layers":[{"units":10,"activation":"sigmoid"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"epochs":2000}}`,
	`{"network":{"layers":[{"units":10,"activation":"elu"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"epochs":5000}}`,
	`{"data":{"generator":"line"},"training":{"optimizer":"adam","epochs":3000}}`,
	`{"data":{"generator":{"name":"line","slope":3,"intercept":1}},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"epochs":500}}`,
	`{"data":{"generator":{"name":"line","noise":0.1}},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1},"epochs":500}}`,
	`{"data":{"generator":{"name":"line","noise":0.2,"n":100}},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1000}}`,
	`{"data":{"generator":"parabola"},"network":{"layers":[{"units":16,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`,
	`{"data":{"generator":"parabola"},"network":{"layers":[{"units":16,"activation":"relu"},{"units":16,"activation":"relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.003},"epochs":2000}}`,
	`{"data":{"generator":{"name":"parabola","noise":0.05,"n":60}},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`,
	`{"data":{"generator":{"name":"sine","frequency":1}},"network":{"layers":[{"units":24,"activation":"tanh"},{"units":24,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.005},"epochs":2000}}`,
	`{"data":{"generator":{"name":"sine","frequency":1}},"network":{"layers":[{"units":16,"activation":"gelu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`,
	`{"data":{"generator":{"name":"sine","frequency":1,"noise":0.1,"n":100}},"network":{"layers":[{"units":16,"activation":"silu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`,
	`{"data":{"generator":{"name":"sine","frequency":1}},"network":{"layers":[{"units":16,"activation":"softplus"},{"units":16,"activation":"softplus"},{}]},"training":{"optimizer":{"name":"nadam","learning_rate":0.003},"epochs":1500}}`,
	`{"data":{"generator":"step"},"network":{"layers":[{"units":8,"activation":"tanh"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.03},"epochs":1000}}`,
	`{"data":{"generator":"absolute"},"network":{"layers":[{"units":16,"activation":"relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.003},"epochs":3000}}`,
	`{"data":{"generator":"absolute"},"network":{"layers":[{"units":16,"activation":"mish"},{}]},"training":{"optimizer":{"name":"rmsprop","learning_rate":0.001},"epochs":2000}}`,
	`{"data":{"generator":"repeated"},"network":{"layers":[{"units":8,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1000}}`,
	`{"data":{"generator":"xor"},"network":{"layers":[{"units":8,"activation":"tanh"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.03},"epochs":1000}}`,
	`{"data":{"generator":"xor"},"network":{"layers":[{"units":8,"activation":"relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1000}}`,
	`{"data":{"generator":{"name":"circle","n":100}},"network":{"layers":[{"units":16,"activation":"tanh"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.03},"epochs":1500}}`,
	`{"data":{"generator":{"name":"circle","n":100}},"network":{"layers":[{"units":16,"activation":"relu"},{"units":16,"activation":"relu"},{}]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true},"optimizer":{"name":"adam","learning_rate":0.01},"epochs":500}}`,
	`{"data":{"generator":{"name":"spiral","n":100}},"network":{"layers":[{"units":32,"activation":"relu"},{"units":32,"activation":"relu"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.005},"epochs":1500}}`,
	`{"data":{"generator":{"name":"line","n":30}},"network":{"layers":[{"units":6,"activation":"tanh"},{}]},"training":{"loss":"mean_absolute_error","optimizer":{"name":"adam","learning_rate":0.003},"schedule":{"name":"cosine_decay","decay_steps":3000},"epochs":3000}}`,
	`{"data":{"generator":"parabola"},"network":{"layers":[{"units":16,"activation":"tanh"},{}]},"training":{"loss":"huber","optimizer":{"name":"adam","learning_rate":0.01},"epochs":1000}}`,
	`{"data":{"generator":"parabola"},"network":{"layers":[{"units":16,"activation":"tanh"},{}]},"training":{"loss":"log_cosh","optimizer":{"name":"adamax","learning_rate":0.02},"epochs":1500}}`,
	`{"data":{"generator":"parabola"},"network":{"layers":[{"units":16,"activation":"selu"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.05,"momentum":0.9,"nesterov":true},"epochs":2000}}`,
	`{"data":{"generator":"parabola"},"network":{"layers":[{"units":16,"activation":"softsign"},{}]},"training":{"optimizer":{"name":"adagrad","learning_rate":0.1},"epochs":3000}}`,
	`{"data":{"generator":{"name":"sine","frequency":1}},"network":{"layers":[{"units":20,"activation":"tanh"},{}]},"training":{"optimizer":"lbfgs","batch_size":40,"precision":"float64","epochs":500}}`,
	`{"data":{"generator":{"name":"sine","frequency":1}},"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":"levenberg_marquardt","batch_size":40,"precision":"float64","epochs":200}}`,
	`{"data":{"generator":"line"},"network":{"layers":[{"units":10,"activation":"leaky_relu","dropout":0.01},{}]},"training":{"optimizer":"adam","epochs":300}}`,
	`{"data":{"generator":{"name":"line","n":50}},"network":{"layers":[{"units":6,"activation":"hard_tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.003},"epochs":3000}}`,
	`{"data":{"generator":"line"},"network":{"layers":[{}]},"training":{"loss":"huber","optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`,
	`{"data":{"points":[[0,1,0,0],[1,0,1,0],[2,0,0,1],[0.1,1,0,0],[1.1,0,1,0],[2.1,0,0,1]],"inputs":["x"]},"network":{"layers":[{"units":12,"activation":"tanh"},{"activation":"softmax"}]},"training":{"loss":"categorical_crossentropy","optimizer":{"name":"adam","learning_rate":0.03},"epochs":1000}}`,
	`{"data":{"points":[[0,0,-1],[0,1,1],[1,0,1],[1,1,-1]],"inputs":["a","b"]},"network":{"layers":[{"units":8,"activation":"tanh"},{"activation":"tanh"}]},"training":{"optimizer":{"name":"adam","learning_rate":0.02},"epochs":2000}}`,
	`{"data":{"points":[[5,5]]},"network":{"layers":[{"units":3,"activation":"relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.1},"epochs":2000}}`,
	`{"data":{"points":[[0,2],[1,2],[2,2]]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":5000}}`,
	`{"data":{"generator":{"name":"x_sin_x","n":60},"scale":{"inputs":"standard","targets":"standard"}},"network":{"layers":[{"units":32,"activation":"tanh"},{"units":32,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.003},"epochs":2000}}`,
	`{"data":{"generator":{"name":"outlier","n":20}},"network":{"layers":[{"units":32,"activation":"relu"},{"units":32,"activation":"relu"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":1500}}`,
	`{"data":{"generator":{"name":"parabola","n":20}},"network":{"layers":[{"units":16,"activation":"sin"},{}]},"training":{"optimizer":{"name":"adamw","learning_rate":0.01,"weight_decay":1e-6},"epochs":2000}}`,
	`{"data":{"generator":{"name":"parabola","n":20}},"network":{"layers":[{"units":16,"activation":"relu"},{}]},"training":{"optimizer":{"name":"lion","learning_rate":0.001},"schedule":{"name":"cosine_decay","decay_steps":2000},"epochs":2000}}`,
}

// A healthy run is not accused: solved, learning and noise need nothing, and
// one that ended early is only told so. The trials are run with -every alone:
// they take minutes, and can only confirm what was suspected before.
func TestHealthyRunsAreNotAccused(t *testing.T) {
	if len(healthy) < 40 {
		t.Fatalf("%d configurations", len(healthy))
	}
	for _, text := range healthy {
		d := New(train.New(parse(t, text)).Finish())
		for *every && !d.Complete() {
			d.Advance(1e9)
		}
		found := d.causes()
		for _, c := range found {
			ok := slow(c.name)
			switch d.state(found) {
			case NoiseFloor:
				ok = c.name == "irreducible_noise"
			case Unfinished:
			default:
				ok = false
			}
			if !ok {
				t.Errorf("%s\n%s at %.3g (%.2g of V), accused of %s; fix %v", text, d.state(found), d.facts.loss, d.facts.relative, c.name, d.search.best() != nil)
			}
		}
		if s := d.state(found); !slices.Contains([]string{Solved, NoiseFloor, Unfinished}, s) {
			t.Errorf("%s\n%s at %.3g (%.2g of V)", text, s, d.facts.loss, d.facts.relative)
		}
		if testing.Verbose() {
			t.Logf("%-12s %-9.3g %-9.2g %d trials %v %.150s", d.state(found), d.facts.loss, d.facts.relative, d.search.ran, found, text)
		}
	}
}

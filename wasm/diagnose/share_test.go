//go:build !js

package diagnose

import (
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/pool"
	"plateau/wasm/train"
)

// The same verdict, however many trials run at a time.
func TestWorkersChangeNoVerdict(t *testing.T) {
	for _, text := range []string{
		`{}`,
		`{"network":{"layers":[{"units":4,"activation":"relu"},{}]},"training":{"optimizer":{"name":"sgd","learning_rate":3},"epochs":500}}`,
		`{"data":{"generator":{"name":"sine","n":24}},"network":{"layers":[{"units":6,"activation":"sigmoid"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-4},"batch_size":8,"epochs":300}}`,
	} {
		e, err := experiment.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var verdicts [2]string
		for i, workers := range []pool.Workers{nil, pool.NewGoroutines(3)} {
			d := New(train.New(e).Finish())
			d.Share(&pool.Pool{Workers: workers})
			d.Finish()
			if !d.Complete() {
				t.Errorf("%s: not complete", text)
			}
			verdicts[i] = d.Document().String()
		}
		if verdicts[0] != verdicts[1] {
			t.Errorf("%s:\n%s\nwith workers\n%s", text, verdicts[0], verdicts[1])
		}
	}
}

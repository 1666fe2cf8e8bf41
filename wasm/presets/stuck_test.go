//go:build !js

package presets

import (
	"math"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/train"
)

// What opens from the gallery is stuck as its title says: of the runs whose
// outcome depends on the seed, one that shows it.
func TestEveryPresetIsStuckAsItSays(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		above, ok := p.Case.Get("stuck_above")
		if !ok {
			t.Errorf("%s: no stuck_above", p.Name)
		}
		r := train.New(p.Experiment).Finish()
		loss := r.Final()
		switch {
		case above.Kind == document.Number && loss <= above.Number:
			t.Errorf("%s: ends at %g, stuck above %g", p.Name, loss, above.Number)
		case above.Kind == document.Null && r.Stopped != train.StoppedDiverged && !math.IsNaN(loss) && loss <= 10*r.Initial():
			t.Errorf("%s: ends at %g, and should diverge", p.Name, loss)
		}
	}
}

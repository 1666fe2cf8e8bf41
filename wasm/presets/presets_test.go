package presets

import "testing"

func TestEveryPresetOpens(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 30 {
		t.Errorf("%d presets", len(all))
	}
	for _, p := range all {
		if p.Title == "" || p.Site == "" || len(p.Experiment.Data.Points) == 0 {
			t.Errorf("%s: %q, %q", p.Name, p.Title, p.Site)
		}
	}
}

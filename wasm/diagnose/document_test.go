package diagnose

import "testing"

// A median beside "in 0 epochs" says nothing: where one of the solved seeds
// cannot tell when it was, none is said.
func TestEpochsToSolveAreOfTheSlowestSeedOrUnknown(t *testing.T) {
	for _, c := range []struct {
		name     string
		outcomes []outcome
		want     int
	}{
		{"none tried", nil, 0},
		{"none solved", []outcome{{}, {}}, 0},
		{"the slowest of those solved", []outcome{{solved: true, epochs: 20}, {}, {solved: true, epochs: 300}}, 300},
		{"solved at no epoch that is known", []outcome{{solved: true, epochs: 20}, {solved: true}}, 0},
		{"solved at none at all", []outcome{{solved: true}}, 0},
	} {
		if got := epochsToSolve(c.outcomes); got != c.want {
			t.Errorf("%s: %d epochs, want %d", c.name, got, c.want)
		}
	}
}

package diagnose

import (
	"math"
)

// compare orders trials, best first: by the share of seeds they solve, where
// none is solved by how deep they go, then by the number of changes, then by
// their size (a rate 30 times higher before one 1,000 times higher) among those
// with time to spare, then by the worst loss.
func (s *search) compare(a, b *trial) int {
	if x, y := a.solvedShare(), b.solvedShare(); x != y && (a.solved() > 0 || b.solved() > 0) && len(a.outcomes) > 1 && len(b.outcomes) > 1 {
		return sign(y - x)
	}
	if x, y := a.allSolved(), b.allSolved(); x != y {
		if x {
			return -1
		}
		return 1
	}
	if !a.allSolved() {
		if x, y := coarse(a.score()), coarse(b.score()); x != y {
			return sign(y - x)
		}
	}
	if len(a.edits) != len(b.edits) {
		return len(a.edits) - len(b.edits)
	}
	if a.allSolved() {
		if x, y := a.late(), b.late(); x != y {
			if y {
				return -1
			}
			return 1
		}
		if x, y := a.reach(), b.reach(); math.Abs(x-y) > 0.3 {
			return sign(x - y)
		}
	}
	return sign(b.worst() - a.worst())
}

// coarse rounds a depth to what counts as better: a decade, and less where
// little can be gained at all.
func coarse(depth float64) float64 {
	switch {
	case depth > 1:
		return math.Round(depth)
	case depth > 0.3:
		return math.Round(depth*10) / 10
	}
	return math.Round(depth*50) / 50
}

// late says whether a seed is solved so close to the end of the run that
// another may not be.
func (t *trial) late() bool {
	for _, o := range t.outcomes {
		if float64(o.epochs) > 0.7*float64(t.config.Training.Epochs) {
			return true
		}
	}
	return false
}

// reach is how far its edits go from the present settings.
func (t *trial) reach() float64 {
	var sum float64
	for _, e := range t.edits {
		sum += e.reach
	}
	return sum
}

// worst is the depth of the worst seed.
func (t *trial) worst() float64 {
	out := math.Inf(1)
	for _, o := range t.outcomes {
		out = min(out, depth(o.relative))
	}
	return out
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// solvedShare is the share of seeds that a trial can be expected to solve, by
// Laplace's rule (s + 1) / (n + 2): 5 of 5 is less sure than 10 of 10, and more
// than 9 of 10.
func (t *trial) solvedShare() float64 {
	return float64(t.solved()+1) / float64(len(t.outcomes)+2)
}

// allSolved says whether every seed tried is solved.
func (t *trial) allSolved() bool { return len(t.outcomes) > 0 && t.solved() == len(t.outcomes) }

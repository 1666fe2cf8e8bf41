package diagnose

// suspect is a cause that the facts speak for, before it has been tried.
type suspect struct {
	cause    string
	strength int // proof, signature or hint
	evidence []Evidence
	cures    []edit // each of them alone takes the cause away
}

// How much a suspicion is worth before any trial.
const (
	hint      = 1 // fits, among others; it needs a trial that cures
	signature = 2 // measured, and rare in healthy runs
	proof     = 3 // an exact floor, met; or a static fact
)

// Evidence is one number behind a cause. Source is where the test comes from.
// The threshold is NaN where there is none; Side says where a healthy value lies
// of it, "at most", "at least" or "about", and is empty where a cause's own test says it.
type Evidence struct {
	Name             string
	Value, Threshold float64
	Formula, Source  string
	Side             string
}

func (s *suspect) saw(name string, value, threshold float64, formula, source string) *suspect {
	s.evidence = append(s.evidence, Evidence{name, value, threshold, formula, source, ""})
	return s
}

// atMost, atLeast and about say on which side of the last threshold healthy values lie.
func (s *suspect) atMost() { s.evidence[len(s.evidence)-1].Side = "at most" }

func (s *suspect) atLeast() { s.evidence[len(s.evidence)-1].Side = "at least" }

func (s *suspect) about() { s.evidence[len(s.evidence)-1].Side = "about" }

func (s *suspect) curedBy(edits ...edit) *suspect {
	s.cures = append(s.cures, edits...)
	return s
}

// rules lists every cause that can be read from a run, the most exact first:
// among equals the earlier is named first.
var rules = []func(*facts) *suspect{
	degenerateData,
	singleSoftmax,
	wrongLoss,
	outputOutOfRange,
	linearNetwork,
	weightDecayTooStrong,
	symmetricStart,
	vanishingGradient,
	badInitialScale,
	deadRelu,
	unscaledInputs,
	saturated,
	unscaledTargets,
	missingBias,
	dropoutTooStrong,
	rateTooHigh,
	momentumTooHigh,
	optimizerNoise,
	precisionFloor,
	notShuffled,
	classImbalance,
	localMinimum,
	spectralBias,
	tooFewUpdates,
	rateTooSmall,
	illConditioned,
	tooFewUnits,
}

// endings are the causes that may keep a network from the end of its way when
// it has plainly learned its data.
var endings = []func(*facts) *suspect{
	outputOutOfRange,
	linearNetwork,
	rateTooHigh,
	optimizerNoise,
	precisionFloor,
	tooFewUpdates,
	rateTooSmall,
}

func suspects(f *facts, rules []func(*facts) *suspect) []*suspect {
	var out []*suspect
	for _, rule := range rules {
		if s := rule(f); s != nil {
			out = append(out, s)
		}
	}
	return out
}

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

// Evidence is one number behind a cause.
type Evidence struct {
	Name             string
	Value, Threshold float64
	Formula, Source  string
}

// rules lists every cause that can be read from a run, most exact first.
var rules = []func(*facts) *suspect{
	linearNetwork,
	rateTooSmall,
}

func suspects(f *facts) []*suspect {
	var out []*suspect
	for _, rule := range rules {
		if s := rule(f); s != nil {
			out = append(out, s)
		}
	}
	return out
}

func linearNetwork(f *facts) *suspect {
	for _, l := range f.e.Network.Layers[:f.hidden()] {
		if !l.Activation.Is("linear") {
			return nil
		}
	}
	floor := f.floor("affine")
	if !(floor > 1e-6*f.yardstick.mean) {
		return nil // a straight line is all that the data need
	}
	s := &suspect{cause: "linear_network", strength: proof}
	s.evidence = append(s.evidence, Evidence{
		"loss over that of the best affine map", f.loss / floor, 1.01,
		"L / min over W, b of the loss of W x + b", "layers without activation compose to one affine map",
	})
	s.cures = []edit{editHidden("tanh"), editHidden("relu"), editHidden("leaky_relu")}
	return s
}

func rateTooSmall(f *facts) *suspect {
	reach := f.rate() * float64(f.updates())
	if !f.adaptive() || reach > 1 {
		return nil
	}
	s := &suspect{cause: "lr_too_small", strength: signature}
	s.evidence = append(s.evidence, Evidence{
		"way a weight can go", reach, 1,
		"learning rate × updates: Adam moves a weight by about its rate each step", "CAUSES: 1e-5 × 1e4 = 0.1",
	})
	for _, factor := range []float64{10, 30, 100, 300, 1000} {
		if rate := f.rate() * factor; rate <= 0.1 {
			s.cures = append(s.cures, editRate(rate))
		}
	}
	return s
}

package diagnose

import (
	"math"
)

// promising is how many combinations of a round are proven on the other seeds.
const promising = 3

// promote queues the other seeds for the best trials that helped on the first,
// unless another is proven to be as good: after every round those that solve
// the problem, and now and then the best of what there is. What solves it on
// all seeds is run on as many again, so that luck does not decide.
func (s *search) promote(solvedOnly bool) {
	best := s.best()
	var next []*trial
	for _, t := range s.trials {
		if len(t.outcomes) != 1 || !s.helps(t.outcomes[0]) || solvedOnly && !t.outcomes[0].solved || t.edits[0].group == "seed" {
			continue
		}
		if best == nil || s.compare(t, best) < 0 {
			next = append(next, t)
		}
	}
	arrange(next, s.compare)
	spent := 0.0
	for _, t := range next[:min(len(next), promising)] {
		dear := t.config.Work() * trialSeeds
		if spent > 0 && spent+dear > s.left/2 || dear > s.left/4 && len(s.rounds) > 2 {
			continue
		}
		spent += dear
		if t.short {
			t.short, t.outcomes = false, nil
		}
		s.repeat(t, len(t.outcomes), trialSeeds)
	}
	if len(next) == 0 && best != nil && best.allSolved() && len(best.outcomes) == trialSeeds {
		s.repeat(best, trialSeeds, 2*trialSeeds)
	}
}

// proveBest is the round that proves the best of what there is.
func (s *search) proveBest() { s.promote(false) }

// repeat queues a trial on further seeds.
func (s *search) repeat(t *trial, from, to int) {
	for i := from; i < to; i++ {
		run := t.config.Clone()
		run.Training.Seed = s.facts.e.Training.Seed + uint64(i)
		s.queue = append(s.queue, &job{t, run})
	}
}

// improvement is how many times lower a loss has to be for a fix to be offered.
const improvement = 10

// helps says whether an outcome solves the problem or improves it tenfold.
func (s *search) helps(o outcome) bool {
	if o.short {
		return o.solved || o.relative <= s.facts.relative/3
	}
	if math.IsInf(s.facts.relative, 1) {
		return o.solved || o.relative <= 1.1
	}
	return o.solved || o.relative <= s.facts.relative/improvement
}

// proven says whether a trial may be offered.
func (s *search) proven(t *trial) bool {
	n := 0
	for _, o := range t.outcomes {
		if s.helps(o) {
			n++
		}
	}
	return len(t.outcomes) >= trialSeeds && n*trialSeeds >= provenSeeds*len(t.outcomes)
}

// offered lists the proven trials, best first.
func (s *search) offered() []*trial {
	var out []*trial
	for _, t := range s.trials {
		if s.proven(t) {
			out = append(out, t)
		}
	}
	arrange(out, s.compare)
	return out
}

func (s *search) best() *trial {
	if o := s.offered(); len(o) > 0 {
		return o[0]
	}
	return nil
}

// satisfied says whether a proven trial solves the problem on every seed.
func (s *search) satisfied() bool {
	b := s.best()
	return b != nil && b.allSolved() && len(b.outcomes) >= 2*trialSeeds
}

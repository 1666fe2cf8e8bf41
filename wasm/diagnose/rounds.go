package diagnose

import (
	"slices"
)

// singles tries what cures a suspect, what people try, and the same experiment
// on the other seeds.
func (s *search) singles() {
	s.lookAhead()
	s.folk = folkAdvice(s.facts)
	for _, one := range s.suspects {
		for _, c := range one.cures {
			s.try([]edit{c})
		}
	}
	for _, one := range s.folk {
		s.try([]edit{one})
	}
	if s.facts.state != Diverged && s.facts.hidden() > 0 && s.cut == 1 {
		s.own = &trial{config: s.facts.e}
		s.repeat(s.own, 1, trialSeeds)
	}
}

// pairsOfCures tries cures of two suspects together.
func (s *search) pairsOfCures() {
	for i, a := range s.suspects {
		for _, b := range s.suspects[i+1:] {
			if a.strength+b.strength < proof {
				continue
			}
			for _, x := range a.cures {
				for _, y := range b.cures {
					if !s.longWinded(x) && !s.longWinded(y) {
						s.try([]edit{x, y})
					}
				}
			}
		}
	}
	s.choose()
}

// longWinded says whether an edit only makes a run longer that has had many
// updates: a higher rate, where there is one to set, does the same for less.
func (s *search) longWinded(e edit) bool {
	return e.group == "epochs" && s.facts.rate() > 0 && s.facts.updates() >= 2000
}

// helped tries the helpers alone, where nothing is proven to be needed beside
// them.
func (s *search) helped() {
	if len(s.needed) > 0 {
		return
	}
	for _, one := range helpers(s.facts) {
		s.try([]edit{one})
	}
	s.choose()
}

// extended adds one more change to the best combinations.
func (s *search) extended() {
	all := helpers(s.facts)
	for _, one := range s.suspects {
		all = append(all, one.cures...)
	}
	var best []*trial
	for _, t := range s.trials {
		if len(t.outcomes) > 0 && len(t.edits) < maxEdits && t.edits[0].group != "seed" {
			best = append(best, t)
		}
	}
	arrange(best, func(a, b *trial) int { return sign(b.score() - a.score()) })
	for _, t := range best[:min(len(best), 6)] {
		for _, one := range all {
			s.try(append(append([]edit(nil), t.edits...), one))
		}
	}
	s.choose()
}

// choose keeps the jobs of a round that promise most, as many as a third of
// the budget that is left allows. What a combination promises is the depth its
// edits went to alone, added up: where one is not known, nothing.
func (s *search) choose() {
	promise := map[*job]float64{}
	for _, j := range s.queue {
		for _, e := range j.trial.edits {
			if t := s.seen[e.name]; t != nil && len(t.outcomes) > 0 {
				promise[j] += max(depth(t.outcomes[0].relative)-depth(s.facts.relative), -1)
			}
		}
	}
	arrange(s.queue, func(a, b *job) int { return sign(promise[b] - promise[a]) })
	var kept []*job
	spent := 0.0
	for _, j := range s.queue {
		dear := j.run.Work()
		if len(kept) >= pairLimit || spent+dear > s.left/3 || dear > s.left/30 && len(kept) > 0 {
			delete(s.seen, key(j.trial.edits))
			j.trial.edits = nil
			continue
		}
		spent += dear
		kept = append(kept, j)
	}
	s.queue = kept
	s.trials = slices.DeleteFunc(s.trials, func(t *trial) bool { return t.edits == nil })
}

// pairLimit is the largest number of combinations that one round tries.
const pairLimit = 36

// ablated takes each change out of the best fix, to see that it is needed.
func (s *search) ablated() {
	b := s.best()
	if b == nil {
		return
	}
	for i := range b.edits {
		s.try(append(append([]edit(nil), b.edits[:i]...), b.edits[i+1:]...))
	}
}

package diagnose

import (
	"math"
	"slices"
)

// cause is a suspect after the trials.
type cause struct {
	name       string
	confidence float64
	evidence   []Evidence
	proven     bool // no trial changes it
}

// causes orders the suspects by what speaks for them: a proof, then a trial that
// cures by that alone, then being part of the best fix, then a signature.
// What fits only because it would help any network is left out where anything
// better is known.
func (d *Diagnosis) causes() []cause {
	type ranked struct {
		cause
		weight  int
		suspect *suspect
	}
	var list []ranked
	best := d.search.best()
	for _, s := range d.suspects {
		strength := s.strength
		alone := d.search.curedAlone(s)
		if s.cause == "saddle_or_local_minimum" && !d.wrongStart() && !d.search.helpsByEpochs() && d.search.outOfTheOrdinary() {
			strength, alone = signature, true
		}
		weight := 0
		switch {
		case strength == proof:
			weight = 300
		case alone && slow(s.cause) && !d.search.time(best):
			weight = 120 + 20*strength // another change goes further in the time there was
		case alone:
			weight = 200 + 20*strength
		case best != nil && uses(best, s):
			weight = 150 + 20*strength
		case strength == signature:
			weight = 100
		default:
			continue
		}
		if d.facts.state == Diverged && !blowsUp(s.cause) {
			weight -= 100 // true, but not what made the loss grow
		}
		evidence := append(slices.Clip(s.evidence), d.search.aloneEvidence(s)...)
		if s.cause == "too_few_updates" {
			evidence = append(evidence, d.search.ahead.evidence(d.facts)...)
		}
		list = append(list, ranked{cause{s.cause, confidence(strength, alone), evidence, strength == proof}, weight, s})
	}
	// A rate ten times lower and ten times fewer updates are one fault, seen from
	// two sides: where one is confirmed, so is the other if measured.
	for i, r := range list {
		for j, other := range list {
			if slow(r.name) && slow(other.name) && i != j && other.weight == 100 && r.weight > 100 {
				list[j].weight = r.weight - 1
			}
		}
	}
	arrange(list, func(a, b ranked) int { return b.weight - a.weight })
	var out []cause
	var unexplained []edit // parts of the best fix that no cause named so far asks for
	if best != nil {
		unexplained = best.edits
	}
	for i, r := range list {
		left := uncured(unexplained, r.suspect)
		if i >= 2 && r.weight < 180 && len(left) == len(unexplained) {
			continue
		}
		if unexplained = left; len(out) < mostCauses {
			out = append(out, r.cause)
		}
	}
	return out
}

// uncured is what is left of edits without the cures of s.
func uncured(edits []edit, s *suspect) []edit {
	var left []edit
	for _, e := range edits {
		if !uses(&trial{edits: []edit{e}}, s) {
			left = append(left, e)
		}
	}
	return left
}

// wrongStart says whether the initial weights have a measured fault: other draws
// by the same rule may be luckier, and the rule is at fault all the same.
func (d *Diagnosis) wrongStart() bool {
	for _, s := range d.suspects {
		if s.cause == "bad_init_scale" && s.strength == signature {
			return true
		}
	}
	return false
}

// blowsUp says whether a cause can make a loss grow without end.
func blowsUp(cause string) bool {
	switch cause {
	case "lr_too_high", "momentum_too_high", "unscaled_inputs", "unscaled_targets", "weight_decay_too_strong", "bad_init_scale", "wrong_loss", "degenerate_data":
		return true
	}
	return false
}

func slow(cause string) bool { return cause == "lr_too_small" || cause == "too_few_updates" }

// mostCauses is how many a diagnosis names.
const mostCauses = 4

func confidence(strength int, cured bool) float64 {
	c := [...]float64{0, 0.3, 0.6, 0.97}[strength]
	if cured {
		c += float64((1 - c) * 0.7)
	}
	return math.Round(c*100) / 100
}

// aloneEvidence is what the part of the best fix that cures s reaches alone:
// with the same of the other parts it is the table that shows whether one
// change is enough.
func (s *search) aloneEvidence(one *suspect) []Evidence {
	best := s.best()
	if best == nil {
		return nil
	}
	var out []Evidence
	for _, e := range best.edits {
		t := s.seen[e.name]
		if t == nil || len(t.outcomes) == 0 || t.short || !uses(&trial{edits: []edit{e}}, one) {
			continue
		}
		out = append(out, Evidence{
			"loss with " + spoken(e.words) + " alone", t.outcomes[0].loss, s.facts.loss / improvement,
			"this experiment run with that one change", "a trial", "at most",
		})
	}
	return out
}

// uses says whether a trial has a cure of s among its edits.
func uses(t *trial, s *suspect) bool {
	for _, e := range t.edits {
		for _, c := range s.cures {
			if c.name == e.name {
				return true
			}
		}
	}
	return false
}

// curedAlone says whether one cure of s alone helps.
func (s *search) curedAlone(one *suspect) bool {
	for _, c := range one.cures {
		if t := s.seen[c.name]; t != nil && len(t.outcomes) > 0 && s.helps(t.outcomes[0]) && (len(t.outcomes) < trialSeeds || s.proven(t)) {
			return true
		}
	}
	return false
}

// time says whether more time, or a higher rate, is what the best fix gives, or
// goes about as deep alone: not where another change alone does in the same
// time what these do not.
func (s *search) time(best *trial) bool {
	if best == nil {
		return true
	}
	deepest := math.Inf(-1)
	for _, one := range s.suspects {
		if !slow(one.cause) {
			continue
		}
		if uses(best, one) {
			return true
		}
		for _, c := range one.cures {
			if t := s.seen[c.name]; t != nil && len(t.outcomes) > 0 {
				deepest = max(deepest, depth(t.outcomes[0].relative))
			}
		}
	}
	return best.score() < deepest+1.5
}

// helpsByEpochs says whether running on helps.
func (s *search) helpsByEpochs() bool {
	for _, t := range s.trials {
		if len(t.edits) == 1 && t.edits[0].group == "epochs" && len(t.outcomes) > 0 && s.helps(t.outcomes[0]) {
			return true
		}
	}
	return false
}

// outOfTheOrdinary says whether at least half of the other seeds of the same
// experiment end ten times lower.
func (s *search) outOfTheOrdinary() bool {
	if s.own == nil || len(s.own.outcomes) == 0 {
		return false
	}
	n := 0
	for _, o := range s.own.outcomes {
		if s.helps(o) {
			n++
		}
	}
	return 2*n >= len(s.own.outcomes)
}

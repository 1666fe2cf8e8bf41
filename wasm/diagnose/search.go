package diagnose

import (
	"math"
	"slices"

	"plateau/wasm/experiment"
)

// search decides what is tried next. It knows nothing of how a trial is run:
// next hands out a job, report takes its outcome, in any order.
//
// Rounds: every single change on the diagnosed seed; then pairs of a change
// that cures a suspect with one that helped most or cures another; then the
// best combination with one change more, until something solves the problem on
// the other seeds too or the budget is spent.
type search struct {
	facts  *facts
	seeds  []uint64
	trials []*trial
	seen   map[string]*trial
	cures  []edit // of the suspects
	folk   []edit // what people try
	queue  []*job
	open   int // jobs handed out and not reported
	size   int // edits of the largest combinations so far
	ran    int
	done   bool
	budget float64
	shown  float64 // largest progress shown
}

// trialsOfOwnCost is the budget of a search in runs as dear as the diagnosed
// one, within bounds that keep a small run thorough and a large one patient.
const (
	trialsOfOwnCost = 60
	leastBudget     = 2e8
	mostBudget      = 1.2e10
)

// maxEdits is the largest combination tried.
const maxEdits = 4

func newSearch(f *facts, suspects []*suspect) *search {
	s := &search{facts: f, seen: map[string]*trial{}}
	for i := range trialSeeds {
		s.seeds = append(s.seeds, f.e.Training.Seed+uint64(i))
	}
	own := work(f.e)
	s.budget = min(max(trialsOfOwnCost*own, leastBudget), max(mostBudget, 6*own))
	for _, one := range suspects {
		s.cures = append(s.cures, one.cures...)
	}
	s.folk = folkAdvice(f)
	s.size = 1
	s.singles()
	return s
}

// folkAdvice is what people try first when a loss is stuck.
func folkAdvice(f *facts) []edit {
	var out []edit
	if rate := f.rate(); rate > 0 {
		out = append(out, editRate(rate*10), editRate(rate/10))
	}
	out = append(out, editEpochs(f.e.Training.Epochs*10), editWidth(10), editDeeper(2))
	if f.e.Training.Optimizer.Is("sgd") {
		out = append(out, editOptimizer("adam", 1e-3))
	} else {
		out = append(out, editOptimizer("sgd", 0.01))
	}
	return append(out, editSeed(f.e.Training.Seed+101))
}

func (s *search) singles() {
	for _, one := range append(append([]edit(nil), s.cures...), s.folk...) {
		s.try([]edit{one})
	}
}

// try queues a combination on the diagnosed seed unless it is known or invalid.
func (s *search) try(edits []edit) {
	if _, known := s.seen[key(edits)]; known || clash(edits) {
		return
	}
	t := &trial{edits: edits, config: applyAll(s.facts.e, edits)}
	s.seen[key(edits)] = t
	if !valid(t.config) || work(t.config) > s.budget/4 {
		return
	}
	s.trials = append(s.trials, t)
	s.queue = append(s.queue, &job{t, t.config})
}

// clash says whether two edits set the same thing.
func clash(edits []edit) bool {
	for i, a := range edits {
		for _, b := range edits[:i] {
			if a.group == b.group {
				return true
			}
		}
	}
	return false
}

// valid says whether an edited experiment is one the contract allows.
func valid(e experiment.Experiment) bool {
	_, err := experiment.Read(e.Full())
	return err == nil
}

// next is a job to run, nil when there is none for now or ever.
func (s *search) next() *job {
	for len(s.queue) == 0 && s.open == 0 && !s.done {
		s.plan()
	}
	if len(s.queue) == 0 {
		return nil
	}
	j := s.queue[0]
	s.queue = s.queue[1:]
	s.open++
	s.budget -= work(j.run)
	return j
}

func (s *search) report(j *job, o outcome) {
	s.open--
	s.ran++
	j.trial.outcomes = append(j.trial.outcomes, o)
}

func (s *search) finish() {
	s.queue, s.done = nil, true
}

func (s *search) progress() float64 {
	if s.done {
		return 1
	}
	expected := float64(s.ran + s.open + len(s.queue) + 20*max(0, 3-s.size))
	s.shown = max(s.shown, float64(s.ran)/expected)
	return s.shown
}

// plan queues the next round, or ends the search.
func (s *search) plan() {
	s.promote()
	if len(s.queue) > 0 {
		return
	}
	if s.satisfied() || s.budget <= 0 {
		s.finish()
		return
	}
	s.combine()
	if len(s.queue) == 0 {
		s.finish()
	}
}

// promising is how many combinations of a round are proven on the other seeds.
const promising = 3

// promote queues the other seeds for the best trials that helped on the first.
func (s *search) promote() {
	var best []*trial
	for _, t := range s.trials {
		if len(t.outcomes) == 1 && s.helps(t.outcomes[0]) && t.edits[0].group != "seed" {
			best = append(best, t)
		}
	}
	slices.SortStableFunc(best, s.compare)
	proven := 0
	for _, t := range s.trials {
		if len(t.outcomes) >= trialSeeds {
			proven++
		}
	}
	for _, t := range best[:min(len(best), promising)] {
		if proven > 0 && s.compare(t, s.best()) > 0 {
			continue // no better on one seed than another is on all
		}
		for _, seed := range s.seeds[1:] {
			run := t.config.Clone()
			run.Training.Seed = seed
			s.queue = append(s.queue, &job{t, run})
		}
	}
}

// improvement is how many times lower a loss has to be for a fix to be offered.
const improvement = 10

// helps says whether an outcome solves the problem or improves it tenfold.
func (s *search) helps(o outcome) bool {
	if math.IsInf(s.facts.relative, 1) {
		return o.relative < 1.5
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
	return n >= provenSeeds
}

// compare orders trials, best first: by the seeds they solve, then by how deep
// they go where none is solved, then by the number of changes, then by the
// worst loss.
func (s *search) compare(a, b *trial) int {
	if x, y := min(a.solvedShare(), 0.8), min(b.solvedShare(), 0.8); x != y {
		return sign(y - x)
	}
	if a.solvedShare() < 0.8 {
		if x, y := math.Round(a.score()), math.Round(b.score()); x != y {
			return sign(y - x)
		}
	}
	if len(a.edits) != len(b.edits) {
		return len(a.edits) - len(b.edits)
	}
	_, x := a.losses()
	_, y := b.losses()
	return sign(x - y)
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

// solvedShare is the share of a trial's seeds that are solved.
func (t *trial) solvedShare() float64 {
	return float64(t.solved()) / float64(max(1, len(t.outcomes)))
}

// offered lists the proven trials, best first.
func (s *search) offered() []*trial {
	var out []*trial
	for _, t := range s.trials {
		if s.proven(t) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, s.compare)
	return out
}

func (s *search) best() *trial {
	if o := s.offered(); len(o) > 0 {
		return o[0]
	}
	return nil
}

// satisfied says whether a proven trial solves the problem.
func (s *search) satisfied() bool {
	b := s.best()
	return b != nil && b.solvedShare() >= 0.8
}

// combine queues combinations of one change more than the round before.
func (s *search) combine() {
	s.size++
	if s.size > maxEdits {
		return
	}
	var bases []*trial
	for _, t := range s.trials {
		if len(t.edits) == s.size-1 && len(t.outcomes) > 0 && t.edits[0].group != "seed" {
			bases = append(bases, t)
		}
	}
	slices.SortStableFunc(bases, func(a, b *trial) int { return sign(b.outcomes[0].depth() - a.outcomes[0].depth()) })
	for _, base := range bases[:min(len(bases), 6)] {
		for _, one := range s.cures {
			s.try(append(append([]edit(nil), base.edits...), one))
		}
	}
}

func (o outcome) depth() float64 { return depth(o.relative) }

package diagnose

import (
	"math"

	"plateau/wasm/experiment"
)

// search decides what is tried next. It knows nothing of how a trial is run:
// next hands out a job, report takes its outcome, in any order.
//
// Rounds: every single change on the diagnosed seed; pairs of cures of two
// suspects; changes that often help, alone and with the best so far; the best
// with one change more. After each round the best are run on the other seeds,
// until something solves the problem on all or the budget is spent. At last
// each change is taken out of the best fix.
type search struct {
	facts    *facts
	suspects []*suspect
	own      *trial // the diagnosed experiment on the other seeds
	trials   []*trial
	seen     map[string]*trial
	cells    map[string]*trial // run for the table of two halves alone
	ahead    *ahead            // the diagnosed run gone on with, where it was still falling
	folk     []edit            // what people try
	rounds   []func()
	queue    []*job
	last     func() // queues what is wanted beside the verdict, once it stands
	open     int    // jobs handed out and not reported
	ran      int
	done     bool
	needed   []*suspect // proven: no fix can do without a cure of each
	cut      int        // exploring runs have this many times fewer epochs
	budget   float64    // multiply-adds
	left     float64
	shown    float64 // largest progress shown
}

// The budget of a search is that of so many runs as dear as the diagnosed one,
// within bounds that keep a small run thorough and a large one patient; but
// always that of a fix proven on every seed.
const (
	trialsOfOwnCost = 150
	leastBudget     = 3e9
	mostBudget      = 1.2e10
	leastRuns       = 8
)

// explored is about how many combinations a search looks at. Where the budget
// does not allow as many whole runs, they are cut short, and only what looks
// best is run to the end.
const explored = 40

// maxEdits is the largest combination tried.
const maxEdits = 4

func newSearch(f *facts, suspects []*suspect) *search {
	s := &search{facts: f, seen: map[string]*trial{}, cells: map[string]*trial{}, suspects: suspects}
	own := f.e.Work()
	s.budget = min(max(trialsOfOwnCost*own, leastBudget), max(mostBudget, leastRuns*own))
	s.left = s.budget
	s.cut = max(1, int(math.Ceil(2*explored*own/s.budget)))
	for _, one := range suspects {
		if one.strength == proof {
			s.needed = append(s.needed, one)
		}
	}
	s.rounds = []func(){s.singles, s.pairsOfCures, s.helped, s.proveBest, s.extended, s.proveBest, s.extended, s.proveBest, s.ablated, s.proveBest}
	return s
}

// try queues a combination on the diagnosed seed unless it is known, invalid,
// too dear, or leaves out what is proven to be needed.
func (s *search) try(edits []edit) {
	if _, known := s.seen[key(edits)]; known || clash(edits) || len(edits) == 0 || len(edits) > maxEdits {
		return
	}
	t := &trial{edits: edits, config: applyAll(s.facts.e, edits), short: s.cut > 1}
	s.seen[key(edits)] = t
	if len(edits) > 1 {
		for _, one := range s.needed[:min(len(s.needed), len(edits))] {
			if !uses(t, one) {
				return
			}
		}
	}
	run := t.config
	if t.short {
		run.Training.Epochs = max(run.Training.Epochs/s.cut, 1)
	}
	most := s.budget / 12
	if t.short {
		most = min(most, 4*s.facts.e.Work()/float64(s.cut))
	}
	if !valid(t.config) || run.Work() > most {
		return
	}
	s.trials = append(s.trials, t)
	s.queue = append(s.queue, &job{t, run})
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
	s.left -= j.run.Work()
	return j
}

func (s *search) report(j *job, o outcome) {
	s.open--
	s.ran++
	o.short = j.trial.short
	j.trial.outcomes = append(j.trial.outcomes, o)
}

func (s *search) finish() {
	s.queue, s.done = nil, true
}

func (s *search) progress() float64 {
	if s.done {
		return 1
	}
	expected := float64(s.ran + s.open + len(s.queue) + 12*min(len(s.rounds), 3))
	s.shown = max(s.shown, float64(s.ran)/expected)
	return s.shown
}

// plan queues what comes next: the other seeds for what was promising, or the
// next round, or nothing more.
func (s *search) plan() {
	if s.promote(true); len(s.queue) > 0 {
		return
	}
	switch {
	case len(s.rounds) == 0:
		if s.last != nil {
			s.last()
		}
		if s.last = nil; len(s.queue) == 0 {
			s.finish()
		}
		return
	case s.satisfied() && len(s.rounds) > 2:
		s.rounds = s.rounds[len(s.rounds)-2:]
	case s.left <= 0 && len(s.rounds) > 1:
		s.rounds = s.rounds[len(s.rounds)-1:]
	}
	round := s.rounds[0]
	s.rounds = s.rounds[1:]
	round()
}

package diagnose

import (
	"math"
	"slices"

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
	folk     []edit // what people try
	rounds   []func()
	queue    []*job
	open     int // jobs handed out and not reported
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
	s := &search{facts: f, seen: map[string]*trial{}, suspects: suspects}
	own := work(f.e)
	s.budget = min(max(trialsOfOwnCost*own, leastBudget), max(mostBudget, leastRuns*own))
	s.left = s.budget
	s.cut = max(1, int(math.Ceil(2*explored*own/s.budget)))
	if f.learned() {
		s.rounds = []func(){s.singles, s.proveBest}
	}
	for _, one := range suspects {
		if one.strength == proof {
			s.needed = append(s.needed, one)
		}
	}
	s.rounds = []func(){s.singles, s.pairsOfCures, s.helped, s.proveBest, s.extended, s.proveBest, s.extended, s.proveBest, s.ablated, s.proveBest}
	return s
}

// folkAdvice is what people try first when a loss is stuck.
func folkAdvice(f *facts) []edit {
	var out []edit
	if rate := f.rate(); rate > 0 {
		out = append(out, editRate(rate*10, rate), editRate(rate/10, rate))
	}
	out = append(out, editEpochs(f.e.Training.Epochs*10, f.e.Training.Epochs), editWidth(10), editDeeper(2))
	if f.e.Training.Optimizer.Is("sgd") {
		out = append(out, editOptimizer("adam", 1e-3))
	} else {
		out = append(out, editOptimizer("sgd", 0.01))
	}
	return append(out, editSeed(f.e.Training.Seed+101))
}

// helpers are changes that belong to no suspect and yet make many fixes work:
// they are tried beside the cures, and last.
func helpers(f *facts) []edit {
	var out []edit
	rate := f.rate()
	switch {
	case f.adaptive():
		for _, r := range []float64{1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2} {
			if r > rate*1.5 || r < rate/1.5 {
				out = append(out, editRate(r, rate))
			}
		}
	case rate > 0:
		out = append(out, editOptimizer("adam", 0.003), editOptimizer("adam", 0.01), editOptimizer("adam", 0.03), editOptimizer("adam", 0.001))
		for _, factor := range []float64{1.0 / 30, 1.0 / 10, 1.0 / 3, 3, 10, 30} {
			out = append(out, editRate(rate*factor, rate))
		}
	}
	out = append(out, editEpochs(f.e.Training.Epochs*10, f.e.Training.Epochs))
	out = append(out, longer(f)...)
	if f.hidden() > 0 {
		out = append(out, editHidden("tanh"), editHidden("leaky_relu"), editWidth(4), editDeeper(1), editStart("glorot_uniform"))
	}
	if f.e.Data.Scale.Inputs == "none" {
		out = append(out, editScaleInputs("standard"))
	}
	if f.e.Data.Scale.Targets == "none" && comparesNumbers(f.p) && f.output().Activation.Is("linear") {
		out = append(out, editScaleTargets("standard"))
	}
	if f.e.Training.Schedule.Is("constant") && rate > 0 {
		out = append(out, editSchedule("cosine_decay", f))
	}
	return out
}

// singles tries what cures a suspect, what people try, and the same experiment
// on the other seeds.
func (s *search) singles() {
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
	slices.SortStableFunc(best, func(a, b *trial) int { return sign(b.score() - a.score()) })
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
	slices.SortStableFunc(s.queue, func(a, b *job) int { return sign(promise[b] - promise[a]) })
	var kept []*job
	spent := 0.0
	for _, j := range s.queue {
		dear := work(j.run)
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
		most = min(most, 4*work(s.facts.e)/float64(s.cut))
	}
	if !valid(t.config) || work(run) > most {
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
	s.left -= work(j.run)
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
		s.finish()
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
	slices.SortStableFunc(next, s.compare)
	spent := 0.0
	for _, t := range next[:min(len(next), promising)] {
		dear := work(t.config) * trialSeeds
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
		return o.relative <= 1.1
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

// satisfied says whether a proven trial solves the problem on every seed.
func (s *search) satisfied() bool {
	b := s.best()
	return b != nil && b.allSolved() && len(b.outcomes) >= 2*trialSeeds
}

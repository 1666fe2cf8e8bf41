// Package diagnose says why a run is stuck: the floors its loss cannot pass,
// what its weights and gradients show, and which changes move it. Every fix it
// offers has been run before.
//
// Read it in this order: state.go (is it stuck at all), floors.go (the numbers
// it can be stuck at), facts.go and the probes, causes.go and one file per
// family of causes, edit.go and advice.go (what may be changed), search.go,
// rounds.go, offer.go and order.go (what is tried, what is offered, which is
// best), verdict.go.
package diagnose

import (
	"plateau/wasm/experiment"
	"plateau/wasm/pool"
	"plateau/wasm/train"
)

// Diagnosis is a verdict in the making: complete once every trial has run.
type Diagnosis struct {
	facts    *facts
	suspects []*suspect
	search   *search

	probes []Evidence // measured when they are first asked for
	probed bool       // with the dear ones

	jobs  []*job // under way, in the order in which they come back
	batch *pool.Batch
}

// New begins the diagnosis of a run, which may still be going: state and
// verdict from what is known now.
func New(r *train.Run) *Diagnosis {
	d := &Diagnosis{facts: newFacts(r)}
	d.Share(new(pool.Pool))
	switch {
	case weightless(r.Problem):
		d.suspects = []*suspect{degenerateData(d.facts)}
	case d.accused():
		d.suspects = suspects(d.facts, rules)
		if d.facts.learned() {
			d.suspects = suspects(d.facts, endings)
		}
	case d.facts.state == NoiseFloor:
		d.suspects = []*suspect{irreducibleNoise(d.facts)}
	}
	d.search = newSearch(d.facts, d.suspects)
	d.search.last = func() {
		if t, ok := d.halved(); ok {
			d.search.fillCells(t)
		}
	}
	if !r.Done() || !d.accused() || weightless(r.Problem) {
		d.search.finish()
	}
	return d
}

// accused says whether the state calls for causes at all.
func (d *Diagnosis) accused() bool {
	return d.facts.state == Stuck || d.facts.state == Unfinished || d.facts.state == Diverged
}

// state is that of the run once the trials have spoken: one that still falls is
// stuck all the same where something else than time or rate holds it up, unless
// it was too short to tell.
func (d *Diagnosis) state(causes []cause) string {
	f := d.facts
	if d.open(causes) {
		return f.state
	}
	if f.state == Unfinished && !short(f.run) && f.relative > learnedFalling && len(causes) > 0 && !slow(causes[0].name) {
		return Stuck
	}
	return f.state
}

// open says whether the trials to come may still turn a run that falls into one
// that is held up by something else than time.
func (d *Diagnosis) open(causes []cause) bool {
	f := d.facts
	return f.state == Unfinished && !d.Complete() && !short(f.run) && f.relative > learnedFalling && !(len(causes) > 0 && causes[0].proven)
}

// Share has the trials carried out by a pool, before the first of them. The
// search hands out what it has planned and plans again when all of it has come
// back, in order: how many run at a time changes no verdict.
func (d *Diagnosis) Share(p *pool.Pool) {
	d.batch = p.Batch(func() *train.Run {
		j := d.search.next()
		if j == nil {
			return nil
		}
		d.jobs = append(d.jobs, j)
		return train.Defer(j.run)
	}, func(r *train.Run) {
		j := d.jobs[0]
		d.jobs = d.jobs[1:]
		o := j.trial.judge(r, d.facts.floor("pure_error") > 0)
		if a := j.trial.ahead; a != nil {
			a.see(d.facts, r, o)
		}
		d.search.report(j, o)
	})
}

// Advance runs trials for about work multiply-adds, and says whether there is
// more to do here now; where there is not, all is done or with the workers.
func (d *Diagnosis) Advance(work int) bool { return !d.Complete() && d.batch.Advance(work) }

// Finish runs every trial; only where the pool's workers can be waited for.
func (d *Diagnosis) Finish() { d.batch.Finish() }

// Cancel drops the trials that are under way.
func (d *Diagnosis) Cancel() { d.batch.Cancel() }

// Complete says whether nothing is left to try.
func (d *Diagnosis) Complete() bool { return d.search.done }

// Progress is the share of the trials that are done, from 0 to 1.
func (d *Diagnosis) Progress() float64 { return d.search.progress() }

// Experiment is the one diagnosed.
func (d *Diagnosis) Experiment() experiment.Experiment { return d.facts.e }

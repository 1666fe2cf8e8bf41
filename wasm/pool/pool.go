// Package pool carries out many runs side by side. Runs that are jobs go to
// Workers, which hold compiled modules and nothing else; all others, and all
// where there are no workers, are trained here in bounded calls. Whatever the
// timing, results come back in the order in which the runs were asked for.
package pool

import (
	"plateau/wasm/kernel"
	"plateau/wasm/train"
)

// Workers carry out jobs. In a browser they are Web Workers (static/pool.js),
// natively goroutines.
type Workers interface {
	// Size is how many jobs are carried out at once.
	Size() int
	// Submit takes a job; its result is received later, unless it is cancelled.
	Submit(id int, job *kernel.Job)
	// Cancel drops a job, within one call of its module if it is at work.
	Cancel(id int)
	// Receive returns a result that has come in, if there is one. It waits for
	// one where it can: a browser's results only come in between two calls.
	Receive(wait bool) (Result, bool)
}

// Result is what became of a job.
type Result struct {
	ID      int
	Outcome kernel.Outcome
	Failed  string // why there is no outcome: the worker died twice
}

// Pool shares workers among batches. The zero Pool has none.
type Pool struct {
	Workers Workers
	last    int
	out     map[int]*task
}

type task struct {
	run    *train.Run
	id     int         // of the job, 0 for a run that is trained here
	job    *kernel.Job // nil for the same
	landed bool
}

// Batch is a number of runs that belong together: a sweep, the trials of a
// diagnosis.
type Batch struct {
	pool  *Pool
	next  func() *train.Run
	done  func(*train.Run)
	tasks []*task // asked for and not given back
	dry   bool    // next had nothing the last time
}

// Batch begins to carry out what next prepares (with train.Defer), until it
// returns nil; it is asked again after each result. done gets the runs, in the
// same order.
func (p *Pool) Batch(next func() *train.Run, done func(*train.Run)) *Batch {
	return &Batch{pool: p, next: next, done: done}
}

// Advance collects results, hands out jobs, and trains here what is no job for
// about work multiply-adds. It says whether there is more to do here now; where
// there is not, all is done or with the workers.
func (b *Batch) Advance(work int) bool {
	b.pool.collect(false)
	b.deliver()
	away, here := b.underWay()
	// One run is prepared per call: it takes about half a millisecond.
	if !b.dry && len(b.tasks) < b.pool.window() && (here == nil || away < b.pool.fill()) {
		b.add(away < b.pool.fill())
		if !b.dry {
			return true
		}
	}
	if here == nil {
		return false
	}
	here.run.Advance(work, here.run.Remaining())
	here.landed = here.run.Done()
	b.deliver()
	return len(b.tasks) > 0 || !b.dry
}

// underWay counts the runs that workers have, and finds the first that is to be
// trained here: one that is no job, and one more while the workers have enough,
// because a run of 2 ms is hardly worth sending away.
func (b *Batch) underWay() (away int, here *task) {
	for _, t := range b.tasks {
		switch {
		case t.landed:
		case t.job != nil:
			away++
		case here == nil:
			here = t
		}
	}
	return away, here
}

// Finish carries out all that is left; only where Receive can wait.
func (b *Batch) Finish() {
	for !b.Done() {
		if !b.Advance(1 << 24) {
			b.pool.collect(true)
		}
	}
}

// Done says whether every run has been given back and there is no other.
func (b *Batch) Done() bool { return b.dry && len(b.tasks) == 0 }

// Cancel drops all that is under way.
func (b *Batch) Cancel() {
	for _, t := range b.tasks {
		if t.job != nil && !t.landed {
			delete(b.pool.out, t.id)
			b.pool.Workers.Cancel(t.id)
		}
	}
	b.tasks, b.dry = nil, true
}

// add prepares one more run, for the workers if it may be and can be.
func (b *Batch) add(send bool) {
	run := b.next()
	if run == nil {
		b.dry = true
		return
	}
	t := &task{run: run, landed: run.Done()}
	b.tasks = append(b.tasks, t)
	if !send || t.landed {
		return
	}
	job, err := run.Job()
	if err != nil {
		return
	}
	b.pool.submit(t, job)
}

// deliver gives back what is done, as far as it is in order.
func (b *Batch) deliver() {
	for len(b.tasks) > 0 && b.tasks[0].landed {
		t := b.tasks[0]
		b.tasks = b.tasks[1:]
		b.dry = false
		b.done(t.run)
	}
}

// fill is how many jobs workers are given: one more than they carry out at once,
// so that one which has finished finds the next.
func (p *Pool) fill() int {
	if p.Workers == nil {
		return 0
	}
	return p.Workers.Size() + 1
}

// window is how many runs of a batch are under way or wait for one before them.
func (p *Pool) window() int { return 2*p.fill() + 1 }

func (p *Pool) submit(t *task, job *kernel.Job) {
	if p.out == nil {
		p.out = map[int]*task{}
	}
	p.last++
	t.id, t.job = p.last, job
	p.out[t.id] = t
	p.Workers.Submit(t.id, job)
}

// collect takes what the workers have finished, for whichever batch.
func (p *Pool) collect(wait bool) {
	if p.Workers == nil {
		return
	}
	for {
		r, ok := p.Workers.Receive(wait)
		if !ok {
			return
		}
		wait = false
		t := p.out[r.ID]
		if t == nil {
			continue // cancelled meanwhile
		}
		delete(p.out, r.ID)
		if r.Failed != "" {
			t.job = nil // to be trained here
			continue
		}
		t.run.Complete(t.job, r.Outcome)
		t.landed = true
	}
}

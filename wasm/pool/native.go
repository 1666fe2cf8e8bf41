//go:build !js

package pool

import (
	"sync"

	"plateau/wasm/kernel"
)

// Goroutines are the workers of the command and the tests.
type Goroutines struct {
	idle    chan *hand
	lock    sync.Mutex
	landed  *sync.Cond
	results []Result
	open    map[int]bool // jobs neither finished nor cancelled
}

// hand is one goroutine's instance, kept for the next job of the same program.
type hand struct {
	program  *kernel.Program
	instance kernel.Instance
}

// NewGoroutines are size workers on the native host.
func NewGoroutines(size int) *Goroutines {
	g := &Goroutines{idle: make(chan *hand, size), open: map[int]bool{}}
	g.landed = sync.NewCond(&g.lock)
	for range size {
		g.idle <- &hand{}
	}
	return g
}

// Size is described at Workers, as are the others.
func (g *Goroutines) Size() int { return cap(g.idle) }

// Submit is described at Workers.
func (g *Goroutines) Submit(id int, job *kernel.Job) {
	g.lock.Lock()
	g.open[id] = true
	g.lock.Unlock()
	go func() {
		h := <-g.idle
		defer func() { g.idle <- h }()
		result := Result{ID: id}
		var err error
		if err = h.take(job.Program); err == nil {
			var ok bool
			if result.Outcome, ok = job.Run(h.instance, func() bool { return !g.dropped(id) }); !ok {
				return
			}
		} else {
			result.Failed = err.Error()
		}
		g.land(result)
	}()
}

// Cancel is described at Workers.
func (g *Goroutines) Cancel(id int) {
	g.lock.Lock()
	defer g.lock.Unlock()
	delete(g.open, id)
	g.landed.Broadcast()
}

// Receive is described at Workers.
func (g *Goroutines) Receive(wait bool) (Result, bool) {
	g.lock.Lock()
	defer g.lock.Unlock()
	for wait && len(g.results) == 0 && len(g.open) > 0 {
		g.landed.Wait()
	}
	if len(g.results) == 0 {
		return Result{}, false
	}
	r := g.results[0]
	g.results = g.results[1:]
	return r, true
}

func (g *Goroutines) dropped(id int) bool {
	g.lock.Lock()
	defer g.lock.Unlock()
	return !g.open[id]
}

func (g *Goroutines) land(r Result) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if !g.open[r.ID] {
		return
	}
	delete(g.open, r.ID)
	g.results = append(g.results, r)
	g.landed.Broadcast()
}

// take gets the instance for a program ready.
func (h *hand) take(p *kernel.Program) error {
	if h.program == p {
		return nil
	}
	if h.instance != nil {
		h.instance.Close()
	}
	var err error
	h.program, h.instance = nil, nil
	if h.instance, err = kernel.Native.Instantiate(p.Code); err == nil {
		h.program = p
	}
	return err
}

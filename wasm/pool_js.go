package main

import (
	"syscall/js"
	"unsafe"

	"plateau/wasm/kernel"
	"plateau/wasm/pool"
)

// webWorkers are the pool of static/pool.js, which the worker of the engine
// leaves in globalThis.plateauPool where it may start workers of its own
// (static/protocol.d.ts, JobPool).
type webWorkers struct {
	pool     js.Value
	programs map[*kernel.Program]int // numbers by which the pool knows modules
	last     int
}

// newWebWorkers is nil where there is no pool: runs are trained here then.
func newWebWorkers() pool.Workers {
	p := js.Global().Get("plateauPool")
	if p.IsUndefined() {
		return nil
	}
	return &webWorkers{pool: p, programs: map[*kernel.Program]int{}}
}

// mostPrograms bounds what a long visit leaves behind; the pool forgets as many.
const mostPrograms = 64

func (w *webWorkers) Size() int { return w.pool.Call("size").Int() }

func (w *webWorkers) Submit(id int, job *kernel.Job) {
	number, known := w.programs[job.Program]
	if !known {
		if len(w.programs) == mostPrograms {
			clear(w.programs)
		}
		w.last++
		number = w.last
		w.programs[job.Program] = number
	}
	code := js.Undefined()
	if !w.pool.Call("has", number).Bool() {
		code = bytesToJS(job.Program.Code)
	}
	w.pool.Call("submit", id, number, bytesToJS(job.Pack()), code)
}

func (w *webWorkers) Cancel(id int) { w.pool.Call("cancel", id) }

// Receive cannot wait: the pool's messages come in between two calls.
func (w *webWorkers) Receive(bool) (pool.Result, bool) {
	got := w.pool.Call("take")
	if got.IsNull() {
		return pool.Result{}, false
	}
	r := pool.Result{ID: got.Get("id").Int()}
	if failed := got.Get("failed"); failed.Truthy() {
		r.Failed = failed.String()
		return r, true
	}
	if losses := got.Get("losses"); losses.Get("length").Int() > 0 {
		r.Outcome.Losses = make([]float64, losses.Get("length").Int()/8)
		js.CopyBytesToGo(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(r.Outcome.Losses))), 8*len(r.Outcome.Losses)), losses)
	}
	r.Outcome.Memory = make([]byte, got.Get("memory").Get("length").Int())
	js.CopyBytesToGo(r.Outcome.Memory, got.Get("memory"))
	return r, true
}

var uint8Array = js.Global().Get("Uint8Array")

func bytesToJS(b []byte) js.Value {
	out := uint8Array.New(len(b))
	js.CopyBytesToJS(out, b)
	return out
}

//go:build js

// The engine as the benchmark drives it: the packages of the site's engine, with a stopwatch where the site has a
// conversation. A row of the benchmark is train.Run.Advance, which is all that the worker of the page calls while it
// trains, and the host of compiled modules is the product's own.
//
//	bench.start(experiment, compiled)   begins a run, compiled or by the reference, and returns its number
//	bench.advance(run, epochs)          trains and returns the loss of the last epoch
//	bench.stages(experiment)            milliseconds to compile and to instantiate, bytes of code and of memory
//	bench.heap(run)                     bytes that Go holds beside the history of the run
package main

import (
	"runtime"
	"syscall/js"
	"time"

	"plateau/wasm/browser"
	"plateau/wasm/experiment"
	"plateau/wasm/kernel"
	"plateau/wasm/train"
)

// runs are those begun, by number. An older one may be replaced to let go of it.
var runs []*train.Run

func main() {
	train.Host = browser.Host{}
	bench := js.Global().Get("Object").New()
	for name, f := range map[string]func(args []js.Value) any{
		"start": start, "advance": advance, "again": again, "stages": stages, "heap": heap,
	} {
		bench.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
	}
	js.Global().Set("bench", bench)
	select {}
}

func parse(v js.Value) experiment.Experiment {
	e, err := experiment.Parse(v.String())
	if err != nil {
		panic(err)
	}
	return e
}

// begin makes a run on the engine that is asked for and refuses another.
func begin(e experiment.Experiment, compiled bool) *train.Run {
	want := "kernel"
	if !compiled {
		want = "reference"
		train.Host = nil
		defer func() { train.Host = browser.Host{} }()
	}
	run := train.New(e)
	if run.EngineName != want {
		panic("bench: " + run.EngineName + " would train, not " + want)
	}
	return run
}

func start(args []js.Value) any {
	runs = append(runs, begin(parse(args[0]), args[1].Bool()))
	return len(runs) - 1
}

// again replaces a run by one that has not begun. The old one is let go only after the new one has its module, as when a
// person drags a point: the browser then finds that it knows the code.
func again(args []js.Value) any {
	i := args[0].Int()
	runs[i] = begin(runs[i].Experiment, runs[i].EngineName == "kernel")
	return nil
}

func advance(args []js.Value) any {
	run := runs[args[0].Int()]
	for end := run.Epoch() + args[1].Int(); run.Epoch() < end; {
		if run.Done() {
			panic("bench: the run has ended: " + run.Stopped)
		}
		run.Advance(1<<30, end-run.Epoch())
	}
	return run.History.Losses[run.Epoch()-1]
}

// stages takes the two steps between settings and training apart.
func stages(args []js.Value) any {
	p := train.NewProblem(parse(args[0]))
	spec := kernel.Spec{
		Net: p.Spec, Optimizer: p.Optimizer, Single: p.Precision == "float32",
		Rows: p.Train.Rows(), Batch: p.Batch, Shuffled: p.Shuffle && p.Batch < p.Train.Rows(),
	}
	begin := time.Now()
	if err := kernel.Supports(spec); err != nil {
		panic(err)
	}
	program := kernel.Compile(spec)
	compiled := time.Now()
	made, err := browser.Host{}.Instantiate(program.Code)
	if err != nil {
		panic(err)
	}
	end := time.Now()
	return map[string]any{
		"compile": compiled.Sub(begin).Seconds() * 1e3, "instantiate": end.Sub(compiled).Seconds() * 1e3,
		"code": len(program.Code), "memory": made.(interface{ Size() int }).Size(), "parameters": p.Spec.Parameters(),
	}
}

func heap(args []js.Value) any {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc) - 8*cap(runs[args[0].Int()].History.Losses)
}

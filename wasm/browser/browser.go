//go:build js

// Package browser runs what package kernel compiles with the browser's own
// WebAssembly; it is shared by the programs that the page loads.
package browser

import (
	"errors"
	"syscall/js"

	"plateau/wasm/kernel"
)

// Host runs compiled modules at once, which a worker may do for a module of any
// size.
type Host struct{}

var _ kernel.Host = Host{}

var (
	webAssembly = js.Global().Get("WebAssembly")
	uint8Array  = js.Global().Get("Uint8Array")
)

// Instantiate fails where the browser has no vector instructions.
func (Host) Instantiate(code []byte) (out kernel.Instance, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("this browser cannot run its vector code (" + Cause(p) + ")")
		}
	}()
	bytes := uint8Array.New(len(code))
	js.CopyBytesToJS(bytes, code)
	exports := webAssembly.Get("Instance").New(webAssembly.Get("Module").New(bytes)).Get("exports")
	memory := exports.Get("memory").Get("buffer")
	return &instance{run: exports.Get("run"), memory: uint8Array.New(memory)}, nil
}

// instance is a module at work. Its memory never grows, so views of it serve for good: a new one for every copy took longer than
// the copy.
type instance struct {
	run    js.Value
	memory js.Value
	views  []view
}

// view is the memory from an address on.
type view struct {
	at    int
	bytes js.Value
}

// Size is the module's memory in bytes.
func (i *instance) Size() int { return i.memory.Length() }

// from is a view from one of the few addresses at which package kernel reads and writes.
func (i *instance) from(at int) js.Value {
	for _, v := range i.views {
		if v.at == at {
			return v.bytes
		}
	}
	bytes := i.memory.Call("subarray", at)
	i.views = append(i.views, view{at, bytes})
	return bytes
}

func (i *instance) Read(at int, dst []byte) { js.CopyBytesToGo(dst, i.from(at)) }

func (i *instance) Write(at int, src []byte) { js.CopyBytesToJS(i.from(at), src) }

func (i *instance) Run(tiles, epochs int32) int32 {
	return int32(i.run.Invoke(tiles, epochs).Int())
}

// Close leaves the module to the browser's garbage collector.
func (i *instance) Close() { *i = instance{} }

// Cause is what a panic says.
func Cause(p any) string {
	switch p := p.(type) {
	case error:
		return p.Error()
	case string:
		return p
	}
	return "for an unknown reason"
}

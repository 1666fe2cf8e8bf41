// This build is the engine in a Web Worker. It puts globalThis.plateau.handle
// in place (static/protocol.d.ts, Bridge) and waits to be called. It is one of the
// few files that know JavaScript (TestWhoKnowsJavaScript lists them), and like
// them it knows no rule.
package main

import (
	"syscall/js"
	"unsafe"

	"plateau/wasm/browser"
	"plateau/wasm/reply"
	"plateau/wasm/session"
	"plateau/wasm/train"
)

func main() {
	train.Host = browser.Host{}
	performance := js.Global().Get("performance")
	session.Clock = func() float64 { return performance.Call("now").Float() }
	var s session.Several
	s.Pool.Workers = newWebWorkers()
	object := js.Global().Get("Object").New()
	object.Set("handle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return handle(&s, args[0].String(), args[1].String())
	}))
	js.Global().Set("plateau", object)
	select {}
}

// handle turns a panic into a fatal answer: the page starts another worker and
// keeps what the person made.
func handle(s *session.Several, kind, body string) (answer js.Value) {
	answer = js.Global().Get("Object").New()
	defer func() {
		if p := recover(); p != nil {
			answer.Set("json", reply.Fatal("the engine failed: "+browser.Cause(p)).String())
		}
	}()
	value, arrays := s.Handle(kind, body)
	answer.Set("json", value.String())
	if arrays != nil {
		out := js.Global().Get("Object").New()
		for name, values := range arrays {
			out.Set(name, float64Array(values))
		}
		answer.Set("arrays", out)
	}
	return answer
}

// float64Array copies numbers into a fresh Float64Array: as bytes, because one
// call for each number takes a hundred times longer. WebAssembly is
// little-endian, as are typed arrays on every machine that runs a browser.
func float64Array(values []float64) js.Value {
	array := js.Global().Get("Float64Array").New(len(values))
	if len(values) > 0 {
		bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), 8*len(values))
		js.CopyBytesToJS(js.Global().Get("Uint8Array").New(array.Get("buffer")), bytes)
	}
	return array
}

package main

import (
	"syscall/js"

	"plateau/wasm/browser"
	"plateau/wasm/reply"
	"plateau/wasm/train"
)

func main() {
	train.Host = browser.Host{}
	var s survey
	object := js.Global().Get("Object").New()
	object.Set("handle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return handle(&s, args[0].String(), args[1].String())
	}))
	js.Global().Set("plateau", object)
	select {}
}

// handle turns a panic into a fatal answer, after which the page starts another
// worker.
func handle(s *survey, kind, body string) (answered js.Value) {
	answered = js.Global().Get("Object").New()
	defer func() {
		if p := recover(); p != nil {
			answered.Set("json", reply.Fatal("the survey failed: "+browser.Cause(p)).String())
		}
	}()
	answered.Set("json", s.answer(kind, body).String())
	return answered
}

package main

import (
	"syscall/js"

	"plateau/wasm/browser"
	"plateau/wasm/document"
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
func handle(s *survey, kind, body string) (reply js.Value) {
	reply = js.Global().Get("Object").New()
	defer func() {
		if p := recover(); p != nil {
			fault := document.Obj(document.M("path", document.Str("")), document.M("message", document.Str("the survey failed: "+browser.Cause(p))))
			reply.Set("json", document.Obj(document.M("ok", document.Bool(false)), document.M("error", fault), document.M("fatal", document.Bool(true))).String())
		}
	}()
	reply.Set("json", s.answer(kind, body).String())
	return reply
}

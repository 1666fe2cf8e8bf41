package main

import (
	"syscall/js"

	"plateau/wasm/reply"
)

func main() {
	object := js.Global().Get("Object").New()
	object.Set("handle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return handle(args[0].String(), args[1].String())
	}))
	js.Global().Set("plateau", object)
	select {}
}

// handle turns a panic into a fatal answer, after which the page starts another
// worker.
func handle(kind, body string) (answered js.Value) {
	answered = js.Global().Get("Object").New()
	defer func() {
		if recover() != nil {
			answered.Set("json", reply.Fatal("the text could not be read").String())
		}
	}()
	answered.Set("json", answer(kind, body).String())
	return answered
}

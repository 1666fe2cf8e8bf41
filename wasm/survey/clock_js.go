package main

import "syscall/js"

// clock tells the time in milliseconds.
var clock = func() float64 { return js.Global().Get("performance").Call("now").Float() }

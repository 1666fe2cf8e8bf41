//go:build !js

package main

import (
	"fmt"
	"io"
	"os"
)

// main answers one request on the command line, as the page would get it, once
// it is complete:
//
//	go run ./wasm/survey survey <<< '{"view": "spectrum", "experiment": {}}'
func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: survey REQUEST, with its body as JSON on standard input")
		os.Exit(2)
	}
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var s survey
	reply := s.answer(os.Args[1], string(body))
	for s.advance(1000) {
		reply = s.answer(os.Args[1], string(body))
	}
	if s.current != nil {
		reply = s.answer(os.Args[1], string(body))
	}
	fmt.Print(reply.Indented())
}

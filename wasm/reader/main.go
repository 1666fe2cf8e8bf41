//go:build !js

package main

import (
	"fmt"
	"io"
	"os"
)

// main answers one request on the command line, as the page would get it:
//
//	go run ./wasm/reader import <<< '{"text": "model.add(Dense(10))"}'
func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: reader REQUEST, with its body as JSON on standard input")
		os.Exit(2)
	}
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(answer(os.Args[1], string(body)).Indented())
}

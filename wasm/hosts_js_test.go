package main

import (
	"plateau/wasm/browser"
	"plateau/wasm/kernel"
)

var kernelHost kernel.Host = browser.Host{}

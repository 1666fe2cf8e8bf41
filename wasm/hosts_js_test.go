package main

import "plateau/wasm/kernel"

var kernelHost kernel.Host = browser{}

//go:build !js

package main

import "plateau/wasm/kernel"

var kernelHost = kernel.Native

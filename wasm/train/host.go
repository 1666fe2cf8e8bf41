//go:build !js

package train

import "plateau/wasm/kernel"

var defaultHost kernel.Host = kernel.Native

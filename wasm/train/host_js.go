package train

import "plateau/wasm/kernel"

// The program sets the browser's host: only it may speak JavaScript.
var defaultHost kernel.Host

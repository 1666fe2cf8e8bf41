package main

import (
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

// One whole run of the origin question, compilation included.
func BenchmarkOrigin(b *testing.B) {
	train.Host = kernelHost
	for range b.N {
		train.New(experiment.Origin()).Finish()
	}
}

// Preparing a run: what a trial costs before its first epoch.
func BenchmarkPrepare(b *testing.B) {
	train.Host = kernelHost
	for range b.N {
		train.New(experiment.Origin())
	}
}

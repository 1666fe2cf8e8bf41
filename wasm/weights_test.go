package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

// The weights after 10,000 epochs have the recorded bits: here under wazero, as
// WebAssembly in Node, and in web/e2e/bits.spec.js in a browser, where the site
// itself trains the same experiments.
func TestWeightsAfterTenThousandEpochs(t *testing.T) {
	const file = "testdata/weights.json"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var runs []struct {
		Name       string          `json:"name"`
		Experiment json.RawMessage `json:"experiment"`
		Weights    string          `json:"weights"`
	}
	if err := json.Unmarshal(text, &runs); err != nil {
		t.Fatal(err)
	}
	host := train.Host
	defer func() { train.Host = host }()
	train.Host = kernelHost
	for i := range runs {
		e, err := experiment.Parse(string(runs[i].Experiment))
		if err != nil {
			t.Fatal(runs[i].Name, err)
		}
		run := train.New(e).Finish()
		if run.Epoch() != 10000 || run.EngineName != "kernel" {
			t.Errorf("%s: %d epochs by the %s", runs[i].Name, run.Epoch(), run.EngineName)
		}
		h := fnv.New64a()
		if err := binary.Write(h, binary.LittleEndian, run.Weights()); err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%016x", h.Sum64())
		if got != runs[i].Weights && !*updateBits {
			t.Errorf("%s: weights hash to %s, recorded %s", runs[i].Name, got, runs[i].Weights)
		}
		runs[i].Weights = got
	}
	if *updateBits {
		text, err := json.MarshalIndent(runs, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

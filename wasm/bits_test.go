package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

var updateBits = flag.Bool("bits", false, "write testdata/bits.txt anew")

// The same experiment gives the same bits on every machine: losses and weights
// of short runs of every activation, optimizer and source of chance, hashed,
// equal what is recorded, for both engines and for the solvers. The same test runs natively, where
// wazero hosts the kernel, and as WebAssembly, where V8 does.
func TestSameBitsEverywhere(t *testing.T) {
	host := train.Host
	defer func() { train.Host = host }()
	var got strings.Builder
	train.Host = nil
	recordBits(t, &got, "reference")
	train.Host = kernelHost
	recordBits(t, &got, "kernel")
	recordSolvers(t, &got)
	const file = "testdata/bits.txt"
	if *updateBits {
		if err := os.WriteFile(file, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, []byte(got.String())) {
		old := strings.Split(string(want), "\n")
		for i, line := range strings.Split(got.String(), "\n") {
			if i >= len(old) || old[i] != line {
				t.Errorf("got  %s\nwant %s", line, old[min(i, len(old)-1)])
			}
		}
	}
}

// hashed writes the hash of a run that an engine is expected to carry out.
func hashed(t *testing.T, out *strings.Builder, engine, name, text string) {
	t.Helper()
	e, err := experiment.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	run := train.New(e)
	if run.EngineName != engine {
		return // the kernel leaves some to the reference
	}
	run.Finish()
	h := fnv.New64a()
	for _, values := range [][]float64{run.History.Losses, run.Weights(), run.Predict(run.Experiment.Set().X)} {
		if err := binary.Write(h, binary.LittleEndian, values); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprintf(out, "%016x %s %s\n", h.Sum64(), engine, name)
}

// recordSolvers has problems with more rows than weights and with fewer, which
// Levenberg and Marquardt solve by different systems.
func recordSolvers(t *testing.T, out *strings.Builder) {
	for _, o := range mlp.Optimizers.Entries {
		if !mlp.FullBatch(o.Default()) {
			continue
		}
		for _, c := range []struct {
			name, l2 string
			units    int
		}{{"tall", "0", 3}, {"wide", "0", 20}, {"penalized", "1e-6", 20}} {
			hashed(t, out, "solver", o.Name+" "+c.name, fmt.Sprintf(`{"data":{"generator":{"name":"x_sin_x","n":30,"noise":0.1}},"network":{"layers":[{"units":%d,"activation":"tanh"},{}]},
				"training":{"optimizer":%q,"l2":%s,"epochs":40,"precision":"float64"}}`, c.units, o.Name, c.l2))
		}
		hashed(t, out, "solver", o.Name+" origin", fmt.Sprintf(`{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":%q,"epochs":40,"precision":"float64"}}`, o.Name))
	}
}

func recordBits(t *testing.T, out *strings.Builder, engine string) {
	record := func(name, text string) {
		t.Helper()
		hashed(t, out, engine, name, text)
	}
	record("origin", `{}`)
	for _, precision := range []string{"float32", "float64"} {
		for _, a := range mlp.Activations.Entries {
			record(a.Name+" "+precision, fmt.Sprintf(`{"data":{"generator":{"name":"x_sin_x","n":21,"noise":0.1}},"network":{"layers":[{"units":5,"activation":%q,"kernel_initializer":"he_normal"},{}]},
				"training":{"optimizer":"adam","batch_size":8,"epochs":100,"precision":%q}}`, a.Name, precision))
		}
		for _, o := range mlp.Optimizers.Entries {
			if mlp.FullBatch(o.Default()) {
				continue // recordSolvers has them
			}
			record(o.Name+" "+precision, fmt.Sprintf(`{"data":{"generator":{"name":"circle","n":30}},"network":{"layers":[{"units":6,"activation":"tanh"},{"activation":"sigmoid"}]},
				"training":{"loss":"binary_crossentropy","optimizer":%q,"epochs":60,"precision":%q}}`, o.Name, precision))
		}
		record("chance "+precision, fmt.Sprintf(`{"data":{"generator":{"name":"spiral","n":30},"validation":0.2},"network":{"layers":[{"units":6,"activation":"gelu","dropout":0.3},{"units":4,"activation":"elu","dropout":0.1},{}]},
			"training":{"loss":"huber","optimizer":"nadam","schedule":{"name":"cosine_decay_restarts","first_decay_steps":17},"batch_size":5,"epochs":60,"input_noise":0.1,"l1":0.001,"precision":%q}}`, precision))
	}
}

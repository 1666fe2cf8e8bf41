//go:build !js

package kernel

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"
)

// recorder is a host that only remembers what another would be given.
type recorder struct {
	Code   []byte
	Writes []struct {
		At    int
		Bytes []byte
	}
	Tiles, Epochs, Weights, Size int
}

func (r *recorder) Instantiate(code []byte) (Instance, error) {
	r.Code = code
	return r, nil
}

func (r *recorder) Write(at int, src []byte) {
	r.Writes = append(r.Writes, struct {
		At    int
		Bytes []byte
	}{at, bytes.Clone(src)})
}

func (r *recorder) Read(int, []byte)       {}
func (r *recorder) Run(int32, int32) int32 { return 0 }
func (r *recorder) Close()                 {}

// replay does in Node what was recorded, and prints the memory of the weights.
const replay = `
const r = JSON.parse(require("fs").readFileSync(0));
const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(r.Code, "base64"))).exports;
const bytes = Buffer.from(memory.buffer);
for (const w of r.Writes) Buffer.from(w.Bytes, "base64").copy(bytes, w.At);
for (let left = r.Epochs; left > 0; left -= 1000) run(1000 * r.Tiles, 1000);
process.stdout.write(bytes.subarray(r.Weights, r.Weights + r.Size));
`

// TestSameBitsInV8: 10,000 epochs in Node's engine, which Chromium shares, end in the bits that wazero ends in.
func TestSameBitsInV8(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed")
	}
	for _, name := range []string{"tanh", "relu", "mish", "sin"} {
		for _, single := range []bool{false, true} {
			j := origin(name, single)
			p := Compile(j.spec)
			r := &recorder{Tiles: p.tilesPerEpoch(), Epochs: 10000, Weights: p.weights, Size: p.stretch}
			recorded, err := NewTrainer(r, p, j.data)
			if err != nil {
				t.Fatal(err)
			}
			recorded.prepareRates(1)
			input, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			node := exec.Command("node", "-e", replay)
			node.Stdin = bytes.NewReader(input)
			got, err := node.Output()
			if err != nil {
				t.Fatal(err)
			}

			trainer := j.start(t)
			losses := make([]float64, 10000)
			for done := 0; done < len(losses); {
				done += trainer.Advance(1<<40, losses[done:])
			}
			want := make([]byte, p.stretch)
			trainer.instance.Read(p.weights, want)
			trainer.Close()
			if !bytes.Equal(got, want) {
				t.Errorf("%s, single %v: V8 and wazero end in different weights", name, single)
			}
		}
	}
}

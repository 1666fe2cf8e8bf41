//go:build !js

package kernel

import (
	"hash/fnv"
	"math"
	"testing"
)

// origin is the question Plateau began with, on a hidden layer of the given activation.
func origin(activation string, single bool) job {
	s := Spec{
		Net:       net(1, []int{10, 1}, activationOf(activation, nil), linear, mse),
		Optimizer: optimizer("adam", map[string]float64{"learning_rate": 1e-3}), Single: single, Rows: 3, Batch: 3,
	}
	j := newJob(s, 1)
	j.data.X, j.data.Y = []float64{-1, 0, 1}, []float64{-0.2445248, 0.1232554, 0.1713998}
	j.data.Weight = nil
	return j
}

// TestSameBits: 10,000 epochs end in the same bits on every machine and in every host. The browser
// tests compare with these numbers too.
func TestSameBits(t *testing.T) {
	for _, tt := range []struct {
		activation string
		single     bool
		want       uint64
	}{
		{"linear", false, 0xac07b48cacbabe57}, {"linear", true, 0x215656f304a4ff80}, {"tanh", false, 0xca101b3fcabd79f4}, {"tanh", true, 0xbc09e6059446441a}, {"relu", false, 0x8fd31b5143572968}, {"sigmoid", true, 0xf75a8181da82ed89},
	} {
		_, weights := origin(tt.activation, tt.single).compiled(t, 10000, 1<<40)
		hash := fnv.New64a()
		var buf [8]byte
		for _, w := range weights {
			put64(buf[:], math.Float64bits(w))
			hash.Write(buf[:])
		}
		if got := hash.Sum64(); got != tt.want {
			t.Errorf("%s, single %v: weights hash to %#x, want %#x", tt.activation, tt.single, got, tt.want)
		}
	}
}

// TestPieces: the work per call does not change a bit.
func TestPieces(t *testing.T) {
	j := newJob(small(false, func(s *Spec) { s.Shuffled = true }), 7)
	wantLoss, wantWeights := j.compiled(t, 100, 1<<40)
	for _, work := range []int{1, 3000, 20000} {
		loss, weights := j.compiled(t, 100, work)
		for i := range loss {
			if loss[i] != wantLoss[i] {
				t.Fatalf("work %d: loss %d is %v, want %v", work, i, loss[i], wantLoss[i])
			}
		}
		for i := range weights {
			if weights[i] != wantWeights[i] {
				t.Fatalf("work %d: weight %d is %v, want %v", work, i, weights[i], wantWeights[i])
			}
		}
	}
}

// TestOriginFloor: a linear network ends on the best straight line, whose loss is known in closed form.
func TestOriginFloor(t *testing.T) {
	const floor = 0.0056759
	losses, _ := origin("linear", false).compiled(t, 20000, 1<<40)
	if final := losses[len(losses)-1]; math.Abs(final-floor) > 1e-6 {
		t.Errorf("a linear network ends at %v, want %v", final, floor)
	}
}

// TestNoAllocation: a step of training allocates nothing on the Go side.
func TestNoAllocation(t *testing.T) {
	for _, shuffled := range []bool{false, true} {
		j := newJob(small(false, func(s *Spec) { s.Shuffled = shuffled }), 1)
		j.data.Order = func(order []int, _ int) {
			for i := range order {
				order[i] = len(order) - 1 - i
			}
		}
		trainer := j.start(t)
		defer trainer.Close()
		losses, weights := make([]float64, 100), make([]float64, len(j.data.Initial))
		if n := testing.AllocsPerRun(100, func() {
			trainer.Advance(1<<30, losses)
			trainer.Weights(weights)
		}); n > 0 {
			t.Errorf("shuffled %v: %v allocations", shuffled, n)
		}
	}
}

// TestMemory holds the promise that a module's memory is bounded by what it works on.
func TestMemory(t *testing.T) {
	s := Spec{
		Net: net(8, []int{256, 256, 1}, activationOf("relu", nil), linear, mse), Optimizer: optimizer("adam", nil), Rows: 4000, Batch: 128,
	}
	l := newLayout(s)
	parameters, data := s.Net.Parameters()*8, 4000*10*8
	if bound := 4*parameters + 128*(256+256+1)*8 + data + 8*ringSize*4; l.size > bound {
		t.Errorf("%d bytes, bound %d", l.size, bound)
	}
}

// TestDeadUnits: units that no longer learn cost no more than others, and NaN is never taken for a small number.
func TestDeadUnits(t *testing.T) {
	for _, single := range []bool{false, true} {
		j := origin("relu", single)
		for k := 10; k < 20; k++ {
			j.data.Initial[k] = -10 // no input reaches above the threshold
		}
		trainer := j.start(t)
		defer trainer.Close()
		losses := make([]float64, 1000)
		trainer.Advance(1<<40, losses[:1])
		p := trainer.program
		slot := make([]byte, p.stretch)
		for at := 0; at < p.stretch; at += p.bytes {
			p.put(slot[at:], 1e-36)
		}
		trainer.instance.Write(p.memory, slot)
		trainer.Advance(1<<40, losses)
		trainer.instance.Read(p.memory, slot)
		kernel := p.variables[0]
		for at := 0; at < kernel.bytes; at += p.bytes {
			if m := p.get(slot[at:]); single && m != 0 {
				t.Errorf("the momentum of a dead unit is %v", m)
			}
		}
		p.put(slot, math.NaN())
		trainer.instance.Write(p.memory, slot)
		trainer.Advance(1<<40, losses[:2])
		weights := make([]float64, len(j.data.Initial))
		if trainer.Weights(weights); !math.IsNaN(weights[0]) {
			t.Errorf("NaN in the optimizer left the weight %v", weights[0])
		}
	}
}

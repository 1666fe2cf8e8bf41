//go:build !js

package kernel

import "testing"

func TestProgramsAreKept(t *testing.T) {
	spec := func(units int, rate float64) Spec {
		return Spec{
			Net: net(1, []int{units, 1}, activationOf("relu", nil), linear, mse), Rows: 3, Batch: 3,
			Optimizer: optimizer("adam", map[string]float64{"learning_rate": rate}),
		}
	}
	first := Compile(spec(10, 0.1))
	if Compile(spec(10, 0.2)) != first {
		t.Error("another learning rate made another program")
	}
	changes := map[string]func(s *Spec){
		"units":    func(s *Spec) { s.Net.Layers[0].Units = 11 },
		"bias":     func(s *Spec) { s.Net.Layers[1].UseBias = false },
		"batch":    func(s *Spec) { s.Batch = 2 },
		"shuffled": func(s *Spec) { s.Shuffled = true },
		"single":   func(s *Spec) { s.Single = true },
		"penalty":  func(s *Spec) { s.Net.L2 = 0.1 },
		"argument": func(s *Spec) { s.Optimizer.Args["beta_1"] = 0.8 },
		"loss":     func(s *Spec) { s.Net.Loss = lossOf("huber", nil) },
	}
	for name, change := range changes {
		s := spec(10, 0.1)
		change(&s)
		if Compile(s) == first {
			t.Errorf("another %s made no other program", name)
		}
	}
	for units := range keptPrograms {
		Compile(spec(20+units, 0.1))
	}
	if Compile(spec(10, 0.1)) == first {
		t.Error("the oldest program was not forgotten")
	}
}

//go:build !js

package kernel

import (
	"fmt"
	"strings"
	"testing"
)

// compactly compares a compact network, changed in one thing, with the reference.
func compactly(t *testing.T, name string, change func(s *Spec)) {
	t.Helper()
	for _, single := range []bool{false, true} {
		t.Run(fmt.Sprintf("%s/single=%v", name, single), func(t *testing.T) {
			s := Spec{
				Net:       net(2, []int{5, 1}, activationOf("sigmoid", nil), linear, mse),
				Optimizer: optimizer("adam", map[string]float64{"learning_rate": 0.01}), Single: single, Rows: 3, Batch: 3,
			}
			change(&s)
			if !s.compact() {
				t.Fatal("is not compact")
			}
			newJob(s, 3).compare(t, 70, 1<<20)
		})
	}
}

func TestCompact(t *testing.T) {
	for rows := 1; rows <= compactRows; rows++ {
		for units := 1; units <= 13; units++ {
			compactly(t, fmt.Sprintf("rows=%d/units=%d", rows, units), func(s *Spec) {
				s.Net.Inputs, s.Net.Layers[0].Units, s.Rows, s.Batch = 1+units%3, units, rows, rows
			})
		}
	}
	compactly(t, "wide", func(s *Spec) { s.Net.Layers[0].Units = 150 })
	compactly(t, "no bias", func(s *Spec) { s.Net.Layers[0].UseBias, s.Net.Layers[1].UseBias = false, false })
	for _, name := range []string{"linear", "tanh", "relu", "exponential", "silu", "softplus", "sin"} {
		compactly(t, "hidden "+name, func(s *Spec) { s.Net.Layers[0].Activation = activationOf(name, nil) })
		compactly(t, "output "+name, func(s *Spec) { s.Net.Layers[1].Activation = activationOf(name, nil) })
	}
	for _, name := range []string{"mean_absolute_error", "huber", "log_cosh", "hinge"} {
		compactly(t, name, func(s *Spec) { s.Net.Loss = lossOf(name, nil) })
	}
	compactly(t, "binary_crossentropy", func(s *Spec) {
		s.Net.Loss, s.Net.Layers[1].Activation = lossOf("binary_crossentropy", nil), activationOf("sigmoid", nil)
	})
	for name, args := range map[string]map[string]float64{
		"sgd": nil, "sgd ": {"momentum": 0.9, "nesterov": 1}, "sgd  ": {"clipvalue": 0.05}, "rmsprop": nil, "adagrad": {"epsilon": 0, "initial_accumulator_value": 0},
		"adadelta": {"learning_rate": 1}, "adam": {"epsilon": 0}, "adam ": {"amsgrad": 1}, "adamw": nil, "adamax": nil, "nadam": nil, "lion": nil, "ftrl": {"learning_rate": 0.1},
	} {
		o := optimizer(strings.TrimSpace(name), args)
		compactly(t, "optimizer "+name, func(s *Spec) { s.Optimizer = o })
	}
}

// TestCompactRates: each epoch has its rate, whatever the work per call.
func TestCompactRates(t *testing.T) {
	for _, work := range []int{1, 5000, 1 << 30} {
		j := origin("tanh", false)
		j.data.Steady = false
		j.data.Rate = func(step int) float64 { return 0.05 / float64(1+step) }
		j.compare(t, 300, work)
	}
}

// TestCompactPieces: the epochs of one call of the module are those of many.
func TestCompactPieces(t *testing.T) {
	j := origin("tanh", true)
	wantLoss, wantWeights := j.compiled(t, 5000, 1<<40)
	for _, work := range []int{1, 70_000} {
		loss, weights := j.compiled(t, 5000, work)
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

//go:build !js

package kernel

import (
	"fmt"
	"strings"
	"testing"
)

func TestShapes(t *testing.T) {
	for _, single := range []bool{false, true} {
		for i, units := range [][]int{{1}, {10, 1}, {3, 2}, {4, 5, 3}, {7, 1, 6, 2}, {17, 12}} {
			for _, batch := range []int{1, 3, 5, 9, 32, 100, 150} {
				s := Spec{
					Net:       net(1+i, units, activationOf("tanh", nil), linear, mse),
					Optimizer: optimizer("sgd", nil), Single: single, Rows: 150, Batch: batch, Shuffled: batch%2 == 1,
				}
				t.Run(fmt.Sprintf("single=%v/%v/batch=%d", single, units, batch), func(t *testing.T) {
					newJob(s, uint64(i)).compare(t, 5, 20000)
				})
			}
		}
	}
}

// small is a spec with one thing changed.
func small(single bool, change func(s *Spec)) Spec {
	s := Spec{
		Net:       net(2, []int{6, 3}, activationOf("tanh", nil), linear, mse),
		Optimizer: optimizer("sgd", nil), Single: single, Rows: 21, Batch: 8,
	}
	change(&s)
	return s
}

func both(t *testing.T, name string, change func(s *Spec)) {
	t.Helper()
	for _, single := range []bool{false, true} {
		t.Run(fmt.Sprintf("%s/single=%v", name, single), func(t *testing.T) {
			newJob(small(single, change), 3).compare(t, 40, 1<<20)
		})
	}
}

func TestActivations(t *testing.T) {
	for name, args := range map[string]map[string]float64{
		"linear": nil, "relu": nil, "relu ": {"negative_slope": 0.1, "max_value": 1.5, "threshold": 0.2}, "relu  ": {"negative_slope": -0.3},
		"relu   ": {"max_value": 1.5, "threshold": -0.7}, "relu    ": {"negative_slope": 0.1, "max_value": 1.5, "threshold": -0.7}, "relu     ": {"threshold": -0.7},
		"leaky_relu": nil, "elu": {"alpha": 0.7}, "selu": nil, "gelu": nil, "gelu ": {"approximate": 1}, "silu": nil, "mish": nil,
		"softplus": nil, "softsign": nil, "tanh": nil, "sigmoid": nil, "hard_sigmoid": nil, "hard_tanh": nil, "exponential": nil, "sin": nil,
	} {
		a := activationOf(strings.TrimSpace(name), args)
		both(t, name+"/hidden", func(s *Spec) { s.Net.Layers[0].Activation = a })
		both(t, name+"/output", func(s *Spec) { s.Net.Layers[1].Activation = a })
	}
}

func TestLosses(t *testing.T) {
	for _, name := range []string{
		"mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error", "hinge",
	} {
		both(t, name, func(s *Spec) { s.Net.Loss = lossOf(name, nil) })
		both(t, name+"/softmax", func(s *Spec) {
			s.Net.Loss, s.Net.Layers[1].Activation = lossOf(name, nil), activationOf("softmax", nil)
		})
	}
	for _, name := range []string{"binary_crossentropy", "categorical_crossentropy"} {
		for _, smoothing := range []float64{0, 0.2} {
			args := map[string]float64{"label_smoothing": smoothing}
			for _, output := range []string{"sigmoid", "softmax"} {
				both(t, fmt.Sprintf("%s/%s/%v", name, output, smoothing), func(s *Spec) {
					s.Net.Loss, s.Net.Layers[1].Activation = lossOf(name, args), activationOf(output, nil)
				})
			}
			logits := map[string]float64{"label_smoothing": smoothing, "from_logits": 1}
			both(t, fmt.Sprintf("%s/logits/%v", name, smoothing), func(s *Spec) { s.Net.Loss = lossOf(name, logits) })
		}
	}
}

func TestOptimizers(t *testing.T) {
	for name, args := range map[string]map[string]float64{
		"sgd": nil, "sgd ": {"momentum": 0.9}, "sgd  ": {"momentum": 0.9, "nesterov": 1}, "sgd   ": {"weight_decay": 0.1},
		"sgd    ": {"clipnorm": 0.2}, "sgd     ": {"global_clipnorm": 0.2}, "sgd      ": {"clipvalue": 0.05},
		"rmsprop": nil, "rmsprop ": {"momentum": 0.5, "centered": 1}, "rmsprop  ": {"centered": 1},
		"adagrad": nil, "adadelta": {"learning_rate": 1}, "adam": nil, "adam ": {"amsgrad": 1}, "adamw": nil, "adamax": nil, "nadam": nil, "lion": nil,
		"ftrl": {"learning_rate": 0.1}, "ftrl ": {
			"l1_regularization_strength": 0.01, "l2_regularization_strength": 0.1, "l2_shrinkage_regularization_strength": 0.1, "beta": 0.1,
		},
	} {
		o := optimizer(strings.TrimSpace(name), args)
		both(t, name, func(s *Spec) { s.Optimizer = o })
	}
}

func TestPenaltiesAndBiases(t *testing.T) {
	both(t, "l1 and l2", func(s *Spec) { s.Net.L1, s.Net.L2 = 0.01, 0.02 })
	both(t, "no bias", func(s *Spec) { s.Net.Layers[0].UseBias, s.Net.Layers[1].UseBias = false, false })
}

// TestSchedules: each step has its rate, whatever the work per call.
func TestSchedules(t *testing.T) {
	for _, work := range []int{1, 5000, 1 << 30} {
		j := newJob(small(false, func(s *Spec) { s.Shuffled = true }), 5)
		j.data.Steady = false
		j.data.Rate = func(step int) float64 { return 0.05 / float64(1+step) }
		j.compare(t, 500, work)
	}
}

func TestDropout(t *testing.T) {
	for _, name := range []string{"linear", "tanh", "relu", "silu"} {
		for _, shuffled := range []bool{false, true} {
			both(t, fmt.Sprintf("%s/shuffled=%v", name, shuffled), func(s *Spec) {
				s.Net = net(2, []int{9, 5, 3}, activationOf(name, nil), linear, mse)
				s.Net.Layers[0].Dropout, s.Net.Layers[1].Dropout, s.Shuffled = 0.4, 0.1, shuffled
			})
		}
	}
	both(t, "output", func(s *Spec) { s.Net.Layers[1].Dropout = 0.3 })
}

// TestFewRows: lanes shared by units give what lanes of their own give.
func TestFewRows(t *testing.T) {
	for _, name := range []string{"tanh", "silu"} {
		for rows := 1; rows <= 9; rows++ {
			both(t, fmt.Sprintf("%s/rows=%d", name, rows), func(s *Spec) {
				s.Net = net(2, []int{11, 6, 3}, activationOf(name, nil), activationOf(name, nil), mse)
				s.Rows, s.Batch = rows, rows
			})
		}
	}
}

// secondHand hands out an instance again after it was closed.
type secondHand struct{ Instance }

func (s *secondHand) Instantiate(code []byte) (Instance, error) {
	if s.Instance == nil {
		i, err := Native.Instantiate(code)
		s.Instance = i
		return s, err
	}
	return s, nil
}

func (s *secondHand) Close() {}

// TestReuse: nothing of a run that was stopped in the middle of a batch reaches the next.
func TestReuse(t *testing.T) {
	for _, shuffled := range []bool{false, true} {
		for _, name := range []string{"adam", "nadam", "adagrad", "sgd"} {
			j := newJob(small(false, func(s *Spec) {
				s.Shuffled, s.Rows, s.Batch, s.Optimizer = shuffled, 150, 130, optimizer(name, nil)
				s.Net.Layers[0].Dropout = 0.2
			}), 9)
			want, _ := j.compiled(t, 5, 1<<30)
			host := &secondHand{}
			losses := make([]float64, 5)
			for range 2 {
				trainer, err := NewTrainer(host, Compile(j.spec), j.data)
				if err != nil {
					t.Fatal(err)
				}
				for done := 0; done < len(losses); {
					done += trainer.Advance(1, losses[done:])
				}
				trainer.Advance(1, make([]float64, 1))
				trainer.Close()
			}
			for i, v := range losses {
				if v != want[i] {
					t.Errorf("%s, shuffled %v: loss %d is %v, want %v", name, shuffled, i, v, want[i])
				}
			}
		}
	}
}

//go:build !js

package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"plateau/wasm/catalog"
	"plateau/wasm/mlp"
)

// job is a training run both for a module and for the reference of package mlp.
type job struct {
	spec Spec
	data Data
}

// choice is a name from a catalog with its default arguments, some of them replaced.
func choice(c *catalog.Catalog, name string, args map[string]float64) catalog.Choice {
	out := catalog.Choice{Name: name, Args: map[string]float64{}}
	for _, e := range c.Entries {
		if e.Name == name {
			for _, p := range e.Params {
				out.Args[p.Name] = p.Default
			}
		}
	}
	for k, v := range args {
		out.Args[k] = v
	}
	return out
}

func activationOf(name string, args map[string]float64) catalog.Choice {
	return choice(&mlp.Activations, name, args)
}

func lossOf(name string, args map[string]float64) catalog.Choice {
	return choice(&mlp.Losses, name, args)
}

func optimizer(name string, args map[string]float64) catalog.Choice {
	return choice(&mlp.Optimizers, name, args)
}

var (
	linear = activationOf("linear", nil)
	mse    = lossOf("mean_squared_error", nil)
)

// net is a network with biases, one hidden activation and one of the last layer.
func net(inputs int, units []int, hidden, output, loss catalog.Choice) mlp.Spec {
	s := mlp.Spec{Inputs: inputs, Loss: loss}
	for i, n := range units {
		a := hidden
		if i == len(units)-1 {
			a = output
		}
		s.Layers = append(s.Layers, mlp.Layer{Units: n, Activation: a, UseBias: true})
	}
	return s
}

// newJob draws data, row weights, initial weights and orders for a spec.
func newJob(s Spec, seed uint64) job {
	r := rand.New(rand.NewPCG(seed, 1))
	d := Data{Steady: true, Seed: uint32(seed) * 77}
	for range s.Rows {
		for range s.Net.Inputs {
			d.X = append(d.X, r.NormFloat64())
		}
		d.Y = append(d.Y, targets(s.Net, r)...)
		d.Weight = append(d.Weight, 0.5+r.Float64())
	}
	inputs := s.Net.Inputs
	for _, l := range s.Net.Layers {
		for range inputs * l.Units {
			d.Initial = append(d.Initial, r.NormFloat64()/math.Sqrt(float64(inputs)))
		}
		if l.UseBias {
			for range l.Units {
				d.Initial = append(d.Initial, 0.1*r.NormFloat64())
			}
		}
		inputs = l.Units
	}
	rate := s.Optimizer.Arg("learning_rate")
	d.Rate = func(int) float64 { return rate }
	d.Order = func(order []int, epoch int) {
		for i := range order {
			order[i] = i
		}
		rand.New(rand.NewPCG(seed, uint64(epoch))).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return job{s, d}
}

// targets draws one row of targets that suit the loss.
func targets(s mlp.Spec, r *rand.Rand) []float64 {
	y := make([]float64, s.Outputs())
	hot := r.IntN(len(y))
	for k := range y {
		switch s.Loss.Name {
		case "binary_crossentropy":
			y[k] = float64(r.IntN(2))
		case "categorical_crossentropy":
			if k == hot {
				y[k] = 1
			}
		case "hinge":
			y[k] = float64(2*r.IntN(2) - 1)
		default:
			y[k] = r.NormFloat64()
		}
	}
	return y
}

// reference trains with package mlp, one row at a time, and returns losses and weights.
func reference[T mlp.Float](j job, epochs int) (losses, weights []float64) {
	s := j.spec
	net := mlp.New[T](s.Net)
	opt := mlp.NewOptimizer[T](s.Optimizer, s.Net.Variables())
	to := func(v []float64) []T {
		out := make([]T, len(v))
		for i := range v {
			out[i] = T(v[i])
		}
		return out
	}
	copy(net.Params, to(j.data.Initial))
	x, y := to(j.data.X), to(j.data.Y)
	grad := make([]T, len(net.Params))
	order := make([]int, s.Rows)
	for i := range order {
		order[i] = i
	}
	step := 0
	for e := range epochs {
		if s.Shuffled {
			j.data.Order(order, e)
		}
		var sum float64
		for from := 0; from < s.Rows; from += s.Batch {
			rows := order[from:min(from+s.Batch, s.Rows)]
			var loss T
			for _, i := range rows {
				weight := T(1) / T(len(rows))
				if j.data.Weight != nil {
					weight *= T(j.data.Weight[i])
				}
				k := s.Net.Outputs()
				loss += net.Row(grad, x[i*s.Net.Inputs:(i+1)*s.Net.Inputs], y[i*k:(i+1)*k], weight, &mlp.Drop{Seed: j.data.Seed, Step: step, Row: i})
			}
			net.PenaltyGradient(grad)
			sum += float64(loss+net.Penalty()) * float64(len(rows))
			opt.Step(net.Params, grad, j.data.Rate(step))
			clear(grad)
			step++
		}
		losses = append(losses, sum/float64(s.Rows))
	}
	for _, w := range net.Params {
		weights = append(weights, float64(w))
	}
	return losses, weights
}

func (j job) reference(epochs int) (losses, weights []float64) {
	if j.spec.Single {
		return reference[float32](j, epochs)
	}
	return reference[float64](j, epochs)
}

func (j job) start(t testing.TB) *Trainer {
	t.Helper()
	if err := Supports(j.spec); err != nil {
		t.Fatal(err)
	}
	trainer, err := NewTrainer(Native, Compile(j.spec), j.data)
	if err != nil {
		t.Fatal(err)
	}
	return trainer
}

// compiled trains with a module, with the given work per call.
func (j job) compiled(t testing.TB, epochs, work int) (losses, weights []float64) {
	t.Helper()
	trainer := j.start(t)
	defer trainer.Close()
	losses = make([]float64, epochs)
	for done := 0; done < epochs; {
		done += trainer.Advance(work, losses[done:])
	}
	weights = make([]float64, len(j.data.Initial))
	trainer.Weights(weights)
	return losses, weights
}

// Tolerances, relative to the larger of the value and 1: sums run in another order, and
// float32 has elementary functions of its own.
const (
	tolerance64 = 1e-9
	tolerance32 = 2e-3
)

// compare trains both ways and compares all losses and weights.
func (j job) compare(t *testing.T, epochs, work int) {
	t.Helper()
	wantLoss, wantWeights := j.reference(epochs)
	gotLoss, gotWeights := j.compiled(t, epochs, work)
	tolerance := tolerance64
	if j.spec.Single {
		tolerance = tolerance32
	}
	check := func(what string, got, want []float64) {
		for i := range want {
			if same(got[i], want[i]) {
				continue
			}
			if d := math.Abs(got[i]-want[i]) / max(1, math.Abs(want[i])); !(d <= tolerance) {
				t.Errorf("%s %d is %v, want %v", what, i, got[i], want[i])
				return
			}
		}
	}
	check("loss", gotLoss, wantLoss)
	check("weight", gotWeights, wantWeights)
}

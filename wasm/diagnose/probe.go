package diagnose

import (
	"math"

	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// probedRows is how many rows the probes of units look at, evenly spread.
const probedRows = 500

// unit is what one unit does over the rows.
type unit struct {
	low, high float64 // range of its pre-activation
	silent    bool    // its slope is exactly 0 on every row: no gradient passes
	saturated float64 // share of rows where its slope is under 5 % of the largest
	affine    bool    // a relu that never bends on these rows
	mean      float64 // of its activation
	spread    float64 // standard deviation of its activation
	copyOf    int     // first unit of the layer with the same activation on every row, -1 for none
}

// layerProbe is what the units of one layer do.
type layerProbe struct{ units []unit }

// steepest is the largest slope of the activations that saturate; others never do.
func steepest(activation string) float64 {
	switch activation {
	case "tanh", "hard_tanh", "softsign":
		return 1
	case "sigmoid":
		return 0.25
	case "hard_sigmoid":
		return 1.0 / 6
	}
	return 0
}

// saturates says whether an activation is flat on both sides.
func saturates(activation string) bool { return steepest(activation) > 0 }

// dies says whether an activation has a flat side where a unit can die.
func dies(activation string) bool { return activation == "relu" }

// flat is the share of the largest slope below which a unit is saturated.
const flat = 0.05

// probeUnits runs the rows through the network at the given weights.
func probeUnits(p *train.Problem, weights []float64) []layerProbe {
	return probeUnitsOn(p, weights, sample(p.Train.Rows(), probedRows))
}

func probeUnitsOn(p *train.Problem, weights []float64, rows []int) []layerProbe {
	net := p.Network(weights)
	layers := p.Spec.Layers
	out := make([]layerProbe, len(layers))
	for l, layer := range layers {
		out[l].units = make([]unit, layer.Units)
		for j := range out[l].units {
			out[l].units[j] = unit{low: math.Inf(1), high: math.Inf(-1), silent: true, copyOf: -1}
		}
	}
	activations := make([]matrix, len(layers))
	for l, layer := range layers {
		activations[l] = newMatrix(layer.Units, len(rows))
	}
	for at, i := range rows {
		x, _ := p.Train.Row(i)
		net.Forward(x)
		for l, layer := range layers {
			slopes := make([]float64, layer.Units)
			net.Slopes(slopes, l)
			top := steepest(layer.Activation.Name)
			for j := range slopes {
				u := &out[l].units[j]
				z, a := net.Unit(l, j)
				u.low, u.high = min(u.low, z), max(u.high, z)
				u.silent = u.silent && slopes[j] == 0
				if slopes[j] < flat*top {
					u.saturated += 1 / float64(len(rows))
				}
				activations[l].row(j)[at] = a
			}
		}
	}
	for l, layer := range layers {
		for j := range out[l].units {
			u := &out[l].units[j]
			u.affine = dies(layer.Activation.Name) && u.low > 0
			u.mean, u.spread = mean(activations[l].row(j)), deviation(activations[l].row(j))
			for k := range j {
				if u.copyOf < 0 && same(activations[l].row(j), activations[l].row(k)) {
					u.copyOf = k
				}
			}
		}
	}
	return out
}

// same says whether two units give the same activation on every row, to 1e-9.
func same(a, b []float64) bool {
	for i, v := range a {
		if math.Abs(v-b[i]) > 1e-9*(1+math.Abs(v)) {
			return false
		}
	}
	return true
}

func deviation(values []float64) float64 {
	m := mean(values)
	var s float64
	for _, v := range values {
		s += float64((v - m) * (v - m))
	}
	return math.Sqrt(s / float64(len(values)))
}

// sample is at most limit of n rows, evenly spread.
func sample(n, limit int) []int {
	if n < limit {
		limit = n
	}
	out := make([]int, limit)
	for i := range out {
		out[i] = i * n / limit
	}
	return out
}

// share counts the units of a layer that a test holds for.
func (l layerProbe) share(test func(unit) bool) float64 {
	n := 0
	for _, u := range l.units {
		if test(u) {
			n++
		}
	}
	return float64(n) / float64(len(l.units))
}

// gradients returns the gradient of the loss of the rows and that of the
// penalties, apart.
func gradients(p *train.Problem, weights []float64) (data, penalty []float64) {
	net := p.Network(weights)
	data, penalty = make([]float64, len(weights)), make([]float64, len(weights))
	net.Gradient(data, p.Train.X, p.Train.Y, p.RowWeights())
	net.PenaltyGradient(penalty)
	return data, penalty
}

// KernelNorms is the length of a gradient by layer, over kernels only.
func KernelNorms(s mlp.Spec, gradient []float64) []float64 {
	var out []float64
	for _, v := range s.Variables() {
		if !v.Bias {
			out = append(out, norm(gradient[v.From:v.To]))
		}
	}
	return out
}

// sharpnessWork bounds one gradient of the power iteration, in multiply-adds.
const sharpnessWork = 500_000

// some rows of a problem, and their weights.
func some(p *train.Problem, rows []int) (x, y, weights []float64) {
	all := p.RowWeights()
	for _, i := range rows {
		a, b := p.Train.Row(i)
		x, y, weights = append(x, a...), append(y, b...), append(weights, all[i])
	}
	return x, y, weights
}

// sharpness is the largest eigenvalue of the Hessian of the loss without
// penalties, by power iteration.
// Rows are left out where a gradient would be dear.
func sharpness(p *train.Problem, weights []float64) float64 {
	net := p.Network(weights)
	n := len(weights)
	x, y, rowWeights := some(p, sample(p.Train.Rows(), max(20, sharpnessWork/(3*n+60))))
	v, hv := make([]float64, n), make([]float64, n)
	for i := range v {
		v[i] = mlp.Share(17, i) - 0.5
	}
	var top float64
	for range 30 {
		length := norm(v)
		for i := range v {
			v[i] /= length
		}
		net.HessianProduct(hv, v, x, y, rowWeights)
		next := dot(v, hv)
		copy(v, hv)
		if norm(v) == 0 || math.Abs(next-top) < 1e-3*math.Abs(next) {
			return next
		}
		top = next
	}
	return top
}

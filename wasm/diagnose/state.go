package diagnose

import (
	"math"

	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// The states of a run.
const (
	Solved     = "solved"
	Learning   = "learning"    // in progress and falling
	Unfinished = "unfinished"  // ended while falling
	Stuck      = "stuck"       // flat, and not as low as it could be
	Diverged   = "diverged"    // no longer finite, or far above where it began
	NoiseFloor = "noise_floor" // as low as any model can go
)

// solvedShare is the loss, as a share of that of the best constant, at which a
// run that predicts numbers is solved: 1e-10 (CAUSES: L <= 1e-10 V).
const solvedShare = 1e-10

// yardstick is what the losses of a problem are measured with.
type yardstick struct {
	mean float64 // V, the loss of the best constant
	goal float64 // a loss at or below it is solved
}

func newYardstick(p *train.Problem) yardstick {
	_, v := p.BestConstant()
	y := yardstick{mean: v}
	y.goal = solvedShare * v
	if v == 0 { // constant targets: measured by their size
		y.goal = solvedShare * max(dot(p.Train.Y, p.Train.Y)/float64(len(p.Train.Y)), 1e-4)
	}
	return y
}

// classifies says whether the loss is one of labels, where solved means that
// every row gets its label.
func classifies(p *train.Problem) bool {
	return p.Spec.Loss.Is("binary_crossentropy", "categorical_crossentropy", "hinge")
}

// solved says whether nothing is left to learn. Cross-entropy never ends: it
// counts as solved when every row gets its label and the loss is a twentieth
// of the best constant's.
func (y yardstick) solved(p *train.Problem, weights []float64, loss float64) bool {
	if loss <= y.goal {
		return true
	}
	return classifies(p) && loss <= 0.05*y.mean && mistakes(p, weights) == 0
}

// mistakes counts training rows that get the wrong label.
func mistakes(p *train.Problem, weights []float64) int {
	net := network(p, weights)
	wrong := 0
	for i := range p.Train.Rows() {
		x, y := p.Train.Row(i)
		out := net.Forward(x)
		if len(y) > 1 {
			if largest(out) != largest(y) {
				wrong++
			}
			continue
		}
		border, label := 0.5, 0.5
		if p.Spec.Loss.Is("hinge") {
			border, label = 0, 0
		} else if p.Spec.Loss.True("from_logits") {
			border = 0
		}
		if (out[0] > border) != (y[0] > label) {
			wrong++
		}
	}
	return wrong
}

func largest(values []float64) int {
	at := 0
	for i, v := range values {
		if v > values[at] {
			at = i
		}
	}
	return at
}

// network is the function of p at the given weights, in float64.
func network(p *train.Problem, weights []float64) *mlp.Network[float64] {
	net := mlp.New[float64](p.Spec)
	copy(net.Params, weights)
	return net
}

// minEpochs is the length of a run below which flatness says nothing.
const minEpochs = 200

// fall is D = (L[t-w] - L[t]) / L[t-w] over the last fifth of the epochs, and at
// least 50, each side the mean of a quarter of the window, so that noise
// between epochs does not count.
func fall(losses []float64) float64 {
	t := len(losses)
	w := max(50, t/5)
	if t < w+w/4 {
		w = t * 4 / 5
	}
	side := max(w/4, 1)
	if t < w+side || w == 0 {
		return math.Inf(1)
	}
	now, then := mean(losses[t-side:]), mean(losses[t-w-side:t-w])
	return (then - now) / math.Abs(then)
}

// stillFalls is the least D of a loss that is not flat.
const stillFalls = 0.01

func mean(values []float64) float64 {
	var s float64
	for _, v := range values {
		s += v
	}
	return s / float64(len(values))
}

// blownUp is how many times the larger of the first loss and V a loss has to be
// to count as diverged while it is still finite.
const blownUp = 100

// state judges a run by its history alone: what it may say before any probe.
func stateOf(r *train.Run, loss float64, y yardstick) string {
	losses := r.History.Losses
	switch {
	case r.Stopped == train.StoppedDiverged || math.IsNaN(loss) || math.IsInf(loss, 0),
		len(losses) > 0 && loss > blownUp*max(r.Initial(), y.mean):
		return Diverged
	case y.solved(r.Problem, r.Weights(), loss):
		return Solved
	case !r.Done():
		if len(losses) < minEpochs || fall(losses) >= stillFalls {
			return Learning
		}
	case len(losses) < minEpochs || fall(losses) >= stillFalls:
		return Unfinished
	}
	return Stuck
}

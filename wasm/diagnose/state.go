package diagnose

import (
	"math"

	"plateau/wasm/elementary"
	"plateau/wasm/train"
)

// The states of a run.
const (
	Solved     = "solved"
	Learning   = "learning"    // in progress and falling
	Unfinished = "unfinished"  // ended while falling
	Stuck      = "stuck"       // flat, and not as low as it could be
	Diverged   = "diverged"    // no longer finite, or far above where it began
	NoiseFloor = "noise_floor" // as low as any model can go, or what is left looks like noise
)

// solvedShare is the loss, as a share of that of the best constant, at which a
// run that predicts numbers is solved: L <= 1e-10 V.
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

// relative is a loss free of units: over V, over the size of constant targets.
func (y yardstick) relative(loss float64) float64 {
	if y.mean == 0 {
		return loss * solvedShare / y.goal
	}
	return loss / y.mean
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
	if loss < 0 {
		return false // no loss goes below 0 for labels that it is meant for
	}
	if loss <= y.goal {
		return true
	}
	whole := y.mean
	if whole < 1e-6 { // one class: a fair coin's entropy is the measure
		whole = math.Ln2
	}
	return classifies(p) && loss <= 0.05*whole && mistakes(p, weights) == 0
}

// mistakes counts training rows that get the wrong label.
func mistakes(p *train.Problem, weights []float64) int {
	net := p.Network(weights)
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

// minUpdates and minEpochs are the length of a run below which flatness says
// nothing.
const (
	minUpdates = 200
	minEpochs  = 20
)

// fall is D = (L[t-w] - L[t]) / L[t-w] over the last fifth of the epochs, and at
// least 50 where there are twice as many, each side the mean of a quarter of
// the window. Noise between epochs does not count: a fall of less than two
// standard errors of the two means is 0.
func fall(losses []float64) float64 {
	t := len(losses)
	w := max(min(50, t/2), t/5)
	side := max(w/4, 1)
	if t < w+side || w == 0 {
		return math.Inf(1)
	}
	late, early := losses[t-side:], losses[t-w-side:t-w]
	now, then := mean(late), mean(early)
	noise := elementary.Hypot(deviation(detrended(late)), deviation(detrended(early))) / math.Sqrt(float64(side))
	if math.Abs(then-now) < 2*noise {
		return 0
	}
	return (then - now) / math.Abs(then)
}

// detrended takes the straight line between the first and last value away.
func detrended(values []float64) []float64 {
	out := make([]float64, len(values))
	n := len(values)
	for i, v := range values {
		out[i] = v
		if n > 1 {
			out[i] -= (values[n-1] - values[0]) * float64(i) / float64(n-1)
		}
	}
	return out
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

// short says whether a run is too short for its flatness to say anything.
func short(r *train.Run) bool {
	return r.Epoch() < minEpochs || r.Epoch()*r.Problem.BatchesPerEpoch() < minUpdates
}

// stateOf judges a run by its history and what is certain about its data: what
// may be said before any probe. noise is the pure error, NaN without any, and
// floor a loss that this network cannot pass, 0 without any.
func stateOf(r *train.Run, loss, noise, floor float64, y yardstick) string {
	losses := r.History.Losses
	falling := short(r) || fall(losses) >= stillFalls
	switch {
	case weightless(r.Problem):
		return Stuck // whatever the loss: nothing moves it
	case r.Stopped == train.StoppedDiverged || math.IsNaN(loss) || math.IsInf(loss, 0),
		len(losses) > 0 && loss > blownUp*max(r.Initial(), y.mean):
		return Diverged
	case y.solved(r.Problem, r.Weights(), loss), loss >= 0 && loss <= 100*y.goal && len(losses) > 0 && lowest(losses) <= y.goal:
		return Solved
	case atNoise(loss, noise, y.mean):
		return NoiseFloor
	case falling && !r.Done():
		return Learning
	case falling && !(loss <= nearFloor*floor):
		return Unfinished
	}
	return Stuck
}

// weightless says whether the weight of every row is 0: the loss of the data is
// 0 then whatever is predicted.
func weightless(p *train.Problem) bool {
	if len(p.ClassWeight) == 0 {
		return false
	}
	for _, w := range p.RowWeights() {
		if w != 0 {
			return false
		}
	}
	return true
}

// atNoise says whether a loss is as low as the pure error lets any model be:
// within a tenth of it, or within half of it with all but a twentieth of what
// can be explained explained.
func atNoise(loss, noise, mean float64) bool {
	return noise > 0 && (loss <= 1.1*noise || loss <= 1.5*noise && loss-noise <= 0.05*(mean-noise))
}

// nearFloor is how close to a floor a run that still falls counts as stuck.
const nearFloor = 1.2

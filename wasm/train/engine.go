package train

import (
	"math"
	"math/rand/v2"

	"plateau/wasm/dataset"
	"plateau/wasm/mlp"
)

// Engine trains the weights of one Problem. The run that owns it decides when
// to call and when to stop; an engine only computes. The reference below is
// readable Go; a faster engine replaces it without the run noticing.
type Engine interface {
	// Advance trains for about work multiply-adds, so that a call is bounded
	// whatever the size of the problem, and finishes at most len(loss) epochs.
	// It stores the loss of each epoch that it finishes, the mean over the
	// epoch's rows while the weights moved, and returns how many those were. An
	// epoch that is too long for one call goes on in the next. An epoch whose loss
	// is not a finite number is the last of the call: the weights are those behind
	// it.
	Advance(work int, loss []float64) int
	// Weights copies the weights out, flat, in Keras's order.
	Weights(dst []float64)
}

// batches is an Engine that can hold between two updates. A solver's only update
// is its epoch.
type batches interface {
	// Batch is Advance, at most to the end of the batch under way. It says how
	// many epochs it finished, 0 or 1, and whether the batch has ended.
	Batch(work int, loss []float64) (finished int, ended bool)
	// At is how many batches of the present epoch are done.
	At() int
}

// rowOverhead is what a row costs beside its multiply-adds, in the same unit.
const rowOverhead = 60

// reference is the Engine made of package mlp, one row at a time.
type reference[T mlp.Float] struct {
	problem *Problem
	net     *mlp.Network[T]
	opt     mlp.Optimizer[T]
	x, y    []T
	noisy   []T // one row of inputs with noise added
	weight  []T // of each row, by its class
	order   []int
	grad    []T

	epoch, step int
	at          int // position in the epoch's order
	batchSum    T   // loss of the batch so far
	epochSum    T   // loss of the epoch's finished batches, times their rows
}

func newReference[T mlp.Float](p *Problem) *reference[T] {
	r := &reference[T]{
		problem: p, net: mlp.New[T](p.Spec), opt: mlp.NewOptimizer[T](p.Optimizer, p.Spec.Variables()),
		x: to[T](p.Train.X), y: to[T](p.Train.Y), noisy: make([]T, p.Spec.Inputs),
		weight: to[T](p.RowWeights()), grad: make([]T, p.Spec.Parameters()),
		order: make([]int, p.Train.Rows()),
	}
	copy(r.net.Params, to[T](p.Initial))
	return r
}

func to[T mlp.Float](values []float64) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = T(v)
	}
	return out
}

func (r *reference[T]) Weights(dst []float64) {
	for i, w := range r.net.Params {
		dst[i] = float64(w)
	}
}

func (r *reference[T]) Advance(work int, loss []float64) int {
	done := 0
	for done < len(loss) && work > 0 {
		finished, _ := r.batch(&work, loss[done:])
		done += finished
		if finished > 0 && !finite(loss[done-1]) {
			break
		}
	}
	return done
}

func (r *reference[T]) Batch(work int, loss []float64) (finished int, ended bool) {
	return r.batch(&work, loss)
}

// At is described at batches.
func (r *reference[T]) At() int { return r.at / r.problem.Batch }

func (r *reference[T]) batch(work *int, loss []float64) (finished int, ended bool) {
	cost := 3*len(r.net.Params) + rowOverhead
	if r.at == 0 {
		r.problem.Order(r.order, r.epoch)
	}
	from := r.at - r.at%r.problem.Batch
	to := min(from+r.problem.Batch, len(r.order))
	for ; r.at < to && *work > 0; r.at++ {
		r.row(r.order[r.at], T(1)/T(to-from))
		*work -= cost
	}
	if r.at < to {
		return 0, false
	}
	r.update(to - from)
	if r.at < len(r.order) {
		return 0, true
	}
	loss[0] = float64(r.epochSum / T(len(r.order)))
	r.epoch++
	r.at, r.epochSum = 0, 0
	return 1, true
}

// row adds one row's share to the gradient and loss of its batch.
func (r *reference[T]) row(i int, share T) {
	p := r.problem
	x := r.x[i*p.Spec.Inputs : (i+1)*p.Spec.Inputs]
	y := r.y[i*p.Train.Outputs : (i+1)*p.Train.Outputs]
	drop := &mlp.Drop{Seed: uint32(p.Seed), Step: r.step, Row: i}
	if p.InputNoise > 0 {
		mlp.Noise(r.noisy, x, T(p.InputNoise), drop)
		x = r.noisy
	}
	if !p.drops {
		drop = nil
	}
	r.batchSum += r.net.Row(r.grad, x, y, r.weight[i]*share, drop)
}

// update ends a batch: penalties, then one step of the optimizer.
func (r *reference[T]) update(rows int) {
	r.net.PenaltyGradient(r.grad)
	r.epochSum += T((r.batchSum + r.net.Penalty()) * T(rows))
	r.opt.Step(r.net.Params, r.grad, r.problem.Rate(r.step))
	clear(r.grad)
	r.batchSum = 0
	r.step++
}

// Order stores the order in which an epoch visits the rows: shuffled anew for
// every epoch, or as given where shuffling is off or a batch is all rows (the
// order would only change the rounding). It is a function of seed and epoch.
func (p *Problem) Order(order []int, epoch int) {
	for i := range order {
		order[i] = i
	}
	if p.Shuffle && p.Batch < len(order) {
		random := rand.New(rand.NewPCG(p.Seed, 1<<32+uint64(epoch)))
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
}

// evaluator computes losses and predictions at given weights, in the run's
// precision, with nothing dropped and no noise.
type evaluator interface {
	// loss is the mean over the rows of s, times their weights where there are
	// any, plus the penalty.
	loss(weights []float64, s dataset.Set, rowWeights []float64) float64
	// predict returns the outputs, shape (rows, outputs), for x of shape
	// (rows, inputs).
	predict(weights, x []float64) []float64
}

type referenceEvaluator[T mlp.Float] struct{ net *mlp.Network[T] }

func (e referenceEvaluator[T]) set(weights []float64) {
	for i, w := range weights {
		e.net.Params[i] = T(w)
	}
}

func (e referenceEvaluator[T]) loss(weights []float64, s dataset.Set, rowWeights []float64) float64 {
	if s.Rows() == 0 {
		return math.NaN()
	}
	e.set(weights)
	x, y := make([]T, s.Inputs), make([]T, s.Outputs)
	var sum T
	for i := range s.Rows() {
		rowX, rowY := s.Row(i)
		convert(x, rowX)
		convert(y, rowY)
		w := T(1)
		if rowWeights != nil {
			w = T(rowWeights[i])
		}
		sum += T(w * e.net.RowLoss(x, y))
	}
	return float64(sum/T(s.Rows()) + e.net.Penalty())
}

func (e referenceEvaluator[T]) predict(weights, x []float64) []float64 {
	e.set(weights)
	inputs := e.net.Spec.Inputs
	row := make([]T, inputs)
	out := make([]float64, 0, len(x)/inputs*e.net.Spec.Outputs())
	for i := 0; i < len(x); i += inputs {
		convert(row, x[i:i+inputs])
		for _, p := range e.net.Forward(row) {
			out = append(out, float64(p))
		}
	}
	return out
}

func convert[T mlp.Float](dst []T, src []float64) {
	for i, v := range src {
		dst[i] = T(v)
	}
}

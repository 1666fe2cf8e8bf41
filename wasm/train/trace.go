package train

import "plateau/wasm/experiment"

// traceNumbers is how many weights a Trace keeps at most, 16 MB of them: 200
// marks of a 2-64-64-1 network are 5 % of it. The largest network, with
// 2.4 million weights, keeps the first and the last mark only.
const traceNumbers = 2 << 20

// Trace is the way of a run: its weights at chosen epochs, its marks. A run is
// a function of its settings, so they are made by carrying it out again, to the
// same bits, when somebody looks back; a run that nobody looks back at keeps
// nothing.
//
//	t := train.NewTrace(r.Experiment, train.Marks(r.Epoch(), 200))
//	for t.Advance(1e6) {
//	}
//	weights := t.Weights(t.Nearest(4200))
type Trace struct {
	Epochs []int // of the marks reached so far, ascending; 0 is before the first update

	run     *Run // nil when complete
	marks   []int
	weights [][]float64
}

// NewTrace prepares to carry out e again up to the last of the marks, which
// are epochs in ascending order (Marks). Where they are more than memory
// allows, they are thinned, the first and the last kept.
func NewTrace(e experiment.Experiment, marks []int) *Trace {
	t := &Trace{run: Defer(e)}
	t.marks = thinned(marks, max(2, traceNumbers/t.run.Problem.Spec.Parameters()))
	t.keep()
	return t
}

// Marks chooses about n epochs of a run for its Trace, the first (0) and the
// last among them: most happens early, so each is 20/n of itself further
// than the one before it, but no more than 2/n of the run.
func Marks(epochs, n int) []int {
	var out []int
	for e := 0; e < epochs; e += max(1, min(20*e/n, 2*epochs/n)) {
		out = append(out, e)
	}
	return append(out, epochs)
}

// thinned is at most limit of the marks, evenly chosen, first and last among
// them.
func thinned(marks []int, limit int) []int {
	if len(marks) <= limit {
		return marks
	}
	out := make([]int, limit)
	for i := range out {
		out[i] = marks[i*(len(marks)-1)/(limit-1)]
	}
	return out
}

// Marks are the epochs at which there will be weights, and Epochs where the run
// ends before the last of them.
func (t *Trace) Marks() []int {
	if t.Complete() {
		return t.Epochs
	}
	return t.marks
}

// Complete says whether every mark is there.
func (t *Trace) Complete() bool { return t.run == nil }

// Advance carries the run on for about work multiply-adds, at most to the next
// mark, and says whether there is more to do.
func (t *Trace) Advance(work int) (more bool) {
	if t.run != nil {
		t.run.Advance(work, t.marks[len(t.Epochs)]-t.run.Epoch())
		t.keep()
	}
	return t.run != nil
}

// keep takes the marks that the run has come to. A run that ends leaves what it
// ends with, which is not its last epoch where it returns to its best.
func (t *Trace) keep() {
	r := t.run
	next := len(t.Epochs)
	reached := next < len(t.marks) && r.Epoch() >= t.marks[next]
	if reached || r.Done() && (next == 0 || t.Epochs[next-1] != r.Epoch()) {
		t.Epochs = append(t.Epochs, r.Epoch())
		t.weights = append(t.weights, append([]float64(nil), r.Weights()...))
	}
	if r.Done() || len(t.Epochs) >= len(t.marks) {
		t.run = nil
	}
}

// Weights is a view of the weights at mark i, flat, in Keras's order.
func (t *Trace) Weights(i int) []float64 { return t.weights[i] }

// Nearest is the number of the mark nearest to an epoch, among those that are
// there.
func (t *Trace) Nearest(epoch int) int {
	best := 0
	for i, e := range t.Epochs {
		if abs(e-epoch) < abs(t.Epochs[best]-epoch) {
			best = i
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

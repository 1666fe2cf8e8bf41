package inspect

import (
	"math"

	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
	"plateau/wasm/train"
)

// Motion is one update after another, each taken apart. It has a run of its
// own, which it carries out up to the update, so that the run somebody watches
// stays where it is.
type Motion struct {
	Epoch, Batch, Batches int   // which update: epochs and batches done before it, and batches of an epoch
	Rows                  []int // of the batch, numbered as the data are
	Before, After         []float64
	Gradient              []float64 // of the batch's loss by each weight, at Before
	LossBefore, LossAfter float64   // of the batch, penalties included
	Rate                  float64   // learning rate of the update, NaN for a solver

	run   *train.Run
	skip  int // batches of the epoch to pass over
	step  int
	taken bool // Before is set
	ended bool // After is set
}

// NewMotion prepares to show the update that follows so many epochs, and so
// many batches of the next, or the last update that there is. It says why where
// there is none, or where it is too large to be shown.
func NewMotion(e experiment.Experiment, epoch, batch int) (*Motion, string) {
	m := &Motion{run: train.Defer(e), Epoch: max(0, min(epoch, e.Training.Epochs-1)), skip: batch}
	p := m.run.Problem
	switch {
	case e.Training.Epochs == 0:
		return nil, "the run has no epochs; give it at least 1"
	case p.Batch*len(p.Initial) > gradientWork:
		return nil, text.Format("a batch of %d rows through %d weights is too long to be watched; make the batch or the network smaller", p.Batch, len(p.Initial))
	}
	return m, ""
}

// Advance works towards the update for about work multiply-adds, and says
// whether there is more to do.
func (m *Motion) Advance(work int) (more bool) {
	r := m.run
	switch {
	case m.ended:
	case r.Epoch() < m.Epoch && !r.Done():
		r.Advance(work, m.Epoch-r.Epoch())
	case m.skip > 0 && !r.Done():
		if r.Batch(work) {
			m.skip--
		}
	case !m.taken:
		m.take()
	case r.Done() || r.Batch(work):
		m.finish()
	}
	return !m.ended
}

// Progress is how far the update is, 0 to 1.
func (m *Motion) Progress() float64 {
	if m.ended || m.Epoch == 0 {
		return 1
	}
	return float64(m.run.Epoch()) / float64(m.Epoch)
}

// Ready says whether the update has been made.
func (m *Motion) Ready() bool { return m.ended }

// Next turns to the update after this one, unless this was the last.
func (m *Motion) Next() bool {
	if m.ended && m.run.Done() {
		return false
	}
	if m.ended {
		m.taken, m.ended = false, false
	}
	return true
}

// take remembers what the update begins with.
func (m *Motion) take() {
	r := m.run
	p := r.Problem
	m.Before = append(m.Before[:0], r.Weights()...)
	m.Epoch = r.Epoch()
	r.Prepare()
	m.Batch, m.Batches = r.Batches()
	order := make([]int, p.Train.Rows())
	p.Order(order, m.Epoch)
	m.Rows = order[m.Batch*p.Batch : min((m.Batch+1)*p.Batch, len(order))]
	m.step = m.Epoch*m.Batches + m.Batch
	m.Rate = math.NaN()
	if p.Rate != nil {
		m.Rate = p.Rate(m.step)
	}
	m.taken = true
}

// finish takes what the update came to, and works out what it was made of.
func (m *Motion) finish() {
	m.After = append(m.After[:0], m.run.Weights()...)
	m.Gradient = make([]float64, len(m.Before))
	m.LossBefore = m.loss(m.Before, m.Gradient)
	m.LossAfter = m.loss(m.After, make([]float64, len(m.Before)))
	m.ended = true
}

// loss is that of the batch at the given weights, with the units dropped that
// the update drops; its gradient is added to grad.
func (m *Motion) loss(weights, grad []float64) float64 {
	p := m.run.Problem
	net := p.Network(weights)
	classes := p.RowWeights()
	var sum float64
	for _, row := range m.Rows {
		sum += m.row(net, grad, row, classes[row]/float64(len(m.Rows)))
	}
	net.PenaltyGradient(grad)
	return sum + net.Penalty()
}

// row is the loss of one row times its weight, as the update meets the row.
func (m *Motion) row(net *mlp.Network[float64], grad []float64, row int, weight float64) float64 {
	p := m.run.Problem
	x, y := p.Train.Row(row)
	drop := &mlp.Drop{Seed: uint32(p.Seed), Step: m.step, Row: row}
	if p.InputNoise > 0 {
		noisy := make([]float64, len(x))
		mlp.Noise(noisy, x, p.InputNoise, drop)
		x = noisy
	}
	return net.Row(grad, x, y, weight, drop)
}

// View is an update seen from one row of its batch.
type View struct {
	Row       int
	Values    []float64 // inputs as the network meets them, then every unit, layer by layer
	Targets   []float64 // as the network meets them
	Residuals []float64 // targets - outputs
	Loss      float64   // of the row, without penalties
}

// See looks at the update from a row of its batch, the first where the row
// given is not in it.
func (m *Motion) See(row int) View {
	p := m.run.Problem
	v := View{Row: m.Rows[0]}
	for _, r := range m.Rows {
		if r == row {
			v.Row = row
		}
	}
	net := p.Network(m.Before)
	v.Loss = m.row(net, make([]float64, len(m.Before)), v.Row, 1)
	x, y := p.Train.Row(v.Row)
	v.Values, v.Targets = append(v.Values, x...), y
	for l, layer := range p.Spec.Layers {
		for j := range layer.Units {
			_, a := net.Unit(l, j)
			v.Values = append(v.Values, a)
		}
	}
	for k, y := range y {
		v.Residuals = append(v.Residuals, y-v.Values[len(v.Values)-len(v.Targets)+k])
	}
	return v
}

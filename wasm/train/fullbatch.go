package train

import (
	"math"

	"plateau/wasm/mlp"
)

// A fullBatch solver uses all rows at once and chooses its own steps, in
// float64. One epoch is one iteration, and its loss that of all rows after it.
type fullBatch struct {
	problem *Problem
	net     *mlp.Network[float64]
	weight  []float64 // share of each row in the loss
	at      []float64 // weights accepted so far
	loss    float64   // at those weights
	ended   bool      // no step improves the loss any more
}

func newFullBatch(p *Problem) fullBatch {
	s := fullBatch{problem: p, net: mlp.New[float64](p.Spec), weight: p.RowWeights(), at: append([]float64(nil), p.Initial...)}
	for i := range s.weight {
		s.weight[i] /= float64(len(s.weight))
	}
	return s
}

func (s *fullBatch) Weights(dst []float64) { copy(dst, s.at) }

// rest fills the epochs that are left once nothing changes any more.
func (s *fullBatch) rest(loss []float64) int {
	for i := range loss {
		loss[i] = s.loss
	}
	return len(loss)
}

// sweep goes through all rows in bounded pieces and adds up what visit makes
// of each.
type sweep struct{ row int }

// advance visits rows until work is spent, and says whether all are done.
func (s *sweep) advance(work *int, rows, cost int, visit func(row int)) bool {
	for s.row < rows && *work > 0 {
		visit(s.row)
		s.row++
		*work -= cost
	}
	if s.row < rows {
		return false
	}
	s.row = 0
	return true
}

// finite says whether x is a number that can be compared.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

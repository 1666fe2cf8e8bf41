package diagnose

import (
	"math"
	"strconv"
	"strings"

	"plateau/wasm/train"
)

// pureError is the loss of the best function of the inputs whatever it is:
// rows with the same inputs get the best constant of their targets. It is 0
// where no input is repeated with another target.
func pureError(p *train.Problem) float64 {
	groups := map[string][]int{}
	for i := range p.Train.Rows() {
		x, _ := p.Train.Row(i)
		var name strings.Builder
		for _, v := range x {
			name.WriteString(strconv.FormatFloat(v, 'b', -1, 64))
			name.WriteByte(' ')
		}
		groups[name.String()] = append(groups[name.String()], i)
	}
	if len(groups) == p.Train.Rows() {
		return 0
	}
	best := make([][]float64, p.Train.Rows())
	for _, rows := range groups {
		constant, _ := p.Only(rows).BestConstant()
		for _, i := range rows {
			best[i] = constant
		}
	}
	loss := p.LossOf(func(row int) []float64 { return best[row] })
	if loss < 1e-6*meanLoss(p) {
		return 0
	}
	return loss
}

func meanLoss(p *train.Problem) float64 {
	_, v := p.BestConstant()
	return math.Abs(v)
}

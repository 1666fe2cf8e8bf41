package diagnose

import (
	"plateau/wasm/train"
)

// Floor is a loss that a family of predictions cannot go below on the data of
// a problem. Label is how a chart names it, before the number.
type Floor struct {
	Name, Label string
	Loss        float64
	Formula     string
}

// Floors lists the floors of a problem that need no training.
func Floors(p *train.Problem) []Floor {
	_, constant := p.BestConstant()
	out := []Floor{{"mean", meanLabel(p), constant, meanFormula(p)}}
	if loss, ok := affineFloor(p); ok {
		out = append(out, Floor{"affine", affineLabel(p), loss, affineFormula(p)})
	}
	if loss := rangeFloor(p); loss > 1e-6*constant {
		out = append(out, Floor{"output_range", "best output in range", loss, "mean loss of the targets moved into the range of the output activation"})
	}
	if loss := pureError(p); loss > 0 {
		out = append(out, Floor{"pure_error", "same inputs, other targets", loss, "mean loss of the best constant for each group of rows with the same inputs"})
	}
	return out
}

func meanLabel(p *train.Problem) string {
	switch p.Spec.Loss.Name {
	case "mean_squared_error":
		return "mean prediction"
	case "mean_absolute_error":
		return "median prediction"
	}
	return "best constant"
}

func meanFormula(p *train.Problem) string {
	switch p.Spec.Loss.Name {
	case "mean_squared_error":
		return "Σ (y - mean y)² / n: the variance of the targets"
	case "mean_absolute_error":
		return "Σ |y - median y| / n"
	case "binary_crossentropy", "categorical_crossentropy":
		return "-Σ q log q over the shares q of the classes"
	}
	return "min over constants c of the mean loss of predicting c"
}

func affineLabel(p *train.Problem) string {
	if p.Spec.Inputs == 1 && p.Train.Outputs == 1 {
		return "best straight line"
	}
	return "best linear map"
}

func affineFormula(p *train.Problem) string {
	switch p.Spec.Loss.Name {
	case "mean_squared_error":
		return "min over W, b of Σ |y - W x - b|² / (n k): ordinary least squares"
	case "binary_crossentropy", "categorical_crossentropy":
		return "min over W, b of the cross-entropy of the logits W x + b: logistic regression"
	}
	return "min over W, b of the mean loss of W x + b"
}

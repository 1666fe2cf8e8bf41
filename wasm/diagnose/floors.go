package diagnose

import (
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// Floor is a loss that a family of predictions cannot go below on the data of
// a problem. Label is how a chart names it, before the number.
type Floor struct {
	Name, Label string
	Loss        float64
	Formula     string
}

const reachableFormula = "L |(I - J J⁺) r|² / |r|²: what no small step from here can remove, of any direction; " +
	"r = -g / √h, J the Jacobian of the outputs times √h, g and h the derivatives of the loss by an output (h: Fisher's for cross-entropy, g over the deviation for Huber and log cosh)"

// Floors lists the floors of a problem that need no training: none where the
// loss has no lower bound for such labels, or no row counts. Where shares may be negative, any
// number of them may be 1, and no constant is the best.
func Floors(p *train.Problem) []Floor {
	var out []Floor
	if !labelsFit(p) || weightless(p) {
		return out
	}
	_, constant := p.BestConstant()
	bounded := sharesOfWhole(p.Spec)
	if bounded {
		out = append(out, Floor{"mean", meanLabel(p), constant, meanFormula(p)})
	}
	if loss, ok := affineFloor(p); ok {
		out = append(out, Floor{"affine", affineLabel(p), loss, affineFormula(p)})
	}
	if loss := rangeFloor(p); loss > 1e-6*constant {
		out = append(out, Floor{"output_range", "best output in range", loss, "mean loss of the best outputs moved into the range of the output activation"})
	}
	if loss := pureError(p); bounded && loss > 0 {
		out = append(out, Floor{"pure_error", "same inputs, other targets", loss, "mean loss of the best constant for each group of rows with the same inputs"})
	}
	if loss := regularizedFloor(p); loss > 1e-6*constant {
		out = append(out, Floor{"regularized", "least with the penalty", loss, regularizedFormula(p)})
	}
	return out
}

// sharesOfWhole is false for categorical cross-entropy from outputs that may be
// negative, as linear ones: 3, 3 and -5 over their sum are clipped to 1, 1 and 0,
// which names two classes at once.
func sharesOfWhole(s mlp.Spec) bool {
	low, _ := outputRange(s.Layers[len(s.Layers)-1])
	return !s.Loss.Is("categorical_crossentropy") || s.Loss.True("from_logits") || s.Outputs() < 3 || low >= 0
}

func regularizedFormula(p *train.Problem) string {
	rule := "Π|kernel| = K costs at least l2 D K^(2/D) + l1 D K^(1/D) in D layers"
	if p.Spec.Loss.Is("mean_squared_error") && linearLayers(p.Spec) {
		return "min over W, b of the loss of W x + b and its penalty; " + rule + ", K = |W|: ridge regression in one layer"
	}
	return "min over K of the loss of the best outputs no further apart than K × slopes × width of x, and its penalty; " + rule
}

// linearLayers says whether no layer has an activation.
func linearLayers(s mlp.Spec) bool {
	for _, l := range s.Layers {
		if !l.Activation.Is("linear") {
			return false
		}
	}
	return true
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
		if probabilities(p.Spec) {
			return "a bound on the cross-entropy of the logits W x + b, whatever W and b, where a row that is given up costs -log 1e-7: logistic regression, clipped"
		}
		return "min over W, b of the cross-entropy of the logits W x + b: logistic regression"
	}
	return "min over W, b of the mean loss of W x + b"
}

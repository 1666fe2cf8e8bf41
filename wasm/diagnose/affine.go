package diagnose

import (
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// affineOutput says whether the loss, as a function of what the output layer is
// fed, is the one that the affine floor is the least of: a layer without
// activation under a loss that takes any number, or the probabilities of logits.
func affineOutput(s mlp.Spec) bool {
	activation := s.Layers[len(s.Layers)-1].Activation
	if probabilities(s) {
		return s.Loss.Is("binary_crossentropy") && activation.Is("sigmoid") || s.Loss.Is("categorical_crossentropy") && activation.Is("softmax")
	}
	return activation.Is("linear")
}

// probabilities says whether the loss is a cross-entropy that takes
// probabilities, and clips them.
func probabilities(s mlp.Spec) bool {
	return s.Loss.Is("binary_crossentropy", "categorical_crossentropy") && !s.Loss.True("from_logits")
}

// affineFloor is a loss that no affine map of the inputs goes below, and that
// the best one comes near to, whatever the network; false where there is none
// or it is too dear. For cross-entropy the map gives logits: logistic
// regression.
func affineFloor(p *train.Problem) (float64, bool) {
	if !labelsFit(p) || probabilities(p.Spec) && !affineOutput(p.Spec) {
		return 0, false // the loss has no lower bound, or takes no logits
	}
	weights := p.RowWeights()
	if p.Spec.Loss.Is("mean_squared_error") {
		return leastSquares(p, weights)
	}
	even := make([]float64, p.Train.Rows())
	for i := range even {
		even[i] = 1
	}
	basis, ok := newSpan(p, even)
	if !ok || !basis.sharp() {
		return 0, false
	}
	switch p.Spec.Loss.Name {
	case "mean_absolute_error", "mean_absolute_percentage_error", "hinge":
		return leastAbsolute(p, weights, basis)
	case "huber", "log_cosh":
		return leastRounded(p, weights, basis)
	case "binary_crossentropy", "categorical_crossentropy":
		return leastEntropy(p, weights, basis)
	}
	return 0, false
}

// leastSquares is the mean squared error of ordinary least squares.
func leastSquares(p *train.Problem, weights []float64) (float64, bool) {
	basis, ok := newSpan(p, weights)
	if !ok {
		return 0, false
	}
	k := p.Train.Outputs
	var sum float64
	for c := range k {
		left := basis.outside(centred(p.Train.Y, k, c, weights))
		sum += float64(left * left)
	}
	return sum / float64(p.Train.Rows()*k), true
}

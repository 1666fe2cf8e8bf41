package diagnose

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/mlp"
)

// The causes that are equalities with an exact floor, or facts of the
// configuration that no training changes.

// degenerateData is proven where the loss is as low as such data let it be; above,
// something else keeps it there.
func degenerateData(f *facts) *suspect {
	if weightless(f.p) {
		s := &suspect{cause: "degenerate_data", strength: proof}
		return s.saw("largest weight of a row", 0, 0, "class_weight of the class of its target", "the loss is multiplied by it, and so is every gradient")
	}
	if f.p.Train.Rows() == 1 {
		s := &suspect{cause: "degenerate_data", strength: signature}
		return s.saw("points to train on", 1, 2, "rows of data.points that are not held out", "every function that passes through one point fits it")
	}
	constant := true
	for c := range f.p.Spec.Inputs {
		low, high := dataset.Range(column(f.p.Train.X, f.p.Spec.Inputs, c))
		constant = constant && low == high
	}
	if !constant || f.yardstick.mean == 0 {
		return nil
	}
	s := &suspect{cause: "degenerate_data", strength: signature}
	if atNoise(f.data, f.yardstick.mean, f.yardstick.mean) {
		s.strength = proof
	}
	return s.saw("inputs that vary", 0, 1, "number of input columns with more than one value", "a function of constant inputs is constant")
}

// column is one column of a table, copied.
func column(values []float64, columns, c int) []float64 {
	out := make([]float64, 0, len(values)/columns)
	for i := c; i < len(values); i += columns {
		out = append(out, values[i])
	}
	return out
}

func singleSoftmax(f *facts) *suspect {
	if !f.output().Activation.Is("softmax") || f.output().Units != 1 {
		return nil
	}
	s := &suspect{cause: "softmax_single_unit", strength: proof}
	s.saw("units under the softmax", 1, 2, "exp(z) / exp(z) = 1 whatever z is", "definition of softmax: every gradient is 0")
	low, high := dataset.Range(f.p.Train.Y)
	if low < 0 || high > 1 {
		return s.curedBy(editOutput("linear", "mean_squared_error"))
	}
	if f.p.Spec.Loss.Is("categorical_crossentropy") {
		return s.curedBy(editOutput("sigmoid", "binary_crossentropy"))
	}
	return s.curedBy(editOutput("sigmoid", ""))
}

// wrongLoss reads the table of outputs, losses and labels that fit together.
func wrongLoss(f *facts) *suspect {
	low, high := dataset.Range(f.p.Train.Y)
	out := f.output().Activation.Name
	loss := f.p.Spec.Loss
	lowest, highest := outputRange(f.output())
	s := &suspect{cause: "wrong_loss", strength: proof}
	labels := low >= 0 && high <= 1
	switch loss.Name {
	case "binary_crossentropy":
		logits := loss.True("from_logits")
		switch {
		case !labels:
			return s.saw("largest distance of a label from [0, 1]", max(-low, high-1), 0, "binary cross-entropy is bounded below only for labels in [0, 1]", "definition").
				curedBy(editOutput("linear", "mean_squared_error"), editOutput("tanh", "mean_squared_error"))
		case logits && !(math.IsInf(lowest, -1) && math.IsInf(highest, 1)):
			return s.saw("smallest logit", lowest, math.Inf(-1), "the loss expects logits, any number; "+out+" gives a part of them", "Keras: from_logits").
				curedBy(editOutput("linear", ""), editLossChoice(loss.With("from_logits", 0)))
		case !logits && (lowest < 0 || highest > 1):
			return s.saw("smallest output", lowest, 0, "the loss expects probabilities; "+out+" gives other numbers, whose logarithm is clipped", "Keras: from_logits=False").
				curedBy(editOutput("sigmoid", ""), editLossChoice(loss.With("from_logits", 1)))
		}
	case "categorical_crossentropy":
		logits := loss.True("from_logits")
		sum := oddSum(f.p.Train)
		switch {
		case f.output().Units == 1 || !labels || math.Abs(sum-1) > 1e-3:
			return s.saw("sum of a row's labels, the one farthest from 1", sum, 1, "categorical cross-entropy needs the shares of two classes or more", "definition").
				curedBy(editOutput("sigmoid", "binary_crossentropy"), editOutput("linear", "mean_squared_error"))
		case logits && out != "linear" && !math.IsInf(highest, 1):
			return s.saw("largest logit", highest, math.Inf(1), "the loss expects logits, any number; "+out+" gives a part of them", "Keras: from_logits").
				curedBy(editOutput("linear", ""))
		case !logits && out != "softmax" && out != "exponential": // whose sum Keras divides by, and exp(z) / Σ exp(z) is softmax
			if lowest >= 0 {
				s.strength = signature // shares all the same, once they are divided by their sum
			}
			return s.saw("smallest output", lowest, 0, "the loss expects the probabilities of a softmax; others are divided by their sum, and what is not above 0 is clipped", "Keras: from_logits=False").
				curedBy(editOutput("softmax", ""), editLossChoice(loss.With("from_logits", 1)))
		}
	case "hinge":
		if lowest > -1 || low < -1 || high > 1 {
			return s.saw("smallest output", lowest, -1, "hinge compares an output of either sign with labels -1 and 1", "definition").
				curedBy(editOutput("linear", ""), editOutput("tanh", ""))
		}
	case "mean_absolute_percentage_error":
		for _, y := range f.p.Train.Y {
			if math.Abs(y) < mlp.Epsilon {
				return s.saw("smallest target", math.Abs(y), mlp.Epsilon, "100 |y - p| / max(|y|, 1e-7): a target of 0 outweighs all others", "Keras: mean_absolute_percentage_error").
					curedBy(editLoss("mean_squared_error"), editLoss("mean_absolute_error"))
			}
		}
	}
	return nil
}

// oddSum is the sum of the labels of a row, of that row where it is farthest
// from 1.
func oddSum(rows dataset.Set) float64 {
	odd := 1.0
	for i := range rows.Rows() {
		sum := 0.0
		_, labels := rows.Row(i)
		for _, y := range labels {
			sum += y
		}
		if math.Abs(sum-1) > math.Abs(odd-1) {
			odd = sum
		}
	}
	return odd
}

// met is how close, as a share of a floor, a loss counts as being there.
const met = 0.02

// outputOutOfRange is proven where the loss meets that of the best outputs in
// range, or most of it lies on rows whose outputs are at the bound.
func outputOutOfRange(f *facts) *suspect {
	floor := f.floor("output_range")
	if math.IsNaN(floor) || !comparesNumbers(f.p) || singleSoftmax(f) != nil {
		return nil
	}
	s := &suspect{cause: "output_range_mismatch", strength: signature}
	beyond := f.beyondRange()
	pinned := beyond <= (1+met)*floor && beyond > 0.5*f.data
	if f.state != Diverged && (f.data <= (1+met)*floor || pinned) {
		s.strength = proof
	}
	low, high := outputRange(f.output())
	least, most := dataset.Range(f.p.Train.Y)
	s.saw("loss over that of the best outputs in range", f.data/floor, 1+met, "L / mean loss of the targets moved into the range of "+f.output().Activation.Name, "exact floor")
	s.saw("loss of the rows out of range over their least", beyond/floor, 1+met, "mean loss of the rows whose targets are out of range, the others taken as met / that floor", "1 where their outputs are at the bound")
	s.saw("share of the loss on rows out of range", beyond/f.data, 0.5, "mean loss of those rows, the others taken as met / L", "definition")
	if least < low {
		s.saw("smallest target", least, low, "smallest output of "+f.output().Activation.Name, "definition")
	}
	if most > high {
		s.saw("largest target", most, high, "largest output of "+f.output().Activation.Name, "definition")
	}
	s.curedBy(editOutput("linear", ""))
	if least >= -1 && most <= 1 {
		s.curedBy(editOutput("tanh", ""))
	} else if low == 0 && high == 1 {
		s.curedBy(editScaleTargets("minmax"))
	}
	return s
}

// beyondRange is the loss of the rows with a target that the output cannot
// give, as a share of all rows: the others are taken as met.
func (f *facts) beyondRange() float64 {
	low, high := outputRange(f.output())
	net := f.p.Network(f.weights)
	return f.p.LossOf(func(row int) []float64 {
		x, y := f.p.Train.Row(row)
		if least, most := dataset.Range(y); least < low || most > high {
			return net.Forward(x)
		}
		return y
	})
}

// linearNetwork is proven where the loss is that of the best affine map: no
// training of this network goes on from there. Under a bent output that floor is
// not its own, and a residual out of reach is only a sign.
func linearNetwork(f *facts) *suspect {
	if !f.affine() {
		return nil
	}
	floor := f.floor("affine")
	enough := 1e-6 // numbers; labels as at straightEnough
	if classifies(f.p) {
		enough = straightEnough
	}
	if !(floor > max(enough*f.yardstick.mean, f.p.Resolution())) {
		return nil // a straight line is all that the data need
	}
	if f.straight() && atNoise(floor, f.floor("pure_error"), f.yardstick.mean) {
		return nil // or all that they let any model reach
	}
	s := &suspect{cause: "linear_network", strength: hint}
	s.saw("loss over that of the best affine map", f.data/floor, metAffine, "L / min over W, b of the loss of W x + b", "layers without activation compose to one affine map")
	if f.state != Diverged && f.straight() && f.data <= metAffine*floor {
		s.strength = proof
	}
	if f.state == Stuck || f.state == Unfinished {
		phi := f.phi()
		s.saw("share of the residual out of reach", phi, 0.9, "phi = |(I - J J⁺) r|² / |r|²", "Gauss and Newton; 1.000 in 100 of 100 linear runs")
		if s.strength == hint && f.state == Stuck && smooth(f.p.Spec.Loss) && phi > 0.9 {
			s.strength = signature
		}
		if rank := f.tangent().rank(); rank >= 0 {
			s.saw("rank of the Jacobian", float64(rank), float64((f.p.Spec.Inputs+1)*f.p.Train.Outputs), "rank J <= (inputs + 1) outputs for any affine map", "counted with eigenvalues of J Jᵀ over 1e-6 of the largest")
		}
	}
	return s.curedBy(editHidden("leaky_relu"), editHidden("tanh"))
}

// metAffine is the loss over that of the best affine map at which a linear
// network has met it.
const metAffine = 1.01

func weightDecayTooStrong(f *facts) *suspect {
	t := f.e.Training
	decay := t.Optimizer.Args["weight_decay"]
	if !(t.L1 > 0 || t.L2 > 0 || decay > 0) || f.state == Diverged && f.rate()*max(decay, 2*t.L2) < 2 {
		return nil
	}
	s := &suspect{cause: "weight_decay_too_strong", strength: hint}
	data, penalty := gradients(f.p, f.weights)
	if t.L1 > 0 || t.L2 > 0 {
		cosine := 0.0
		if a, b := norm(data), norm(penalty); a > 0 && b > 0 {
			cosine = dot(data, penalty) / a / b
		}
		s.saw("angle of the two gradients, cosine", cosine, -0.95, "cos(∇ data loss, ∇ penalty): -1 where they cancel", "first-order condition of the penalized optimum")
		s.saw("share of the penalty in the loss", 1-f.data/f.loss, 0, "penalty / L", "definition")
		collapsed := f.data > 0.9*f.yardstick.mean && penaltyFelt(f)
		if limit := f.rate() * 2 * t.L2; f.state == Diverged && f.plain() && limit > 2 {
			s.strength = proof
			s.saw("learning rate × curvature of the penalty", limit, 2, "rate × 2 l2: each step takes w to (1 - rate 2 l2) w", "below -1 the weights grow without end")
		}
		if cosine < -0.95 && f.data > solvedShare*f.yardstick.mean || collapsed {
			s.strength = signature
		}
		s.saw("data loss over that of the best constant", f.data/f.yardstick.mean, 0.9, "L without penalty / V", "weights near 0 predict a constant")
	}
	if decay > 0 {
		s.saw("shrinking of a weight per step", f.rate()*decay, 0, "learning rate × weight_decay", "Keras: weight_decay")
		if f.rate()*decay*float64(f.updates()) > 3 && f.data > 0.5*f.yardstick.mean {
			s.strength = signature
		}
	}
	return s.curedBy(editDecay(0), editDecay(0.01), editDecay(0.1))
}

// penaltyFelt says whether the penalties alone would have shrunk the weights by
// e within the run.
func penaltyFelt(f *facts) bool {
	t := f.e.Training
	return f.adaptive() || f.rate()*2*max(t.L2, t.L1)*float64(f.updates()) > 1
}

// editLossChoice sets the loss with its arguments.
func editLossChoice(c catalog.Choice) edit {
	name := c.Name
	if c.Args["from_logits"] != 0 {
		name += " from logits"
	}
	return edit{name: "loss " + name, words: name + " as the loss", group: "output", apply: setLoss(c)}
}

package diagnose

import (
	"math"
	"strings"

	"plateau/wasm/dataset"
	"plateau/wasm/train"
)

// verdict is a sentence, and for a single point a second one: it holds nothing up, but proves nothing either.
func (d *Diagnosis) verdict(causes []cause) string {
	said := d.sentence(causes)
	if d.facts.p.Train.Rows() == 1 && !(len(causes) > 0 && causes[0].name == "degenerate_data") {
		said += " One point cannot tell functions apart; give at least two."
	}
	return said
}

// sentence has the number first, then the reason, then the way out.
func (d *Diagnosis) sentence(causes []cause) string {
	f := d.facts
	loss := Number(f.loss)
	state := d.state(causes)
	reason := ""
	if len(causes) > 0 {
		reason = ": " + d.reason(causes[0]) + d.limit(causes)
	}
	switch state {
	case Solved:
		return "Solved at " + loss + ": " + f.solvedReason() + "."
	case Learning:
		return "At " + loss + " and falling: let it run."
	case NoiseFloor:
		return "Done at " + loss + reason + "."
	case Diverged:
		return "The loss blew up" + f.blowUpEpoch() + reason + d.wayOut() + "."
	case Unfinished:
		if f.run.Epoch() == 0 {
			return "The loss is " + loss + ": no epoch has been trained."
		}
		if d.open(causes) {
			return "Stopped at " + loss + " while still falling; what holds it up is being tried" + d.wayOut() + "."
		}
		if reason == "" {
			reason = ": it was still falling"
		}
		if words := d.search.ahead.words(); words != "" {
			reason += "; " + words
		}
		return "Stopped at " + loss + reason + d.wayOut() + "."
	}
	if reason == "" && d.Complete() {
		reason = ": none of " + counted(d.search.ran, "change", "changes") + " that were tried moved it tenfold"
	}
	return "Stuck at " + loss + reason + d.wayOut() + "."
}

// solvedReason says in which sense a run is solved: by its labels, to the last
// digit, or to the share of V that counts.
func (f *facts) solvedReason() string {
	switch {
	case f.loss > f.yardstick.goal && classifies(f.p) && !f.p.Spec.Loss.Is("hinge"):
		return "every row gets its label; cross-entropy falls on without end as the network grows surer"
	case f.loss > f.yardstick.goal && classifies(f.p):
		return "every row gets its label"
	case f.loss > f.yardstick.goal:
		return "it has been at " + Number(lowest(f.run.History.Losses)) + ", and only rounding and the size of the steps move it now"
	case f.loss > 100*f.p.Resolution() && f.yardstick.mean > 0:
		return "less than " + Number(solvedShare) + " of what the " + f.floors[0].Label + " leaves"
	}
	return "nothing is left to learn"
}

// blowUpEpoch says when a loss was no longer a finite number, or how far it is.
func (f *facts) blowUpEpoch() string {
	if f.run.Stopped == train.StoppedDiverged {
		return " in epoch " + Count(f.run.Epoch())
	}
	return " to " + Number(f.run.Final())
}

// wayOut names the best fix and the median of the losses it ends at.
func (d *Diagnosis) wayOut() string {
	b := d.search.best()
	if b == nil {
		return ""
	}
	median, _ := b.losses()
	return "; with " + said(b.edits) + " it typically reaches " + Number(median)
}

// said lists changes as a person would say them: "tanh in the hidden layers and
// a learning rate of 0.01".
func said(edits []edit) string {
	words := make([]string, len(edits))
	for i, e := range edits {
		words[i] = spoken(e.words)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return words[0]
}

// titled names a cause in words.
func titled(cause string) string {
	switch cause {
	case "lr_too_small":
		return "learning rate too small"
	case "lr_too_high":
		return "learning rate too high"
	case "bad_init_scale":
		return "initial weights of the wrong size"
	case "symmetric_or_zero_init":
		return "initial weights all alike or zero"
	}
	return spoken(cause)
}

// spoken writes a name of Keras's as words: leaky relu.
func spoken(name string) string { return strings.ReplaceAll(name, "_", " ") }

// reasons is what a verdict says of a cause that needs no number.
var reasons = map[string]string{
	"softmax_single_unit":     "a softmax of one unit is 1 whatever it is fed, so no gradient reaches the weights",
	"wrong_loss":              "the loss does not fit the output layer and the labels",
	"weight_decay_too_strong": "the penalty on the weights pulls them down as hard as the data push",
	"dropout_too_strong":      "dropout silences more units than the network can spare",
	"saturated_activation":    "most hidden units sit on the flat part of their activation, where gradients vanish",
	"symmetric_or_zero_init":  "the hidden units start so alike that they learn the same thing",
	"bad_init_scale":          "the initial weights have the wrong size, so the signal is lost between the layers",
	"vanishing_gradient":      "the gradient shrinks in every saturating layer and hardly reaches the first",
	"class_imbalance":         "the common class is so common that always naming it is nearly as good",
	"too_few_units":           "the hidden layers have too few units for the bends in the data",
	"missing_bias":            "layers without bias cannot shift their output",
	"saddle_or_local_minimum": "these initial weights lead to a dead end that most other seeds avoid",
	"spectral_bias":           "the data wave faster than the network has learned to bend",
	"momentum_too_high":       "the momentum keeps throwing the weights past the bottom",
	"ill_conditioned":         "some directions are so much flatter than others that one rate cannot suit both",
	"optimizer_noise_floor":   "the steps do not shrink, so the weights bounce around the bottom",
	"float_precision_floor":   "32-bit numbers cannot resolve what is left",
	"data_not_shuffled":       "the rows come in order, so each batch undoes the one before",
}

// reason explains a cause in the words of this run.
func (d *Diagnosis) reason(c cause) string {
	f := d.facts
	if a := d.search.ahead; c.name == "optimizer_noise_floor" && f.state == Unfinished && a != nil && a.after > 0 {
		return "the steps do not shrink, so the loss bounces on its way down"
	}
	if text, ok := reasons[c.name]; ok {
		return text
	}
	switch c.name {
	case "degenerate_data":
		if weightless(f.p) {
			return "the class weight of every row is 0, so the data loss is 0 whatever is predicted; give a class a weight above 0"
		}
		if f.p.Train.Rows() == 1 {
			return "one point cannot tell functions apart; give at least two"
		}
		return "every row has the same inputs, so only a constant can be predicted"
	case "linear_network":
		return f.straightReason()
	case "output_range_mismatch":
		low, high := dataset.Range(f.p.Train.Y)
		least, most := outputRange(f.output())
		name := spoken(f.output().Activation.Name)
		if low < least {
			return "a " + name + " output cannot go below " + Number(least) + ", and your targets go down to " + Number(low)
		}
		return "a " + name + " output cannot go above " + Number(most) + ", and your targets go up to " + Number(high)
	case "irreducible_noise":
		if floor := f.floor("pure_error"); floor > 0 {
			return "rows with the same inputs have other targets, and no model goes below " + Number(floor)
		}
		return "what is left looks like noise, row by row"
	case "dead_relu":
		return "relu units are silent on every row, and a silent unit cannot learn"
	case "unscaled_inputs":
		low, high := dataset.Range(f.p.Train.X)
		return "inputs from " + Number(low) + " to " + Number(high) + " are far from the size that the initial weights expect"
	case "unscaled_targets":
		low, high := dataset.Range(f.p.Train.Y)
		return "targets from " + Number(low) + " to " + Number(high) + " are far from the size that the network starts with"
	case "lr_too_small":
		if f.faded() {
			return "the schedule had brought the learning rate from " + Setting(f.rate()) + " down to " + Number(f.rateAt(0.5)) + " half-way through"
		}
		return "a learning rate of " + Setting(f.rate()) + " hardly moves the weights"
	case "lr_too_high":
		return "a learning rate of " + Setting(f.rate()) + " steps past the bottom every time"
	case "too_few_updates":
		if f.state == Stuck {
			return "it takes more than the " + counted(f.updates(), "update", "updates") + " it had to leave this plateau"
		}
		return "it was still on its way after " + counted(f.updates(), "update", "updates")
	}
	return spoken(c.name)
}

// straightReason says what a network without activation can do at most, and
// whether this run is there.
func (f *facts) straightReason() string {
	shape, best := "one straight line", "this is the best one"
	if f.p.Spec.Inputs > 1 || f.p.Train.Outputs > 1 {
		shape = "one linear map"
	}
	if floor := f.hardFloor(); math.Abs(f.loss-floor) > 0.01*floor {
		best = "none goes below " + Number(floor)
		if floor == 0 {
			best = "your data are not"
		}
	}
	who, several := f.linearUnits()
	verb := " is "
	if several {
		verb = " are "
	}
	return who + verb + shape + ", and " + best
}

// linearUnits names the hidden units of a network without activation, and says
// whether they are several.
func (f *facts) linearUnits() (who string, several bool) {
	units := 0
	for _, l := range f.e.Network.Layers[:f.hidden()] {
		units += l.Units
	}
	if units == 0 {
		return "a network without hidden layer", false
	}
	return counted(units, "linear unit", "linear units"), units > 1
}

// limit is what a verdict adds where something else holds a run up above what a
// network without activation can reach; nothing where it can reach the end.
func (d *Diagnosis) limit(causes []cause) string {
	f := d.facts
	for i, c := range causes {
		if floor := f.hardFloor(); i > 0 && c.name == "linear_network" && floor > f.yardstick.goal && f.loss > floor {
			who, several := f.linearUnits()
			verb := " goes no lower than "
			if several {
				verb = " go no lower than "
			}
			return ", and " + who + verb + Number(floor)
		}
	}
	return ""
}

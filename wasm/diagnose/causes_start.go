package diagnose

import (
	"math"

	"plateau/wasm/elementary"
	"plateau/wasm/mlp"
)

// The causes that lie in the initial weights, or in what became of the units.

// startScale is the size of a kernel's initial weights over that of
// glorot_uniform, and |mean| over size: of the initializer where it says so,
// so that the luck of a few draws does not count, else of the weights given.
func startScale(f *facts, v mlp.Variable) (ratio, side float64) {
	c := f.e.Network.Layers[v.Layer].KernelInitializer
	var mean, size float64
	switch {
	case len(f.e.Network.Weights) > 0:
		for _, w := range f.p.Initial[v.From:v.To] {
			mean += w / float64(v.To-v.From)
			size += w * w / float64(v.To-v.From)
		}
		size = math.Sqrt(size)
		if v.To-v.From < 8 {
			mean = 0 // a few weights of one sign are no rule
		}
	case c.Is("zeros"):
	case c.Is("ones"):
		mean, size = 1, 1
	case c.Is("constant"):
		mean = c.Arg("value")
		size = math.Abs(mean)
	case c.Is("random_uniform"):
		low, high := c.Arg("minval"), c.Arg("maxval")
		mean = (low + high) / 2
		size = math.Sqrt(float64(mean*mean) + (high-low)*(high-low)/12)
	case c.Is("random_normal", "truncated_normal"):
		mean = c.Arg("mean")
		size = elementary.Hypot(mean, c.Arg("stddev"))
	case c.Is("variance_scaling"):
		return math.Sqrt(c.Arg("scale")), 0 // over the same rule with a scale of 1
	case c.Is("orthogonal", "identity"):
		size = math.Abs(c.Arg("gain")) / math.Sqrt(float64(max(v.Rows, v.Cols)))
	default:
		return 1, 0 // a rule that minds the number of inputs
	}
	if size == 0 {
		return 0, 0
	}
	return size / math.Sqrt(2/float64(v.Rows+v.Cols)), math.Abs(mean) / size
}

// startScales looks at all kernels: the smallest and the largest ratio to
// Glorot's, and the most one-sided.
func startScales(f *facts) (least, most, oneSided float64) {
	least = math.Inf(1)
	for _, v := range f.p.Spec.Variables() {
		if v.Bias {
			continue
		}
		ratio, side := startScale(f, v)
		least, most, oneSided = min(least, ratio), max(most, ratio), max(oneSided, side)
	}
	return least, most, oneSided
}

// symmetricStart is proven where training cannot part what begins as one: units
// with the same activations and the same outgoing weights, and no dropout that
// tells them apart, or kernels and hidden activations that are all 0. Equal
// activations alone part by the first update.
func symmetricStart(f *facts) *suspect {
	if f.hidden() == 0 {
		return nil
	}
	_, most, _ := startScales(f)
	copies, twins, enough := f.copiesBefore()
	s := &suspect{cause: "symmetric_or_zero_init"}
	switch {
	case twins > 0 && twins >= enough:
		s.strength = proof
		s.saw("hidden units that start as twins", float64(twins), float64(enough), "units of a layer with the same activation on every row and the same outgoing weights", "twins get equal gradients and stay twins")
	case most == 0 && f.silentBefore():
		s.strength = proof
		s.saw("largest activation of the last hidden layer at the start", 0, 0, "|a|, where every kernel is 0", "∂L/∂W = a δ, and δ = W δ of the next layer: both stay 0, and only the output's biases learn")
	case copies > 0 && copies >= enough:
		s.strength = signature
		s.saw("hidden units that start as copies", float64(copies), float64(enough), "units of a layer with the same activation on every row", "only their outgoing weights part them")
	case most < tinyStart:
		s.strength = signature
	default:
		return nil
	}
	s.saw("initial weights over Glorot's", most, tinyStart, "root mean square / √(2 / (inputs + units)), the largest of the layers", "Glorot and Bengio 2010")
	return s.curedBy(editStart("glorot_uniform"), editStart("he_normal"), editWideStart())
}

// tinyStart is the size of the initial weights over Glorot's below which they
// are as good as 0.
const tinyStart = 0.05

// largeStart is the size over Glorot's above which they are too large.
const largeStart = 4

// copiesBefore counts the hidden units that start with the activations of
// another of their layer, and those of them that also have its outgoing weights
// and thus its gradient; enough is half of all that can be copies.
func (f *facts) copiesBefore() (copies, twins, enough int) {
	hidden := 0
	for l, probe := range f.unitsBefore()[:f.hidden()] {
		for j, u := range probe.units {
			hidden++
			if u.copyOf < 0 || u.silent {
				continue
			}
			copies++
			for k := range j {
				if (k == u.copyOf || probe.units[k].copyOf == u.copyOf) && f.sameOutgoing(l, j, k) {
					twins++
					break
				}
			}
		}
	}
	return copies, twins, (hidden - f.hidden() + 1) / 2
}

// sameOutgoing says whether two units of hidden layer l start with the same
// outgoing weights, and nothing is drawn for each of them.
func (f *facts) sameOutgoing(l, j, k int) bool {
	if f.e.Network.Layers[l].Dropout > 0 {
		return false
	}
	for _, v := range f.p.Spec.Variables() {
		if v.Layer == l+1 && !v.Bias {
			rows := f.p.Initial[v.From:v.To]
			return same(rows[j*v.Cols:(j+1)*v.Cols], rows[k*v.Cols:(k+1)*v.Cols])
		}
	}
	return false
}

// silentBefore says whether the last hidden layer starts at 0 on every row.
func (f *facts) silentBefore() bool {
	for _, u := range f.unitsBefore()[f.hidden()-1].units {
		if u.mean != 0 || u.spread != 0 {
			return false
		}
	}
	return true
}

func badInitialScale(f *facts) *suspect {
	least, most, side := startScales(f)
	s := &suspect{cause: "bad_init_scale", strength: hint}
	switch {
	case side > 0.6 && f.hidden() > 0:
		s.strength = signature
		s.saw("one-sidedness of the initial weights", side, 0.6, "|mean| / root mean square of a kernel: 0.87 for U(0, 1)", "weights of one sign give pre-activations of one sign")
	case most > largeStart:
		s.strength = signature
		s.saw("initial weights over Glorot's", most, largeStart, "root mean square / √(2 / (inputs + units)), the largest of the layers", "Glorot and Bengio 2010")
	case least < 0.25 && f.hidden() > 0:
		if f.hidden() >= 2 && most < 0.25 {
			s.strength = signature
		}
		s.saw("initial weights over Glorot's", least, 0.25, "root mean square / √(2 / (inputs + units)), the smallest of the layers", "Glorot and Bengio 2010")
	default:
		return nil
	}
	return s.curedBy(editStart("glorot_uniform"), editStart("he_normal"))
}

func deadRelu(f *facts) *suspect {
	if f.state == Diverged {
		return nil
	}
	worst, layer := 0.0, -1
	for l, probe := range f.units() {
		if !dies(f.e.Network.Layers[l].Activation.Name) {
			continue
		}
		if dead := probe.share(unit.dead); dead > worst {
			worst, layer = dead, l
		}
	}
	if worst < 0.5 {
		return nil
	}
	s := &suspect{cause: "dead_relu", strength: hint}
	if worst == 1 {
		s.strength = signature
	}
	s.saw("share of a layer that is silent", worst, 0.5, "units with z <= 0 on every row / units; 1 of 10 is usual and harmless", "a silent relu passes no gradient")
	if layer == f.hidden() {
		return s.curedBy(editOutput("linear", ""), editOutput("leaky_relu", ""))
	}
	return s.curedBy(editHidden("leaky_relu"), editHidden("elu"), editHidden("tanh"))
}

func saturated(f *facts) *suspect {
	if f.state == Diverged {
		return nil
	}
	worst := 0.0
	for l, probe := range f.units()[:f.hidden()] {
		if !saturates(f.e.Network.Layers[l].Activation.Name) {
			continue
		}
		sum := 0.0
		for _, u := range probe.units {
			sum += u.saturated / float64(len(probe.units))
		}
		worst = max(worst, sum)
	}
	if worst < 0.5 || f.data < 0.2*f.yardstick.mean {
		return nil
	}
	s := &suspect{cause: "saturated_activation", strength: hint}
	if worst > 0.9 {
		s.strength = signature
	}
	s.saw("share of saturated activations", worst, 0.5, "(row, unit) pairs whose slope is under 5 % of the largest / all pairs of a layer", "saturated units pass almost no gradient")
	return s.curedBy(editScaleInputs("standard"), editStart("glorot_uniform"), editHidden("leaky_relu"))
}

// saturatingStack is how many saturating layers can make a gradient vanish.
const saturatingStack = 2

// vanishingGradient is judged where the run began: on the plateau itself the
// gradients of all layers are of one size again.
func vanishingGradient(f *facts) *suspect {
	stack := 0
	for _, l := range f.e.Network.Layers[:f.hidden()] {
		if saturates(l.Activation.Name) {
			stack++
		}
	}
	if stack < saturatingStack || f.state == Diverged || f.data < 0.3*f.yardstick.mean {
		return nil
	}
	data, _ := gradients(f.p, f.p.Initial)
	norms := KernelNorms(f.p.Spec, data)
	ratio := norms[0] / norms[len(norms)-1]
	s := &suspect{cause: "vanishing_gradient", strength: hint}
	if _, most, _ := startScales(f); ratio < 0.03 && most <= largeStart { // weights too large saturate any stack
		s.strength = signature
	}
	s.saw("first layer's gradient over the last's, at the start", ratio, 0.03, "|∇W₁| / |∇W_last|", "Hochreiter 1991; Glorot and Bengio 2010")
	s.saw("saturating hidden layers", float64(stack), saturatingStack, "layers of sigmoid, tanh and their like", "each multiplies the gradient by a slope of at most 1/4 (sigmoid) or 1 (tanh)")
	return s.curedBy(editHidden("relu"), editHidden("tanh"), editShallow(), editOptimizer("adam", 0.01))
}

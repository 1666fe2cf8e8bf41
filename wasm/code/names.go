package code

import (
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/expression"
)

// Names that differ from Keras's by more than case and underscores.
const synonyms = " logistic=sigmoid identity=linear l1=mae smoothl1=huber bce=binarycrossentropy bcewithlogits=binarycrossentropy crossentropy=categoricalcrossentropy nll=categoricalcrossentropy " +
	"sparsecategoricalcrossentropy=categoricalcrossentropy binarycrossentropywithlogits=binarycrossentropy " +
	"opsin=sin xavieruniform=glorotuniform xaviernormal=glorotnormal kaiminguniform=heuniform kaimingnormal=henormal "

// renamed are arguments that Keras has otherwise.
const renamed = " lr=learning_rate eps=epsilon std=stddev b=maxval a=minval val=value beta=beta_1 "

// synonym looks a name up in one of these lists.
func synonym(list, name string) string {
	if at := strings.Index(list, " "+name+"="); at >= 0 {
		name, _, _ = strings.Cut(list[at+len(name)+2:], " ")
	}
	return name
}

// squash is a name without case, underscores and what R and PyTorch put around
// it: "LeakyReLU" and "layer_activation_leaky_relu" are both "leakyrelu".
func squash(name string) string { return synonym(synonyms, plain(name)) }

func plain(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "")
	for _, affix := range [...]string{"layeractivation", "activation", "optimizer", "loss", "initializer"} {
		if rest, ok := strings.CutPrefix(name, affix); ok && rest != "" {
			name = rest
		}
	}
	if rest, ok := strings.CutSuffix(name, "loss"); ok && rest != "" {
		name = rest
	}
	return name
}

// find looks up a name in a catalog, however it is written. What a catalog has
// itself goes before what a name means elsewhere: "identity" is an initializer.
func find(c *catalog.Catalog, name string) (catalog.Entry, bool) {
	name = plain(name)
	if e, ok := among(c, name); ok {
		return e, true
	}
	return among(c, synonym(synonyms, name))
}

func among(c *catalog.Catalog, name string) (catalog.Entry, bool) {
	for alias, full := range c.Aliases {
		if alias == name {
			name = strings.ReplaceAll(full, "_", "")
		}
	}
	for _, e := range c.Entries {
		if strings.ReplaceAll(e.Name, "_", "") == name {
			return e, true
		}
	}
	return catalog.Entry{}, false
}

// nameOf is the name that a text, a symbol or a call carries.
func nameOf(v *value) string {
	if v == nil || v.Kind == expression.Numbers || v.Kind == expression.List {
		return ""
	}
	if v.Kind == expression.Call && v.Text == "" { // nn.ReLU()(x)
		return nameOf(v.Receiver)
	}
	return v.Text
}

// Arguments that change no number here, of any call.
const harmless = "seed inplace dim axis foreach capturable fused differentiable name dtype device verbose params trainable"

// positions are orders of arguments that differ from the catalog's.
const positions = `
ReLU: max_value negative_slope threshold
layer_activation_relu: max_value negative_slope threshold
torch sgd: learning_rate momentum dampening weight_decay nesterov
torch rmsprop: learning_rate rho epsilon weight_decay momentum centered
torch adagrad: learning_rate lr_decay weight_decay initial_accumulator_value epsilon
torch adadelta: learning_rate rho epsilon weight_decay
torch adam: learning_rate betas epsilon weight_decay amsgrad
torch adamw: learning_rate betas epsilon weight_decay amsgrad
torch adamax: learning_rate betas epsilon weight_decay
torch nadam: learning_rate betas epsilon weight_decay momentum_decay
torch binary_crossentropy: weight size_average reduce reduction pos_weight
torch categorical_crossentropy: weight size_average ignore_index reduce reduction label_smoothing
torch huber: reduction delta
torch mean_squared_error: size_average reduce reduction
torch mean_absolute_error: size_average reduce reduction
`

// order is the order of the arguments of a call of e.
func (m *script) order(v *value, e catalog.Entry) string {
	key := v.Text
	if m.Kind == "pytorch" {
		key = "torch " + e.Name
	}
	if _, rest, ok := strings.Cut(positions, "\n"+key+": "); ok {
		rest, _, _ = strings.Cut(rest, "\n")
		return rest
	}
	out := ""
	for _, p := range e.Params {
		out += p.Name + " "
	}
	return out
}

// choice is a name with its arguments as an Experiment has them. skip arguments
// by position come before those of the order.
func (m *script) choice(v *value, c *catalog.Catalog, skip int) (out object, ok bool) {
	e, ok := find(c, nameOf(v))
	if !ok {
		return out, false
	}
	out.put("name", quote(e.Name))
	if v.Kind != expression.Call {
		return out, true
	}
	if v.Text == "" { // nn.LeakyReLU(0.1)(x)
		v, skip = v.Receiver, 0
	}
	names := strings.Fields(m.order(v, e))
	for i, arg := range v.Items {
		name := v.Names[i]
		switch {
		case name != "":
		case skip > 0:
			skip--
			continue
		case len(names) == 0:
			m.note("%s: its argument %d is left out", v.Text, i+1)
			continue
		default:
			name, names = names[0], names[1:]
		}
		m.argument(&out, e, name, arg)
	}
	return out, true
}

func (m *script) argument(out *object, e catalog.Entry, name string, arg *value) {
	given := name
	if _, own := param(e, name); !own {
		name = synonym(renamed, name)
	}
	if name == "betas" && len(arg.Data) == 2 {
		out.number("beta_1", arg.Data[0])
		out.number("beta_2", arg.Data[1])
		return
	}
	for _, p := range e.Params {
		if p.Name != name && !(name == "alpha" && (p.Name == "negative_slope" || p.Name == "rho")) {
			continue
		}
		switch x, ok := arg.Scalar(); {
		case p.Kind == catalog.Numbers && arg.Kind == expression.Numbers:
			out.put(p.Name, jsonNumbers(arg.Data))
		case ok:
			out.number(p.Name, x)
		case arg.Kind == expression.Bool:
			out.put(p.Name, jsonBool(arg.Data[0] != 0))
		case arg.Kind == expression.Text:
			out.put(p.Name, quote(arg.Text))
		case arg.Kind == expression.Numbers:
			out.put(p.Name, jsonNumbers(arg.Data))
		case !idle(arg) && !m.isSchedule(arg):
			m.note("%s: %q is not a number that is known, and is left out", e.Name, given)
		}
		return
	}
	switch {
	case expression.Among("reduction size_average reduce", name):
		if m.Kind != "pytorch" && arg.Text == "sum" {
			m.note("%s: the sum over the rows is taken as their mean", e.Name)
		}
	case !idle(arg) && !expression.Among(harmless, name):
		m.note("%s has no argument %q here; it is left out", e.Name, given)
	}
}

func param(e catalog.Entry, name string) (catalog.Param, bool) {
	for _, p := range e.Params {
		if p.Name == name {
			return p, true
		}
	}
	return catalog.Param{}, false
}

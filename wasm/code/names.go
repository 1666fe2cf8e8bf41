package code

import (
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/expression"
)

// Names that differ from Keras's by more than case and underscores.
const synonyms = " logistic=sigmoid identity=linear l1=mae smoothl1=huber bce=binarycrossentropy bcewithlogits=binarycrossentropy crossentropy=categoricalcrossentropy " +
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
func squash(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "")
	for _, affix := range [...]string{"layeractivation", "activation", "optimizer", "loss", "initializer"} {
		if rest, ok := strings.CutPrefix(name, affix); ok && rest != "" {
			name = rest
		}
	}
	if rest, ok := strings.CutSuffix(name, "loss"); ok && rest != "" {
		name = rest
	}
	return synonym(synonyms, name)
}

// find looks up a name in a catalog, however it is written.
func find(c *catalog.Catalog, name string) (catalog.Entry, bool) {
	name = squash(name)
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

// choice is a name with its arguments as an Experiment has them. Arguments by
// position follow the order of the catalog, after skip others.
func (m *script) choice(v *value, c *catalog.Catalog, skip int) (out object, ok bool) {
	e, ok := find(c, nameOf(v))
	if !ok {
		return out, false
	}
	out.put("name", quote(e.Name))
	if v.Kind != expression.Call {
		return out, true
	}
	at := 0
	for i, arg := range v.Items {
		name := v.Names[i]
		if name == "" {
			if at < skip || at-skip >= len(e.Params) {
				at++
				continue
			}
			name = e.Params[at-skip].Name
			at++
		}
		m.argument(&out, e, name, arg)
	}
	return out, true
}

func (m *script) argument(out *object, e catalog.Entry, name string, arg *value) {
	name = synonym(renamed, name)
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
		case ok:
			out.number(p.Name, x)
		case arg.Kind == expression.Bool:
			out.put(p.Name, jsonBool(arg.Data[0] != 0))
		case arg.Kind == expression.Text:
			out.put(p.Name, quote(arg.Text))
		case arg.Kind == expression.Numbers:
			out.put(p.Name, jsonNumbers(arg.Data))
		}
		return
	}
	if x, ok := arg.Scalar(); ok && x != 0 && !expression.Among("seed inplace dim axis reduction foreach capturable name dampening maximize verbose", name) {
		m.note("%s has no argument %q here; it is left out", e.Name, name)
	}
}

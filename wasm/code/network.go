package code

import (
	"strings"

	"plateau/wasm/expression"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

const dense = "Dense layer_dense Linear nn_linear LazyLinear"

func isLayer(v *value) bool {
	return v.Is(dense + " Dropout layer_dropout nn_dropout dropout GaussianNoise layer_gaussian_noise LogSoftmax log_softmax Flatten layer_flatten Activation layer_activation Input InputLayer layer_input Identity")
}

func isActivation(v *value) bool {
	if v.Kind != expression.Call || v.Is("exponential sin") {
		return false
	}
	_, ok := find(&mlp.Activations, v.Text)
	return ok && v.Text != "linear"
}

// pipeline understands what makes a sequential model or adds to it: the layers
// that were added, or nil.
func (m *script) pipeline(v *value) []*value {
	switch {
	case v.Is("Sequential keras_model_sequential nn_sequential"):
		var layers []*value
		for i, one := range v.Items {
			if v.Names[i] == "" {
				layers = append(layers, one)
			}
		}
		if first := v.Arg(0, "layers"); first != nil && (first.Kind == expression.List || first.Is("list c OrderedDict")) {
			layers = first.Items
		}
		if shape := v.Named("input_shape"); shape != nil {
			m.dimensions(shape)
		}
		m.take(layers)
		m.model = v
		return append([]*value{}, layers...)
	case v.Is("add") && len(v.Items) == 1 && (isLayer(v.Items[0]) || isActivation(v.Items[0])):
		m.add(v.Items[0])
		m.adds(v.Items[0])
		return v.Items
	}
	var chain []*value
	at := v
	for at != nil && at.Kind == expression.Call && strings.HasPrefix(at.Text, "layer_") && at.Text != "layer_input" && at.Receiver != nil && at != m.model && len(chain) < 50 {
		chain = append([]*value{at}, chain...)
		at = at.Receiver
	}
	if len(chain) == 0 || len(m.layers) > 40 {
		return nil
	}
	switch {
	case at == m.model || at.Kind == expression.Symbol:
	case at.Is("Sequential keras_model_sequential"):
		m.pipeline(at)
	default:
		return nil
	}
	for _, one := range chain {
		m.add(one)
	}
	m.adds(chain[0])
	m.alias(at, v)
	return chain
}

// alias makes v the model; names that stood for it before still do.
func (m *script) alias(was, v *value) {
	for name, known := range m.vars {
		if known == was {
			m.vars[name] = v
		}
	}
	m.model = v
}

// take begins the network anew.
func (m *script) take(layers []*value) {
	if len(m.layers) > 0 && (m.loss != nil || m.optimizer != nil) {
		m.note("there is more than one network; the last one is taken")
	}
	m.layers, m.noise = nil, 0
	for _, one := range layers {
		m.add(one)
	}
}

// stack is the layers that a value went through, in order: x = f(Dense(3)(x)).
func (m *script) stack(v *value, seen []*value) []*value {
	if v == nil || v.Kind != expression.Call || len(seen) > 50 || m.tired() {
		return nil
	}
	seen = append(seen, v)
	switch {
	case v.Text == "" && len(v.Items) > 0:
		first := v.Items[0]
		if first.Kind == expression.List && len(first.Items) > 0 {
			first = m.joined(v.Receiver.Text, first.Items, seen)
		}
		before := m.stack(first, seen)
		if v.Receiver.Is("Sequential nn_sequential") {
			return append(before, v.Receiver.Items...)
		}
		return append(before, v.Receiver)
	case isActivation(v) && v.Receiver != nil && len(v.Items) == 0, strings.HasPrefix(v.Text, "layer_") && v.Receiver != nil:
		return append(m.stack(v.Receiver, seen), v)
	case isActivation(v) && len(v.Items) > 0:
		return append(m.stack(v.Items[0], seen), v)
	case v.Is("Input layer_input"):
		m.shape(v)
	case v.Is("squeeze view flatten reshape") && v.Receiver != nil:
		return m.stack(v.Receiver, seen)
	case v.Is("dropout log_softmax") && len(v.Items) > 0: // F.dropout(h, 0.5)
		return append(m.stack(v.Items[0], seen), v)
	case v.Is("+ - * / cat concat concatenate add stack") && len(v.Items) > 0:
		parts := v.Items
		if parts[0].Kind == expression.List {
			parts = parts[0].Items
		}
		return m.stack(m.joined(v.Text, parts, seen), seen)
	}
	return nil
}

// joined is the part with the most layers of what is joined, which is no chain.
func (m *script) joined(how string, parts []*value, seen []*value) (longest *value) {
	most := 0
	for _, one := range parts {
		if n := len(m.stack(one, seen)); n > most {
			most, longest = n, one
		}
	}
	if longest != nil {
		m.note("what %q joins is left out, but for the part with the most layers", how)
	}
	return longest
}

// add puts one layer on top.
func (m *script) add(v *value) {
	if len(m.layers) > 40 || m.tired() {
		return
	}
	top := len(m.layers) - 1
	switch {
	case v.Is("Sequential") || v.Kind == expression.List:
		for _, one := range v.Items {
			m.add(one)
		}
	case v.Is(dense):
		m.dense(v)
	case v.Is("Dropout layer_dropout nn_dropout dropout"):
		m.dropout(v, top)
	case v.Is("GaussianNoise layer_gaussian_noise"):
		sigma, ok := v.Arg(0, "stddev").Scalar()
		if top >= 0 || !ok {
			m.note("%s is left out: noise is added to the inputs alone, and by a number", v.Text)
			return
		}
		m.noise = sigma
	case v.Is("Input InputLayer layer_input"):
		m.shape(v)
	case v.Is("LogSoftmax log_softmax") && m.Kind == "pytorch":
		m.logs = true
	case v.Is("Flatten layer_flatten Identity"):
		m.shape(v)
	case v.Is("Activation layer_activation"):
		if a := v.Arg(0, "activation"); a != nil {
			m.activate(a)
		}
	case isActivation(v) || v.Is("exponential sin"):
		m.activate(v)
	case v.Kind == expression.Text || v.Kind == expression.Symbol: // names in an OrderedDict, an unknown variable
		if v.Kind == expression.Symbol {
			m.note("the layer %q is not known and is left out", v.Text)
		}
	default:
		if expression.Among("Add Concatenate Subtract Multiply Average Maximum", v.Text) {
			return // joined has said so
		}
		m.note("a layer %q is not known and is left out", v.Text)
	}
}

// shape reads the size of the inputs from a layer that gives it.
func (m *script) shape(v *value) {
	for i, name := range v.Names {
		if expression.Among("shape input_shape batch_shape input_dim", name) || name == "" && i == 0 {
			m.dimensions(v.Items[i])
		}
	}
}

// dimensions takes the last of (None, 3), (3,), c(3) or 3.
func (m *script) dimensions(v *value) {
	if v.Kind == expression.List && len(v.Items) > 0 {
		v = v.Items[len(v.Items)-1]
	}
	if v.Kind == expression.Numbers && len(v.Data) > 0 {
		m.inputs = int(max(0, min(v.Data[len(v.Data)-1], 1e6)))
	}
}

// describe tells the layers that a statement added.
func (m *script) describe(added []*value) string {
	n := 0
	for _, v := range added {
		if v.Is(dense) {
			n++
		}
	}
	if n == 0 {
		return "the network"
	}
	var parts []string
	for _, l := range m.layers[max(0, len(m.layers)-n):] {
		what := l.activation
		if what == "" {
			what = "linear"
		}
		parts = append(parts, text.Format("%d units, %s", l.units, what))
	}
	return "layers: " + strings.Join(parts, "; ")
}

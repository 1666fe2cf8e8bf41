package code

import (
	"strings"

	"plateau/wasm/expression"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// layer is one dense layer as it is put together.
type layer struct {
	object
	units      int
	activation string
}

const dense = "Dense layer_dense Linear nn_linear LazyLinear"

func isLayer(v *value) bool {
	return v.Is(dense + " Dropout layer_dropout nn_dropout Flatten layer_flatten Activation layer_activation Input InputLayer layer_input Identity")
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
	m.layers = nil
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
		before := m.stack(v.Items[0], seen)
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
	}
	return nil
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
	case v.Is("Dropout layer_dropout nn_dropout"):
		rate, ok := v.Arg(0, "rate p").Scalar()
		if !ok {
			rate = 0.5
		}
		if top < 0 {
			m.note("dropout of the inputs is left out")
			return
		}
		m.layers[top].number("dropout", rate)
	case v.Is("Input InputLayer layer_input"):
		m.shape(v)
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
		m.note("a layer %q is not known and is left out", v.Text)
	}
}

func (m *script) activate(v *value) {
	top := len(m.layers) - 1
	skip := 0
	if v.Is("lambda") { // of a call of an activation: the first argument is what it is called with
		if body, ok := expression.New(v.Path).Next(); ok && body.Value != nil && body.Wrong == "" {
			v, skip = body.Value, 1
		}
	}
	c, ok := m.choice(v, &mlp.Activations, skip)
	switch {
	case !ok:
		m.note("the activation %q is not known and is left out", nameOf(v))
	case top < 0:
		m.note("an activation before the first layer is left out")
	case m.layers[top].activation != "":
		m.note("a second activation on one layer is left out")
	default:
		name := c.get("name")
		if name == `"leaky_relu"` && m.Kind == "pytorch" {
			c.otherwise("negative_slope", 0.01)
		}
		if mode := v.Named("approximate"); mode != nil && mode.Text == "tanh" {
			c.put("approximate", "true")
		}
		m.layers[top].put("activation", c.String())
		m.layers[top].activation = name[1 : len(name)-1]
	}
}

// dense reads a dense layer of any framework.
func (m *script) dense(v *value) {
	l := layer{units: 1}
	units := v.Arg(0, "units")
	if v.Is("Linear nn_linear LazyLinear") {
		units = v.Arg(1, "out_features")
		if n, ok := v.Arg(0, "in_features").Scalar(); ok && m.inputs == 0 && v.Text != "LazyLinear" {
			m.inputs = int(min(n, 1e6))
		}
		if v.Text == "LazyLinear" {
			units = v.Arg(0, "out_features")
		}
		for _, name := range [...]string{"kernel_initializer", "bias_initializer"} {
			l.put(name, `"torch_default"`)
		}
		if b := v.Arg(2, "bias"); b != nil && b.Kind == expression.Bool && b.Data[0] == 0 {
			l.put("use_bias", "false")
		}
	}
	if n, ok := units.Scalar(); ok && n >= 0 && n < 1e6 {
		l.units = int(n)
	} else {
		m.note("the number of units is not known; 1 is taken")
	}
	for _, name := range [...]string{"input_shape", "input_dim", "batch_input_shape", "shape"} {
		if shape := v.Named(name); shape != nil {
			m.dimensions(shape)
		}
	}
	if b := v.Named("use_bias"); b != nil && b.Kind == expression.Bool {
		l.put("use_bias", jsonBool(b.Data[0] != 0))
	}
	for _, name := range [...]string{"kernel_initializer", "bias_initializer"} {
		if init := v.Named(name + " " + map[string]string{"kernel_initializer": "init"}[name]); init != nil {
			if c, ok := m.choice(init, &mlp.Initializers, 0); ok {
				l.put(name, c.String())
			} else {
				m.note("the initializer %q is not known; Keras's default is taken", nameOf(init))
			}
		}
	}
	if r := v.Named("kernel_regularizer"); r != nil {
		m.regularizer(r)
	}
	m.layers = append(m.layers, l)
	activation := v.Named("activation")
	if activation == nil && !v.Is("Linear nn_linear LazyLinear") {
		activation = v.Arg(1, "")
	}
	if nameOf(activation) != "" && !expression.Among("None NULL", nameOf(activation)) {
		m.activate(activation)
	}
}

// regularizer adds a penalty; there is one for the whole network.
func (m *script) regularizer(v *value) {
	x, ok := v.Arg(0, "l l1 l2").Scalar()
	if !ok {
		x = 0.01
	}
	switch {
	case v.Is("l1 L1 regularizer_l1"):
		m.l1 = x
	case v.Is("l2 L2 regularizer_l2"):
		m.l2 = x
	case v.Is("l1_l2 L1L2 regularizer_l1_l2"):
		m.l1, _ = v.Arg(0, "l1").Scalar()
		m.l2, _ = v.Arg(1, "l2").Scalar()
	}
	m.note("a penalty on one kernel is taken for all kernels")
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

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
	l1, l2     float64 // penalties on its kernel
	count      string  // the variable of a loop that its units are
}

// dropout silences outputs of the layer on top.
func (m *script) dropout(v *value, top int) {
	at := 0
	if v.Is("dropout") { // F.dropout(h, 0.5)
		at = 1
	}
	rate, ok := v.Arg(at, "rate p").Scalar()
	if !ok {
		if v.Arg(at, "rate p") != nil {
			m.note("the rate of %s is not a number that is known; 0.5 is taken", v.Text)
		}
		rate = 0.5
	}
	switch {
	case top < 0:
		m.note("dropout of the inputs is left out")
	case m.layers[top].get("dropout") != "":
		m.note("a second dropout on one layer is left out")
	default:
		m.layers[top].number("dropout", rate)
	}
}

func (m *script) activate(v *value) {
	top := len(m.layers) - 1
	skip := 0
	if v.Is("lambda") { // of a call of an activation
		if body, ok := expression.New(v.Path).Next(); ok && body.Value != nil && body.Wrong == "" {
			v = body.Value
		}
	}
	if v.Kind == expression.Call && len(v.Items) > 0 && v.Names[0] == "" { // the first argument may be what it is called with: F.leaky_relu(h, 0.1)
		switch one := v.Items[0]; one.Kind {
		case expression.Symbol, expression.Call:
			skip = 1
		case expression.Numbers:
			skip = min(1, one.Dim)
		}
	}
	c, ok := m.choice(v, &mlp.Activations, skip)
	switch {
	case !ok:
		m.note("the activation %q is not known and is left out", nameOf(v))
	case top < 0:
		m.note("an activation before the first layer is left out")
	case m.layers[top].activation != "" && m.layers[top].activation != "linear":
		m.note("a second activation on one layer is left out")
	default:
		name := c.get("name")
		switch {
		case name != `"leaky_relu"` || v.Kind != expression.Call:
		case m.Kind == "pytorch":
			c.otherwise("negative_slope", 0.01)
		case expression.Among("LeakyReLU layer_activation_leaky_relu", v.Text): // the layer's default is not the function's
			c.otherwise("negative_slope", 0.3)
		}
		if mode := v.Named("approximate"); mode != nil && mode.Text == "tanh" {
			c.put("approximate", "true")
		}
		if m.layers[top].get("dropout") != "" && !expression.Among("linear relu leaky_relu", strings.Trim(name, `"`)) {
			m.note("dropout before %s is taken as dropout after it", name[1:len(name)-1])
		}
		m.layers[top].put("activation", c.String())
		m.layers[top].activation = name[1 : len(name)-1]
	}
}

// The orders of the arguments of dense layers.
const (
	denseOrder  = "units activation use_bias kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint"
	linearOrder = "in_features out_features bias device dtype"
	sizes       = " input_shape input_dim batch_input_shape shape name trainable dtype device"
)

// dense reads a dense layer of any framework.
func (m *script) dense(v *value) {
	l := layer{units: 1}
	linear := v.Is("Linear nn_linear LazyLinear")
	switch {
	case v.Is("LazyLinear"):
		v = inOrder(v, linearOrder[len("in_features "):])
	case linear:
		v = inOrder(v, linearOrder)
		if n, ok := v.Named("in_features").Scalar(); ok && m.inputs == 0 {
			m.inputs = int(min(n, 1e6))
		}
	default:
		v = inOrder(v, denseOrder)
	}
	if linear {
		m.leftOut(v, linearOrder)
		for _, name := range [...]string{"kernel_initializer", "bias_initializer"} {
			l.put(name, `"torch_default"`)
		}
	} else {
		m.leftOut(v, "units output_dim activation use_bias bias init kernel_initializer bias_initializer kernel_regularizer W_regularizer"+sizes)
	}
	units := v.Named("units out_features output_dim")
	n, ok := units.Scalar()
	for _, one := range m.loops {
		if units != nil && units.Kind == expression.Symbol && units.Text == one.target {
			l.count = one.target
		}
	}
	switch {
	case ok && n >= 0 && n < 1e6 && n == float64(int(n)):
		l.units = int(n)
	case l.count == "":
		m.note("the number of units is not known; 1 is taken")
	}
	if dtype := v.Named("dtype"); dtype != nil && dtype.Text == "float64" {
		m.double = true
	}
	if t := v.Named("trainable"); t != nil && idle(t) {
		m.note("%s: \"trainable\" is left out; all layers are trained", v.Text)
	}
	for _, name := range [...]string{"input_shape", "input_dim", "batch_input_shape", "shape"} {
		if shape := v.Named(name); shape != nil {
			m.dimensions(shape)
		}
	}
	if b := v.Named("use_bias bias"); b != nil && b.Kind == expression.Bool {
		l.put("use_bias", jsonBool(b.Data[0] != 0))
	} else if b != nil {
		m.note("%s: whether it has a bias is not known; it is given one", v.Text)
	}
	for name, names := range [...]string{"kernel_initializer init", "bias_initializer"} {
		init := v.Named(names)
		if init == nil || nothing(init) {
			continue
		}
		if c, ok := m.choice(init, &mlp.Initializers, 0); ok {
			l.put([...]string{"kernel_initializer", "bias_initializer"}[name], c.String())
		} else {
			m.note("the initializer %q is not known; Keras's default is taken", nameOf(init))
		}
	}
	if r := v.Named("kernel_regularizer W_regularizer"); r != nil && !nothing(r) {
		m.regularizer(r, &l)
	}
	m.layers = append(m.layers, l)
	if activation := v.Named("activation"); activation != nil && !nothing(activation) {
		if nameOf(activation) == "" {
			m.note("an activation that is not known is left out")
		} else {
			m.activate(activation)
		}
	}
}

// nothing says that an argument is None or NULL.
func nothing(v *value) bool {
	return v.Kind == expression.Symbol && expression.Among("None NULL", v.Text)
}

// explicit reads the weights that a network starts from, as set_weights takes them.
func (m *script) explicit(v *value) (string, bool) {
	var all []string
	for _, one := range v.Items {
		switch {
		case one.Kind != expression.Numbers || one.Dim == 0:
			return "weights that are not known as numbers", false
		case one.Dim == 1:
			all = append(all, jsonNumbers(one.Data))
			continue
		}
		rows := make([]string, one.Rows)
		for r := range rows {
			rows[r] = jsonNumbers(one.Data[r*one.Cols:][:one.Cols])
		}
		all = append(all, "["+strings.Join(rows, ",")+"]")
	}
	if len(all) == 0 {
		return "weights that are not known as numbers", false
	}
	m.weights = "[" + strings.Join(all, ",") + "]"
	return "the weights that training starts from", true
}

// regularizer reads the penalty of one kernel.
func (m *script) regularizer(v *value, l *layer) {
	name := strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(nameOf(v), "_", "")), "regularizer")
	both := name == "l1l2"
	usual := 0.01
	if both && v.Text == "L1L2" || v.Text == "l1_l2" && v.Kind == expression.Call {
		usual = 0 // Keras 3; R and older ones have 0.01
	}
	number := func(at int, names string) float64 {
		x, ok := v.Arg(at, names).Scalar()
		switch {
		case ok:
			return x
		case v.Arg(at, names) != nil:
			m.note("%s: its size is not a number that is known; %s is taken", v.Text, text.Number(usual))
		}
		return usual
	}
	switch {
	case name == "l1":
		l.l1 = number(0, "l l1")
	case name == "l2":
		l.l2 = number(0, "l l2")
	case both:
		l.l1, l.l2 = number(0, "l1"), number(1, "l2")
	default:
		m.note("the penalty %q is not known and is left out", nameOf(v))
	}
}

// penalties makes one penalty for the whole network of those of the kernels.
func (m *script) penalties() {
	mixed := false
	l1, l2 := 0.0, 0.0
	for i, l := range m.layers {
		mixed = mixed || i > 0 && (l.l1 != m.layers[0].l1 || l.l2 != m.layers[0].l2)
		l1, l2 = max(l1, l.l1), max(l2, l.l2)
	}
	if mixed {
		m.note("the penalties on some kernels are taken for all: l1 %s, l2 %s", text.Number(l1), text.Number(l2))
	}
	if l1 > 0 || l2 > 0 {
		m.l1, m.l2 = l1, l2
	}
}

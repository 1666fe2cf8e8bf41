package mlp

import "plateau/wasm/catalog"

// Layer is the configuration of one Dense layer, with Keras's names.
type Layer struct {
	Units             int
	Activation        catalog.Choice
	UseBias           bool
	KernelInitializer catalog.Choice
	BiasInitializer   catalog.Choice
	Dropout           float64 // share of this layer's outputs dropped while training
}

// Spec is the function to be trained: its shape, its loss and the penalty on
// its kernels. It holds no data and no weights.
type Spec struct {
	Inputs int
	Layers []Layer // the last one is the output
	Loss   catalog.Choice
	L1, L2 float64 // added to the loss: L1 Σ|w| + L2 Σw² over all kernels, biases excepted
}

// Outputs is the number of units of the last layer.
func (s Spec) Outputs() int { return s.Layers[len(s.Layers)-1].Units }

// Variable is one of Keras's trainable variables: a kernel or a bias, as a
// range of the flat weights.
type Variable struct {
	Layer      int
	Bias       bool
	From, To   int
	Rows, Cols int // kernel: (inputs, units); bias: (1, units)
}

// Variables lists the variables in Keras's order.
func (s Spec) Variables() []Variable {
	var out []Variable
	at, inputs := 0, s.Inputs
	for i, l := range s.Layers {
		out = append(out, Variable{i, false, at, at + inputs*l.Units, inputs, l.Units})
		at += inputs * l.Units
		if l.UseBias {
			out = append(out, Variable{i, true, at, at + l.Units, 1, l.Units})
			at += l.Units
		}
		inputs = l.Units
	}
	return out
}

// Parameters is the number of weights.
func (s Spec) Parameters() int {
	v := s.Variables()
	return v[len(v)-1].To
}

// Network is a Spec with weights, and the working memory of one row.
type Network[T Float] struct {
	Spec   Spec
	Params []T // all weights, flat, Keras's order
	layers []dense[T]
	loss   Loss[T]
	l1, l2 T
}

// dense is one layer: views of its weights and of the row passing through it.
type dense[T Float] struct {
	kernel, bias []T // shapes (inputs, units) and (units)
	from         int // where the kernel begins in Params
	activation   Activation[T]
	dropout      T
	z, a         []T // pre-activations and activations, shape (units)
	out          []T // what the next layer reads: a, or dropped while units are dropped
	keep         []T // dropout: 0 or 1/(1-rate) for each unit
	dropped      []T // a times keep
	dropping     bool
	delta        []T // derivative of the loss by out, then by z
}

// New builds a network with all weights 0.
func New[T Float](s Spec) *Network[T] {
	n := &Network[T]{
		Spec: s, Params: make([]T, s.Parameters()), layers: make([]dense[T], len(s.Layers)),
		loss: NewLoss[T](s.Loss), l1: T(s.L1), l2: T(s.L2),
	}
	for _, v := range s.Variables() {
		l := &n.layers[v.Layer]
		if v.Bias {
			l.bias = n.Params[v.From:v.To:v.To]
		} else {
			l.kernel, l.from = n.Params[v.From:v.To:v.To], v.From
		}
	}
	for i, c := range s.Layers {
		l := &n.layers[i]
		l.activation = NewActivation[T](c.Activation)
		l.dropout = T(c.Dropout)
		l.z, l.a, l.delta = make([]T, c.Units), make([]T, c.Units), make([]T, c.Units)
		if c.Dropout > 0 {
			l.keep, l.dropped = make([]T, c.Units), make([]T, c.Units)
		}
	}
	return n
}

// Forward runs one row x, shape (inputs), and returns the outputs, shape
// (outputs), which stay valid until the next call. Nothing is dropped.
func (n *Network[T]) Forward(x []T) []T { return n.forward(x, nil) }

// forward drops units as drop decides, or none where drop is nil.
func (n *Network[T]) forward(x []T, drop *Drop) []T {
	for i := range n.layers {
		l := &n.layers[i]
		l.forward(x)
		l.out = l.a
		if l.dropping = drop != nil && l.dropout > 0; l.dropping {
			mask(l.keep, drop, i, l.dropout)
			for j, k := range l.keep {
				l.dropped[j] = l.a[j] * k
			}
			l.out = l.dropped
		}
		x = l.out
	}
	return x
}

// z = xᵀ kernel + bias, a = f(z).
func (l *dense[T]) forward(x []T) {
	z := l.z
	if l.bias != nil {
		copy(z, l.bias)
	} else {
		clear(z)
	}
	for i, v := range x {
		row := l.kernel[i*len(z) : i*len(z)+len(z)]
		for j, w := range row {
			z[j] += T(v * w)
		}
	}
	l.activation.Forward(l.a, z)
}

// Row adds weight times the gradient of the loss of the row (x, y) to grad,
// shape (parameters), and returns weight times that loss. Penalties are not
// included. Units are dropped as drop decides, none where it is nil.
func (n *Network[T]) Row(grad, x, y []T, weight T, drop *Drop) T {
	out := n.forward(x, drop)
	delta := n.layers[len(n.layers)-1].delta
	n.loss.Gradient(delta, y, out)
	for j := range delta {
		delta[j] *= weight
	}
	n.backward(grad, x)
	return weight * n.loss.Row(y, out)
}

// backward takes the derivatives by the outputs from the last layer's delta
// and adds the gradient to grad.
func (n *Network[T]) backward(grad, x []T) {
	for i := len(n.layers) - 1; i >= 0; i-- {
		l := &n.layers[i]
		if l.dropping {
			for j, k := range l.keep {
				l.delta[j] *= k
			}
		}
		l.activation.Backward(l.delta, l.z, l.a, l.delta)
		in, below := x, []T(nil)
		if i > 0 {
			in, below = n.layers[i-1].out, n.layers[i-1].delta
		}
		l.gradient(grad[l.from:], in, below)
	}
}

// gradient adds x deltaᵀ and delta to the layer's part of grad, and stores
// below = kernel delta where there is a layer below.
func (l *dense[T]) gradient(grad, x, below []T) {
	units := len(l.delta)
	for i, v := range x {
		row := grad[i*units : i*units+units]
		for j, d := range l.delta {
			row[j] += T(v * d)
		}
	}
	if l.bias != nil {
		row := grad[len(x)*units : len(x)*units+units]
		for j, d := range l.delta {
			row[j] += d
		}
	}
	for i := range below {
		var s T
		for j, w := range l.kernel[i*units : i*units+units] {
			s += T(w * l.delta[j])
		}
		below[i] = s
	}
}

// Penalty is L1 Σ|w| + L2 Σw² over all kernels.
func (n *Network[T]) Penalty() T {
	if n.l1 == 0 && n.l2 == 0 {
		return 0
	}
	var ones, squares T
	for _, l := range n.layers {
		for _, w := range l.kernel {
			ones += abs(w)
			squares += T(w * w)
		}
	}
	return T(n.l1*ones) + T(n.l2*squares)
}

// PenaltyGradient adds the gradient of Penalty to grad; |w| has slope 0 at 0.
func (n *Network[T]) PenaltyGradient(grad []T) {
	if n.l1 == 0 && n.l2 == 0 {
		return
	}
	for _, l := range n.layers {
		for k, w := range l.kernel {
			grad[l.from+k] += T(n.l1*sign(w)) + T(2*n.l2*w)
		}
	}
}

// RowLoss is the loss of one row at the present weights, nothing dropped.
func (n *Network[T]) RowLoss(x, y []T) T { return n.loss.Row(y, n.Forward(x)) }

// Jacobian stores the derivatives of the outputs of one row by all weights,
// shape (outputs, parameters), and returns the outputs.
func (n *Network[T]) Jacobian(dst, x []T) []T {
	out := n.Forward(x)
	p := len(n.Params)
	clear(dst)
	last := &n.layers[len(n.layers)-1]
	for k := range out {
		clear(last.delta)
		last.delta[k] = 1
		n.backward(dst[k*p:(k+1)*p], x)
	}
	return out
}

// Unit is the pre-activation and activation of one unit after Forward or Row.
func (n *Network[T]) Unit(layer, unit int) (z, a T) {
	l := &n.layers[layer]
	return l.z[unit], l.a[unit]
}

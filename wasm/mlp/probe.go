package mlp

// Slopes stores the derivative of each unit of a layer by its own
// pre-activation, shape (units), after Forward or Row. Units of a softmax
// depend on each other and have none of their own: p (1 - p) is stored.
func (n *Network[T]) Slopes(dst []T, layer int) {
	l := &n.layers[layer]
	if _, together := l.activation.(softmax[T]); together {
		for j, p := range l.a {
			dst[j] = p * (1 - p)
		}
		return
	}
	for j := range dst {
		dst[j] = 1
	}
	l.activation.Backward(dst, l.z, l.a, dst)
}

// Gradient stores the mean gradient of the loss of the rows (x, y), each times
// its weight, shape (parameters), and returns that mean loss. Penalties are not
// included and nothing is dropped. Without weights every row counts 1.
func (n *Network[T]) Gradient(dst, x, y, weights []T) T {
	clear(dst)
	in, out := n.Spec.Inputs, n.Spec.Outputs()
	rows := len(x) / in
	var loss T
	for i := range rows {
		w := 1 / T(rows)
		if weights != nil {
			w *= weights[i]
		}
		loss += n.Row(dst, x[i*in:(i+1)*in], y[i*out:(i+1)*out], w, nil)
	}
	return loss
}

// HessianProduct stores H v, where H holds the second derivatives of the mean
// loss of Gradient, by the central difference of two gradients a step of
// relative size 1e-5 apart: exact to about 1e-9 where the loss is smooth.
func (n *Network[T]) HessianProduct(dst, v, x, y, weights []T) {
	var size, length T
	for i, w := range n.Params {
		size += T(w * w)
		length += T(v[i] * v[i])
	}
	if length == 0 {
		clear(dst)
		return
	}
	h := T(1e-5) * (1 + sqrt(size)) / sqrt(length)
	start := append([]T(nil), n.Params...)
	below := make([]T, len(dst))
	shift := func(by T) {
		for i, w := range start {
			n.Params[i] = w + T(by*v[i])
		}
	}
	shift(-h)
	n.Gradient(below, x, y, weights)
	shift(h)
	n.Gradient(dst, x, y, weights)
	copy(n.Params, start)
	for i := range dst {
		dst[i] = (dst[i] - below[i]) / (2 * h)
	}
}

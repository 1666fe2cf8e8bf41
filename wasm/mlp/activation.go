package mlp

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
)

// Activation is one of Keras's activations with its arguments bound. It works
// on the units of one row at a time; z and a have shape (units).
type Activation[T Float] interface {
	// Forward stores a = f(z).
	Forward(a, z []T)
	// Backward stores dz = J_f(z)ᵀ da. dz and da may be the same slice.
	Backward(dz, z, a, da []T)
}

var slope = catalog.Param{Name: "negative_slope", Min: -10, Max: 10, Help: "slope below the threshold"}

// Activations lists what a layer's activation may be; definitions and defaults
// are those of keras.activations (Keras 3).
var Activations = catalog.Catalog{
	Entries: []catalog.Entry{
		{Name: "linear", Help: "f(z) = z: no activation; any number of such layers is one straight line"},
		{Name: "relu", Help: "f(z) = max(z, 0): piecewise linear, silent below zero", Params: []catalog.Param{
			slope,
			{Name: "max_value", Default: math.Inf(1), Min: 0, Max: 1e6, Help: "largest output; absent means none"},
			{Name: "threshold", Min: -1e6, Max: 1e6, Help: "where the function begins to rise"},
		}},
		{Name: "leaky_relu", Help: "f(z) = z above 0, a small slope below: a relu that cannot die", Params: []catalog.Param{
			{Name: "negative_slope", Default: 0.2, Min: -10, Max: 10, Help: "slope below zero"},
		}},
		{Name: "elu", Help: "f(z) = z above 0, alpha (exp z - 1) below", Params: []catalog.Param{
			{Name: "alpha", Default: 1, Min: -10, Max: 10, Help: "depth of the negative side"},
		}},
		{Name: "selu", Help: "an elu scaled so that activations keep mean 0 and variance 1"},
		{Name: "gelu", Help: "f(z) = z times the normal distribution function of z", Params: []catalog.Param{
			{Name: "approximate", Kind: catalog.Boolean, Max: 1, Help: "use the tanh formula instead of erf"},
		}},
		{Name: "silu", Help: "f(z) = z sigmoid(z), also called swish"},
		{Name: "mish", Help: "f(z) = z tanh(softplus z)"},
		{Name: "softplus", Help: "f(z) = log(1 + exp z): a smooth relu"},
		{Name: "softsign", Help: "f(z) = z / (1 + |z|), between -1 and 1"},
		{Name: "tanh", Help: "smooth, between -1 and 1, centred on 0"},
		{Name: "sigmoid", Help: "smooth, between 0 and 1"},
		{Name: "hard_sigmoid", Help: "f(z) = z / 6 + 1 / 2, cut to between 0 and 1"},
		{Name: "hard_tanh", Help: "f(z) = z cut to between -1 and 1"},
		{Name: "exponential", Help: "f(z) = exp z, above 0"},
		{Name: "sin", Help: "f(z) = sin z: learns high frequencies"},
		{Name: "softmax", Help: "the units of the layer become shares that sum to 1; for the output layer"},
	},
	Aliases: map[string]string{"swish": "silu", "sine": "sin"},
}

// SeluAlpha and SeluScale are the constants of selu(z) = scale z above 0 and
// scale alpha (exp z - 1) below, from Klambauer et al. 2017, as in Keras.
const (
	SeluAlpha = 1.6732632423543772848170429916717
	SeluScale = 1.0507009873554804934193349852946
)

// NewActivation binds a choice from Activations.
func NewActivation[T Float](c catalog.Choice) Activation[T] {
	switch c.Name {
	case "linear":
		return identity[T]{}
	case "softmax":
		return softmax[T]{}
	case "relu":
		if c.Arg("negative_slope") != 0 || c.Arg("threshold") != 0 || !math.IsInf(c.Arg("max_value"), 1) {
			return generalRelu(T(c.Arg("negative_slope")), T(c.Arg("max_value")), T(c.Arg("threshold")))
		}
		return relu[T]{}
	case "leaky_relu":
		return generalRelu(T(c.Arg("negative_slope")), T(math.Inf(1)), 0)
	case "elu":
		return elu[T](1, T(c.Arg("alpha")))
	case "selu":
		return elu[T](SeluScale, SeluAlpha)
	case "gelu":
		if c.True("approximate") {
			return approximateGelu[T]()
		}
		return gelu[T]()
	}
	if p, ok := pointwiseTable[T]()[c.Name]; ok {
		return p
	}
	panic("mlp: no activation " + c.Name)
}

type identity[T Float] struct{}

func (identity[T]) Forward(a, z []T)          { copy(a, z) }
func (identity[T]) Backward(dz, _, _, da []T) { copy(dz, da) }

type relu[T Float] struct{}

func (relu[T]) Forward(a, z []T) {
	for i, v := range z {
		a[i] = max(v, 0)
	}
}

func (relu[T]) Backward(dz, z, _, da []T) {
	for i, v := range z {
		if v > 0 {
			dz[i] = da[i]
		} else {
			dz[i] = 0
		}
	}
}

// softmax shifts by the largest z, so that it never overflows.
type softmax[T Float] struct{}

func (softmax[T]) Forward(a, z []T) {
	top := z[0]
	for _, v := range z[1:] {
		top = max(top, v)
	}
	var sum T
	for i, v := range z {
		a[i] = exp(v - top)
		sum += a[i]
	}
	for i := range a {
		a[i] /= sum
	}
}

func (softmax[T]) Backward(dz, _, a, da []T) {
	var dot T
	for i, v := range a {
		dot += T(v * da[i])
	}
	for i, v := range a {
		dz[i] = v * (da[i] - dot)
	}
}

// pointwise is an activation of each unit alone.
type pointwise[T Float] struct {
	value func(z T) T
	slope func(z, a T) T // derivative, where a = value(z)
}

func (p pointwise[T]) Forward(a, z []T) {
	for i, v := range z {
		a[i] = p.value(v)
	}
}

func (p pointwise[T]) Backward(dz, z, a, da []T) {
	for i, v := range z {
		dz[i] = da[i] * p.slope(v, a[i])
	}
}

// The derivative at a kink is TensorFlow's: that of the side that is 0.
func pointwiseTable[T Float]() map[string]pointwise[T] {
	return map[string]pointwise[T]{
		"tanh":    {tanh[T], func(_, a T) T { return 1 - T(a*a) }},
		"sigmoid": {sigmoid[T], func(_, a T) T { return a * (1 - a) }},
		"silu": {func(z T) T { return z * sigmoid(z) }, func(z, _ T) T {
			s := sigmoid(z)
			return s * (1 + T(z*(1-s)))
		}},
		"mish": {func(z T) T { return z * tanh(softplus(z)) }, func(z, _ T) T {
			t := tanh(softplus(z))
			return t + T(z*sigmoid(z)*(1-T(t*t)))
		}},
		"softplus": {softplus[T], func(z, _ T) T { return sigmoid(z) }},
		"softsign": {func(z T) T { return z / (1 + abs(z)) }, func(z, _ T) T {
			d := 1 + abs(z)
			return 1 / (d * d)
		}},
		"hard_sigmoid": {func(z T) T { return min(max(z/6+0.5, 0), 1) }, func(z, _ T) T {
			if z <= -3 || z >= 3 {
				return 0
			}
			return T(1.0 / 6)
		}},
		"hard_tanh": {func(z T) T { return min(max(z, -1), 1) }, func(z, _ T) T {
			if z < -1 || z > 1 {
				return 0
			}
			return 1
		}},
		"exponential": {exp[T], func(_, a T) T { return a }},
		"sin":         {sin[T], func(z, _ T) T { return cos(z) }},
	}
}

// generalRelu(z) = slope (z - threshold) up to the threshold, and z above it,
// which a finite top clips to [0, top]: where the threshold is negative, Keras
// clips what lies between it and 0 as well (keras.src.activations.ReLU).
func generalRelu[T Float](slope, top, threshold T) pointwise[T] {
	bottom := T(math.Inf(-1))
	if float64(top) <= math.MaxFloat64 {
		bottom = 0
	}
	return pointwise[T]{
		func(z T) T {
			switch {
			case z <= threshold:
				return slope * (z - threshold)
			case z < bottom:
				return bottom
			}
			return min(z, top)
		},
		func(z, _ T) T {
			switch {
			case z <= threshold:
				return slope
			case z >= top || z < bottom:
				return 0
			}
			return 1
		},
	}
}

func elu[T Float](scale, alpha T) pointwise[T] {
	return pointwise[T]{
		func(z T) T {
			if z > 0 {
				return scale * z
			}
			return scale * alpha * T(elementary.Expm1(float64(z)))
		},
		func(z, _ T) T {
			if z > 0 {
				return scale
			}
			return scale * alpha * exp(z)
		},
	}
}

// gelu(z) = z Φ(z), with Φ the distribution function of the standard normal.
func gelu[T Float]() pointwise[T] {
	phi := func(z T) T { return 0.5 * (1 + T(elementary.Erf(float64(z)/math.Sqrt2))) }
	return pointwise[T]{
		func(z T) T { return z * phi(z) },
		func(z, _ T) T {
			density := T(elementary.Exp(-float64(z)*float64(z)/2) / math.Sqrt(2*math.Pi))
			return phi(z) + T(z*density)
		},
	}
}

// approximateGelu(z) = z/2 (1 + tanh(√(2/π) (z + 0.044715 z³))).
func approximateGelu[T Float]() pointwise[T] {
	root := T(math.Sqrt(2 / math.Pi))
	inner := func(z T) T { return tanh(root * (z + T(0.044715*z*z*z))) }
	return pointwise[T]{
		func(z T) T { return 0.5 * z * (1 + inner(z)) },
		func(z, _ T) T {
			t := inner(z)
			rise := root * (1 + T(3*0.044715*z*z))
			return T(0.5*(1+t)) + T(0.5*z*(1-T(t*t))*rise)
		},
	}
}

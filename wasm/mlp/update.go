package mlp

import (
	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
)

// The update rules of Optimizers. w, g and all state have shape (parameters);
// t counts steps from 1. Powers of the betas are kept as products in float64.

// sgd: w -= rate g, or with momentum m = momentum m - rate g, w += m
// (nesterov: w += momentum m - rate g).
type sgd[T Float] struct {
	m        []T
	momentum T
	nesterov bool
}

func (o *sgd[T]) update(w, g []T, rate T) {
	if o.momentum == 0 {
		for i, x := range g {
			w[i] -= T(rate * x)
		}
		return
	}
	for i, x := range g {
		step := T(rate * x)
		o.m[i] = T(o.momentum*o.m[i]) - step
		if o.nesterov {
			w[i] += T(o.momentum*o.m[i]) - step
		} else {
			w[i] += o.m[i]
		}
	}
}

// rmsprop: v = rho v + (1-rho) g², step = rate g / √(v + epsilon), where
// centered subtracts the square of the running mean from v.
type rmsprop[T Float] struct {
	v, mean, m             []T
	rho, momentum, epsilon T
	centered               bool
}

func (o *rmsprop[T]) update(w, g []T, rate T) {
	for i, x := range g {
		o.v[i] = T(o.rho*o.v[i]) + T((1-o.rho)*T(x*x))
		size := o.v[i]
		if o.centered {
			o.mean[i] = T(o.rho*o.mean[i]) + T((1-o.rho)*x)
			size -= T(o.mean[i] * o.mean[i])
		}
		step := rate * x / sqrt(size+o.epsilon)
		if o.momentum > 0 {
			o.m[i] = T(o.momentum*o.m[i]) + step
			step = o.m[i]
		}
		w[i] -= step
	}
}

// adagrad: s += g², w -= rate g / √(s + epsilon).
type adagrad[T Float] struct {
	sums    []T
	epsilon T
}

func (o *adagrad[T]) update(w, g []T, rate T) {
	for i, x := range g {
		o.sums[i] += T(x * x)
		w[i] -= rate * x / sqrt(o.sums[i]+o.epsilon)
	}
}

// adadelta: the step is g times the root of recent squared steps over that of
// recent squared gradients.
type adadelta[T Float] struct {
	v, steps     []T
	rho, epsilon T
}

func (o *adadelta[T]) update(w, g []T, rate T) {
	for i, x := range g {
		o.v[i] = T(o.rho*o.v[i]) + T((1-o.rho)*T(x*x))
		step := -sqrt(o.steps[i]+o.epsilon) * x / sqrt(o.v[i]+o.epsilon)
		o.steps[i] = T(o.rho*o.steps[i]) + T((1-o.rho)*T(step*step))
		w[i] += T(rate * step)
	}
}

// adam (Kingma and Ba 2014, the formulation before section 2.1, as in Keras):
// m += (1-β₁)(g-m), v += (1-β₂)(g²-v),
// w -= rate √(1-β₂ᵗ)/(1-β₁ᵗ) m / (√v + epsilon).
type adam[T Float] struct {
	m, v, top            []T
	beta1, beta2         float64
	epsilon              T
	amsgrad              bool
	beta1Power, beta2Pow float64 // βᵗ
}

func (o *adam[T]) update(w, g []T, rate T) {
	o.beta1Power *= o.beta1
	o.beta2Pow *= o.beta2
	alpha := rate * sqrt(T(1-o.beta2Pow)) / T(1-o.beta1Power)
	left1, left2 := T(1-o.beta1), T(1-o.beta2)
	for i, x := range g {
		o.m[i] += T((x - o.m[i]) * left1)
		o.v[i] += T((T(x*x) - o.v[i]) * left2)
		v := o.v[i]
		if o.amsgrad {
			o.top[i] = max(o.top[i], v)
			v = o.top[i]
		}
		w[i] -= o.m[i] * alpha / (sqrt(v) + o.epsilon)
	}
}

// adamax: u = max(β₂ u, |g|), w -= rate / (1-β₁ᵗ) m / (u + epsilon).
type adamax[T Float] struct {
	m, u       []T
	beta1      float64
	beta2      T
	epsilon    T
	beta1Power float64
}

func (o *adamax[T]) update(w, g []T, rate T) {
	o.beta1Power *= o.beta1
	left, correction := T(1-o.beta1), T(1-o.beta1Power)
	for i, x := range g {
		o.m[i] += T((x - o.m[i]) * left)
		o.u[i] = max(o.beta2*o.u[i], abs(x))
		w[i] -= rate * o.m[i] / (correction * (o.u[i] + o.epsilon))
	}
}

// nadam (Dozat 2015): adam with μ_t = β₁ (1 - 0.96ᵗ/2) in place of β₁ where
// the first moment is corrected and looked ahead.
type nadam[T Float] struct {
	m, v            []T
	beta1, beta2    float64
	epsilon         T
	product         float64 // μ_1 μ_2 ... μ_t
	beta2Power      float64
	nextDecayFactor float64 // 0.96ᵗ for the coming step
}

func (o *nadam[T]) update(w, g []T, rate T) {
	now := o.beta1 * (1 - 0.5*o.nextDecayFactor)
	o.nextDecayFactor *= 0.96
	next := o.beta1 * (1 - 0.5*o.nextDecayFactor)
	o.product *= now
	o.beta2Power *= o.beta2
	left1, left2 := T(1-o.beta1), T(1-o.beta2)
	ahead, here := T(next/(1-float64(o.product*next))), T((1-now)/(1-o.product))
	correction := T(1 - o.beta2Power)
	for i, x := range g {
		o.m[i] += T((x - o.m[i]) * left1)
		o.v[i] += T((T(x*x) - o.v[i]) * left2)
		m := T(ahead*o.m[i]) + T(here*x)
		w[i] -= m * rate / (sqrt(o.v[i]/correction) + o.epsilon)
	}
}

// lion (Chen et al. 2023): w -= rate sign(β₁ m + (1-β₁) g), then
// m = β₂ m + (1-β₂) g.
type lion[T Float] struct {
	m            []T
	beta1, beta2 T
}

func (o *lion[T]) update(w, g []T, rate T) {
	for i, x := range g {
		w[i] -= T(rate * sign(T(o.m[i]*o.beta1)+T(x*(1-o.beta1))))
		o.m[i] = T(o.m[i]*o.beta2) + T(x*(1-o.beta2))
	}
}

// ftrl (McMahan et al. 2013), with Keras's quadratic and shrinkage terms.
type ftrl[T Float] struct {
	sums, linear              []T
	power                     float64
	l1, l2, l2Shrinkage, beta float64
}

func newFtrl[T Float](c catalog.Choice, n int) *ftrl[T] {
	o := &ftrl[T]{sums: make([]T, n), linear: make([]T, n), power: c.Arg("learning_rate_power")}
	o.l1, o.l2 = c.Arg("l1_regularization_strength"), c.Arg("l2_regularization_strength")
	o.l2Shrinkage, o.beta = c.Arg("l2_shrinkage_regularization_strength"), c.Arg("beta")
	for i := range o.sums {
		o.sums[i] = T(c.Arg("initial_accumulator_value"))
	}
	return o
}

func (o *ftrl[T]) update(w, g []T, rate T) {
	l2 := T(o.l2) + T(o.beta)/(2*rate)
	for i, x := range g {
		shrunk := x + T(2*T(o.l2Shrinkage)*w[i])
		sum := o.sums[i] + T(x*x)
		before, after := o.raised(o.sums[i]), o.raised(sum)
		o.linear[i] += shrunk - T((after-before)/rate*w[i])
		quadratic := after/rate + 2*l2
		limited := min(max(o.linear[i], -T(o.l1)), T(o.l1))
		w[i] = (limited - o.linear[i]) / quadratic
		o.sums[i] = sum
	}
}

// raised is s to the power -learning_rate_power, a root by default.
func (o *ftrl[T]) raised(s T) T {
	if o.power == -0.5 {
		return sqrt(s)
	}
	return T(elementary.Pow(float64(s), -o.power))
}

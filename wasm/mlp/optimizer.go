package mlp

import (
	"math"

	"plateau/wasm/catalog"
)

// Optimizer changes weights along a gradient, in place.
type Optimizer[T Float] interface {
	// Step makes one update with the given learning rate. params and grad have
	// shape (parameters); grad may be overwritten.
	Step(params, grad []T, rate float64)
}

func absent(p catalog.Param) catalog.Param {
	p.Default = math.NaN()
	return p
}

func share(name string, value float64, help string) catalog.Param {
	return catalog.Param{Name: name, Default: value, Max: 1, Below: true, Help: help}
}

func rateParam(value float64) catalog.Param {
	return catalog.Param{Name: "learning_rate", Default: value, Above: true, Max: 1e9, Log: true, Help: "size of a step; about 0.001 is usual for adam, 0.01 for sgd"}
}

var (
	momentumParam = share("momentum", 0, "share of the last step that is repeated")
	nesterovParam = catalog.Param{Name: "nesterov", Kind: catalog.Boolean, Max: 1, Help: "look ahead along the momentum"}
	epsilonParam  = catalog.Param{Name: "epsilon", Default: 1e-7, Max: 1, Log: true, Help: "keeps the division finite"}
	beta1Param    = share("beta_1", 0.9, "memory of the gradient")
	beta2Param    = share("beta_2", 0.999, "memory of the squared gradient")
	amsgradParam  = catalog.Param{Name: "amsgrad", Kind: catalog.Boolean, Max: 1, Help: "never let the step grow back"}
	decayParam    = absent(catalog.Param{Name: "weight_decay", Max: 1e3, Help: "shrinks every weight by rate times this at each step"})

	clipParams = []catalog.Param{
		absent(catalog.Param{Name: "clipnorm", Above: true, Max: 1e9, Help: "longest gradient of one kernel or bias"}),
		absent(catalog.Param{Name: "clipvalue", Above: true, Max: 1e9, Help: "largest entry of the gradient"}),
		absent(catalog.Param{Name: "global_clipnorm", Above: true, Max: 1e9, Help: "longest gradient of all weights together"}),
	}
)

func optimizerEntry(name, help string, params ...catalog.Param) catalog.Entry {
	if name != "adamw" {
		params = append(params, decayParam)
	}
	return catalog.Entry{Name: name, Help: help, Params: append(params, clipParams...)}
}

// Optimizers lists what training.optimizer may be; update rules and defaults
// are those of keras.optimizers (Keras 3). The last two are not Keras's: they
// use all rows at once and choose their own steps.
var Optimizers = catalog.Catalog{Entries: []catalog.Entry{
	optimizerEntry("sgd", "steps along the gradient, with momentum if asked", rateParam(0.01), momentumParam, nesterovParam),
	optimizerEntry("rmsprop", "divides by a running size of the gradient", rateParam(0.001), share("rho", 0.9, "memory of the squared gradient"), momentumParam, epsilonParam,
		catalog.Param{Name: "centered", Kind: catalog.Boolean, Max: 1, Help: "subtract the squared mean: divide by a standard deviation"}),
	optimizerEntry("adagrad", "divides by the size of all gradients so far", rateParam(0.001),
		catalog.Param{Name: "initial_accumulator_value", Default: 0.1, Max: 1e6, Help: "where the sum of squares starts"}, epsilonParam),
	optimizerEntry("adadelta", "steps as long as recent steps were", rateParam(0.001), share("rho", 0.95, "memory of the squares"), epsilonParam),
	optimizerEntry("adam", "momentum, divided by a running size of the gradient", rateParam(0.001), beta1Param, beta2Param, epsilonParam, amsgradParam),
	optimizerEntry("adamw", "adam with weight decay", rateParam(0.001),
		catalog.Param{Name: "weight_decay", Default: 0.004, Max: 1e3, Help: "shrinks every weight by rate times this at each step"}, beta1Param, beta2Param, epsilonParam, amsgradParam),
	optimizerEntry("adamax", "adam with the largest gradient in place of the mean square", rateParam(0.001), beta1Param, beta2Param, epsilonParam),
	optimizerEntry("nadam", "adam with Nesterov's look ahead", rateParam(0.001), beta1Param, beta2Param, epsilonParam),
	optimizerEntry("lion", "steps of equal size: only the sign of the momentum counts", rateParam(0.001), beta1Param, share("beta_2", 0.99, "memory of the momentum")),
	optimizerEntry("ftrl", "follow the regularized leader: sums of gradients, shrunk towards 0", rateParam(0.001),
		catalog.Param{Name: "learning_rate_power", Default: -0.5, Min: -10, Max: 0, Help: "how the rate falls with the sum of squares"},
		catalog.Param{Name: "initial_accumulator_value", Default: 0.1, Max: 1e6, Help: "where the sum of squares starts"},
		catalog.Param{Name: "l1_regularization_strength", Max: 1e6, Help: "pull to exactly 0"},
		catalog.Param{Name: "l2_regularization_strength", Max: 1e6, Help: "pull towards 0"},
		catalog.Param{Name: "l2_shrinkage_regularization_strength", Max: 1e6, Help: "penalty on the size in the gradient"},
		catalog.Param{Name: "beta", Max: 1e6, Help: "added to the root of the sum of squares"}),
	{Name: "lbfgs", Help: "full batch, steps by curvature: ends in the nearest minimum; not in Keras", Params: []catalog.Param{
		{Name: "memory", Kind: catalog.Integer, Default: 15, Min: 1, Max: 100, Help: "past steps from which the curvature is estimated"},
	}},
	{Name: "levenberg_marquardt", Help: "full batch, squared error: solves small problems to the last digit; not in Keras", Params: []catalog.Param{
		{Name: "damping", Default: 1e-3, Above: true, Max: 1e6, Log: true, Help: "first damping, as a share of the largest curvature"},
	}},
}}

// FullBatch says whether an optimizer uses all rows at once and chooses its
// own steps: it has no learning rate, batches or schedule.
func FullBatch(c catalog.Choice) bool { return c.Is("lbfgs", "levenberg_marquardt") }

// NewOptimizer binds a choice from Optimizers, for weights made of the given
// variables.
func NewOptimizer[T Float](c catalog.Choice, variables []Variable) Optimizer[T] {
	n := variables[len(variables)-1].To
	o := &shaped[T]{variables: variables, decay: c.Arg("weight_decay")}
	o.clipNorm, o.clipValue, o.clipGlobal = c.Arg("clipnorm"), c.Arg("clipvalue"), c.Arg("global_clipnorm")
	arg := func(name string) T { return T(c.Arg(name)) }
	slot := func() []T { return make([]T, n) }
	switch c.Name {
	case "sgd":
		o.rule = &sgd[T]{slot(), arg("momentum"), c.True("nesterov")}
	case "rmsprop":
		o.rule = &rmsprop[T]{slot(), slot(), slot(), arg("rho"), arg("momentum"), arg("epsilon"), c.True("centered")}
	case "adagrad":
		sums := slot()
		for i := range sums {
			sums[i] = arg("initial_accumulator_value")
		}
		o.rule = &adagrad[T]{sums, arg("epsilon")}
	case "adadelta":
		o.rule = &adadelta[T]{slot(), slot(), arg("rho"), arg("epsilon")}
	case "adam", "adamw":
		o.rule = &adam[T]{slot(), slot(), slot(), c.Arg("beta_1"), c.Arg("beta_2"), arg("epsilon"), c.True("amsgrad"), 1, 1}
	case "adamax":
		o.rule = &adamax[T]{slot(), slot(), c.Arg("beta_1"), arg("beta_2"), arg("epsilon"), 1}
	case "nadam":
		o.rule = &nadam[T]{slot(), slot(), c.Arg("beta_1"), c.Arg("beta_2"), arg("epsilon"), 1, 1, 0.96}
	case "lion":
		o.rule = &lion[T]{slot(), arg("beta_1"), arg("beta_2")}
	case "ftrl":
		o.rule = newFtrl[T](c, n)
	default:
		panic("mlp: no optimizer " + c.Name)
	}
	return o
}

// rule is an optimizer's own update, without clipping and decay.
type rule[T Float] interface {
	update(w, g []T, rate T)
}

// shaped clips the gradient and decays the weights before its rule runs: the
// order of keras.optimizers.Optimizer.apply.
type shaped[T Float] struct {
	rule                            rule[T]
	variables                       []Variable
	decay                           float64 // NaN where absent, as are the clips
	clipNorm, clipValue, clipGlobal float64
}

func (o *shaped[T]) Step(w, g []T, rate float64) {
	switch {
	case o.clipNorm > 0:
		for _, v := range o.variables {
			shorten(g[v.From:v.To], T(o.clipNorm))
		}
	case o.clipGlobal > 0:
		shorten(g, T(o.clipGlobal))
	case o.clipValue > 0:
		limit := T(o.clipValue)
		for i, x := range g {
			g[i] = min(max(x, -limit), limit)
		}
	}
	if o.decay > 0 {
		shrink := T(T(o.decay) * T(rate))
		for i, x := range w {
			w[i] = x - T(x*shrink)
		}
	}
	o.rule.update(w, g, T(rate))
}

// shorten scales g down to norm limit where it is longer.
func shorten[T Float](g []T, limit T) {
	var squares T
	for _, x := range g {
		squares += T(x * x)
	}
	if norm := sqrt(squares); norm > limit {
		for i := range g {
			g[i] = g[i] * limit / norm
		}
	}
}

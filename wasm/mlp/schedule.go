package mlp

import (
	"math"

	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
)

func steps(name string, value float64, help string) catalog.Param {
	return catalog.Param{Name: name, Kind: catalog.Integer, Default: value, Min: 1, Max: 1e9, Help: help}
}

var alphaParam = catalog.Param{Name: "alpha", Max: 1, Help: "share of the rate that is left at the end"}

// Schedules lists how the learning rate may change during a run. Names are
// those of keras.optimizers.schedules and its ReduceLROnPlateau; step_decay and
// one_cycle are PyTorch's StepLR and OneCycleLR. Steps count updates from 0.
var Schedules = catalog.Catalog{
	Entries: []catalog.Entry{
		{Name: "constant", Help: "the same rate throughout"},
		{Name: "exponential_decay", Help: "rate × decay_rate^(step / decay_steps)", Params: []catalog.Param{
			steps("decay_steps", 1000, "steps over which the rate falls by decay_rate"),
			{Name: "decay_rate", Default: 0.96, Above: true, Max: 10, Help: "factor on the rate"},
			{Name: "staircase", Kind: catalog.Boolean, Max: 1, Help: "fall in steps, not smoothly"},
		}},
		{Name: "step_decay", Help: "rate × gamma every step_size epochs (PyTorch's StepLR)", Params: []catalog.Param{
			steps("step_size", 1000, "epochs between two falls"),
			{Name: "gamma", Default: 0.1, Above: true, Max: 10, Help: "factor on the rate"},
		}},
		{Name: "cosine_decay", Help: "half a cosine down to alpha × rate, after a linear warm-up if asked", Params: []catalog.Param{
			steps("decay_steps", 1000, "steps of the cosine"), alphaParam,
			{Name: "warmup_target", Default: math.NaN(), Above: true, Max: 1e9, Help: "rate at the end of the warm-up; absent means no warm-up"},
			{Name: "warmup_steps", Kind: catalog.Integer, Max: 1e9, Help: "steps of the warm-up"},
		}},
		{Name: "cosine_decay_restarts", Help: "cosines that start again", Params: []catalog.Param{
			steps("first_decay_steps", 1000, "steps of the first cosine"),
			{Name: "t_mul", Default: 2, Min: 1, Max: 100, Help: "each cosine is this many times longer"},
			{Name: "m_mul", Default: 1, Above: true, Max: 10, Help: "each cosine starts at this share of the one before"},
			alphaParam,
		}},
		{Name: "piecewise_constant_decay", Help: "a list of rates with the steps at which they change", Params: []catalog.Param{
			{Name: "boundaries", Kind: catalog.Numbers, List: []float64{5000}, Min: 0, Max: 1e9, Help: "last step of each rate but the last"},
			{Name: "values", Kind: catalog.Numbers, List: []float64{1e-3, 1e-4}, Above: true, Max: 1e9, Help: "the rates, one more than boundaries"},
		}},
		{Name: "one_cycle", Help: "up to max_lr and down to nearly nothing (PyTorch's OneCycleLR); replaces the optimizer's rate", Params: []catalog.Param{
			{Name: "max_lr", Default: 0.01, Above: true, Max: 1e9, Log: true, Help: "highest rate"},
			steps("total_steps", 10000, "steps of the whole cycle"),
			{Name: "pct_start", Default: 0.3, Above: true, Max: 1, Below: true, Help: "share of the steps that rise"},
			{Name: "div_factor", Default: 25, Above: true, Max: 1e9, Help: "max_lr / first rate"},
			{Name: "final_div_factor", Default: 1e4, Above: true, Max: 1e12, Help: "first rate / last rate"},
		}},
		{Name: "reduce_on_plateau", Help: "rate × factor after patience epochs without improvement (Keras's ReduceLROnPlateau)", Params: []catalog.Param{
			{Name: "factor", Default: 0.1, Above: true, Max: 1, Below: true, Help: "factor on the rate"},
			{Name: "patience", Kind: catalog.Integer, Default: 10, Max: 1e6, Help: "epochs to wait"},
			{Name: "min_delta", Default: 1e-4, Max: 1e9, Help: "a smaller improvement does not count"},
			{Name: "cooldown", Kind: catalog.Integer, Max: 1e6, Help: "epochs of rest after a reduction"},
			{Name: "min_lr", Max: 1e9, Help: "lowest rate"},
		}},
	},
	Aliases: map[string]string{"step": "step_decay", "exponential": "exponential_decay", "cosine": "cosine_decay", "piecewise": "piecewise_constant_decay"},
}

// Schedule gives the learning rate of update number step, counted from 0.
type Schedule func(step int) float64

// NewSchedule binds a choice from Schedules to the optimizer's rate.
// reduce_on_plateau needs to see the losses and is Plateau, not a Schedule.
func NewSchedule(c catalog.Choice, rate float64, stepsPerEpoch int) Schedule {
	switch c.Name {
	case "constant":
		return func(int) float64 { return rate }
	case "exponential_decay":
		return func(step int) float64 {
			t := float64(step) / c.Arg("decay_steps")
			if c.True("staircase") {
				t = math.Floor(t)
			}
			return rate * elementary.Pow(c.Arg("decay_rate"), t)
		}
	case "step_decay":
		return func(step int) float64 {
			return rate * elementary.Pow(c.Arg("gamma"), math.Floor(float64(step/stepsPerEpoch)/c.Arg("step_size")))
		}
	case "cosine_decay":
		return cosineDecay(c, rate)
	case "cosine_decay_restarts":
		return cosineRestarts(c, rate)
	case "piecewise_constant_decay":
		boundaries, values := c.Lists["boundaries"], c.Lists["values"]
		return func(step int) float64 {
			for i, b := range boundaries {
				if float64(step) <= b {
					return values[i]
				}
			}
			return values[len(boundaries)]
		}
	case "one_cycle":
		return oneCycle(c)
	}
	panic("mlp: no schedule " + c.Name)
}

func halfCosine(t float64) float64 { return 0.5 * (1 + elementary.Cos(math.Pi*t)) }

func cosineDecay(c catalog.Choice, rate float64) Schedule {
	length, alpha := c.Arg("decay_steps"), c.Arg("alpha")
	target, warmup := c.Arg("warmup_target"), c.Arg("warmup_steps")
	from := target
	if math.IsNaN(target) {
		from, warmup = rate, 0
	}
	return func(step int) float64 {
		s := float64(step)
		if s < warmup {
			return rate + float64((target-rate)*s/warmup)
		}
		return from * (float64((1-alpha)*halfCosine(min(s-warmup, length)/length)) + alpha)
	}
}

// So many restarts of cosineRestarts are added one by one, which is exact for
// whole lengths; with a t_mul just above 1 there can be as many as updates.
const restartsOneByOne = 32

// cosineRestarts is a cosine of first_decay_steps, then of t_mul times as many,
// and so on: n of them last first (t_mulⁿ - 1) / (t_mul - 1) updates.
func cosineRestarts(c catalog.Choice, rate float64) Schedule {
	first, longer, lower, alpha := c.Arg("first_decay_steps"), c.Arg("t_mul"), c.Arg("m_mul"), c.Arg("alpha")
	return func(step int) float64 {
		s, length, height := float64(step), first, 1.0
		if longer == 1 {
			n := math.Floor(s / length)
			return rate * (float64((1-alpha)*elementary.Pow(lower, n)*halfCosine(s/length-n)) + alpha)
		}
		for range restartsOneByOne {
			if s < length {
				break
			}
			s -= length
			length *= longer
			height *= lower
		}
		if s >= length {
			growth := elementary.Log1p(longer - 1)
			n := math.Floor(elementary.Log1p(s/length*(longer-1)) / growth)
			s -= length * elementary.Expm1(n*growth) / (longer - 1)
			length *= elementary.Exp(n * growth)
			height *= elementary.Pow(lower, n)
			s = min(max(s, 0), length) // n is off by one where rounding decides on which side of a restart s lies
		}
		return rate * (float64((1-alpha)*height*halfCosine(s/length)) + alpha)
	}
}

func oneCycle(c catalog.Choice) Schedule {
	top, total := c.Arg("max_lr"), c.Arg("total_steps")
	first := top / c.Arg("div_factor")
	last := first / c.Arg("final_div_factor")
	peak := float64(c.Arg("pct_start")*total) - 1
	return func(step int) float64 {
		s := min(float64(step), total-1)
		if s < peak {
			return top + float64((first-top)*halfCosine(s/peak))
		}
		return last + float64((top-last)*halfCosine((s-peak)/(total-1-peak)))
	}
}

// Plateau is Keras's ReduceLROnPlateau: after patience epochs in which the
// loss did not fall below the best by more than min_delta, the rate is
// multiplied by factor.
type Plateau struct {
	Rate             float64
	choice           catalog.Choice
	best             float64
	waited, coolDown float64
}

// NewPlateau binds reduce_on_plateau to the optimizer's rate.
func NewPlateau(c catalog.Choice, rate float64) *Plateau {
	return &Plateau{Rate: rate, choice: c, best: math.Inf(1)}
}

// Observe takes the loss of an epoch that has ended.
func (p *Plateau) Observe(loss float64) {
	if p.coolDown > 0 {
		p.coolDown--
		p.waited = 0
	}
	if loss < p.best-p.choice.Arg("min_delta") {
		p.best, p.waited = loss, 0
		return
	}
	if p.coolDown > 0 {
		return
	}
	p.waited++
	if p.waited >= p.choice.Arg("patience") && p.Rate > p.choice.Arg("min_lr") {
		p.Rate = max(p.Rate*p.choice.Arg("factor"), p.choice.Arg("min_lr"))
		p.coolDown, p.waited = p.choice.Arg("cooldown"), 0
	}
}

package mlp

import (
	"math"
	"math/rand/v2"

	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
)

var (
	meanParam   = catalog.Param{Name: "mean", Min: -1e6, Max: 1e6, Help: "mean of the draws"}
	stddevParam = catalog.Param{Name: "stddev", Default: 0.05, Max: 1e6, Help: "standard deviation of the draws"}
	gainParam   = catalog.Param{Name: "gain", Default: 1, Min: -1e6, Max: 1e6, Help: "factor on the matrix"}
)

// Initializers lists how kernels and biases may start; definitions and
// defaults are those of keras.initializers, and torch_default is what
// PyTorch's nn.Linear draws. The random numbers are Plateau's own: the same
// seed in Keras draws others.
var Initializers = catalog.Catalog{
	Entries: []catalog.Entry{
		{Name: "glorot_uniform", Help: "even between ±√(6 / (inputs + units)): Keras's default"},
		{Name: "glorot_normal", Help: "normal, variance 2 / (inputs + units), cut at two standard deviations"},
		{Name: "he_uniform", Help: "even between ±√(6 / inputs): for relu"},
		{Name: "he_normal", Help: "normal, variance 2 / inputs, cut at two standard deviations: for relu"},
		{Name: "lecun_uniform", Help: "even between ±√(3 / inputs)"},
		{Name: "lecun_normal", Help: "normal, variance 1 / inputs, cut at two standard deviations: for selu"},
		{Name: "random_uniform", Help: "even between two bounds", Params: []catalog.Param{
			{Name: "minval", Default: -0.05, Min: -1e6, Max: 1e6, Help: "lower bound"},
			{Name: "maxval", Default: 0.05, Min: -1e6, Max: 1e6, Help: "upper bound"},
		}},
		{Name: "random_normal", Help: "normal", Params: []catalog.Param{meanParam, stddevParam}},
		{Name: "truncated_normal", Help: "normal, cut at two standard deviations", Params: []catalog.Param{meanParam, stddevParam}},
		{Name: "zeros", Help: "all 0: for biases; hidden kernels of zeros never learn"},
		{Name: "ones", Help: "all 1"},
		{Name: "constant", Help: "all the same value", Params: []catalog.Param{
			{Name: "value", Min: -1e6, Max: 1e6, Help: "the value"},
		}},
		{Name: "identity", Help: "1 on the diagonal, 0 elsewhere; kernels only", Params: []catalog.Param{gainParam}},
		{Name: "orthogonal", Help: "a random matrix with orthogonal rows or columns; kernels only", Params: []catalog.Param{gainParam}},
		{Name: "variance_scaling", Help: "variance scale / n, where n counts inputs, units or their mean", Params: []catalog.Param{
			{Name: "scale", Default: 1, Above: true, Max: 1e6, Help: "factor on the variance"},
			{Name: "mode", Kind: catalog.Option, Options: []string{"fan_in", "fan_out", "fan_avg"}, Max: 2, Help: "what n counts"},
			{Name: "distribution", Kind: catalog.Option, Options: []string{"truncated_normal", "untruncated_normal", "uniform"}, Max: 2, Help: "shape of the draws"},
		}},
		{Name: "torch_default", Help: "PyTorch's nn.Linear: even between ±1 / √inputs, kernel and bias"},
	},
	Aliases: map[string]string{"zero": "zeros", "one": "ones", "normal": "random_normal", "uniform": "random_uniform"},
}

// Initial draws the weights of s, flat, in Keras's order. Each variable has a
// stream of its own, so changing one layer leaves the draws of others alone.
func (s Spec) Initial(seed uint64) []float64 {
	out := make([]float64, s.Parameters())
	inputs := s.Inputs
	for _, v := range s.Variables() {
		l := s.Layers[v.Layer]
		choice := l.KernelInitializer
		stream := uint64(2 * v.Layer)
		if v.Bias {
			choice = l.BiasInitializer
			stream++
		} else {
			inputs = v.Rows
		}
		draw := normals{rand: rand.New(rand.NewPCG(seed, stream))}
		initialize(out[v.From:v.To], choice, inputs, v, &draw)
	}
	return out
}

// initialize fills one variable. inputs is the number of inputs of the layer,
// also for its bias, whose own fans are both its length, as in Keras.
func initialize(w []float64, c catalog.Choice, inputs int, v Variable, draw *normals) {
	fanIn, fanOut := float64(v.Rows), float64(v.Cols)
	if v.Bias {
		fanIn = fanOut
	}
	switch c.Name {
	case "zeros":
		draw.fill(w, func() float64 { return 0 })
	case "ones":
		draw.fill(w, func() float64 { return 1 })
	case "constant":
		draw.fill(w, func() float64 { return c.Arg("value") })
	case "random_uniform":
		draw.fill(w, draw.uniform(c.Arg("minval"), c.Arg("maxval")))
	case "random_normal":
		draw.fill(w, func() float64 { return c.Arg("mean") + float64(c.Arg("stddev")*draw.next()) })
	case "truncated_normal":
		draw.fill(w, func() float64 { return c.Arg("mean") + float64(c.Arg("stddev")*draw.truncated()) })
	case "identity":
		for i := range min(v.Rows, v.Cols) {
			w[i*v.Cols+i] = c.Arg("gain")
		}
	case "orthogonal":
		orthogonal(w, v.Rows, v.Cols, c.Arg("gain"), draw)
	case "torch_default":
		bound := 1 / math.Sqrt(float64(inputs))
		draw.fill(w, draw.uniform(-bound, bound))
	case "glorot_uniform":
		draw.scaled(w, 2/(fanIn+fanOut), "uniform")
	case "glorot_normal":
		draw.scaled(w, 2/(fanIn+fanOut), "truncated_normal")
	case "he_uniform":
		draw.scaled(w, 2/fanIn, "uniform")
	case "he_normal":
		draw.scaled(w, 2/fanIn, "truncated_normal")
	case "lecun_uniform":
		draw.scaled(w, 1/fanIn, "uniform")
	case "lecun_normal":
		draw.scaled(w, 1/fanIn, "truncated_normal")
	case "variance_scaling":
		n := [...]float64{fanIn, fanOut, (fanIn + fanOut) / 2}[int(c.Arg("mode"))]
		entry, _ := Initializers.Find(c.Name)
		draw.scaled(w, c.Arg("scale")/max(1, n), entry.Params[2].Options[int(c.Arg("distribution"))])
	default:
		panic("mlp: no initializer " + c.Name)
	}
}

// normals draws from a seeded stream. math/rand/v2's own NormFloat64 calls
// math.Log and math.Exp, which differ in the last bit between processors.
type normals struct {
	rand  *rand.Rand
	spare float64
	have  bool
}

func (d *normals) fill(w []float64, draw func() float64) {
	for i := range w {
		w[i] = draw()
	}
}

func (d *normals) uniform(low, high float64) func() float64 {
	return func() float64 { return low + float64((high-low)*d.rand.Float64()) }
}

// next is a standard normal draw, by Box and Muller's formula.
func (d *normals) next() float64 {
	if d.have {
		d.have = false
		return d.spare
	}
	radius := math.Sqrt(-2 * elementary.Log(1-d.rand.Float64()))
	angle := 2 * math.Pi * d.rand.Float64()
	d.spare, d.have = radius*elementary.Sin(angle), true
	return radius * elementary.Cos(angle)
}

// truncated is a standard normal draw, drawn again while beyond ±2.
func (d *normals) truncated() float64 {
	for {
		if x := d.next(); math.Abs(x) <= 2 {
			return x
		}
	}
}

// TruncatedStddev is the standard deviation of the standard normal cut at ±2, by
// which Keras divides so that the variance after the cut is the one asked for.
const TruncatedStddev = 0.87962566103423978

// scaled draws with the given variance, as keras.initializers.VarianceScaling.
func (d *normals) scaled(w []float64, variance float64, distribution string) {
	stddev := math.Sqrt(variance)
	switch distribution {
	case "uniform":
		bound := math.Sqrt(3 * variance)
		d.fill(w, d.uniform(-bound, bound))
	case "untruncated_normal":
		d.fill(w, func() float64 { return stddev * d.next() })
	case "truncated_normal":
		d.fill(w, func() float64 { return stddev / TruncatedStddev * d.truncated() })
	}
}

// orthogonal fills w, shape (rows, cols), with gain times a matrix whose
// shorter side is orthonormal: Gram-Schmidt, twice, on normal draws.
func orthogonal(w []float64, rows, cols int, gain float64, draw *normals) {
	count, length := min(rows, cols), max(rows, cols)
	vectors := make([][]float64, count)
	for i := range vectors {
		v := make([]float64, length)
		draw.fill(v, draw.next)
		for range 2 {
			for _, u := range vectors[:i] {
				d := dot(u, v)
				for k := range v {
					v[k] -= float64(d * u[k])
				}
			}
		}
		norm := math.Sqrt(dot(v, v))
		for k := range v {
			v[k] /= norm
		}
		vectors[i] = v
	}
	for r := range rows {
		for c := range cols {
			if rows <= cols {
				w[r*cols+c] = gain * vectors[r][c]
			} else {
				w[r*cols+c] = gain * vectors[c][r]
			}
		}
	}
}

func dot(a, b []float64) float64 {
	var s float64
	for i := range a {
		s += float64(a[i] * b[i])
	}
	return s
}

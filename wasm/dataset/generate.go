package dataset

import (
	"math"
	"math/rand/v2"

	"plateau/wasm/catalog"
	"plateau/wasm/elementary"
)

var (
	pointsParam = catalog.Param{Name: "n", Kind: catalog.Integer, Default: 40, Min: 1, Max: MaxRows, Help: "number of points"}
	noiseParam  = catalog.Param{Name: "noise", Max: 1e6, Help: "standard deviation of what is added to the target"}
	seedParam   = catalog.Param{Name: "seed", Kind: catalog.Integer, Max: 1 << 53, Help: "another seed, other noise"}
)

func generator(name, help string, own ...catalog.Param) catalog.Entry {
	return catalog.Entry{Name: name, Help: help, Params: append([]catalog.Param{pointsParam, noiseParam, seedParam}, own...)}
}

// Generators lists the data that can be made instead of typed.
var Generators = catalog.Catalog{Entries: []catalog.Entry{
	generator("line", "y = slope x + intercept, x from -1 to 1",
		catalog.Param{Name: "slope", Default: 1, Min: -1e6, Max: 1e6, Help: "rise per unit of x"},
		catalog.Param{Name: "intercept", Min: -1e6, Max: 1e6, Help: "y at x = 0"}),
	generator("parabola", "y = x², x from -1 to 1"),
	generator("sine", "y = sin(π frequency x), x from -1 to 1",
		catalog.Param{Name: "frequency", Default: 2, Above: true, Max: 1000, Help: "half waves on each side of 0"}),
	generator("step", "y = 0 left of 0 and 1 right of it"),
	generator("absolute", "y = |x|, x from -1 to 1"),
	generator("x_sin_x", "y = x sin x, x from -10 to 10"),
	generator("gaussian", "y = exp(-(x / width)²), x from -1 to 1: a bump, flat on both sides",
		catalog.Param{Name: "width", Default: 0.3, Above: true, Max: 1e6, Help: "distance from 0 at which the bump has fallen to 0.37"}),
	generator("sawtooth", "y rises from 0 to 1 and falls back at once, again and again, x from -1 to 1",
		catalog.Param{Name: "teeth", Kind: catalog.Integer, Default: 4, Min: 1, Max: 1000, Help: "how often it rises"}),
	generator("noise_levels", "y = x, with noise that grows from the left to the right",
		catalog.Param{Name: "spread", Default: 0.5, Max: 1e6, Help: "standard deviation of the noise at the right end"}),
	generator("outlier", "y = x with one point far off",
		catalog.Param{Name: "height", Default: 5, Min: -1e6, Max: 1e6, Help: "y of the point that is far off"}),
	generator("repeated", "y = x, every x twice with targets 2 gap apart: no model can do better",
		catalog.Param{Name: "gap", Default: 0.2, Min: 0, Max: 1e6, Help: "half the distance between the two targets"}),
	generator("product", "two inputs from -1 to 1; y = x1 x2, which no sum of functions of each alone is"),
	generator("moons", "two inputs; two half circles, one inside the other's bend, y = 0 and 1"),
	generator("xor", "two inputs, 0 or 1; y = 1 where they differ; the four corners in turn"),
	generator("circle", "two inputs; y = 1 inside a circle around 0, 0 outside"),
	generator("spiral", "two inputs; two arms of a spiral, y = 0 and 1"),
}}

// Generate makes the points of a choice from Generators, each row its inputs
// and then its target. The same choice makes the same bits everywhere.
func Generate(c catalog.Choice) (points [][]float64, inputs int) {
	n := int(c.Arg("n"))
	noise := newNoise(uint64(c.Arg("seed")), c.Arg("noise"))
	grows := 0.0
	if c.Name == "noise_levels" {
		grows = c.Arg("spread")
	}
	inputs = 1
	row := oneInput(c, n)
	if c.Is("product", "moons", "xor", "circle", "spiral") {
		inputs = 2
		row = twoInputs(c, n, noise.rand)
	}
	for i := range n {
		p := row(i)
		p[inputs] += noise.next(noise.stddev)
		p[inputs] += noise.next(grows * spread(i, n, 0, 1))
		points = append(points, p)
	}
	return points, inputs
}

// spread is the i-th of n numbers evenly spaced from low to high.
func spread(i, n int, low, high float64) float64 {
	if n == 1 {
		return low
	}
	return low + float64((high-low)*float64(i))/float64(n-1)
}

func oneInput(c catalog.Choice, n int) func(i int) []float64 {
	reach := 1.0
	var f func(x float64) float64
	switch c.Name {
	case "line":
		f = func(x float64) float64 { return float64(c.Arg("slope")*x) + c.Arg("intercept") }
	case "parabola":
		f = func(x float64) float64 { return x * x }
	case "sine":
		f = func(x float64) float64 { return elementary.Sin(math.Pi * c.Arg("frequency") * x) }
	case "step":
		f = func(x float64) float64 {
			if x < 0 {
				return 0
			}
			return 1
		}
	case "absolute":
		f = math.Abs
	case "gaussian":
		f = func(x float64) float64 {
			x /= c.Arg("width")
			return elementary.Exp(-x * x)
		}
	case "sawtooth":
		f = func(x float64) float64 {
			rise := (x + 1) / 2 * c.Arg("teeth")
			return rise - math.Floor(rise)
		}
	case "noise_levels":
		f = func(x float64) float64 { return x }
	case "x_sin_x":
		reach = 10
		f = func(x float64) float64 { return x * elementary.Sin(x) }
	case "outlier":
		return func(i int) []float64 {
			x := spread(i, n, -1, 1)
			if i == n*3/4 {
				return []float64{x, c.Arg("height")}
			}
			return []float64{x, x}
		}
	case "repeated":
		return func(i int) []float64 {
			x := spread(i/2, (n+1)/2, -1, 1)
			return []float64{x, x + float64(c.Arg("gap")*float64(2*(i%2)-1))}
		}
	}
	return func(i int) []float64 {
		x := spread(i, n, -reach, reach)
		return []float64{x, f(x)}
	}
}

func twoInputs(c catalog.Choice, n int, random *rand.Rand) func(i int) []float64 {
	switch c.Name {
	case "product":
		return func(int) []float64 {
			a, b := 2*random.Float64()-1, 2*random.Float64()-1
			return []float64{a, b, a * b}
		}
	case "moons":
		return func(i int) []float64 {
			angle := math.Pi * spread(i/2, (n+1)/2, 0, 1)
			a, b := elementary.Cos(angle), elementary.Sin(angle)
			if i%2 == 0 {
				return []float64{a, b, 0}
			}
			return []float64{1 - a, 0.5 - b, 1}
		}
	case "circle":
		return func(int) []float64 {
			a, b := 2*random.Float64()-1, 2*random.Float64()-1
			if float64(a*a)+float64(b*b) < 0.5 {
				return []float64{a, b, 1}
			}
			return []float64{a, b, 0}
		}
	case "spiral":
		return func(i int) []float64 {
			t := float64(i/2+1) / float64((n+1)/2)
			angle := float64(3*math.Pi*t) + float64(math.Pi*float64(i%2))
			return []float64{t * elementary.Cos(angle), t * elementary.Sin(angle), float64(i % 2)}
		}
	}
	return func(i int) []float64 {
		a, b := float64(i/2%2), float64(i%2)
		return []float64{a, b, math.Abs(a - b)}
	}
}

// noise draws normal numbers by Box and Muller's formula, in our own
// elementary functions so that the bits do not depend on the processor.
type noise struct {
	rand   *rand.Rand
	stddev float64
}

func newNoise(seed uint64, stddev float64) noise {
	return noise{rand.New(rand.NewPCG(seed, 0xda7a)), stddev}
}

// next is a number with a standard deviation; none is drawn where that is 0.
func (n noise) next(stddev float64) float64 {
	if stddev == 0 {
		return 0
	}
	radius := math.Sqrt(-2 * elementary.Log(1-n.rand.Float64()))
	return stddev * radius * elementary.Cos(2*math.Pi*n.rand.Float64())
}

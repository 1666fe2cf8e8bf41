package diagnose

import (
	"math/rand"
	"strings"
	"testing"

	"plateau/wasm/mlp"
	"plateau/wasm/text"
	"plateau/wasm/train"
)

// scattered is rows of inputs drawn evenly from a cube, with a target of each, which may
// move them.
func scattered(rows, inputs int, target func(row int, x []float64) float64) string {
	points := make([]string, rows)
	for i := range points {
		x, row := make([]float64, inputs), make([]string, inputs)
		for c := range x {
			x[c] = 2*mlp.Share(uint32(i), c) - 1
		}
		y := target(i, x)
		for c := range x {
			row[c] = text.Number(x[c])
		}
		points[i] = "[" + strings.Join(row, ",") + "," + text.Number(y) + "]"
	}
	return `{"data":{"points":[` + strings.Join(points, ",") + `]},`
}

// What is left of a run is called noise where rows are near enough to tell, and
// where the network could not have left it for last.
func TestNoiseNeedsNeighbours(t *testing.T) {
	product := func(_ int, x []float64) float64 { return x[0] + x[1]*x[2] }
	noisy := func(size float64) func(int, []float64) float64 {
		return func(row int, x []float64) float64 { return 2*x[0] + size*(mlp.Share(uint32(row), 77)-0.5) }
	}
	adam := `"training":{"optimizer":{"name":"adam","learning_rate":0.01},"batch_size":120,"epochs":3000}}`
	tanh := `"network":{"layers":[{"units":32,"activation":"tanh"},{}]},` + adam
	linear := `"network":{"layers":[{}]},` + adam
	drawn := rand.New(rand.NewSource(3))
	normal := make([]float64, 360)
	for i := range normal {
		normal[i] = drawn.NormFloat64()
	}
	bell := scattered(120, 3, func(row int, x []float64) float64 {
		copy(x, normal[3*row:])
		return product(row, x)
	})
	for _, c := range []struct {
		name, text string
		noise      bool
	}{
		{"a product of three inputs", scattered(120, 3, product) + tanh, false},
		{"a product of three normal inputs", bell + tanh, false},
		{"a product of three of six inputs", scattered(120, 6, product) + tanh, false},
		{"a product of three of six inputs, by 8 units", scattered(120, 6, product) + strings.Replace(tanh, "32", "8", 1), false},
		{"a product of three inputs, by a plane", scattered(120, 3, product) + linear, false},
		{"noise about a line", scattered(120, 1, noisy(0.5)) + linear, true},
		{"little noise about a line", scattered(120, 1, noisy(0.02)) + linear, true},
		{"noise about a plane", scattered(120, 2, noisy(0.5)) + linear, true},
	} {
		f := newFacts(train.New(parse(t, c.text)).Finish())
		if (f.state == NoiseFloor) != c.noise {
			t.Errorf("%s: %s at %.3g of V", c.name, f.state, f.relative)
		}
	}
}

package dataset

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"plateau/wasm/catalog"
)

func TestSplitIsKerasValidationSplit(t *testing.T) {
	points := make([][]float64, 10)
	for i := range points {
		points[i] = []float64{float64(i), float64(i)}
	}
	s := New(points, 1)
	// The formula is Keras's, rounding included: 10 (1 - 0.9) is a little below 1.
	for share, want := range map[float64]int{0: 10, 0.1: 9, 0.25: 7, 0.3: 7, 0.8: 1, 0.9: 0} {
		training, held := s.Split(share)
		if training.Rows() != want || held.Rows() != 10-want {
			t.Errorf("split %g: %d and %d rows", share, training.Rows(), held.Rows())
		}
		if held.Rows() > 0 && held.X[0] != float64(want) {
			t.Errorf("split %g: held out from row %g", share, held.X[0])
		}
	}
}

func TestScales(t *testing.T) {
	values := []float64{1, 10, 3, 10, 8, 10} // two columns, the second constant
	for name, want := range map[string]func(column []float64) bool{
		"none":   func(c []float64) bool { return c[0] == 1 && c[2] == 8 },
		"minmax": func(c []float64) bool { return c[0] == 0 && c[2] == 1 },
		"standard": func(c []float64) bool {
			mean, deviation := stat.PopMeanStdDev(c, nil)
			return math.Abs(mean) < 1e-15 && math.Abs(deviation-1) < 1e-15
		},
	} {
		s := NewScale(name, values, 2)
		scaled := s.Apply(values)
		if !want([]float64{scaled[0], scaled[2], scaled[4]}) {
			t.Errorf("%s: %g", name, scaled)
		}
		if name != "none" && (scaled[1] != 0 || scaled[3] != 0) {
			t.Errorf("%s: a constant column became %g", name, scaled)
		}
		s.Undo(scaled)
		for i := range values {
			if math.Abs(scaled[i]-values[i]) > 1e-14 {
				t.Errorf("%s: value %d came back as %g", name, i, scaled[i])
			}
		}
	}
}

// A column is constant also where its mean is rounded, and one that varies by
// little is not.
func TestConstantColumns(t *testing.T) {
	for _, name := range []string{"standard", "minmax"} {
		for _, value := range []float64{0.1, -0.7, 1e-300, 3e12, 0} {
			values := make([]float64, 10)
			for i := range values {
				values[i] = value
			}
			s := NewScale(name, values, 1)
			if got := s.Apply([]float64{value, value + 0.5}); got[0] != 0 || got[1] != value+0.5-value {
				t.Errorf("%s: ten rows of %g became %g, and %g became %g", name, value, got[0], value+0.5, got[1])
			}
		}
		nearly := []float64{1, 1, 1, 1 + 1e-12}
		if got := NewScale(name, nearly, 1).Apply(nearly); math.Abs(got[3]-got[0]) < 0.9 {
			t.Errorf("%s: a step of 1e-12 became one of %g", name, got[3]-got[0])
		}
	}
}

func TestGenerators(t *testing.T) {
	for _, e := range Generators.Entries {
		for _, n := range []float64{1, 2, 3, 40} {
			points, inputs := Generate(e.Default().With("n", n))
			if len(points) != int(n) {
				t.Fatalf("%s: %d points of %g", e.Name, len(points), n)
			}
			for _, p := range points {
				if len(p) != inputs+1 {
					t.Fatalf("%s: a row of %d numbers for %d inputs", e.Name, len(p), inputs)
				}
				for _, v := range p {
					if math.IsNaN(v) || math.IsInf(v, 0) {
						t.Fatalf("%s, n %g: %g", e.Name, n, p)
					}
				}
			}
		}
	}
}

// Noise has the deviation asked for, and is a function of the seed.
func TestGeneratorNoise(t *testing.T) {
	choice := Generators.Default("line").With("slope", 0).With("n", 10000).With("noise", 0.5)
	draw := func(c catalog.Choice) []float64 {
		points, _ := Generate(c)
		y := make([]float64, len(points))
		for i, p := range points {
			y[i] = p[1]
		}
		return y
	}
	first := draw(choice)
	mean, deviation := stat.PopMeanStdDev(first, nil)
	if math.Abs(mean) > 0.025 || math.Abs(deviation-0.5) > 0.02 {
		t.Errorf("mean %g, deviation %g", mean, deviation)
	}
	again, other := draw(choice), draw(choice.With("seed", 1))
	same := 0
	for i := range first {
		if first[i] != again[i] {
			t.Fatal("the same seed draws other noise")
		}
		if first[i] == other[i] {
			same++
		}
	}
	if same > 10 {
		t.Errorf("%d of 10000 draws are the same with another seed", same)
	}
}

// Rows of the generators that have a formula, worked out by hand.
func TestGeneratorFormulas(t *testing.T) {
	for _, c := range []struct {
		choice catalog.Choice
		row    int
		want   []float64
	}{
		{Generators.Default("gaussian").With("n", 3).With("width", 0.5), 0, []float64{-1, math.Exp(-4)}},
		{Generators.Default("gaussian").With("n", 3), 1, []float64{0, 1}},
		{Generators.Default("sawtooth").With("n", 17), 1, []float64{-0.875, 0.25}},
		{Generators.Default("sawtooth").With("n", 17), 4, []float64{-0.5, 0}},
		{Generators.Default("noise_levels").With("n", 5), 0, []float64{-1, -1}},
		{Generators.Default("moons").With("n", 6), 0, []float64{1, 0, 0}},
		{Generators.Default("moons").With("n", 6), 1, []float64{0, 0.5, 1}},
		{Generators.Default("moons").With("n", 6), 5, []float64{2, 0.5, 1}},
	} {
		points, _ := Generate(c.choice)
		for i, v := range points[c.row] {
			if math.Abs(v-c.want[i]) > 1e-15 {
				t.Errorf("%s row %d: %g, want %g", c.choice.Name, c.row, points[c.row], c.want)
				break
			}
		}
	}
	points, _ := Generate(Generators.Default("product"))
	for _, p := range points {
		if p[2] != p[0]*p[1] || math.Abs(p[0]) > 1 || math.Abs(p[1]) > 1 {
			t.Errorf("product: %g", p)
		}
	}
}

func TestNoiseLevelsGrow(t *testing.T) {
	points, _ := Generate(Generators.Default("noise_levels").With("n", 10000))
	var parts [4][]float64
	for i, p := range points {
		parts[i/2500] = append(parts[i/2500], p[1]-p[0])
	}
	for k, part := range parts {
		// The deviation is 0.5 t; over a quarter from a to b its square is on average 0.25 (b³ - a³) / (3 (b - a)).
		a, b := float64(k)/4, float64(k+1)/4
		want := math.Sqrt(0.25 * (b*b*b - a*a*a) / (3 * (b - a)))
		if _, deviation := stat.PopMeanStdDev(part, nil); math.Abs(deviation/want-1) > 0.06 {
			t.Errorf("quarter %d: %g, want %g", k, deviation, want)
		}
	}
}

func TestRepeatedHasItsPureError(t *testing.T) {
	points, _ := Generate(Generators.Default("repeated"))
	for i := 0; i < len(points); i += 2 {
		if points[i][0] != points[i+1][0] || math.Abs(points[i+1][1]-points[i][1]-0.4) > 1e-15 {
			t.Errorf("rows %g and %g", points[i], points[i+1])
		}
	}
}

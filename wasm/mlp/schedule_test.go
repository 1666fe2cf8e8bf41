package mlp

import (
	"math"
	"math/big"
	"testing"
)

// restarted is the height and place of a step among cosines that restart, added
// up one by one with 200 bits.
func restarted(step int, first, longer, lower float64) (height, place float64) {
	exact := func(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }
	s, length, height := exact(float64(step)), exact(first), 1.0
	for s.Cmp(length) >= 0 {
		s.Sub(s, length)
		length.Mul(length, exact(longer))
		height *= lower
	}
	place, _ = s.Quo(s, length).Float64()
	return height, place
}

func TestCosineRestartsAddUp(t *testing.T) {
	for _, first := range []float64{1, 7, 40} {
		for _, longer := range []float64{1.0000001, 1.0001, 1.003, 1.5, 2, 100} {
			c := Schedules.Default("cosine_decay_restarts").With("first_decay_steps", first).With("t_mul", longer).With("m_mul", 0.999).With("alpha", 0.1)
			rate := NewSchedule(c, 2, 1)
			for _, step := range []int{0, 1, 6, 7, 39, 40, 63, 64, 65, 100, 1001, 4096, 30_000, 99_999} {
				height, place := restarted(step, first, longer, 0.999)
				want := 2 * (0.9*height*0.5*(1+math.Cos(math.Pi*place)) + 0.1)
				if got := rate(step); math.Abs(got/want-1) > 1e-9 {
					t.Errorf("first_decay_steps %g, t_mul %g, step %d: %.12g, want %.12g", first, longer, step, got, want)
				}
			}
		}
	}
}

// A rate costs the same after any number of restarts: added one by one, those
// before each of these would take a second.
func TestCosineRestartsAreQuick(t *testing.T) {
	c := Schedules.Default("cosine_decay_restarts").With("first_decay_steps", 1).With("t_mul", 1+1e-9)
	rate := NewSchedule(c, 1, 1)
	for step := range 100_000 {
		if got := rate(1_000_000_000 + step); !(got >= 0 && got <= 1) {
			t.Fatalf("step %d: rate %g", step, got)
		}
	}
}

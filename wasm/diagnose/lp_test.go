package diagnose

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// byLP is the least of Σ c_i t_i over affine maps z, where t_i >= 0 and
// t_i >= s (a_i z - b_i) for both or one of the signs s: the floors of losses
// made of absolute values as a linear programme, by gonum's simplex.
//
// Variables: w+ , w-, t, and a slack for each row of constraints.
func byLP(t *testing.T, x [][]float64, a, b, cost []float64, signs []float64) float64 {
	t.Helper()
	n, d := len(x), len(x[0])+1
	rows := n * len(signs)
	cols := 2*d + n + rows
	m, h, c := mat.NewDense(rows, cols, nil), make([]float64, rows), make([]float64, cols)
	for i := range n {
		c[2*d+i] = cost[i]
		for q, s := range signs {
			r := i*len(signs) + q
			// s a z - t + slack = s b, and the right side has to be positive or not: simplex does not mind.
			for j := range d {
				v := 1.0
				if j < d-1 {
					v = x[i][j]
				}
				m.Set(r, j, s*a[i]*v)
				m.Set(r, d+j, -s*a[i]*v)
			}
			m.Set(r, 2*d+i, -1)
			m.Set(r, 2*d+n+r, 1)
			h[r] = s * b[i]
		}
	}
	least, _, err := lp.Simplex(c, m, h, 1e-12, nil)
	if err != nil {
		t.Fatal(err)
	}
	return least
}

func TestAbsoluteFloorsAgainstLinearProgramming(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, loss := range []string{"mean_absolute_error", "mean_absolute_percentage_error", "hinge"} {
		for _, s := range []struct{ n, d int }{{4, 1}, {12, 2}, {30, 3}, {60, 1}, {5, 2}, {25, 1}, {40, 4}, {60, 2}} {
			p := problem(t, s.n, s.d, 1, `{"training":{"loss":"`+loss+`"}}`)
			x := make([][]float64, s.n)
			a, b, cost := make([]float64, s.n), make([]float64, s.n), make([]float64, s.n)
			signs := []float64{1, -1}
			for i := range s.n {
				x[i], _ = p.Train.Row(i)
				for j := range x[i] {
					x[i][j] = random.NormFloat64() // a view: the problem's too
				}
				y := &p.Train.Y[i]
				switch loss {
				case "hinge":
					// Classes that overlap: max(0, 1 - y z) is t >= -(y z - 1).
					*y = math.Copysign(1, x[i][0]+2*random.NormFloat64())
					a[i], b[i], cost[i] = *y, 1, 1/float64(s.n)
					signs = []float64{-1}
				case "mean_absolute_percentage_error":
					*y = 3 + random.Float64()*10
					a[i], b[i], cost[i] = 1, *y, 100 / *y / float64(s.n)
				default:
					a[i], b[i], cost[i] = 1, *y, 1/float64(s.n)
				}
			}
			want := byLP(t, x, a, b, cost, signs)
			got, ok := affineFloor(p)
			if !ok || got < want-1e-9 || got > want+1e-8*(want+1e-3) {
				t.Errorf("%s %+v: %.12g, linear programming gives %.12g", loss, s, got, want)
			}
		}
	}
}

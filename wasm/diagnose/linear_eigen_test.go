package diagnose

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Values and vectors equal those of gonum/mat, vectors up to their sign.
func TestEigenAgreesWithGonum(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 10, 60} {
		a := make([]float64, n*n)
		s := mat.NewSymDense(n, nil)
		for i := range n {
			for j := i; j < n; j++ {
				v := random.NormFloat64()
				a[i*n+j] = v
				s.SetSym(i, j, v)
			}
		}
		var want mat.EigenSym
		if !want.Factorize(s, true) {
			t.Fatal("no eigenvalues")
		}
		values := eigen(a, n)
		var vectors mat.Dense
		want.VectorsTo(&vectors)
		for k, v := range values {
			if math.Abs(v-want.Values(nil)[k]) > 1e-12*float64(n) {
				t.Errorf("n %d: value %d is %g, gonum's %g", n, k, v, want.Values(nil)[k])
			}
			var d float64
			for i := range n {
				d += a[i*n+k] * vectors.At(i, k)
			}
			if math.Abs(math.Abs(d)-1) > 1e-9 {
				t.Errorf("n %d: vector %d has product %g with gonum's", n, k, d)
			}
		}
	}
}

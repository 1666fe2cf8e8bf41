package factor

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// symmetric draws a symmetric matrix, shape (n, n): of full rank, or a product
// of n × rank, and graded when its rows are scaled over 16 decades.
func symmetric(r *rand.Rand, n, rank int, graded bool) []float64 {
	factor := make([]float64, n*rank)
	for i := range factor {
		factor[i] = r.NormFloat64()
		if graded {
			factor[i] *= math.Ldexp(1, -(i/rank)*26/n)
		}
	}
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range rank {
				a[i*n+j] += float64(factor[i*rank+k] * factor[j*rank+k])
			}
		}
	}
	return a
}

func TestCholeskySolves(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 4, 5, 8, 31, 100} {
		a := symmetric(r, n, 2*n, false)
		want, right := make([]float64, n), make([]float64, n)
		for i := range want {
			want[i] = r.NormFloat64()
		}
		for i := range right {
			right[i] = Dot(a[i*n:(i+1)*n], want)
			for j := i + 1; j < n; j++ {
				a[i*n+j] = math.NaN() // must not be read
			}
		}
		l := append([]float64(nil), a...)
		Cholesky(l, n)
		for i := range n {
			for j := range i + 1 {
				if d := Dot(l[i*n:i*n+j+1], l[j*n:j*n+j+1]) - a[i*n+j]; math.Abs(d) > 1e-13*float64(n) {
					t.Errorf("n %d: L Lᵀ is off by %g in row %d, column %d", n, d, i, j)
				}
			}
			for j := i + 1; j < n; j++ {
				if !math.IsNaN(l[i*n+j]) {
					t.Errorf("n %d: entry %d, %d above the diagonal was written", n, i, j)
				}
			}
		}
		Solve(l, n, right)
		for i, x := range right {
			if math.Abs(x-want[i]) > 1e-10 {
				t.Errorf("n %d: x[%d] is %g, not %g", n, i, x, want[i])
			}
		}
	}
}

func TestCholeskyRefuses(t *testing.T) {
	for name, a := range map[string][]float64{
		"indefinite": {1, 0, 2, 1},
		"zero":       {0},
		"negative":   {-1},
		"NaN":        {1, 0, math.NaN(), 1},
		"infinite":   {1, 0, math.Inf(1), 1},
		"first":      {-1, 0, 0, 0, 2, 0, 0, 0, 3},
	} {
		n := int(math.Sqrt(float64(len(a))))
		Cholesky(a, n)
		x := make([]float64, n)
		x[0] = 1
		if Solve(a, n, x); !math.IsNaN(a[n*n-1]) || !math.IsNaN(x[0]) {
			t.Errorf("%s: factored into %v, solved by %v", name, a, x)
		}
	}
}

// Values equal gonum's, the rows are orthonormal, and each is an eigenvector.
func TestEigenAgreesWithGonum(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	check := func(name string, a []float64, n int) {
		t.Helper()
		var want mat.EigenSym
		if !want.Factorize(mat.NewSymDense(n, append([]float64(nil), a...)), false) {
			t.Fatalf("%s: gonum finds no eigenvalues", name)
		}
		v := append([]float64(nil), a...)
		for i := range n {
			for j := i + 1; j < n; j++ {
				v[i*n+j] = 7 // must not be read
			}
		}
		values := Eigen(v, n)
		size := max(math.Abs(values[0]), math.Abs(values[n-1]))
		for k, value := range values {
			if math.Abs(value-want.Values(nil)[k]) > 1e-14*float64(n)*size {
				t.Errorf("%s: value %d is %g, gonum's %g", name, k, value, want.Values(nil)[k])
			}
			row := v[k*n : (k+1)*n]
			for j := range k + 1 {
				product := Dot(row, v[j*n:(j+1)*n])
				if j == k {
					product--
				}
				if math.Abs(product) > 1e-13 {
					t.Errorf("%s: vectors %d and %d are off orthonormal by %g", name, k, j, product)
				}
			}
			for i := range n {
				if d := Dot(a[i*n:(i+1)*n], row) - value*row[i]; math.Abs(d) > 1e-14*float64(n)*size {
					t.Errorf("%s: a v - λ v is %g in row %d for value %d", name, d, i, k)
				}
			}
		}
	}
	for _, n := range []int{1, 2, 3, 4, 5, 10, 33, 160} {
		check(fmt.Sprint("full ", n), symmetric(r, n, 2*n, false), n)
		check(fmt.Sprint("rank 1 of ", n), symmetric(r, n, 1, false), n)
		check(fmt.Sprint("half rank of ", n), symmetric(r, n, (n+1)/2, false), n)
		check(fmt.Sprint("graded ", n), symmetric(r, n, n, true), n)
		equal, diagonal, indefinite := make([]float64, n*n), make([]float64, n*n), symmetric(r, n, n, false)
		for i := range n {
			for j := range n {
				equal[i*n+j] = 1e-100
			}
			diagonal[i*n+i] = 1e100 * float64(n-i)
			indefinite[i*n+i] -= float64(n)
		}
		check(fmt.Sprint("equal entries ", n), equal, n)
		check(fmt.Sprint("diagonal ", n), diagonal, n)
		check(fmt.Sprint("indefinite ", n), indefinite, n)
		check(fmt.Sprint("zero ", n), make([]float64, n*n), n)
	}
}

// A power of two scales the values and nothing else, also where squares would
// overflow or vanish, so that bounds hold in any unit.
func TestEigenInAnyUnit(t *testing.T) {
	const n = 12
	a := symmetric(rand.New(rand.NewPCG(7, 8)), n, n, false)
	plain := append([]float64(nil), a...)
	want := Eigen(plain, n)
	for _, exponent := range []int{-900, -3, 900} {
		scaled := make([]float64, len(a))
		for i, v := range a {
			scaled[i] = math.Ldexp(v, exponent)
		}
		for k, v := range Eigen(scaled, n) {
			if v != math.Ldexp(want[k], exponent) {
				t.Errorf("times 2^%d: value %d is %g, not %g", exponent, k, v, math.Ldexp(want[k], exponent))
			}
		}
		for i, v := range scaled {
			if v != plain[i] {
				t.Errorf("times 2^%d: entry %d of the vectors is %g, not %g", exponent, i, v, plain[i])
			}
		}
	}
}

func TestEigenOfWhatIsNotFinite(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		a := []float64{1, 2, bad, 4}
		for k, v := range append(Eigen(a, 2), a...) {
			if !math.IsNaN(v) {
				t.Errorf("entry %g: number %d is %g", bad, k, v)
			}
		}
	}
	if values := Eigen(nil, 0); len(values) != 0 {
		t.Errorf("a matrix without entries has the values %v", values)
	}
}

// The bits are the same natively and in WebAssembly: the test runs on both.
func TestSameBits(t *testing.T) {
	hash := func(values ...[]float64) string {
		h := fnv.New64a()
		for _, v := range values {
			if err := binary.Write(h, binary.LittleEndian, v); err != nil {
				t.Fatal(err)
			}
		}
		return fmt.Sprintf("%016x", h.Sum64())
	}
	const n = 37
	a := symmetric(rand.New(rand.NewPCG(5, 6)), n, 2*n, false)
	l, x := append([]float64(nil), a...), append([]float64(nil), a[:n]...)
	Cholesky(l, n)
	Solve(l, n, x)
	if got := hash(l, x); got != "5d905b0bc2503dcc" {
		t.Errorf("Cholesky and Solve: %s", got)
	}
	values := Eigen(a, n)
	if got := hash(values, a); got != "6a3d2fe0f3d03946" {
		t.Errorf("Eigen: %s", got)
	}
}

func BenchmarkCholesky(b *testing.B) {
	const n = 499
	a := symmetric(rand.New(rand.NewPCG(1, 2)), n, n+1, false)
	l := make([]float64, len(a))
	for b.Loop() {
		copy(l, a)
		Cholesky(l, n)
	}
}

func BenchmarkEigen(b *testing.B) {
	const n = 160
	a := symmetric(rand.New(rand.NewPCG(1, 2)), n, n/2, false)
	v := make([]float64, len(a))
	for b.Loop() {
		copy(v, a)
		Eigen(v, n)
	}
}

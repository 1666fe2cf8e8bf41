package landscape

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/gonum"
)

// eigenvalues of the symmetric a, shape (n, n), of which the upper triangle is
// read, descending; a is destroyed.
func eigenvalues(a []float64, n int) []float64 { return symmetric(a, n, lapack.EVNone) }

// eigenvectors is eigenvalues, and vector k becomes column k of a.
func eigenvectors(a []float64, n int) []float64 {
	values := symmetric(a, n, lapack.EVCompute)
	for i := range n {
		slices.Reverse(a[i*n : (i+1)*n])
	}
	return values
}

func symmetric(a []float64, n int, job lapack.EVJob) []float64 {
	var impl gonum.Implementation
	values := make([]float64, n)
	size := []float64{0}
	impl.Dsyev(job, blas.Upper, n, a, n, values, size, -1)
	work := make([]float64, max(int(size[0]), 3*n-1))
	if !impl.Dsyev(job, blas.Upper, n, a, n, values, work, len(work)) {
		panic("landscape: the eigenvalues did not converge")
	}
	slices.Reverse(values)
	return values
}

// Package factor factors dense symmetric matrices: Cholesky's triangle, with
// which a system is solved, and eigenvalues with their vectors.
//
// gonum does both, but its assembly for amd64 adds in another order than its Go,
// so that a solver would end on other bits natively than in a browser. Here
// every operation is one that IEEE 754 rounds exactly, in one order everywhere.
// Matrices are slices of n rows of n numbers.
package factor

import "math"

// Cholesky replaces the lower triangle of the symmetric a, shape (n, n), by L
// with a = L Lᵀ (Golub and Van Loan, 4.2). Above the diagonal nothing is read or
// written. Where a is not positive definite, L ends in NaN.
func Cholesky(a []float64, n int) {
	for i := range n {
		Row(a, n, i)
	}
}

// Row computes row i of L, for which the rows before it have to be there: a
// large matrix is factored in as many pieces as it has rows, of i² / 2
// multiply-adds each.
func Row(a []float64, n, i int) {
	row := a[i*n : i*n+i+1]
	for j := range i {
		other := a[j*n : j*n+j+1]
		row[j] = (row[j] - Dot(row[:j], other)) / other[j]
	}
	pivot := row[i] - Dot(row[:i], row)
	if !(pivot > 0) { // 1 / 0 would go on with infinities that could cancel
		pivot = math.NaN()
	}
	row[i] = math.Sqrt(pivot)
}

// Solve replaces x, shape (n), by the solution of L Lᵀ y = x for the lower
// triangle that Cholesky left in l.
func Solve(l []float64, n int, x []float64) {
	for i := range n {
		row := l[i*n : i*n+i+1]
		x[i] = (x[i] - Dot(row[:i], x)) / row[i]
	}
	for i := n - 1; i >= 0; i-- {
		row := l[i*n : i*n+i+1]
		x[i] /= row[i]
		add(x[:i], -x[i], row)
	}
}

// Dot is Σ a[i] b[i] over a, in four sums that do not wait for each other: of
// one sum every addition waits for the one before.
func Dot(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	for len(a) >= 4 {
		s0 += float64(a[0] * b[0])
		s1 += float64(a[1] * b[1])
		s2 += float64(a[2] * b[2])
		s3 += float64(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += float64(v * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

// add adds scale times x to dst.
func add(dst []float64, scale float64, x []float64) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] += float64(scale * v)
	}
}

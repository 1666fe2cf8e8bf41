package factor

import "math"

// Eigen returns the eigenvalues of the symmetric a, shape (n, n), ascending, of
// which the lower triangle is read; a becomes the eigenvectors, of length 1,
// vector k in row k. Values are exact to about 1e-15 of the largest. Where the
// entries have no finite sum, values and vectors are no numbers.
//
// Householder's reflections make a tridiagonal, whose implicit QR steps with
// Wilkinson's shift rotate the vectors along (Golub and Van Loan, 8.3). Rows,
// not columns, are reflected and rotated, because they lie together in memory.
func Eigen(a []float64, n int) []float64 {
	size := 0.0
	for i := range n {
		for _, v := range a[i*n : i*n+i+1] {
			size += math.Abs(v)
		}
	}
	diagonal, beside := make([]float64, n), make([]float64, n)
	if n == 0 {
		return diagonal
	}
	if !(size <= math.MaxFloat64) {
		for i := range a {
			a[i] = math.NaN()
		}
		for i := range diagonal {
			diagonal[i] = math.NaN()
		}
		return diagonal
	}
	// A power of two brings squares into range and rounds nothing.
	_, exponent := math.Frexp(size)
	for i := range a {
		a[i] = math.Ldexp(a[i], -exponent)
	}
	tridiagonal(a, n, diagonal, beside)
	iterate(a, n, diagonal, beside)
	for i := range diagonal {
		diagonal[i] = math.Ldexp(diagonal[i], exponent)
	}
	for i := range diagonal { // few and cheap to swap: the least of the rest comes next
		least := i
		for k := i + 1; k < n; k++ {
			if diagonal[k] < diagonal[least] {
				least = k
			}
		}
		if least != i {
			diagonal[i], diagonal[least] = diagonal[least], diagonal[i]
			for k := range n {
				a[i*n+k], a[least*n+k] = a[least*n+k], a[i*n+k]
			}
		}
	}
	return diagonal
}

// tridiagonal reflects the symmetric a to T = P a Pᵀ, whose diagonal and entries
// beside it it stores, beside[i] being T[i][i+1], and replaces a by P.
func tridiagonal(a []float64, n int, diagonal, beside []float64) {
	scale, moved := make([]float64, n), make([]float64, n)
	// From the last row up, reflection k takes the first k entries of row k to
	// one, the last of them: v is stored in their place, and H = I - scale v vᵀ.
	for k := n - 1; k > 0; k-- {
		v := a[k*n : k*n+k]
		diagonal[k] = a[k*n+k]
		head := Dot(v[:k-1], v)
		if head < 0x1p-1000 { // of a matrix of size 1, far below its rounding
			beside[k-1] = v[k-1]
			continue
		}
		length := math.Sqrt(head + float64(v[k-1]*v[k-1]))
		beside[k-1] = math.Copysign(length, -v[k-1])
		v[k-1] -= beside[k-1] // of the other sign: nothing cancels
		scale[k] = 2 / Dot(v, v)

		// H a H = a - v wᵀ - w vᵀ with w = p - (scale/2 p·v) v and p = scale a v.
		p := moved[:k]
		clear(p)
		for i := range p {
			row := a[i*n : i*n+i+1]
			p[i] += Dot(row, v)
			add(p[:i], v[i], row)
		}
		for i := range p {
			p[i] *= scale[k]
		}
		add(p, -0.5*float64(scale[k]*Dot(p, v)), v)
		for i := range p {
			row := a[i*n : i*n+i+1]
			add(row, -v[i], p)
			add(row, -p[i], v)
		}
	}
	diagonal[0] = a[0]
	// P = H₁ H₂ … : each reflects the rows that stand, from the right.
	a[0] = 1
	for k := 1; k < n; k++ {
		v := moved[:k]
		copy(v, a[k*n:])
		clear(a[k*n : k*n+k])
		a[k*n+k] = 1
		for i := range k {
			a[i*n+k] = 0
		}
		if scale[k] == 0 {
			continue
		}
		for i := range k {
			row := a[i*n : i*n+k]
			add(row, float64(-scale[k]*Dot(row, v)), v)
		}
	}
}

// A step brings an entry down by its cube; two a value are the rule, and what
// LAPACK allows is never reached.
const stepsPerValue = 30

// iterate makes the tridiagonal matrix diagonal, rotating the rows of vectors.
func iterate(vectors []float64, n int, diagonal, beside []float64) {
	last := n - 1
	for range stepsPerValue * n {
		for last > 0 && small(diagonal, beside, last-1) {
			last--
		}
		if last <= 0 {
			return
		}
		first := last - 1
		for first > 0 && !small(diagonal, beside, first-1) {
			first--
		}
		qrStep(vectors, n, diagonal, beside, first, last)
	}
}

// small says whether the entry beside diagonal i is below its rounding, and
// makes it 0 then.
func small(diagonal, beside []float64, i int) bool {
	if math.Abs(beside[i]) <= 0x1p-53*(math.Abs(diagonal[i])+math.Abs(diagonal[i+1])) || math.Abs(beside[i]) < 0x1p-500 {
		beside[i] = 0
		return true
	}
	return false
}

// qrStep is one implicit step on the rows first to last: its first rotation is
// that of T less the shift, and the others chase what it puts beside the three
// diagonals out at the end.
func qrStep(vectors []float64, n int, diagonal, beside []float64, first, last int) {
	// The shift is the eigenvalue of the last two rows that is nearer to the last.
	half := 0.5 * (diagonal[last-1] - diagonal[last])
	b := beside[last-1]
	root := math.Sqrt(float64(half*half) + float64(b*b))
	shift := diagonal[last] - float64(b*b)/(half+math.Copysign(root, half))
	x, z := diagonal[first]-shift, beside[first]
	for k := first; k < last; k++ {
		c, s := 1.0, 0.0
		if r := math.Sqrt(float64(x*x) + float64(z*z)); r > 0 {
			c, s = x/r, z/r
			if k > first {
				beside[k-1] = r
			}
		}
		above, below, between := diagonal[k], diagonal[k+1], beside[k]
		cc, ss, cs := float64(c*c), float64(s*s), float64(c*s)
		twice := 2 * float64(cs*between)
		diagonal[k] = float64(cc*above) + float64(ss*below) + twice
		diagonal[k+1] = float64(ss*above) + float64(cc*below) - twice
		beside[k] = float64(cs*(below-above)) + float64((cc-ss)*between)
		if k+1 < last {
			x, z = beside[k], float64(s*beside[k+1])
			beside[k+1] *= c
		}
		upper, lower := vectors[k*n:(k+1)*n], vectors[(k+1)*n:(k+2)*n]
		for i, u := range upper {
			l := lower[i]
			upper[i] = float64(c*u) + float64(s*l)
			lower[i] = float64(c*l) - float64(s*u)
		}
	}
}

package diagnose

import (
	"math"

	"plateau/wasm/factor"
)

// convex is a loss of rows that is convex in the numbers z of each, shape
// (outputs). A row counts weights[row].
type convex struct {
	outputs int
	weights []float64
	// at is the loss of a row at z. It stores the slope, shape (outputs), and a
	// curvature, shape (outputs, outputs).
	at func(row int, z, slope, curvature []float64) float64
	// under is the largest c for which c + v z is nowhere above the loss of a row:
	// less its conjugate. It is -Inf where there is none.
	under func(row int, v []float64) float64
	// careful, if any, is the share of a curvature that lies above the loss in what
	// at stores, the rest being the second derivative: steps of the first always
	// lower the loss, those of the other end sooner.
	careful *float64
	// apart, if any, says whether multiples of z bring the loss as near to 0 as one
	// likes.
	apart func(z []float64) bool
}

// newtonWork bounds the multiply-adds of all of a floor's minimizations: 40 ms
// natively, 150 in a browser.
const newtonWork = 4e7

// least minimizes the loss over z = basis b by Newton's method, and returns a
// bound that no b goes below; false where it is not near the lowest loss found.
//
// The bound is Fenchel's: u with basisᵀ u = 0 gives Σ under(u), whatever b is.
// The slopes at the next step's end, g + H Δz, are such a u by Newton's
// equations, and where H is small so is what they change: they stay where under
// is finite. At the minimum the bound is the loss. work is what may be spent;
// what was is taken from it.
func (f convex) least(basis matrix, work *float64) (bound float64, near bool) {
	m, r := f.outputs, basis.cols
	n := m * r
	cost := float64(float64(len(f.weights))*float64(n*n/2+8*n+150*m)) + float64(float64(n*n)*float64(n)/6)
	if *work < 5*cost {
		return 0, false // it would not come near
	}
	b, step, short := make([]float64, n), make([]float64, n), make([]float64, n)
	z, dz := make([]float64, basis.rows*m), make([]float64, basis.rows*m)
	slope, bend := make([]float64, basis.rows*m), make([]float64, basis.rows*m*m)
	u, tried := make([]float64, basis.rows*m), make([]float64, basis.rows*m)
	hessian := make([]float64, n*n)
	value := func(z []float64) float64 {
		var sum float64
		for i := range f.weights {
			sum += float64(f.weights[i] * f.at(i, z[i*m:(i+1)*m], slope[i*m:(i+1)*m], bend[i*m*m:(i+1)*m*m]))
		}
		return sum
	}
	if f.careful != nil {
		*f.careful = 1
	}
	loss := value(z)
	first := loss
	for range 300 {
		if *work -= cost; *work < 0 {
			break
		}
		clear(hessian)
		for i := range f.weights {
			f.curve(hessian, basis.row(i), bend[i*m*m:(i+1)*m*m], f.weights[i])
		}
		triangle := newCholesky(hessian, n)
		clear(step)
		clear(dz)
		for range 3 { // the second and third repair the rounding of the first
			f.slopes(u, slope, bend, dz)
			f.gather(short, basis, u)
			triangle.solve(short)
			for a, v := range short {
				step[a] -= v
			}
			f.spread(dz, basis, step)
		}
		f.slopes(u, slope, bend, dz)
		f.gather(short, basis, u)
		var doubt float64 // what is left of basisᵀ u
		for a, v := range short {
			doubt += float64(math.Abs(v) * (math.Abs(b[a]) + math.Abs(step[a])))
		}
		if now := f.dual(u) - 2*doubt; now > bound {
			bound = now
		}
		if !(loss-bound > 1e-10*loss) {
			break
		}
		var fall float64
		for i := range f.weights {
			fall += float64(f.weights[i] * dot(slope[i*m:(i+1)*m], dz[i*m:(i+1)*m]))
		}
		t, reached := 1.0, 0.0
		for range 40 {
			for i := range f.weights {
				for j := i * m; j < (i+1)*m; j++ {
					tried[j] = z[j] + float64(t*dz[j])
				}
			}
			if reached = value(tried); reached <= loss+float64(1e-4*t*fall) {
				break
			}
			t /= 2
		}
		if !(reached < loss) {
			break
		}
		if f.careful != nil {
			if *f.careful /= 4; t < 1 {
				*f.careful = min(1, 32**f.careful)
			}
		}
		loss = reached
		copy(z, tried)
		for a, v := range step {
			b[a] += float64(t * v)
		}
		if f.apart != nil && f.apart(z) {
			return 0, true
		}
	}
	return min(bound, loss), nearly(bound, loss, first)
}

// nearly says whether a bound says enough of a loss that began at first to be
// called its least.
func nearly(bound, loss, first float64) bool {
	return bound >= 0.99*loss || loss <= 1e-9*first
}

// curve adds weight times the curvature of a row by b, the lower triangle.
func (f convex) curve(hessian, q, bend []float64, weight float64) {
	m := f.outputs
	n := m * len(q)
	for a, left := range q {
		for j := range m {
			row := hessian[(a*m+j)*n : (a*m+j+1)*n]
			for l := range m {
				by := weight * left * bend[j*m+l]
				for c, right := range q[:a+1] {
					row[c*m+l] += float64(by * right)
				}
			}
		}
	}
}

// slopes stores slope + bend dz.
func (f convex) slopes(u, slope, bend, dz []float64) {
	m := f.outputs
	for i := range f.weights {
		for j := range m {
			u[i*m+j] = slope[i*m+j] + dot(bend[(i*m+j)*m:(i*m+j+1)*m], dz[i*m:(i+1)*m])
		}
	}
}

// gather stores basisᵀ u, weighted, and spread basis b.
func (f convex) gather(dst []float64, basis matrix, u []float64) {
	m := f.outputs
	clear(dst)
	for i := range f.weights {
		for a, q := range basis.row(i) {
			for j := range m {
				dst[a*m+j] += float64(f.weights[i] * q * u[i*m+j])
			}
		}
	}
}

func (f convex) spread(dst []float64, basis matrix, b []float64) {
	m := f.outputs
	for i := range f.weights {
		clear(dst[i*m : (i+1)*m])
		for a, q := range basis.row(i) {
			for j := range m {
				dst[i*m+j] += float64(q * b[a*m+j])
			}
		}
	}
}

// dual is the bound that u gives, or the nearest share of u that gives one.
func (f convex) dual(u []float64) float64 {
	m := f.outputs
	v := make([]float64, m)
	for _, less := range []float64{0, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 0.1, 1} {
		var sum float64
		for i := range f.weights {
			for j := range v {
				v[j] = u[i*m+j] * (1 - less)
			}
			if sum += float64(f.weights[i] * f.under(i, v)); math.IsInf(sum, -1) {
				break
			}
		}
		if !math.IsInf(sum, -1) {
			return sum
		}
	}
	return math.Inf(-1)
}

// cholesky is the triangle of D a D for a symmetric a, shape (n, n), of which
// the lower triangle is read: D makes the diagonal 1. A trace is added to that,
// so that there is a triangle where a has lost a direction.
type cholesky struct {
	n       int
	l, size []float64
}

func newCholesky(a []float64, n int) cholesky {
	c := cholesky{n, a, make([]float64, n)}
	for i := range n {
		c.size[i] = math.Sqrt(max(a[i*n+i], 1e-300))
		for j := range i + 1 {
			a[i*n+j] /= float64(c.size[i] * c.size[j])
		}
		a[i*n+i] = 1 + float64(1e-14*float64(n+10))
	}
	factor.Cholesky(a, n)
	return c
}

// solve makes x the solution of a times it.
func (c cholesky) solve(x []float64) {
	for i, v := range c.size {
		x[i] /= v
	}
	factor.Solve(c.l, c.n, x)
	for i, v := range c.size {
		x[i] /= v
	}
}

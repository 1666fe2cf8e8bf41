package landscape

import "math"

// DenseLimit is the largest number of weights whose whole Hessian is computed:
// its eigenvalues then take about a fifth of a second in a browser, and grow
// with the cube.
const DenseLimit = 300

// Rounding is the share of the largest eigenvalue, in size, below which one
// computed from differences of gradients cannot be told from 0.
const Rounding = 1e-7

// Hessian is the matrix of second derivatives at some weights, made column by
// column from products with unit vectors.
type Hessian struct {
	surface *Surface
	at      []float64
	column  int
	matrix  []float64 // shape (parameters, parameters)
}

// NewHessian begins the Hessian at some weights, which are kept.
func NewHessian(s *Surface, at []float64) *Hessian {
	return &Hessian{surface: s, at: at, matrix: make([]float64, len(at)*len(at))}
}

// Done says whether every column is there.
func (h *Hessian) Done() bool { return h.column == len(h.at) }

// Progress is the share of the columns that are there.
func (h *Hessian) Progress() float64 { return float64(h.column) / float64(len(h.at)) }

// Step computes columns until about work multiply-adds are spent, at least one.
func (h *Hessian) Step(work int) {
	v := make([]float64, len(h.at))
	for n := len(h.at); !h.Done(); {
		v[h.column] = 1
		h.surface.HessianProduct(h.matrix[h.column*n:(h.column+1)*n], h.at, v)
		v[h.column] = 0
		h.column++
		if work -= 6 * h.surface.Cost(); work <= 0 {
			return
		}
	}
}

// Matrix is a copy, shape (parameters, parameters), made symmetric: the mean of
// itself and its transpose.
func (h *Hessian) Matrix() []float64 {
	n := len(h.at)
	out := make([]float64, n*n)
	for i := range n {
		for j := range n {
			out[i*n+j] = (h.matrix[i*n+j] + h.matrix[j*n+i]) / 2
		}
	}
	return out
}

// Eigenvalues are all eigenvalues, descending, NaN where the Hessian is not
// finite.
func (h *Hessian) Eigenvalues() []float64 {
	m := h.Matrix()
	for _, v := range m {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			out := make([]float64, len(h.at))
			for i := range out {
				out[i] = math.NaN()
			}
			return out
		}
	}
	return eigenvalues(m, len(h.at))
}

package diagnose

import (
	"math"

	"plateau/wasm/factor"
)

// denseLimit is the largest matrix whose eigenvalues are computed: 160 rows
// take about 5 ms natively and 30 ms in a browser.
const denseLimit = 160

// matrix is a dense table, shape (rows, cols), row by row.
type matrix struct {
	rows, cols int
	data       []float64
}

func newMatrix(rows, cols int) matrix {
	return matrix{rows, cols, make([]float64, rows*cols)}
}

func (m matrix) row(i int) []float64 { return m.data[i*m.cols : (i+1)*m.cols] }

// basis is the eigenvectors of m mᵀ or mᵀ m, whichever is smaller.
type basis struct {
	m       matrix
	wide    bool // m mᵀ was decomposed: the vectors lie in the space of rows
	values  []float64
	vectors []float64 // rows
}

func decompose(m matrix) basis {
	b := basis{m: m, wide: m.rows <= m.cols}
	n := min(m.rows, m.cols)
	g := make([]float64, n*n)
	for i := range n {
		if b.wide {
			for j := range i + 1 {
				g[i*n+j] = dot(m.row(i), m.row(j))
			}
		}
	}
	if !b.wide {
		for r := range m.rows {
			row := m.row(r)
			for j, x := range row {
				for i, y := range row[:j+1] {
					g[j*n+i] += float64(x * y)
				}
			}
		}
	}
	b.values, b.vectors = factor.Eigen(g, n), g
	return b
}

// rank counts the eigenvalues above share of the largest.
func (b basis) rank(share float64) int {
	top, count := b.values[len(b.values)-1], 0
	for _, v := range b.values {
		if v > share*top && v > 0 {
			count++
		}
	}
	return count
}

// columns is an orthonormal basis of the column space of m, where eigenvalues
// below share of the largest count as 0.
func (b basis) columns(share float64) [][]float64 {
	n := len(b.values)
	var out [][]float64
	for k, value := range b.values {
		if value <= share*b.values[n-1] || value <= 0 {
			continue
		}
		v := b.vectors[k*n : (k+1)*n]
		u := v
		if !b.wide {
			u = make([]float64, b.m.rows)
			for r := range u {
				u[r] = dot(b.m.row(r), v)
			}
			length := norm(u)
			for r := range u {
				u[r] /= length
			}
		}
		out = append(out, u)
	}
	return out
}

// outside returns what is left of y, shape (rows), after its projection on the
// column space of m: (I - m m⁺) y. It projects twice, which repairs the
// rounding of the first.
func (b basis) outside(y []float64, share float64) []float64 {
	left := append([]float64(nil), y...)
	columns := b.columns(share)
	for range 2 {
		for _, u := range columns {
			c := dot(u, left)
			for r := range left {
				left[r] -= float64(c * u[r])
			}
		}
	}
	return left
}

// shareOutside is phi = |(I - m m⁺) r|² / |r|²: the share of the residual r that
// no small step of any size or direction can remove. Without a basis it is
// solved by conjugate gradients, which can only overstate it.
func shareOutside(m matrix, b *basis, r []float64) float64 {
	total := dot(r, r)
	if total == 0 {
		return 0
	}
	var left []float64
	if b != nil {
		left = b.outside(r, negligible)
	} else {
		left = residualByGradients(m, r, 200)
	}
	return min(dot(left, left)/total, 1)
}

// residualByGradients is y - m x for the x of the smallest residual, by the
// method of conjugate gradients on the normal equations (Hestenes and Stiefel
// 1952, CGLS), stopped after so many steps or when the residual is settled.
func residualByGradients(m matrix, y []float64, steps int) []float64 {
	r := append([]float64(nil), y...)
	s, p, q := make([]float64, m.cols), make([]float64, m.cols), make([]float64, m.rows)
	m.transposed(s, r)
	copy(p, s)
	gamma := dot(s, s)
	first := gamma
	for range steps {
		if gamma <= 1e-24*first || gamma == 0 {
			break
		}
		for i := range q {
			q[i] = dot(m.row(i), p)
		}
		alpha := gamma / dot(q, q)
		for i := range r {
			r[i] -= float64(alpha * q[i])
		}
		m.transposed(s, r)
		next := dot(s, s)
		for i := range p {
			p[i] = s[i] + float64(next/gamma*p[i])
		}
		gamma = next
	}
	return r
}

// transposed stores mᵀ x.
func (m matrix) transposed(dst, x []float64) {
	clear(dst)
	for i, v := range x {
		for j, w := range m.row(i) {
			dst[j] += float64(v * w)
		}
	}
}

func dot(a, b []float64) float64 { return factor.Dot(a, b) }

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

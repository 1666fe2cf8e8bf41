package landscape

import "math"

// Lanczos finds the ends of the Hessian's spectrum from products alone: after k
// of them the eigenvalues of a tridiagonal matrix of k rows stand for its own,
// the outermost first (Golub and Van Loan, chapter 10). Every new vector is
// made orthogonal to all before it, so that none is found twice; of an
// eigenvalue that several directions share, one is found.
type Lanczos struct {
	surface     *Surface
	at          []float64
	most        int
	basis       [][]float64
	alpha, beta []float64 // diagonal, and what links a row to the next
	next        []float64
	ended       bool
}

// NewLanczos begins at some weights, which are kept, and ends after at most so
// many products.
func NewLanczos(s *Surface, at []float64, most int) *Lanczos {
	start := drawn(len(at), 17)
	unit(start)
	return &Lanczos{surface: s, at: at, most: min(most, len(at)), next: start}
}

// Done says whether there is nothing more to find.
func (l *Lanczos) Done() bool { return l.ended || len(l.basis) == l.most }

// Products is how many products with the Hessian are done.
func (l *Lanczos) Products() int { return len(l.basis) }

// Progress is the share of the products that are done.
func (l *Lanczos) Progress() float64 {
	if l.Done() {
		return 1
	}
	return float64(len(l.basis)) / float64(l.most)
}

// Step computes products until about work multiply-adds are spent, at least one.
func (l *Lanczos) Step(work int) {
	for !l.Done() {
		q := l.next
		l.basis = append(l.basis, q)
		r := make([]float64, len(q))
		l.surface.HessianProduct(r, l.at, q)
		l.alpha = append(l.alpha, dot(q, r))
		size := norm(r)
		for range 2 {
			for _, before := range l.basis {
				add(r, -dot(before, r), before)
			}
		}
		left := norm(r)
		// What is left is rounding: the vectors so far span all that the start vector holds.
		if !(left > 1e-8*size) || math.IsInf(left, 0) {
			l.ended = true
			return
		}
		l.beta = append(l.beta, left)
		for i := range r {
			r[i] /= left
		}
		l.next = r
		if work -= 6*l.surface.Cost() + 4*len(l.basis)*len(q); work <= 0 {
			return
		}
	}
}

// Pair is an eigenvalue found, and how far a true one is from it at most.
type Pair struct{ Value, Error float64 }

// Values are what is found so far, descending.
func (l *Lanczos) Values() []Pair {
	values, vectors := l.decompose()
	k := len(values)
	out := make([]Pair, k)
	for i, v := range values {
		link := 0.0
		if !l.ended && len(l.beta) == k && k > 0 && k < len(l.at) {
			link = l.beta[k-1]
		}
		out[i] = Pair{v, math.Abs(link * vectors[(k-1)*k+i])}
	}
	return out
}

// Directions are unit vectors in weight space that belong to the first so many
// of Values, fewer where fewer are found.
func (l *Lanczos) Directions(count int) [][]float64 {
	values, vectors := l.decompose()
	k := len(values)
	var out [][]float64
	for i := range min(count, k) {
		direction := make([]float64, len(l.at))
		for j, q := range l.basis {
			add(direction, vectors[j*k+i], q)
		}
		if unit(direction) {
			out = append(out, direction)
		}
	}
	return out
}

func (l *Lanczos) decompose() (values, vectors []float64) {
	k := len(l.basis)
	t := make([]float64, k*k)
	for i, v := range l.alpha {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, nil
		}
		t[i*k+i] = v
		if i+1 < k {
			t[i*k+i+1] = l.beta[i]
		}
	}
	return eigenvectors(t, k), t
}

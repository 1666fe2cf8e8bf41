package landscape

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

func problem(t *testing.T, text string) *train.Problem {
	t.Helper()
	e, err := experiment.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return train.NewProblem(e)
}

// straight is a single linear layer on squared error: a quadratic in its three
// weights, whose Hessian is 2/n [X 1]ᵀ [X 1].
const straight = `{"data": {"points": [[1, 2, 3], [0.5, -1, 1], [-2, 0.3, 0], [4, 1, -1]], "inputs": ["a", "b"]}, "network": {"layers": [{"units": 1}]}, "training": {"optimizer": "sgd", "batch_size": 4}}`

func design(p *train.Problem) *mat.Dense {
	rows := p.Train.Rows()
	d := mat.NewDense(rows, 3, nil)
	for i := range rows {
		x, _ := p.Train.Row(i)
		d.SetRow(i, []float64{x[0], x[1], 1})
	}
	return d
}

const curved = `{"data": {"generator": {"name": "sine", "n": 20, "noise": 0.1}}, "network": {"layers": [{"units": 6, "activation": "tanh"}, {"units": 4, "activation": "sigmoid"}, {}]}, "training": {"l2": 0.01, "optimizer": "sgd", "batch_size": 20, "class_weight": {"0": 2, "1": 0.5}}}`

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %g, want %g within %g", what, got, want, tolerance)
	}
}

func TestLossIsTheRuns(t *testing.T) {
	for _, text := range []string{straight, curved} {
		e, err := experiment.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		e.Training.Precision = "float64"
		run := train.New(e)
		near(t, "the loss", NewSurface(run.Problem).Loss(run.Problem.Initial), run.Initial(), 1e-15)
	}
}

func TestGradientAndCurvatureAgainstDifferencesOfTheLoss(t *testing.T) {
	p := problem(t, curved)
	s := NewSurface(p)
	n := s.Parameters()
	at, v, gradient := p.Initial, drawn(n, 3), make([]float64, n)
	s.Gradient(gradient, at)
	along := func(h float64) float64 {
		w := append([]float64(nil), at...)
		add(w, h, v)
		return s.Loss(w)
	}
	const h = 1e-4
	near(t, "slope", dot(gradient, v), (along(h)-along(-h))/(2*h), 1e-7)
	near(t, "curvature", s.Curvature(at, v)*dot(v, v), (along(h)-2*along(0)+along(-h))/(h*h), 1e-5)
}

func TestHessianOfAQuadratic(t *testing.T) {
	p := problem(t, straight)
	x := design(p)
	var want mat.SymDense
	want.SymOuterK(2/float64(p.Train.Rows()), x.T())
	var eigen mat.EigenSym
	if !eigen.Factorize(&want, false) {
		t.Fatal("gonum found no eigenvalues")
	}
	values := eigen.Values(nil)
	slices.Reverse(values)

	s := NewSurface(p)
	h := NewHessian(s, p.Initial)
	for !h.Done() {
		h.Step(1)
	}
	for i, got := range h.Matrix() {
		near(t, "an entry", got, want.At(i/3, i%3), 1e-8)
	}
	for i, got := range h.Eigenvalues() {
		near(t, "an eigenvalue", got, values[i], 1e-8)
	}
	l := NewLanczos(s, p.Initial, 10)
	for !l.Done() {
		l.Step(1)
	}
	pairs := l.Values()
	if len(pairs) != 3 {
		t.Fatalf("%d of 3 eigenvalues: %v", len(pairs), pairs)
	}
	for i, got := range pairs {
		near(t, "an eigenvalue of Lanczos", got.Value, values[i], 1e-7)
	}
}

func TestLanczosFindsTheEndsOfTheSpectrum(t *testing.T) {
	p := problem(t, curved)
	s := NewSurface(p)
	h := NewHessian(s, p.Initial)
	h.Step(math.MaxInt)
	values := h.Eigenvalues()
	l := NewLanczos(s, p.Initial, 25)
	if l.Step(math.MaxInt); len(values) <= 25 {
		t.Fatalf("%d weights are too few to be a test", len(values))
	}
	pairs := l.Values()
	for k := range 2 {
		near(t, "one of the largest", pairs[k].Value, values[k], 1e-6*values[0])
	}
	near(t, "the smallest", pairs[len(pairs)-1].Value, values[len(values)-1], 1e-3*values[0])
	for _, pair := range pairs {
		nearest := math.Inf(1)
		for _, v := range values {
			nearest = min(nearest, math.Abs(v-pair.Value))
		}
		if nearest > pair.Error+1e-7*values[0] {
			t.Errorf("%g is %g from the next eigenvalue, more than the bound %g", pair.Value, nearest, pair.Error)
		}
	}
	for k, d := range l.Directions(2) {
		near(t, "the length of a direction", norm(d), 1, 1e-12)
		near(t, "the curvature along it", s.Curvature(p.Initial, d), values[k], 1e-6*values[0])
	}
}

func TestPrincipalComponentsOfAKnownPath(t *testing.T) {
	// An ellipse with half axes 3 and 1: the variances are as 9 to 1.
	const n, marks = 12, 40
	u, v, path := make([]float64, n), make([]float64, n), make([][]float64, marks)
	u[4], v[7] = 1, 1
	for k := range path {
		angle := 2 * math.Pi * float64(k) / marks
		path[k] = drawn(n, 5)
		add(path[k], 3*math.Cos(angle), u)
		add(path[k], math.Sin(angle), v)
	}
	directions, shares := Principal(path)
	if len(directions) != 2 {
		t.Fatalf("%d components", len(directions))
	}
	near(t, "the first share", shares[0], 0.9, 1e-12)
	near(t, "the second share", shares[1], 0.1, 1e-12)
	near(t, "the first direction", math.Abs(dot(directions[0], u)), 1, 1e-12)
	near(t, "the second direction", math.Abs(dot(directions[1], v)), 1, 1e-12)

	line := [][]float64{{0, 0, 1}, {1, 1, 1}, {3, 3, 1}}
	directions, shares = Principal(line)
	if len(directions) != 1 {
		t.Fatalf("a line has %d components", len(directions))
	}
	near(t, "the share of a line", shares[0], 1, 1e-12)
	near(t, "its direction, to where the path ends", directions[0][0], math.Sqrt(0.5), 1e-12)
	if directions, _ := Principal([][]float64{{1, 2}, {1, 2}}); directions != nil {
		t.Errorf("a path that does not move has the component %v", directions)
	}
}

func TestPlanes(t *testing.T) {
	a, b, c := drawn(9, 11), drawn(9, 12), drawn(9, 13)
	p, chosen := Spanned(a, Minus(b, a), Minus(c, a))
	if !slices.Equal(chosen, []int{0, 1}) {
		t.Errorf("directions %v chosen", chosen)
	}
	near(t, "the angle of U and V", dot(p.U, p.V), 0, 1e-14)
	at := make([]float64, 9)
	for _, point := range [][]float64{a, b, c} {
		x, y, off := p.Project(point)
		near(t, "the distance from the plane", off, 0, 1e-14)
		p.At(at, x, y)
		near(t, "the way to the projection", norm(Minus(at, point)), 0, 1e-14)
	}
	outside := append([]float64(nil), a...)
	normal := drawn(9, 14)
	across(normal, p.U)
	across(normal, p.V)
	add(outside, 2.5, normal)
	x, y, off := p.Project(outside)
	near(t, "the distance of a point outside", off, 2.5, 1e-12)
	near(t, "its coordinates", math.Hypot(x, y), 0, 1e-12)

	// What lies along the first adds nothing, and the next is taken.
	if _, chosen := Spanned(a, Minus(b, a), Minus(a, b), normal); !slices.Equal(chosen, []int{0, 2}) {
		t.Errorf("directions %v chosen", chosen)
	}
	for _, directions := range [][][]float64{nil, {make([]float64, 9)}, {normal}, {normal, normal}} {
		p, chosen := Spanned(a, directions...)
		if len(chosen) > 1 || math.Abs(norm(p.U)-1) > 1e-12 || math.Abs(norm(p.V)-1) > 1e-12 || math.Abs(dot(p.U, p.V)) > 1e-12 {
			t.Errorf("%d directions: %v chosen, %v", len(directions), chosen, p)
		}
	}
}

func TestFilterNormalisedDirections(t *testing.T) {
	p := problem(t, curved)
	plane := FilterNormalised(p.Spec, p.Initial, 4)
	for layer, l := range p.Spec.Layers {
		for j := range l.Units {
			places := incoming(p.Spec, layer, j)
			if want := 1 + []int{1, 6, 4}[layer]; len(places) != want {
				t.Fatalf("unit %d of layer %d has %d weights, want %d", j, layer, len(places), want)
			}
			var own, u, v float64
			for _, k := range places {
				own += p.Initial[k] * p.Initial[k]
				u += plane.U[k] * plane.U[k]
				v += plane.V[k] * plane.V[k]
			}
			near(t, "the length of a unit's part of U", u, own, 1e-12)
			near(t, "the length of a unit's part of V", v, own, 1e-12)
		}
	}
	x, y, off := plane.Project(p.Initial)
	near(t, "the projection of the origin", math.Hypot(x, y)+off, 0, 1e-14)
	if other := FilterNormalised(p.Spec, p.Initial, 5); slices.Equal(other.U, plane.U) || slices.Equal(plane.U, plane.V) {
		t.Error("other seeds draw the same directions")
	}
}

func TestGridFromCoarseToFine(t *testing.T) {
	p := problem(t, curved)
	s := NewSurface(p)
	plane := FilterNormalised(p.Spec, p.Initial, 1)
	whole := NewGrid(s, plane, [2]float64{-1, 2}, [2]float64{0, 3}, 17)
	if whole.Side() != 0 || whole.Progress() != 0 {
		t.Errorf("before the first point: side %d, progress %g", whole.Side(), whole.Progress())
	}
	whole.Step(math.MaxInt)
	pieces := NewGrid(s, plane, [2]float64{-1, 2}, [2]float64{0, 3}, 17)
	var sides []int
	for last := 0.0; !pieces.Done(); {
		if pieces.Step(1); pieces.Progress() < last {
			t.Fatalf("progress falls from %g to %g", last, pieces.Progress())
		}
		last = pieces.Progress()
		if side := pieces.Side(); side > 0 && !slices.Contains(sides, side) {
			sides = append(sides, side)
			at := make([]float64, s.Parameters())
			values := pieces.Values()
			for i := range side {
				for j := range side {
					plane.At(at, -1+3*float64(j)/float64(side-1), 3*float64(i)/float64(side-1))
					near(t, "a value", values[i*side+j], s.Loss(at), 1e-12)
				}
			}
		}
	}
	if !slices.Equal(sides, []int{5, 9, 17}) {
		t.Errorf("levels of %v points", sides)
	}
	if !slices.Equal(whole.Values(), pieces.Values()) {
		t.Error("in pieces the grid is another")
	}
	loss, a, b := whole.Lowest()
	at := make([]float64, s.Parameters())
	plane.At(at, a, b)
	near(t, "the lowest loss", loss, slices.Min(whole.Values()), 0)
	near(t, "the loss where it is", s.Loss(at), loss, 1e-12)
}

func TestLineOverAQuadraticIsAParabola(t *testing.T) {
	p := problem(t, straight)
	s := NewSurface(p)
	from, to := []float64{0, 0, 0}, []float64{3, 0, 4}
	l := NewLine(s, 11, from, to, to, from)
	if !slices.Equal(l.Stops, []float64{0, 5, 5, 10}) || len(l.Loss) != 21 || len(l.Distance) != 21 {
		t.Fatalf("stops %v, %d points", l.Stops, len(l.Loss))
	}
	// Second differences of a parabola are its curvature times the step squared.
	curvature := s.Curvature(from, to)
	for i := 1; i < 10; i++ {
		near(t, "a second difference", l.Loss[i-1]-2*l.Loss[i]+l.Loss[i+1], curvature*0.25, 1e-7)
		near(t, "the way back", l.Loss[20-i], l.Loss[i], 1e-12)
	}
}

func TestReachAgainstGonum(t *testing.T) {
	p := problem(t, curved)
	r, err := NewReach(p, p.Initial, 1e-3)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSurface(p)
	n := s.Parameters()
	// The Jacobian by differences of the predictions.
	predictions := func(w []float64) []float64 {
		copy(s.net.Params, w)
		var out []float64
		for i := range p.Train.Rows() {
			x, _ := p.Train.Row(i)
			out = append(out, s.net.Forward(x)...)
		}
		return out
	}
	const h = 1e-5
	j := mat.NewDense(r.Rows, n, nil)
	for k := range n {
		up, down := append([]float64(nil), p.Initial...), append([]float64(nil), p.Initial...)
		up[k] += h
		down[k] -= h
		above, below := predictions(up), predictions(down)
		for i := range above {
			j.Set(i, k, (above[i]-below[i])/(2*h))
		}
	}
	var svd mat.SVD
	if !svd.Factorize(j, mat.SVDNone) {
		t.Fatal("gonum found no singular values")
	}
	for i, want := range svd.Values(nil) {
		near(t, "a singular value", r.Values[i], want, 1e-8*r.Values[0])
	}
	if r.Rank < 1 || r.Rank == r.Rows || !(r.Values[r.Rank-1] > r.Threshold) || r.Values[r.Rank] > r.Threshold {
		t.Errorf("rank %d at %g of %v", r.Rank, r.Threshold, r.Values)
	}
}

func TestReachOfAStraightLine(t *testing.T) {
	e, err := experiment.Parse(`{}`)
	if err != nil {
		t.Fatal(err)
	}
	p := train.NewProblem(e)
	if r, err := NewReach(p, p.Initial, 1e-3); err != nil || r.Rank != 2 || r.Rows != 3 || r.Cols != 31 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestReachSaysWhatIsTooLarge(t *testing.T) {
	p := problem(t, `{"data": {"generator": {"name": "sine", "n": 900}}, "network": {"layers": [{"units": 400, "activation": "tanh"}, {}]}}`)
	if _, err := NewReach(p, p.Initial, 1e-3); err == nil {
		t.Error("a Jacobian of 900 by 1201 is decomposed")
	}
	p.Initial[3] = math.NaN()
	small := problem(t, straight)
	small.Initial[0] = math.Inf(1)
	if _, err := NewReach(small, small.Initial, 1e-3); err != nil {
		t.Errorf("the derivatives of a linear layer are its inputs: %v", err)
	}
}

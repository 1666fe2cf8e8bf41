package diagnose

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"plateau/wasm/train"
)

// problem is random data of n rows, d inputs and k targets, for a loss.
func problem(t *testing.T, n, d, k int, text string) *train.Problem {
	t.Helper()
	random := rand.New(rand.NewPCG(uint64(n), uint64(d)))
	e := parse(t, text)
	e.Data.Points, e.Data.Inputs, e.Data.Targets = nil, make([]string, d), make([]string, k)
	e.Network.Layers[len(e.Network.Layers)-1].Units = k
	e.Training.BatchSize = n
	for range n {
		p := make([]float64, d+k)
		for i := range p {
			p[i] = random.NormFloat64()*math.Pow(10, float64(i%3)) + float64(i)
		}
		e.Data.Points = append(e.Data.Points, p)
	}
	return train.NewProblem(e)
}

// byQR is the residual sum of squares of least squares by gonum's QR.
func byQR(a *mat.Dense, y *mat.Dense) float64 {
	var qr mat.QR
	qr.Factorize(a)
	var x mat.Dense
	if err := qr.SolveTo(&x, false, y); err != nil {
		panic(err)
	}
	var fit mat.Dense
	fit.Mul(a, &x)
	fit.Sub(y, &fit)
	return mat.Sum(square(&fit))
}

func square(m *mat.Dense) *mat.Dense {
	var out mat.Dense
	out.MulElem(m, m)
	return &out
}

func TestAffineFloorAgainstQR(t *testing.T) {
	for _, s := range []struct{ n, d, k int }{{3, 1, 1}, {20, 2, 1}, {50, 5, 3}, {200, 9, 2}} {
		p := problem(t, s.n, s.d, s.k, "{}")
		a, y := mat.NewDense(s.n, s.d+1, nil), mat.NewDense(s.n, s.k, p.Train.Y)
		for i := range s.n {
			x, _ := p.Train.Row(i)
			a.SetRow(i, append(append([]float64(nil), x...), 1))
		}
		want := byQR(a, y) / float64(s.n*s.k)
		if got, ok := leastSquares(p, p.RowWeights()); !ok || math.Abs(got-want) > 1e-12*want {
			t.Errorf("%+v: %.17g, QR gives %.17g", s, got, want)
		}
	}
}

// At the best affine map no affine change lowers the loss: the floors of the
// other losses meet the first-order condition by a search around them.
func TestAffineFloorOfOtherLosses(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
	}{
		// |y - 1|/3 + 0: two of three points on a line through the median.
		{`{"data":{"points":[[0,0],[1,1],[2,0]]},"training":{"loss":"mean_absolute_error"}}`, 1.0 / 3},
		{`{"data":{"points":[[0,0],[1,1],[2,2],[3,9]]},"training":{"loss":"mean_absolute_error"}}`, 6.0 / 4},
		{`{"data":{"points":[[0,0],[1,1],[2,0]]},"training":{"loss":{"name":"huber","delta":10}}}`, 1.0 / 9},
		// Logistic regression of XOR says 1/2 everywhere.
		{`{"data":{"generator":{"name":"xor","n":4}},"network":{"layers":[{"units":2},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy"}}`, math.Ln2},
		{`{"data":{"points":[[0,0],[0,1],[0,1],[1,1],[1,1],[1,0]]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true}}}`, -(math.Log(2.0/3)*2 + math.Log(1.0/3)) / 3},
		{`{"data":{"points":[[0,1,0],[0,0,1],[1,1,0],[1,0,1]],"inputs":["x"]},"network":{"layers":[{"units":3},{"activation":"softmax"}]},"training":{"loss":"categorical_crossentropy"}}`, math.Ln2},
	} {
		p := train.NewProblem(parse(t, c.text))
		got, ok := affineFloor(p)
		if !ok || math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: %.9g, want %.9g", c.text, got, c.want)
		}
	}
}

func TestFloors(t *testing.T) {
	for _, c := range []struct {
		text string
		want map[string]float64
	}{
		{`{}`, map[string]float64{"mean": 0.034508159072062216, "affine": 0.005675946924535554}},
		{`{"network":{"layers":[{"units":10,"activation":"relu"},{"activation":"relu"}]}}`, map[string]float64{"output_range": 0.2445248 * 0.2445248 / 3}},
		// A sigmoid whose outputs are taken for logits: ln 2 for a label 0, ln(1 + 1/e) for a label 1.
		{`{"data":{"points":[[0,0],[1,1]]},"network":{"layers":[{"activation":"sigmoid"}]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true}}}`, map[string]float64{"output_range": (math.Ln2 + math.Log(1+1/math.E)) / 2, "mean": math.Ln2}},
		{`{"data":{"points":[[0,1,0,0],[1,0,1,0],[2,0,0,1]],"inputs":["x"]},"network":{"layers":[{"activation":"softmax"}]},"training":{"loss":{"name":"categorical_crossentropy","from_logits":true}}}`, map[string]float64{"output_range": math.Log(1 + 2/math.E)}},
		{`{"data":{"points":[[0,-1],[1,1]]},"network":{"layers":[{"activation":"relu"}]},"training":{"loss":"hinge"}}`, map[string]float64{"output_range": 0.5}},
		{`{"data":{"points":[[0,3],[1,-2]]},"network":{"layers":[{"activation":"sigmoid"}]},"training":{"loss":"mean_absolute_error"}}`, map[string]float64{"output_range": 2}},
		{`{"data":{"points":[[0,3],[1,-2]]},"network":{"layers":[{"activation":"softplus"}]},"training":{"loss":"huber"}}`, map[string]float64{"output_range": 0.75}},
		{`{"data":{"points":[[0,3],[1,-2]]},"network":{"layers":[{"activation":"relu"}]},"training":{"loss":"log_cosh"}}`, map[string]float64{"output_range": math.Log(math.Cosh(2)) / 2}},
		{`{"data":{"points":[[0,4],[1,-2]]},"network":{"layers":[{"activation":"tanh"}]},"training":{"loss":"mape"}}`, map[string]float64{"output_range": 100 * (0.75 + 0.5) / 2}},
		{`{"data":{"points":[[0,1],[1,0],[2,0]]},"network":{"layers":[{"activation":"softmax"}]}}`, map[string]float64{"output_range": 2.0 / 3}},
		// Labels that the loss is not meant for have no floor.
		{`{"data":{"points":[[0,-1],[1,1]]},"network":{"layers":[{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy"}}`, map[string]float64{"mean": math.NaN(), "affine": math.NaN(), "output_range": math.NaN()}},
		// Classes that a line parts: logistic regression has no best line, its floor is 0.
		{`{"data":{"points":[[0,0],[1,0],[2,1],[3,1]]},"training":{"loss":"binary_crossentropy"},"network":{"layers":[{"activation":"sigmoid"}]}}`, map[string]float64{"affine": 0}},
		// Same inputs, other targets: the best of each pair under each loss.
		{`{"data":{"points":[[0,0],[0,4],[1,1],[1,1]]},"training":{"loss":"mean_absolute_error"}}`, map[string]float64{"pure_error": 1}},
		{`{"data":{"points":[[0,0],[0,4],[1,1],[1,1]]},"training":{"loss":"huber"}}`, map[string]float64{"pure_error": 0.75}},
		{`{"data":{"points":[[0,0],[0,2],[1,1],[1,1]]},"training":{"loss":"log_cosh"}}`, map[string]float64{"pure_error": math.Log(math.Cosh(1)) / 2}},
		{`{"data":{"points":[[0,1],[0,3],[1,1],[1,1]]},"training":{"loss":"mape"}}`, map[string]float64{"pure_error": 200.0 / 3 / 4}},
		{`{"data":{"points":[[0,-1],[0,1],[1,1],[1,1]]},"training":{"loss":"hinge"}}`, map[string]float64{"pure_error": 0.5}},
		{`{"data":{"points":[[0,0],[0,1],[1,1],[1,1]]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true}}}`, map[string]float64{"pure_error": math.Ln2 / 2}},
		// The margins 2 and 4 lie beyond the targets: 4 leaves nothing. A label of 0 costs 1.
		{`{"data":{"points":[[0,0.5],[0,0.25],[1,0.5],[1,0.25]]},"training":{"loss":"hinge"}}`, map[string]float64{"mean": 0, "pure_error": math.NaN()}},
		{`{"data":{"points":[[0,-0.5],[0,0.25],[1,-2],[2,0]]},"training":{"loss":"hinge"}}`, map[string]float64{"mean": 2.5 / 4, "pure_error": 2.5 / 4}},
		// Weights by class, of the labels of the rows themselves.
		{`{"data":{"points":[[2,1],[0,0],[0,1],[2,1]]},"training":{"loss":"mean_squared_error","class_weight":{"1":3}}}`, map[string]float64{"pure_error": 0.75 / 4}},
		{`{"data":{"points":[[0,0],[0,1],[1,1],[2,0]]},"training":{"loss":"mean_squared_error","class_weight":{"0":0,"1":0}}}`, map[string]float64{"mean": math.NaN(), "pure_error": math.NaN()}},
		// Shares 3, 3 and -5 of 1 are 1, 1 and 0 when clipped: they name two classes at once.
		{`{"data":{"points":[[0,1,0,0],[0,0,1,0],[1,1,0,0],[2,0,1,0]],"inputs":["x"]},"training":{"loss":"categorical_crossentropy"}}`, map[string]float64{"mean": math.NaN(), "pure_error": math.NaN(), "affine": math.NaN()}},
		{`{"data":{"points":[[0,1,0],[0,0,1],[1,0,1],[1,0,1]],"inputs":["x"]},"network":{"layers":[{"activation":"softmax"}]},"training":{"loss":"categorical_crossentropy"}}`, map[string]float64{"pure_error": math.Ln2 / 2}},
		{`{"data":{"generator":{"name":"repeated","gap":0.3}}}`, map[string]float64{"pure_error": 0.09}},
		{`{"data":{"points":[[0,1],[0,1],[1,0]]}}`, map[string]float64{"pure_error": math.NaN(), "output_range": math.NaN()}},
	} {
		f := &facts{floors: Floors(train.NewProblem(parse(t, c.text)))}
		for name, want := range c.want {
			if got := f.floor(name); math.Abs(got-want) > 1e-6*math.Abs(want)+1e-12 || math.IsNaN(got) != math.IsNaN(want) {
				t.Errorf("%s: %s %.17g, want %.17g", c.text, name, got, want)
			}
		}
	}
}

// phi by its definition: the residual projected by the singular vectors.
func TestShareOutsideAgainstSVD(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, s := range []struct{ rows, cols, rank int }{{3, 31, 2}, {20, 8, 8}, {40, 12, 5}, {30, 30, 30}, {200, 170, 100}} {
		m, a, b := newMatrix(s.rows, s.cols), newMatrix(s.rows, s.rank), newMatrix(s.rank, s.cols)
		for i := range a.data {
			a.data[i] = random.NormFloat64()
		}
		for i := range b.data {
			b.data[i] = random.NormFloat64()
		}
		for i := range s.rows {
			for j := range s.cols {
				for k := range s.rank {
					m.data[i*s.cols+j] += a.row(i)[k] * b.row(k)[j]
				}
			}
		}
		r := make([]float64, s.rows)
		for i := range r {
			r[i] = random.NormFloat64()
		}
		var svd mat.SVD
		svd.Factorize(mat.NewDense(s.rows, s.cols, m.data), mat.SVDThinU)
		var u mat.Dense
		svd.UTo(&u)
		left := dot(r, r)
		for k, sigma := range svd.Values(nil) {
			if sigma*sigma > negligible*svd.Values(nil)[0]*svd.Values(nil)[0] {
				c := mat.Dot(u.ColView(k), mat.NewVecDense(s.rows, r))
				left -= c * c
			}
		}
		spectrum := decompose(m)
		known := &spectrum
		if min(m.rows, m.cols) > denseLimit {
			known = nil
		}
		if got, want := shareOutside(m, known, r), max(left/dot(r, r), 0); math.Abs(got-want) > 1e-6 {
			t.Errorf("%+v: phi %.12g, SVD gives %.12g", s, got, want)
		}
	}
}

// phi is 1 for the linear network at its floor, whatever its depth.
func TestPhiOfTheOrigin(t *testing.T) {
	for _, text := range []string{
		`{"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"precision":"float64"}}`,
		`{"network":{"layers":[{"units":5},{"units":5},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3},"precision":"float64"}}`,
	} {
		f := newFacts(train.New(parse(t, text)).Finish())
		if f.phi() < 0.9999 || f.tangent().rank() != 2 {
			t.Errorf("%s: phi %g, rank %d", text, f.phi(), f.tangent().rank())
		}
	}
}

// The Jacobian of the residuals agrees with differences of the predictions.
func TestTangentAgainstDifferences(t *testing.T) {
	p := train.NewProblem(parse(t, `{"data":{"generator":{"name":"sine","n":7}},"network":{"layers":[{"units":4,"activation":"tanh"},{}]}}`))
	w := p.Initial
	tangent := newTangent(p, w)
	for q := range w {
		high, low := append([]float64(nil), w...), append([]float64(nil), w...)
		high[q] += 1e-6
		low[q] -= 1e-6
		up, down := p.Network(high), p.Network(low)
		for i := range p.Train.Rows() {
			x, _ := p.Train.Row(i)
			want := (up.Forward(x)[0] - down.Forward(x)[0]) / 2e-6 * math.Sqrt2 // the loss is the square itself, its half curvature 2
			if got := tangent.j.row(i)[q]; math.Abs(got-want) > 1e-7 {
				t.Fatalf("row %d, weight %d: %g, want %g", i, q, got, want)
			}
		}
	}
}

func TestSharpnessAgainstTheEigenvalue(t *testing.T) {
	// y = w x + b on x = 1..4 and 35: Hessian 2 [Σx² Σx; Σx n] / n.
	p := train.NewProblem(parse(t, `{"data":{"points":[[1,0],[2,-1],[3,-2],[4,-3],[35,-34]]},"network":{"layers":[{}]}}`))
	a, b, d := 2*1255.0/5, 2*45.0/5, 2.0
	want := (a+d)/2 + math.Sqrt((a-d)*(a-d)/4+b*b)
	if got := sharpness(p, p.Initial); math.Abs(got-want) > 1e-3*want {
		t.Errorf("%g, want %g", got, want)
	}
}

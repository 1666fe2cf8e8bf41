package diagnose

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// Losses whose curvature is what its definition says are measured by their
// second differences: phi by those, by the differences of the outputs, and by
// singular values.
func TestPhiOfOtherLossesAgainstDifferences(t *testing.T) {
	three := `"data":{"points":[[0,1,0,0],[1,0,1,0],[2,0,0,1],[0.1,1,0,0],[1.1,0,1,0],[2.1,0,0,1],[3,1,0,0],[4,0,1,0]],"inputs":["x"]}`
	for _, text := range []string{
		`{"data":{"generator":{"name":"circle","n":16}},"network":{"layers":[{"units":2,"activation":"tanh"},{}]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true}}}`,
		`{` + three + `,"network":{"layers":[{"units":2,"activation":"tanh"},{}]},"training":{"loss":{"name":"categorical_crossentropy","from_logits":true}}}`,
		`{"data":{"generator":{"name":"sine","n":12}},"network":{"layers":[{"units":2,"activation":"tanh"},{}]},"training":{"loss":{"name":"huber","delta":100}}}`,
		`{"data":{"generator":{"name":"sine","n":12}},"network":{"layers":[{"units":2,"activation":"tanh"},{}]}}`,
	} {
		p := train.NewProblem(parse(t, text))
		w, k, n := p.Initial, p.Train.Outputs, p.Train.Rows()
		loss, net := mlp.NewLoss[float64](p.Spec.Loss), p.Network(w)
		j, r := mat.NewDense(n*k, len(w), nil), mat.NewVecDense(n*k, nil)
		for i := range n {
			x, y := p.Train.Row(i)
			out := append([]float64(nil), net.Forward(x)...)
			h, g := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
			up, down := make([]float64, k), make([]float64, k)
			for c := range k {
				shifted := append([]float64(nil), out...)
				shifted[c] += 1e-5
				loss.Gradient(up, y, shifted)
				shifted[c] -= 2e-5
				loss.Gradient(down, y, shifted)
				for b := range c + 1 {
					h.SetSym(b, c, (up[b]-down[b])/2e-5)
				}
				g.SetVec(c, (up[c]+down[c])/2)
			}
			outputs := mat.NewDense(k, len(w), nil)
			for q := range w {
				high, low := append([]float64(nil), w...), append([]float64(nil), w...)
				high[q] += 1e-6
				low[q] -= 1e-6
				a, b := p.Network(high).Forward(x), p.Network(low).Forward(x)
				for c := range k {
					outputs.Set(c, q, (a[c]-b[c])/2e-6)
				}
			}
			var eigen mat.EigenSym
			eigen.Factorize(h, true)
			var v mat.Dense
			eigen.VectorsTo(&v)
			for c, value := range eigen.Values(nil) {
				if value < 1e-7 {
					continue // moving all logits of a softmax together changes nothing
				}
				var row mat.VecDense
				row.MulVec(outputs.T(), v.ColView(c))
				row.ScaleVec(math.Sqrt(value), &row)
				j.SetRow(i*k+c, row.RawVector().Data)
				r.SetVec(i*k+c, -mat.Dot(v.ColView(c), g)/math.Sqrt(value))
			}
		}
		var svd mat.SVD
		svd.Factorize(j, mat.SVDThinU)
		var u mat.Dense
		svd.UTo(&u)
		left, sigma := mat.Dot(r, r), svd.Values(nil)
		for c, s := range sigma {
			if s*s > negligible*sigma[0]*sigma[0] {
				d := mat.Dot(u.ColView(c), r)
				left -= d * d
			}
		}
		want := max(left, 0) / mat.Dot(r, r)
		if got := newTangent(p, w).phi(); math.Abs(got-want) > 1e-4*want || want < 1e-4 {
			t.Errorf("%s\nphi %.9g, by differences %.9g", text, got, want)
		}
	}
}

// The metric does not mind whether the sigmoid or softmax belongs to the loss
// or to the network.
func TestPhiIsTheSameForLogits(t *testing.T) {
	for _, c := range []struct{ data, layers, output, loss string }{
		{`"generator":{"name":"circle","n":16}`, `{"units":3,"activation":"tanh"}`, "sigmoid", "binary_crossentropy"},
		{`"points":[[0,1,0,0],[1,0,1,0],[2,0,0,1],[0.1,1,0,0],[1.1,0,1,0],[2.1,0,0,1],[3,1,0,0],[4,0,1,0]],"inputs":["x"]`, `{"units":2,"activation":"tanh"}`, "softmax", "categorical_crossentropy"},
	} {
		var phi [2]float64
		for i, tail := range []string{
			`{"activation":"` + c.output + `"}]},"training":{"loss":"` + c.loss + `"}}`,
			`{}]},"training":{"loss":{"name":"` + c.loss + `","from_logits":true}}}`,
		} {
			p := train.NewProblem(parse(t, `{"data":{`+c.data+`},"network":{"layers":[`+c.layers+`,`+tail))
			phi[i] = newTangent(p, p.Initial).phi()
		}
		if math.Abs(phi[0]-phi[1]) > 1e-9 || phi[0] < 1e-3 {
			t.Errorf("%s: phi %.12g, from logits %.12g", c.loss, phi[0], phi[1])
		}
	}
}

// A network that is an affine map is blocked at the affine floor under every
// smooth loss: phi is 1, and what small steps reach is the floor itself.
func TestAffineNetworksAreBlockedUnderEveryLoss(t *testing.T) {
	for _, c := range []struct{ data, output, loss string }{
		{`"generator":{"name":"absolute","n":20}`, `{}`, `"mean_squared_error"`},
		{`"generator":{"name":"absolute","n":20}`, `{}`, `"huber"`},
		{`"generator":{"name":"absolute","n":20}`, `{}`, `{"name":"huber","delta":0.2}`},
		{`"generator":{"name":"absolute","n":20}`, `{}`, `"log_cosh"`},
		{`"generator":{"name":"circle","n":40}`, `{"activation":"sigmoid"}`, `"binary_crossentropy"`},
		{`"generator":{"name":"circle","n":40}`, `{}`, `{"name":"binary_crossentropy","from_logits":true}`},
		{`"points":[[0,1,0],[0.2,1,0],[1,0,1],[1.2,0,1],[2,1,0],[2.2,1,0]],"inputs":["x"]`, `{"activation":"softmax"}`, `"categorical_crossentropy"`},
	} {
		e := parse(t, `{"data":{`+c.data+`},"network":{"layers":[{"units":4},`+c.output+`]},"training":{"loss":`+c.loss+`,"optimizer":"lbfgs","precision":"float64","epochs":500}}`)
		e.Training.BatchSize = len(e.Data.Points)
		f := newFacts(train.New(e).Finish())
		affine := f.floor("affine")
		if f.state != Stuck || math.Abs(f.loss/affine-1) > 1e-6 || math.Abs(f.floor("reachable")/affine-1) > 1e-3 {
			t.Errorf("%s: %s at %.9g, affine %.9g, reachable %.9g", c.loss, f.state, f.loss, affine, f.floor("reachable"))
		}
	}
}

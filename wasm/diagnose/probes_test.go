package diagnose

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"plateau/wasm/train"
)

func probed(t *testing.T, f *facts) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for _, e := range f.probes(f.run.Done()) {
		if e.Formula == "" || e.Source == "" || strings.Contains(e.Name+e.Formula, "_") {
			t.Errorf("%+v", e)
		}
		out[e.Name] = e.Value
	}
	return out
}

// Of a linear regression everything is known: H = 2 [x 1]ᵀ[x 1] / n.
func TestProbesOfLinearRegression(t *testing.T) {
	r := train.New(parse(t, `{"data":{"points":[[0,1],[1,3],[2,4],[3,8]]},"network":{"layers":[{}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.01,"momentum":0.5},"batch_size":4,"precision":"float64","epochs":30}}`)).Finish()
	got := probed(t, newFacts(r))
	w, b := r.Weights()[0], r.Weights()[1]
	var gw, gb float64
	design := mat.NewDense(4, 2, nil)
	low, high := math.Inf(1), math.Inf(-1)
	for i := range 4 {
		x, y := r.Problem.Train.Row(i)
		design.SetRow(i, []float64{x[0], 1})
		p := w*x[0] + b
		low, high = min(low, p), max(high, p)
		gw, gb = gw+2*(p-y[0])*x[0]/4, gb+2*(p-y[0])/4
	}
	var svd mat.SVD
	svd.Factorize(design, mat.SVDNone)
	s := svd.Values(nil)
	least := 2 * s[1] * s[1] / 4
	for name, want := range map[string]float64{
		"length of the gradient":                             math.Hypot(gw, gb),
		"gradient of layer 1":                                math.Abs(gw),
		"step over weights":                                  0.01 * math.Hypot(gw, gb) / 0.5 / math.Hypot(w, b),
		"range of predictions over that of targets":          (high - low) / 7,
		"sharpness":                                          2 * s[0] * s[0] / 4,
		"learning rate × sharpness":                          0.01 * 2 * s[0] * s[0] / 4,
		"condition number":                                   s[0] * s[0] / s[1] / s[1],
		"epochs to halve the loss in the flattest direction": math.Ln2 / 2 / 0.01 / least,
		"rank of the Jacobian":                               2,
		"constant inputs":                                    0,
		"largest range of an input":                          3,
		"largest offset of an input":                         1.5 / math.Sqrt(1.25),
		"size of the targets":                                math.Sqrt(90.0 / 4),
	} {
		if v, ok := got[name]; !ok || math.Abs(v-want) > 2e-3*math.Abs(want) {
			t.Errorf("%s: %g, want %g", name, v, want)
		}
	}
}

// On a parabola the flattest direction halves as predicted.
func TestPredictedEpochsToHalve(t *testing.T) {
	e := parse(t, `{"data":{"points":[[10,0],[-10,0],[10.1,1],[-10.1,1]]},"network":{"layers":[{}],"weights":[[[0]],[0]]},"training":{"optimizer":{"name":"sgd","learning_rate":0.001},"batch_size":4,"precision":"float64","epochs":300}}`)
	f := newFacts(train.New(e).Finish())
	halve := probed(t, f)["epochs to halve the loss in the flattest direction"]
	excess := func(epochs int) float64 {
		e.Training.Epochs = epochs
		return train.New(e).Finish().Final() - f.floor("affine")
	}
	// The bias is the flattest; the slope is there at once.
	measured := 300 * math.Ln2 / math.Log(excess(300)/excess(600))
	if math.Abs(halve-measured) > 0.01*measured {
		t.Errorf("predicted %g, measured %g", halve, measured)
	}
}

// The noise of a batch's gradient against all batches of two rows there are.
func TestSignalToNoise(t *testing.T) {
	r := train.New(parse(t, `{"data":{"generator":{"name":"sine","n":12}},"network":{"layers":[{"units":3,"activation":"tanh"},{}]},"training":{"batch_size":2,"epochs":1}}`)).Finish()
	f := newFacts(r)
	p := f.p
	net := p.Network(f.weights)
	whole, one := make([]float64, len(f.weights)), make([]float64, len(f.weights))
	net.Gradient(whole, p.Train.X, p.Train.Y, nil)
	var noise, pairs float64
	for i := range p.Train.Rows() {
		for j := range p.Train.Rows() { // drawn with return
			net.Gradient(one, []float64{p.Train.X[i], p.Train.X[j]}, []float64{p.Train.Y[i], p.Train.Y[j]}, nil)
			for q := range one {
				one[q] -= whole[q]
			}
			noise += dot(one, one)
			pairs++
		}
	}
	n := float64(p.Train.Rows())
	want := dot(whole, whole) / (noise / pairs * n / (n - 1))
	if got := f.signal(); math.Abs(got-want) > 1e-9*want {
		t.Errorf("%g, want %g", got, want)
	}
}

// A run that is going on shows what is cheap, and one that blew up nothing.
func TestProbesFollowTheState(t *testing.T) {
	r := train.New(parse(t, `{"network":{"layers":[{"units":10,"activation":"tanh"},{}]},"training":{"optimizer":{"name":"adam","learning_rate":1e-3}}}`))
	r.Advance(1e6, 50)
	if got := probed(t, newFacts(r)); len(got) != 5 || !(got["length of the gradient"] > 0) {
		t.Errorf("%v", got)
	}
	r = train.New(parse(t, `{"training":{"optimizer":{"name":"sgd","learning_rate":1e9}}}`)).Finish()
	if got := newFacts(r).probes(true); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

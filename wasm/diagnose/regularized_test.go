package diagnose

import (
	"math"
	"strconv"
	"testing"

	"plateau/wasm/train"
)

// Where the bound is met it is the optimum: L-BFGS in float64 ends there from
// the best of some seeds (with three layers and more, 0 is a local minimum).
func TestRegularizedFloorOfLinearNetworksIsReached(t *testing.T) {
	for _, c := range []struct{ data, layers, penalty string }{
		{`"generator":{"name":"line","slope":2,"intercept":1,"n":20}`, `{}`, `"l2":0.3`},
		{`"generator":{"name":"line","slope":2,"noise":0.5,"n":20}`, `{"units":4},{}`, `"l2":0.05`},
		{`"generator":{"name":"line","slope":3,"n":15}`, `{"units":3},{"units":3},{}`, `"l2":0.02`},
		{`"generator":{"name":"line","slope":3,"n":15}`, `{"units":3},{"units":3},{}`, `"l2":1`},
		{`"points":[[1,2,3],[2,1,1],[0,1,5],[3,3,2],[1,0,0],[4,1,7]],"inputs":["a","b"]`, `{}`, `"l2":0.1`},
		{`"points":[[1,2,3],[2,1,1],[0,1,5],[3,3,2],[1,0,0],[4,1,7]],"inputs":["a","b"]`, `{"units":5},{}`, `"l2":0.1`},
		{`"points":[[1,2,3],[2,1,1],[0,1,5],[3,3,2]],"inputs":["a"]`, `{"units":5},{"units":2}`, `"l2":0.1`},
		{`"generator":{"name":"line","slope":2,"n":20},"scale":{"inputs":"standard"}`, `{}`, `"l2":1,"l1":0`},
	} {
		best := math.Inf(1)
		var floor float64
		for seed := range uint64(6) {
			e := parse(t, `{"data":{`+c.data+`},"network":{"layers":[`+c.layers+`]},"training":{`+c.penalty+`,"optimizer":"lbfgs","precision":"float64","epochs":500}}`)
			e.Training.Seed = seed
			e.Training.BatchSize = len(e.Data.Points)
			r := train.New(e).Finish()
			best, floor = min(best, r.Final()), regularizedFloor(r.Problem)
		}
		if !(math.Abs(best-floor) < 1e-5*best) {
			t.Errorf("%+v: floor %.9g, L-BFGS reaches %.9g", c, floor, best)
		}
	}
}

// No run goes below the bound, whatever its layers and its loss, and the bound
// is neither more than predicting a constant nor nothing.
func TestNoRunPassesTheRegularizedFloor(t *testing.T) {
	data := map[string]string{
		"mean_squared_error":  `"generator":{"name":"sine","frequency":1,"n":20}`,
		"mean_absolute_error": `"generator":{"name":"parabola","n":20}`,
		"huber":               `"generator":{"name":"absolute","n":20}`,
		"log_cosh":            `"generator":{"name":"sine","n":20}`,
		"binary_crossentropy": `"generator":{"name":"circle","n":40}`,
		"hinge":               `"generator":{"name":"circle","n":40}`,
	}
	for loss, d := range data {
		for _, activation := range []string{"tanh", "relu", "gelu", "sigmoid", "linear"} {
			for _, penalty := range []string{`"l2":0.001`, `"l2":0.05`, `"l1":0.02`, `"l1":0.001,"l2":0.001`, `"l2":10`} {
				output := "linear"
				if loss == "binary_crossentropy" {
					output = "sigmoid"
				}
				e := parse(t, `{"data":{`+d+`},"network":{"layers":[{"units":6,"activation":"`+activation+`"},{"activation":"`+output+`"}]},"training":{"loss":"`+loss+`",`+penalty+
					`,"optimizer":{"name":"adam","learning_rate":0.03},"batch_size":20,"epochs":60,"precision":"float64"}}`)
				r := train.New(e).Finish()
				floor := regularizedFloor(r.Problem)
				_, constant := r.Problem.BestConstant()
				if !(floor > 0) || floor > constant*(1+1e-6) || r.Final() < floor*(1-1e-6) {
					t.Errorf("%s %s %s: floor %.9g, run ends at %.9g, constant %.9g", loss, activation, penalty, floor, r.Final(), constant)
				}
				if penalty == `"l2":10` && floor < 0.5*constant {
					t.Errorf("%s %s: a penalty of 10 leaves %.3g of %.3g", loss, activation, floor, constant)
				}
			}
		}
	}
}

// Small weights at a large bias make an exponential as steep as one likes, and
// a penalty on them bounds nothing.
func TestExponentialHasNoRegularizedFloor(t *testing.T) {
	out := 1 / (math.Exp(40) * math.Expm1(1e-6))
	floor, loss := floorOf(t, "regularized", `{"data":{"points":[[0,0],[1,1]]},"network":{"layers":[{"units":1,"activation":"exponential"},{}],
		"weights":[[[1e-6]],[40],[[`+strconv.FormatFloat(out, 'g', -1, 64)+`]],[`+strconv.FormatFloat(-out*math.Exp(40), 'g', -1, 64)+`]]},"training":{"l2":1000000,"epochs":0,"precision":"float64"}}`)
	if floor > loss || loss > 1e-5 {
		t.Errorf("floor %g, these weights reach %g", floor, loss)
	}
}

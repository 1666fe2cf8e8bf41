package diagnose

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/train"
)

// floorOf is a floor of an experiment, NaN where there is none, and the loss
// that the experiment ends with.
func floorOf(t *testing.T, name, text string) (floor, loss float64) {
	t.Helper()
	r := train.New(parse(t, text)).Finish()
	return (&facts{floors: Floors(r.Problem)}).floor(name), r.Final()
}

// points are rows as a list of JSON.
func points(rows [][]float64) string {
	var out strings.Builder
	for i, row := range rows {
		for j, v := range row {
			out.WriteString(map[bool]string{true: ",", false: ""}[i > 0 && j == 0] + map[bool]string{true: "[", false: ","}[j == 0])
			out.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
		}
		out.WriteString("]")
	}
	return "[" + out.String() + "]"
}

// One row far on the wrong side costs -log 1e-7 at most, and the other rows are
// told apart: the best map pays for that row alone.
func TestClippedRowsHaveAPrice(t *testing.T) {
	var rows [][]float64
	for i := range 20 {
		x := 0.5 + float64(i)/40
		rows = append(rows, []float64{x, 1}, []float64{-x, 0})
	}
	rows = append(rows, []float64{1000, 0})
	for _, layers := range []string{`{"activation":"sigmoid"}`, `{"units":4},{"activation":"sigmoid"}`} {
		floor, loss := floorOf(t, "affine", `{"data":{"points":`+points(rows)+`},"network":{"layers":[`+layers+`]},
			"training":{"loss":"binary_crossentropy","optimizer":{"name":"adam","learning_rate":0.01},"epochs":3000,"batch_size":41,"precision":"float64"}}`)
		if want := -math.Log(1e-7) / 41; math.Abs(floor-want) > 1e-9 || loss < floor {
			t.Errorf("%s: floor %.9g, want %.9g; a run ends at %.9g", layers, floor, want, loss)
		}
	}
	// Logits are not clipped: there the outlier holds the line.
	floor, _ := floorOf(t, "affine", `{"data":{"points":`+points(rows)+`},"training":{"loss":{"name":"binary_crossentropy","from_logits":true},"epochs":0},"network":{"layers":[{}]}}`)
	if math.Abs(floor-0.678) > 1e-3 {
		t.Errorf("from logits: floor %.9g, want 0.678", floor)
	}
}

// With many rows the price of one is little, and the floor still says nearly
// what logistic regression does: here that all labels are as likely as not.
func TestClippedFloorOfManyRows(t *testing.T) {
	for _, n := range []int{20, 100, 200, 1000} {
		text := `{"data":{"generator":{"name":"xor","n":` + strconv.Itoa(n) + `}},"training":{"loss":"binary_crossentropy","epochs":0},"network":{"layers":[{"units":3},{"activation":"sigmoid"}]}}`
		floor, _ := floorOf(t, "affine", text)
		exact, _ := floorOf(t, "affine", strings.Replace(text, `"loss":"binary_crossentropy"`, `"loss":{"name":"binary_crossentropy","from_logits":true}`, 1))
		if !(floor <= exact) || floor < 0.85*exact {
			t.Errorf("%d rows: floor %.6g, unclipped %.6g", n, floor, exact)
		}
	}
}

// The affine floor is the network's own only where its output and its loss make
// it one.
func TestStraightNetworks(t *testing.T) {
	for _, c := range []struct {
		output, loss string
		straight     bool
	}{
		{"linear", `"mean_squared_error"`, true},
		{"tanh", `"mean_squared_error"`, false},
		{"sigmoid", `"binary_crossentropy"`, true},
		{"linear", `"binary_crossentropy"`, false},
		{"tanh", `"binary_crossentropy"`, false},
		{"linear", `{"name":"binary_crossentropy","from_logits":true}`, true},
		{"sigmoid", `{"name":"binary_crossentropy","from_logits":true}`, false},
		{"linear", `"hinge"`, true},
		{"sigmoid", `"hinge"`, false},
		{"softmax", `"categorical_crossentropy"`, true},
		{"sigmoid", `"categorical_crossentropy"`, false},
		{"linear", `{"name":"categorical_crossentropy","from_logits":true}`, true},
		{"softmax", `{"name":"categorical_crossentropy","from_logits":true}`, false},
	} {
		r := train.New(parse(t, `{"data":{"points":[[0,0,1],[1,1,0],[2,0,1]],"inputs":["x"]},"network":{"layers":[{"units":2},{"activation":"`+c.output+`"}]},"training":{"epochs":0,"loss":`+c.loss+`}}`))
		f := newFacts(r)
		if f.straight() != c.straight {
			t.Errorf("%s under %s: straight %v", c.output, c.loss, f.straight())
		}
		clipped := strings.Contains(c.loss, "crossentropy\"") && !strings.Contains(c.loss, "from_logits")
		if got := math.IsNaN(f.floor("affine")); got != (clipped && !c.straight) {
			t.Errorf("%s under %s: affine floor %v", c.output, c.loss, f.floor("affine"))
		}
	}
}

// Rows that a line parts by little: its loss goes to 0, however many they are.
func TestAffineFloorOfManySeparableRows(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var rows [][]float64
	for range 3000 {
		a, b := random.NormFloat64(), random.NormFloat64()
		rows = append(rows, []float64{a, b, 0})
		if a+0.3*b > 0.01 {
			rows[len(rows)-1][2] = 1
		}
	}
	floor, loss := floorOf(t, "affine", `{"data":{"points":`+points(rows)+`},"network":{"layers":[{"activation":"sigmoid"}],"weights":[[[1e4],[3e3]],[-100]]},"training":{"loss":"binary_crossentropy","epochs":0,"precision":"float64"}}`)
	if !(floor <= loss) {
		t.Errorf("floor %.9g, these weights reach %.9g", floor, loss)
	}
}

// Inputs of very different size are no reason to count one as useless.
func TestRegularizedFloorOfInputsOfAllSizes(t *testing.T) {
	for _, size := range []float64{1e-7, 1, 1e7} {
		var rows [][]float64
		for i := range 30 {
			b := math.Sin(float64(3*i + 1))
			rows = append(rows, []float64{size * math.Sin(float64(i*i)), b, b})
		}
		floor, loss := floorOf(t, "regularized", `{"data":{"points":`+points(rows)+`},"network":{"layers":[{}]},"training":{"l2":1e-5,"optimizer":"levenberg_marquardt","epochs":200,"precision":"float64"}}`)
		if !(math.Abs(loss-floor) < 1e-9*loss) {
			t.Errorf("size %g: floor %.12g, Levenberg-Marquardt ends at %.12g", size, floor, loss)
		}
	}
}

// Inputs that nearly depend on each other: what is left of each is fitted too.
func TestAffineFloorOfNearlyDependentInputs(t *testing.T) {
	var rows [][]float64
	for i := range 40 {
		x := float64(i) / 39
		var row []float64
		for k := 1; k <= 12; k++ {
			row = append(row, math.Pow(x, float64(k)))
		}
		rows = append(rows, append(row, math.Sin(12*x)))
	}
	floor, loss := floorOf(t, "affine", `{"data":{"points":`+points(rows)+`,"scale":{"inputs":"standard"}},"network":{"layers":[{}]},"training":{"optimizer":{"name":"levenberg_marquardt","damping":1e-12},"epochs":3000,"precision":"float64"}}`)
	if !(floor <= loss) || floor < 0.9*loss {
		t.Errorf("floor %.9g, Levenberg-Marquardt ends at %.9g", floor, loss)
	}
	// A copy but for the last bits, which hold the target: weights that are powers
	// of two read it.
	rows = nil
	for i := range 20 {
		y := float64(i*i%7) - 3
		x := 1 + float64(i)/32
		rows = append(rows, []float64{x, x + y*0x1p-40, y})
	}
	floor, loss = floorOf(t, "affine", `{"data":{"points":`+points(rows)+`},"network":{"layers":[{}],"weights":[[[`+strconv.FormatFloat(-0x1p40, 'f', -1, 64)+`],[`+strconv.FormatFloat(0x1p40, 'f', -1, 64)+`]],[0]]},"training":{"epochs":0,"precision":"float64"}}`)
	if loss != 0 || floor > 1e-9 {
		t.Errorf("floor %.9g of a loss of %.9g", floor, loss)
	}
}

// Exact copies and sums of inputs change nothing.
func TestAffineFloorOfDependentInputs(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for _, loss := range []string{`"mean_squared_error"`, `"mean_absolute_error"`, `"huber"`} {
		var alone, copied [][]float64
		for range 25 {
			a, b, y := random.NormFloat64(), 1e6+random.NormFloat64(), random.NormFloat64()
			alone = append(alone, []float64{a, b, y})
			copied = append(copied, []float64{a, b, 3 * a, 1 - a, b, 0.1, y})
		}
		settings := `"network":{"layers":[{}]},"training":{"epochs":0,"precision":"float64","loss":` + loss + `}}`
		want, _ := floorOf(t, "affine", `{"data":{"points":`+points(alone)+`},`+settings)
		got, _ := floorOf(t, "affine", `{"data":{"points":`+points(copied)+`},`+settings)
		if !(math.Abs(got-want) < 1e-9*want) {
			t.Errorf("%s: %.12g with copies, %.12g without", loss, got, want)
		}
	}
}

// Floors are worked out when an experiment is opened: what would take longer
// than a blink is left out, whatever the loss.
func TestDearFloorsAreLeftOut(t *testing.T) {
	for _, loss := range []string{"mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "binary_crossentropy", "hinge"} {
		p := problem(t, 900, 300, 1, `{"network":{"layers":[{"activation":"sigmoid"}]},"training":{"l2":0.01,"loss":"`+loss+`"}}`)
		for i, y := range p.Train.Y {
			p.Train.Y[i] = float64(int(math.Abs(y)) % 2)
		}
		if loss, ok := affineFloor(p); ok {
			t.Errorf("%v: floor %g of 900 rows and 300 inputs", p.Spec.Loss.Name, loss)
		}
	}
	work := newtonWork
	e := entropy{2, []float64{0, 1, 1, 0, 0, 1, 1, 0}, []float64{1, 1, 1, 1}, matrix{4, 1, []float64{1, 2, 3, 4}}, &work}
	if _, ok := e.least(); !ok || work >= newtonWork {
		t.Errorf("four rows: %v, %g of the work is left", ok, work)
	}
	if work = 100; true {
		if bound, ok := e.least(); ok || bound != 0 {
			t.Errorf("bound %g without work", bound)
		}
	}
}

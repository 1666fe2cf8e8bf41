package diagnose

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/catalog"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/train"
)

// chance draws problems.
type chance struct{ *rand.Rand }

func (c chance) of(choices ...string) string { return choices[c.IntN(len(choices))] }

// size is a number of any sign, its size spread over decades.
func (c chance) size(from, to float64) float64 {
	return math.Copysign(math.Pow(10, from+c.Float64()*(to-from)), c.NormFloat64())
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// choice is an entry of a catalog, half of the time with arguments of its own.
func (c chance) choice(from catalog.Catalog) string {
	entry := from.Entries[c.IntN(len(from.Entries))]
	out := `{"name":"` + entry.Name + `"`
	for _, param := range entry.Params {
		switch {
		case c.IntN(2) == 0:
		case param.Kind == catalog.Boolean:
			out += `,"` + param.Name + `":true`
		default:
			v := max(min(c.NormFloat64(), param.Max, 3), param.Min, -3)
			if param.Above || param.Name == "max_value" {
				v = math.Abs(v) + 0.01
			}
			out += `,"` + param.Name + `":` + number(v)
		}
	}
	return out + "}"
}

// text is a small experiment of any kind: sizes of inputs and targets, repeated
// and nearly dependent inputs, labels hard and soft, penalties, class weights.
func (c chance) text() string {
	n, d, k := 2+c.IntN(9), 1+c.IntN(3), 1+c.IntN(3)
	loss := c.choice(mlp.Losses)
	kind := c.of("numbers", "labels", "signs", "one of all", "shares", "far")
	if strings.Contains(loss, "crossentropy") && c.IntN(5) > 0 {
		kind = c.of("labels", "one of all", "shares", "parted")
	}
	if kind == "parted" {
		n += c.IntN(50)
	}
	sizes, middles := make([]float64, d), make([]float64, d)
	for j := range sizes {
		sizes[j], middles[j] = c.size(-3, 3), c.size(-3, 3)*float64(c.IntN(2))
	}
	near := math.Abs(c.size(-12, 0))
	x := make([][]float64, n)
	var rows [][]float64
	for i := range x {
		x[i] = make([]float64, d)
		for j := range x[i] {
			x[i][j] = middles[j] + sizes[j]*c.NormFloat64()
		}
		if d > 1 && near < 1e-2 {
			x[i][1] = 2*x[i][0] + sizes[0]*near*c.NormFloat64()
		}
		if i > 0 && c.IntN(4) == 0 {
			x[i] = x[c.IntN(i)]
		}
		if c.IntN(20) == 0 { // an outlier
			x[i] = append([]float64(nil), x[i]...)
			x[i][0] = middles[0] + c.size(1, 3)*sizes[0]
		}
		row := append([]float64(nil), x[i]...)
		own := c.IntN(k)
		for j := range k {
			row = append(row, map[string]float64{
				"numbers": c.NormFloat64(), "labels": float64(c.IntN(2)), "signs": float64(2*c.IntN(2) - 1),
				"one of all": map[bool]float64{true: 1}[j == own], "shares": c.Float64(),
				"parted": map[bool]float64{true: 1}[(x[i][0] > middles[0]) != (c.IntN(30) == 0)], "far": c.size(-3, 3),
			}[kind])
		}
		rows = append(rows, row)
	}
	names := func(what string, count int) string {
		var out []string
		for i := range count {
			out = append(out, `"`+what+strconv.Itoa(i)+`"`)
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	layers := ""
	for range c.IntN(3) {
		activation := `"linear"`
		if c.IntN(2) == 0 {
			for activation = `"softmax"`; strings.Contains(activation, "softmax"); {
				activation = c.choice(mlp.Activations)
			}
		}
		layers += `{"units":` + strconv.Itoa(1+c.IntN(3)) + `,"activation":` + activation + `},`
	}
	output := c.choice(mlp.Activations)
	switch {
	case c.IntN(2) == 0 && strings.Contains(loss, "crossentropy") && !strings.Contains(loss, "from_logits"):
		output = map[bool]string{true: `"sigmoid"`, false: `"softmax"`}[strings.Contains(loss, "binary")]
	case c.IntN(2) == 0:
		output = `"linear"`
	}
	training := `"loss":` + loss + `,"epochs":0,"precision":"float64"`
	if c.IntN(2) == 0 {
		training += `,"l2":` + number(math.Abs(c.size(-6, 2)))
	}
	if c.IntN(4) == 0 {
		training += `,"l1":` + number(math.Abs(c.size(-6, 1)))
	}
	if c.IntN(3) == 0 {
		training += `,"class_weight":{"0":` + number(math.Abs(c.size(-3, 3))*float64(c.IntN(4))) + `,"1":` + number(math.Abs(c.size(-3, 3))) + `}`
	}
	return `{"data":{"points":` + points(rows) + `,"inputs":` + names("x", d) + `,"targets":` + names("y", k) + `},"network":{"layers":[` + layers +
		`{"units":` + strconv.Itoa(k) + `,"activation":` + output + `}]},"training":{` + training + `}}`
}

// descend lowers a loss from a place by steps of any direction whose size
// follows their success, and returns the lowest that it met. No slope is
// needed, and it walks over clips and kinks.
func (c chance) descend(at []float64, steps int, loss func([]float64) float64) (lowest float64, where []float64) {
	lowest = loss(at)
	size := 1.0
	if !(lowest == lowest) {
		lowest = math.Inf(1)
	}
	for range steps {
		next := append([]float64(nil), at...)
		if c.IntN(3) == 0 {
			next[c.IntN(len(next))] += size * c.NormFloat64()
		} else {
			for i := range next {
				next[i] += size * c.NormFloat64()
			}
		}
		if v := loss(next); v <= lowest {
			at, lowest = next, v
			size *= 2
		} else {
			size *= 0.87
		}
	}
	return lowest, at
}

// start is weights of one size, drawn.
func (c chance) start(count int) []float64 {
	out, size := make([]float64, count), math.Abs(c.size(-2, 2))
	for i := range out {
		out[i] = size * c.NormFloat64()
	}
	return out
}

// No loss that anything attains is below a floor that it is said to have: not
// that of constants, of affine maps, of any function of the inputs, or of the
// network at weights that are drawn, walked to or trained.
func TestNothingPassesAFloor(t *testing.T) {
	c := chance{rand.New(rand.NewPCG(2026, 11))}
	seen, met := map[string]int{}, map[string]int{}
	for count := 0; count < 1000; {
		text := c.text()
		e, err := experiment.Parse(text)
		if err != nil {
			continue
		}
		count++
		p := train.NewProblem(e)
		f := &facts{p: p, e: e, floors: Floors(p)}
		k, d := p.Train.Outputs, p.Spec.Inputs
		size := 0.0 // rounding is measured by it
		if v := p.ConstantLoss(make([]float64, k)); v == v {
			size = v
		}
		check := func(who, name string, lowest float64) {
			floor := f.floor(name)
			if math.IsNaN(floor) {
				return
			}
			seen[name]++
			if lowest < 1.05*floor {
				met[name]++
			}
			if lowest < floor-1e-9*floor-1e-14*size {
				t.Errorf("%s reaches %.17g, below the floor %s %.17g: %s", who, lowest, name, floor, text)
			}
		}
		output := p.Spec.Layers[len(p.Spec.Layers)-1]
		least, _ := outputRange(output)
		constant := func(z []float64) float64 {
			return p.LossOf(func(int) []float64 {
				if k > 2 && p.Spec.Loss.Is("categorical_crossentropy") && !p.Spec.Loss.True("from_logits") && least >= 0 {
					z = append([]float64(nil), z...)
					for j, v := range z {
						z[j] = math.Abs(v)
					}
				}
				return z
			})
		}
		best, _ := p.BestConstant()
		for _, from := range [][]float64{c.start(k), c.start(k), c.start(k), c.start(k), best} {
			lowest, _ := c.descend(from, 60, constant)
			check("a constant", "mean", lowest)
		}
		middle, width := make([]float64, d), make([]float64, d)
		for i := range d { // of most rows: an outlier is far out
			values := column(p.Train.X, d, i)
			slices.Sort(values)
			middle[i] = values[len(values)/2]
			if width[i] = max(values[len(values)*3/4]-values[len(values)/4], 1e-9*math.Abs(middle[i])); width[i] == 0 {
				width[i] = 1
			}
		}
		affine := func(w []float64) float64 {
			z := make([]float64, k)
			return p.LossOf(func(row int) []float64 {
				x, _ := p.Train.Row(row)
				for j := range z {
					z[j] = w[d*k+j]
					for i, v := range x {
						z[j] += (v - middle[i]) / width[i] * w[i*k+j]
					}
				}
				if probabilities(p.Spec) {
					mlp.NewActivation[float64](output.Activation).Forward(z, z)
				}
				return z
			})
		}
		if !math.IsNaN(f.floor("affine")) {
			for range 3 {
				lowest, _ := c.descend(c.start((d+1)*k), 200, affine)
				check("an affine map", "affine", lowest)
			}
		}
		network := func(w []float64) float64 {
			net := p.Network(w)
			return p.LossOf(func(row int) []float64 {
				x, _ := p.Train.Row(row)
				return net.Forward(x)
			}) + net.Penalty()
		}
		lowest, where := c.descend(c.start(len(p.Initial)), 200, network)
		if again, at := c.descend(p.Initial, 200, network); again < lowest {
			lowest, where = again, at
		}
		if count%10 == 0 { // and the solver goes on from there
			e.Network.Weights, e.Training.Epochs, e.Training.Optimizer = where, 60, mlp.Optimizers.Default("lbfgs")
			if v := train.New(e).Finish().Final(); v < lowest {
				lowest = v
			}
		}
		for _, name := range []string{"output_range", "regularized"} {
			check("the network", name, lowest)
		}
		if sharesOfWhole(p.Spec) {
			check("the network", "pure_error", lowest)
		}
		if f.straight() {
			check("the network", "affine", lowest)
		}
	}
	for _, name := range []string{"mean", "affine", "output_range", "pure_error", "regularized"} {
		t.Logf("%s: %d times, met %d times", name, seen[name], met[name])
		if met[name] < 20 {
			t.Errorf("%s: of %d only %d were come near to: the search is too weak to tell", name, seen[name], met[name])
		}
	}
}

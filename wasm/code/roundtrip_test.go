package code

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/presets"
)

// draw is a random choice of a catalog, with about a third of its arguments.
func draw(r *rand.Rand, from *catalog.Catalog, not string) document.Value {
	for {
		e := from.Entries[r.IntN(len(from.Entries))]
		if strings.Contains(" "+not+" ", " "+e.Name+" ") {
			continue
		}
		out := document.Obj(document.M("name", document.Str(e.Name)))
		for _, p := range e.Params {
			if r.IntN(3) > 0 {
				continue
			}
			var v document.Value
			switch low, high := max(p.Min, -3), min(p.Max, 3); p.Kind {
			case catalog.Number:
				v = document.Num(math.Round(1000*(low+0.001+(high-low-0.002)*r.Float64())) / 1000)
			case catalog.Integer:
				v = document.Int(int(p.Min) + 1 + r.IntN(40))
			case catalog.Boolean:
				v = document.Bool(r.IntN(2) == 0)
			case catalog.Option:
				v = document.Str(p.Options[r.IntN(len(p.Options))])
			case catalog.Numbers:
				continue
			}
			out.Members = append(out.Members, document.M(p.Name, v))
		}
		if e.Name == "piecewise_constant_decay" {
			out.Members = append(out.Members, document.M("boundaries", document.Nums([]float64{10, 30})), document.M("values", document.Nums([]float64{0.1, 0.05, 0.01})))
		}
		return out
	}
}

// randomly is a random Experiment that is valid.
func randomly(r *rand.Rand) experiment.Experiment {
	for {
		inputs, targets, rows := 1+r.IntN(3), 1+r.IntN(2), 3+r.IntN(8)
		points := make([]document.Value, rows)
		for i := range points {
			row := make([]float64, inputs+targets)
			for j := range row {
				row[j] = math.Round(1000*r.NormFloat64()) / 1000
			}
			points[i] = document.Nums(row)
		}
		data := document.Obj(document.M("points", document.List(points...)), document.M("inputs", document.Strs(numbered("x", inputs))), document.M("targets", document.Strs(numbered("y", targets))))
		set := func(o *document.Value, name string, v document.Value) {
			if r.IntN(3) == 0 {
				o.Members = append(o.Members, document.M(name, v))
			}
		}
		set(&data, "validation", document.Num([]float64{0.2, 0.25, 0.5}[r.IntN(3)]))
		if r.IntN(4) == 0 {
			data.Members = append(data.Members, document.M("scale", document.Obj(document.M("inputs", document.Str(dataset.Scales[r.IntN(len(dataset.Scales))])), document.M("targets", document.Str(dataset.Scales[r.IntN(len(dataset.Scales))])))))
		}
		var layers []document.Value
		for n := r.IntN(4); n >= 0; n-- {
			units := 1 + r.IntN(6)
			if n == 0 {
				units = targets
			}
			l := document.Obj(document.M("units", document.Int(units)))
			set(&l, "activation", draw(r, &mlp.Activations, ""))
			set(&l, "use_bias", document.Bool(false))
			set(&l, "kernel_initializer", draw(r, &mlp.Initializers, ""))
			set(&l, "bias_initializer", draw(r, &mlp.Initializers, ""))
			if n > 0 {
				set(&l, "dropout", document.Num(0.25))
			}
			layers = append(layers, l)
		}
		training := document.Obj()
		set(&training, "loss", draw(r, &mlp.Losses, ""))
		set(&training, "optimizer", draw(r, &mlp.Optimizers, "lbfgs levenberg_marquardt"))
		set(&training, "schedule", draw(r, &mlp.Schedules, ""))
		set(&training, "batch_size", document.Int(1+r.IntN(rows)))
		set(&training, "shuffle", document.Bool(false))
		set(&training, "epochs", document.Int(r.IntN(60)))
		set(&training, "l1", document.Num(0.01))
		set(&training, "l2", document.Num(0.02))
		set(&training, "input_noise", document.Num(0.1))
		set(&training, "precision", document.Str("float64"))
		set(&training, "seed", document.Int(r.IntN(1000)))
		set(&training, "class_weight", document.Obj(document.M("0", document.Num(1)), document.M("1", document.Num(2.5))))
		stop := document.Obj()
		set(&stop, "loss", document.Num(0.01))
		set(&stop, "patience", document.Int(r.IntN(9)))
		set(&stop, "min_delta", document.Num(0.001))
		set(&stop, "restore_best_weights", document.Bool(true))
		training.Members = append(training.Members, document.M("stop", stop))
		e, err := experiment.Read(document.Obj(document.M("data", data), document.M("network", document.Obj(document.M("layers", document.List(layers...)))), document.M("training", training)))
		if err == nil {
			return e
		}
	}
}

// differences are the paths at which two documents differ.
func differences(path string, a, b document.Value, out *[]string) {
	if a.String() == b.String() {
		return
	}
	if a.Kind == document.Array && b.Kind == document.Array && len(a.Items) == len(b.Items) && path != ".data.points" {
		for i := range a.Items {
			differences(path+"["+strconv.Itoa(i)+"]", a.Items[i], b.Items[i], out)
		}
		return
	}
	if a.Kind != document.Object || b.Kind != document.Object {
		*out = append(*out, path+": "+a.String()+" became "+b.String())
		return
	}
	names := map[string]bool{}
	for _, m := range append(append([]document.Member(nil), a.Members...), b.Members...) {
		if !names[m.Name] {
			names[m.Name] = true
			x, _ := a.Get(m.Name)
			y, _ := b.Get(m.Name)
			differences(path+"."+m.Name, x, y, out)
		}
	}
}

// plainly is e as a script can say it, with the same run: rows in the place of a
// generator, numbers that are scaled, a distribution by its bounds, and nothing
// that has no effect.
func plainly(e experiment.Experiment) experiment.Experiment {
	e.Title, e.Note, e.View = "", "", experiment.Origin().View
	e.Data.Generator = catalog.Choice{}
	e.Data.Inputs, e.Data.Targets = numbered("x", len(e.Data.Inputs)), numbered("y", len(e.Data.Targets))
	set := e.Set()
	training, _ := set.Split(e.Data.Validation)
	x := dataset.NewScale(e.Data.Scale.Inputs, training.X, set.Inputs).Apply(set.X)
	y := dataset.NewScale(e.Data.Scale.Targets, training.Y, set.Outputs).Apply(set.Y)
	e.Data.Scale = experiment.Origin().Data.Scale
	e.Data.Points = nil
	for r := range set.Rows() {
		row := append(append([]float64(nil), x[r*set.Inputs:][:set.Inputs]...), y[r*set.Outputs:][:set.Outputs]...)
		for i := range row {
			row[i] = math.Round(row[i]*1e9) / 1e9
			if row[i] == 0 {
				row[i] = 0 // and not -0
			}
		}
		e.Data.Points = append(e.Data.Points, row)
	}
	inputs := float64(set.Inputs)
	e.Network.Layers = append([]mlp.Layer(nil), e.Network.Layers...)
	for i := range e.Network.Layers {
		l := &e.Network.Layers[i]
		for _, c := range []*catalog.Choice{&l.KernelInitializer, &l.BiasInitializer} {
			if c.Is("torch_default") {
				bound := 1 / math.Sqrt(inputs)
				*c = mlp.Initializers.Default("random_uniform").With("minval", -bound).With("maxval", bound)
			}
		}
		if !l.UseBias {
			l.BiasInitializer = mlp.Initializers.Default("zeros")
		}
		inputs = float64(l.Units)
	}
	t := &e.Training
	t.BatchSize = min(t.BatchSize, len(e.Data.Points))
	if t.Schedule.Is("piecewise_constant_decay", "one_cycle") { // they have rates of their own
		t.Optimizer = t.Optimizer.With("learning_rate", 0.001)
	}
	if t.Stop.RestoreBest && t.Stop.Patience == t.Epochs {
		t.Stop.Patience = 0
	}
	if t.Epochs == 0 {
		t.Stop.RestoreBest = false
	}
	if t.Stop.Patience == 0 && !t.Stop.RestoreBest {
		t.Stop.MinDelta = 0
	}
	return e
}

// The whole gallery and 200 random experiments come back from scripts of Keras, in
// Python and R, as the same run; from PyTorch's, what does not come back is named.
func TestExportsOfAllKindsReadBack(t *testing.T) {
	gallery, err := presets.All()
	if err != nil {
		t.Fatal(err)
	}
	var all []experiment.Experiment
	for _, p := range gallery {
		all = append(all, p.Experiment)
	}
	r := rand.New(rand.NewPCG(387150, 1))
	for range 200 {
		all = append(all, randomly(r))
	}
	for _, framework := range Frameworks {
		read := 0
		for _, e := range all {
			script, err := Export(e, framework, false)
			if err != nil {
				continue // it names what the framework does not have
			}
			got, err := Import(script)
			if err != nil {
				t.Errorf("%s: %v\n%s", framework, err, script)
				continue
			}
			read++
			var changed []string
			want := plainly(e)
			differences("", want.Full(), plainly(got.Experiment).Full(), &changed)
			named := len(got.Notes) > 0 || unknown(got.Lines) != ""
			if len(changed) > 0 && (framework != "pytorch" || !named) {
				t.Errorf("%s: %s\nnotes %q\n%s", framework, strings.Join(changed, "\n"), got.Notes, script)
			}
			if len(changed) == 0 && framework != "pytorch" && named {
				t.Errorf("%s: nothing is lost, and yet: %q %s", framework, got.Notes, unknown(got.Lines))
			}
		}
		if read < len(gallery)+40 {
			t.Errorf("%s: only %d of %d were written", framework, read, len(all))
		}
	}
}

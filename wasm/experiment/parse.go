package experiment

import (
	"math"
	"strconv"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/document"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// Parse reads an Experiment from JSON, completes it with defaults and checks
// it. The error is a Faults, or a Fault for a text that is not JSON.
func Parse(text string) (Experiment, error) {
	v, err := document.Parse(text)
	if err != nil {
		return Experiment{}, Faults{{"", "this is not JSON: " + err.Error()}}
	}
	return Read(v)
}

// Read is Parse for a document that has been read.
func Read(v document.Value) (Experiment, error) {
	r := &reader{}
	e := Origin()
	if version, ok := v.Get("version"); ok {
		r.version(version)
	}
	section(r, "", v, &e, documentSettings, "version", "data", "network", "training", "view")
	if data, ok := v.Get("data"); ok {
		r.data(data, &e.Data)
	}
	if len(r.faults) > 0 {
		return Experiment{}, r.faults // what follows depends on the shape of the data
	}
	rows, outputs := len(e.Data.Points), len(e.Data.Targets)
	e.Network.Layers[len(e.Network.Layers)-1].Units = outputs
	e.Training.BatchSize = min(defaultBatch, rows)
	if network, ok := v.Get("network"); ok {
		r.network(network, &e)
	}
	if training, ok := v.Get("training"); ok {
		r.training(training, &e.Training, rows)
	}
	if view, ok := v.Get("view"); ok {
		section(r, "view", view, &e.View, viewSettings)
	}
	if len(r.faults) == 0 {
		r.consistent(&e)
	}
	if len(r.faults) > 0 {
		return Experiment{}, r.faults
	}
	return e, nil
}

func (r *reader) version(v document.Value) {
	switch x, ok := r.number("version", v); {
	case !ok:
	case x > Version:
		r.fail("version", "%s is later than %d, the newest that is known here; reload the page or update Plateau", text.Number(x), Version)
	case x != Version:
		r.fail("version", "%s is not %d", text.Number(x), Version)
	}
}

func (r *reader) data(v document.Value, d *Data) {
	section(r, "data", v, d, dataSettings, "points", "generator", "inputs", "targets", "features", "scale")
	if scale, ok := v.Get("scale"); ok {
		section(r, "data.scale", scale, &d.Scale, scaleSettings)
	}
	if features, ok := v.Get("features"); ok && (features.Kind != document.Array || len(features.Items) > 0) {
		r.fail("data.features", "%s is not supported; leave it out and add columns to data.points", show(features))
	}
	inputs, targets := 0, 0
	points, hasPoints := v.Get("points")
	generator, hasGenerator := v.Get("generator")
	switch {
	case hasPoints && hasGenerator:
		r.fail("data.generator", "points are given too; leave one of them out")
	case hasPoints:
		d.Points = r.points(points)
	case hasGenerator:
		d.Generator = r.choice("data.generator", generator, &dataset.Generators, dataset.Generators.Default("line"))
		d.Points, inputs = dataset.Generate(d.Generator)
		targets = 1
	}
	if names, ok := v.Get("inputs"); ok {
		d.Inputs = r.names("data.inputs", names)
		inputs = len(d.Inputs)
	} else if hasPoints || hasGenerator {
		d.Inputs = nil
	}
	if names, ok := v.Get("targets"); ok {
		d.Targets = r.names("data.targets", names)
		targets = len(d.Targets)
	} else if hasPoints || hasGenerator {
		d.Targets = nil
	}
	if len(r.faults) == 0 {
		r.columns(d, inputs, targets)
	}
}

// points reads rows of numbers, all of one length.
func (r *reader) points(v document.Value) [][]float64 {
	if v.Kind != document.Array {
		r.fail("data.points", "%s is not a list of points", show(v))
		return nil
	}
	out := make([][]float64, len(v.Items))
	for i, row := range v.Items {
		path := item("data.points", i)
		if row.Kind != document.Array {
			r.fail(path, "%s is not a list of numbers", show(row))
			return nil
		}
		if len(row.Items) != len(v.Items[0].Items) {
			r.fail(path, "%d numbers, but the first point has %d", len(row.Items), len(v.Items[0].Items))
			continue
		}
		out[i] = make([]float64, len(row.Items))
		for j, cell := range row.Items {
			x, _ := r.number(item(path, j), cell)
			if math.Abs(x) > 1e100 {
				r.fail(item(path, j), "%s is too large; keep values within 1e100", text.Number(x))
			}
			out[i][j] = x
		}
	}
	if problem := dataset.Problem(out); problem != nil && len(r.faults) == 0 {
		r.fail("data.points", "%s", problem)
	}
	return out
}

// columns settles how many columns are inputs, and names them. Without names
// the last column is the target.
func (r *reader) columns(d *Data, inputs, targets int) {
	width := len(d.Points[0])
	switch {
	case inputs == 0 && targets == 0:
		targets = 1
	case inputs > 0 && targets == 0:
		targets = width - inputs
	}
	if inputs == 0 {
		inputs = width - targets
	}
	switch {
	case inputs < 1 || targets < 1 || inputs+targets != width:
		r.fail("data.points", "%d columns, but the names are of %d inputs and %d targets", width, max(inputs, 0), max(targets, 0))
		return
	case inputs > MaxInputs:
		r.fail("data.inputs", "%d inputs are more than %d", inputs, MaxInputs)
	case targets > MaxUnits:
		r.fail("data.targets", "%d targets are more than %d", targets, MaxUnits)
	}
	if d.Inputs == nil {
		d.Inputs = numbered("x", inputs)
	}
	if d.Targets == nil {
		d.Targets = numbered("y", targets)
	}
}

func numbered(letter string, n int) []string {
	if n == 1 {
		return []string{letter}
	}
	out := make([]string, n)
	for i := range out {
		out[i] = letter + strconv.Itoa(i+1)
	}
	return out
}

func (r *reader) network(v document.Value, e *Experiment) {
	section(r, "network", v, &e.Network, nil, "layers", "weights")
	if layers, ok := v.Get("layers"); ok {
		r.layers(layers, e)
	}
	if weights, ok := v.Get("weights"); ok && weights.Kind != document.Null && len(r.faults) == 0 {
		e.Network.Weights = r.weights(weights, e.Spec())
	}
}

func (r *reader) layers(v document.Value, e *Experiment) {
	const path = "network.layers"
	switch {
	case v.Kind != document.Array:
		r.fail(path, "%s is not a list of layers", show(v))
		return
	case len(v.Items) == 0:
		r.fail(path, "0 layers; give at least the output layer")
		return
	case len(v.Items) > MaxHidden+1:
		r.fail(path, "%d layers are more than %d hidden ones and the output", len(v.Items), MaxHidden)
		return
	}
	outputs := len(e.Data.Targets)
	e.Network.Layers = make([]mlp.Layer, len(v.Items))
	for i, one := range v.Items {
		l := &e.Network.Layers[i]
		*l = layer(1)
		if i == len(v.Items)-1 {
			l.Units = outputs
		}
		section(r, item(path, i), one, l, layerSettings)
	}
	last := len(v.Items) - 1
	if units := e.Network.Layers[last].Units; units != outputs && len(r.faults) == 0 {
		r.fail(join(item(path, last), "units"), "%d is not %d, the number of targets", units, outputs)
	}
}

// weights reads explicit weights as Keras's get_weights() gives them: for each
// layer the kernel as inputs rows of units, then the bias.
func (r *reader) weights(v document.Value, spec mlp.Spec) []float64 {
	const path = "network.weights"
	variables := spec.Variables()
	if v.Kind != document.Array || len(v.Items) != len(variables) {
		r.fail(path, "not a list of %d kernels and biases", len(variables))
		return nil
	}
	out := make([]float64, 0, spec.Parameters())
	for i, w := range variables {
		at, rows := item(path, i), v.Items[i:i+1]
		if !w.Bias {
			rows = v.Items[i].Items
		}
		if len(rows) != w.Rows {
			r.fail(at, "not a kernel of %d rows", w.Rows)
			return nil
		}
		for _, row := range rows {
			if row.Kind != document.Array || len(row.Items) != w.Cols {
				r.fail(at, "not made of rows of %d numbers", w.Cols)
				return nil
			}
			for _, cell := range row.Items {
				x, ok := r.number(at, cell)
				if !ok {
					return nil
				}
				out = append(out, x)
			}
		}
	}
	return out
}

func (r *reader) training(v document.Value, t *Training, rows int) {
	section(r, "training", v, t, trainingSettings, "class_weight", "stop")
	if t.BatchSize > rows {
		r.fail("training.batch_size", "%d is above %d, the number of points", t.BatchSize, rows)
	}
	if stop, ok := v.Get("stop"); ok {
		section(r, "training.stop", stop, &t.Stop, stopSettings)
	}
	if weights, ok := v.Get("class_weight"); ok && weights.Kind != document.Null {
		r.classWeight(weights, t)
	}
}

func (r *reader) classWeight(v document.Value, t *Training) {
	const path = "training.class_weight"
	if !r.object(path, v) {
		return
	}
	t.ClassWeight = map[int]float64{}
	for _, m := range v.Members {
		class, err := strconv.Atoi(m.Name)
		if err != nil || class < 0 {
			r.fail(join(path, m.Name), "a class is a whole number from 0")
			continue
		}
		if x, ok := r.limited(join(path, m.Name), m.Value, catalog.Param{Max: 1e9}); ok {
			t.ClassWeight[class] = x
		}
	}
}

// consistent checks what depends on more than one field.
func (r *reader) consistent(e *Experiment) {
	if mlp.FullBatch(e.Training.Optimizer) {
		r.solver(e)
	}
	training, _ := e.Set().Split(e.Data.Validation)
	if training.Rows() == 0 {
		r.fail("data.validation", "%s of %d points leaves none to train on", text.Number(e.Data.Validation), len(e.Data.Points))
	}
	for i, l := range e.Network.Layers {
		for _, c := range []struct {
			field  string
			choice catalog.Choice
		}{{"kernel_initializer", l.KernelInitializer}, {"bias_initializer", l.BiasInitializer}} {
			path := join(item("network.layers", i), c.field)
			if c.field == "bias_initializer" && c.choice.Is("identity", "orthogonal") {
				r.fail(path, "%q is for kernels; a bias has one dimension", c.choice.Name)
			}
			if c.choice.Is("random_uniform") && c.choice.Arg("minval") > c.choice.Arg("maxval") {
				r.fail(join(path, "minval"), "%s is above maxval, %s", text.Number(c.choice.Arg("minval")), text.Number(c.choice.Arg("maxval")))
			}
		}
	}
	if s := e.Training.Schedule; s.Is("piecewise_constant_decay") && len(s.Lists["values"]) != len(s.Lists["boundaries"])+1 {
		r.fail("training.schedule.values", "%d rates for %d boundaries; give one more", len(s.Lists["values"]), len(s.Lists["boundaries"]))
	}
	clips := 0
	for _, p := range []string{"clipnorm", "clipvalue", "global_clipnorm"} {
		if v, ok := e.Training.Optimizer.Args[p]; ok && v > 0 {
			clips++
		}
	}
	if clips > 1 {
		r.fail("training.optimizer", "clipnorm, clipvalue and global_clipnorm exclude each other; give one")
	}
}

// solver checks what a full-batch solver asks of the rest.
func (r *reader) solver(e *Experiment) {
	name := e.Training.Optimizer.Name
	if e.Training.Precision != "float64" {
		r.fail("training.precision", "%q is too coarse for %s; use float64", e.Training.Precision, name)
	}
	if !e.Training.Schedule.Is("constant") {
		r.fail("training.schedule", "%q has nothing to change: %s chooses its own steps; use constant", e.Training.Schedule.Name, name)
	}
	if e.Training.InputNoise > 0 {
		r.fail("training.input_noise", "%s needs a loss that does not change by chance; use 0", name)
	}
	for i, l := range e.Network.Layers {
		if l.Dropout > 0 {
			r.fail(join(item("network.layers", i), "dropout"), "%s needs a loss that does not change by chance; use 0", name)
		}
	}
	if name != "levenberg_marquardt" {
		return
	}
	if !e.Training.Loss.Is("mean_squared_error") {
		r.fail("training.loss", "%q is not a sum of squares, which %s needs; use mean_squared_error or the optimizer lbfgs", e.Training.Loss.Name, name)
	}
	if e.Training.L1 > 0 {
		r.fail("training.l1", "%s needs squares; use l2 or the optimizer lbfgs", name)
	}
	parameters, residuals := e.Spec().Parameters(), len(e.Data.Points)*len(e.Data.Targets)
	if e.Training.L2 > 0 {
		residuals += parameters
	}
	if parameters*residuals > MaxJacobian || min(parameters, residuals) > MaxSystem {
		r.fail("training.optimizer", "%s solves %d residuals for %d weights at once, more than it can (%d together, %d of the fewer); use lbfgs",
			name, residuals, parameters, MaxJacobian, MaxSystem)
	}
}

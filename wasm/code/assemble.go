package code

import (
	"errors"
	"math"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/expression"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// experiment puts together what was understood.
func (m *script) experiment() (experiment.Experiment, error) {
	points, inputs, classes, err := m.points()
	if err != nil {
		return experiment.Experiment{}, err
	}
	if m.inputs > 0 && m.inputs != inputs && m.estimator == nil {
		return experiment.Experiment{}, errors.New(text.Format("the network takes %d inputs, but the data have %d", m.inputs, inputs))
	}
	m.inputs = inputs
	training := document.Obj()
	if m.estimator != nil {
		training = m.estimate(len(points), max(1, len(points[0])-inputs), classes)
	} else {
		m.rules(&training)
	}
	m.pace(&training, len(points))
	layers := make([]document.Value, len(m.layers))
	for i, l := range m.layers {
		layers[i] = document.Obj(append([]document.Member{document.M("units", document.Int(l.units))}, last(l.members)...)...)
	}
	rows := make([]document.Value, len(points))
	for i, p := range points {
		rows[i] = document.Nums(p)
	}
	outputs := len(points[0]) - inputs
	data := document.Obj(document.M("points", document.List(rows...)),
		document.M("inputs", document.Strs(numbered("x", inputs))), document.M("targets", document.Strs(numbered("y", outputs))))
	if m.split > 0 {
		put(&data, "validation", document.Num(m.split))
	}
	return experiment.Read(document.Obj(document.M("data", data),
		document.M("network", document.Obj(document.M("layers", document.List(layers...)))), document.M("training", training)))
}

// last keeps the last of members that have one name.
func last(members []document.Member) []document.Member {
	out := document.Obj()
	for _, one := range members {
		put(&out, one.Name, one.Value)
	}
	return out.Members
}

func numbered(letter string, n int) []string {
	if n == 1 {
		return []string{letter}
	}
	out := make([]string, max(0, n))
	for i := range out {
		out[i] = text.Format(letter+"%d", i+1)
	}
	return out
}

// numbers follows a value to the numbers it stands for.
func numbers(v *value) *value {
	for range 9 {
		if v == nil || v.Kind == expression.Numbers {
			return v
		}
		if v.Kind == expression.Call && v.Receiver != nil && !v.Is("fit_transform transform") {
			v = v.Receiver
			continue
		}
		break
	}
	return nil
}

// points are the rows given to fit or to the loss, or those of variables named
// as data are.
func (m *script) points() (points [][]float64, inputs, classes int, err error) {
	x, y := numbers(m.x), numbers(m.y)
	for _, name := range [...]string{"x", "X", "x_train", "X_train", "x.train", "xs", "inputs", "x_data", "input"} {
		if v := m.vars[name]; x == nil && v != nil && v.Kind == expression.Numbers && v.Dim > 0 {
			x = v
		}
	}
	for _, name := range [...]string{"y", "Y", "y_train", "Y_train", "y.train", "ys", "targets", "labels", "y_data", "target", "outputs"} {
		if v := m.vars[name]; y == nil && v != nil && v.Kind == expression.Numbers && v.Dim > 0 {
			y = v
		}
	}
	switch {
	case x == nil || y == nil || x.Rows == 0 || y.Rows == 0:
		return nil, 0, 0, errors.New("the data are not in the code: give x and y as numbers, such as x = [-1, 0, 1]")
	case x.Rows != y.Rows:
		return nil, 0, 0, errors.New(text.Format("%d rows of inputs, but %d of targets", x.Rows, y.Rows))
	}
	outputs := 1
	if n := len(m.layers); n > 0 {
		outputs = m.layers[n-1].units
	}
	for _, v := range y.Data {
		if v != math.Floor(v) || v < 0 || v > 1000 {
			classes = -1
			break
		}
		classes = max(classes, int(v)+1)
	}
	if m.estimator.Is("MLPClassifier") && classes > 2 {
		outputs = classes
	}
	oneHot := y.Cols == 1 && outputs > 1 && classes > 1 && classes <= outputs && outputs < 1000
	if oneHot {
		m.note("the classes become %d columns, one for each", outputs)
	}
	for r := range x.Rows {
		row := append([]float64(nil), x.Data[r*x.Cols:(r+1)*x.Cols]...)
		target := y.Data[r*y.Cols : (r+1)*y.Cols]
		if oneHot {
			target = make([]float64, outputs)
			target[int(y.Data[r])] = 1
		}
		points = append(points, append(row, target...))
	}
	return points, x.Cols, classes, nil
}

// rules sets loss and optimizer, with the framework's defaults.
func (m *script) rules(training *document.Value) {
	torch := m.framework == "pytorch"
	loss, ok := m.choice(m.loss, &mlp.Losses, 9)
	if !ok {
		m.note("no loss was found; the mean squared error is taken")
		loss = document.Str("mean_squared_error")
	}
	if torch && expression.Among("BCEWithLogitsLoss CrossEntropyLoss binary_cross_entropy_with_logits cross_entropy", nameOf(m.loss)) {
		put(&loss, "from_logits", document.Bool(true))
	}
	put(training, "loss", loss)
	skip := 0
	if torch {
		skip = 1
	}
	optimizer, ok := m.choice(m.optimizer, &mlp.Optimizers, skip)
	if !ok {
		m.note("no optimizer was found; rmsprop is taken, Keras's default")
		optimizer = document.Obj(document.M("name", document.Str("rmsprop")))
	}
	entry, _ := optimizer.Get("name")
	if s := m.optimizer; s != nil && s.Kind == expression.Call {
		if schedule := s.Named("learning_rate lr"); schedule != nil && schedule.Kind == expression.Call {
			if x, ok := schedule.Arg(0, "initial_learning_rate").Scalar(); ok {
				put(&optimizer, "learning_rate", document.Num(x))
			}
		}
	}
	if torch {
		m.torchOptimizer(&optimizer, entry.Text)
	}
	if full := entry.Text == "lbfgs"; full {
		optimizer = document.Obj(document.M("name", entry))
		put(training, "precision", document.Str("float64"))
	}
	put(training, "optimizer", optimizer)
	if m.schedule.Kind == document.Object {
		put(training, "schedule", m.schedule)
	}
}

// torchOptimizer sets what PyTorch takes where nothing is said.
func (m *script) torchOptimizer(o *document.Value, name string) {
	if _, given := o.Get("learning_rate"); !given {
		if rate := torchRate(name); !math.IsNaN(rate) {
			put(o, "learning_rate", document.Num(rate))
		}
	}
	if _, given := o.Get("epsilon"); !given {
		switch name {
		case "adam", "adamw", "adamax", "nadam", "rmsprop":
			put(o, "epsilon", document.Num(1e-8))
		case "adagrad":
			put(o, "epsilon", document.Num(1e-10))
			put(o, "initial_accumulator_value", document.Num(0))
		case "adadelta":
			put(o, "epsilon", document.Num(1e-6))
			put(o, "rho", document.Num(0.9))
		}
	}
	if _, given := o.Get("rho"); !given && name == "rmsprop" {
		put(o, "rho", document.Num(0.99))
	}
	if name == "adamw" {
		if _, given := o.Get("weight_decay"); !given {
			put(o, "weight_decay", document.Num(0.01))
		}
	} else if m.optimizer != nil {
		for i := range o.Members {
			if o.Members[i].Name == "weight_decay" {
				o.Members = append(o.Members[:i], o.Members[i+1:]...)
				break
			}
		}
		m.penalty(m.optimizer)
	}
	if how := m.loss.Named("reduction size_average"); m.loss != nil && how != nil && (how.Text == "sum" || how.Kind == expression.Bool) {
		x, ok := numbers(m.y), name == "sgd"
		rate, _ := o.Get("learning_rate")
		if ok && x != nil {
			put(o, "learning_rate", document.Num(rate.Number*float64(len(x.Data))))
			m.note("the sum is rewritten as a mean, with the rate times %d, so that the steps are the same", len(x.Data))
		} else {
			m.note("the sum is rewritten as a mean")
		}
	}
}

// pace sets batches, epochs and the rest of the training.
func (m *script) pace(training *document.Value, rows int) {
	batch := 32.0
	switch {
	case m.batch > 0:
		batch = m.batch
	case m.framework == "pytorch":
		batch = float64(rows)
	}
	if m.framework == "pytorch" && !m.loader && m.batch == 0 && !m.hasShuffle {
		m.shuffle, m.hasShuffle = false, true
	}
	put(training, "batch_size", document.Num(max(1, min(math.Floor(batch), float64(rows)))))
	if m.double {
		put(training, "precision", document.Str("float64"))
	}
	if m.hasShuffle {
		put(training, "shuffle", document.Bool(m.shuffle))
	}
	if m.epochs >= 0 {
		put(training, "epochs", document.Num(m.epochs))
	} else {
		m.note("no number of epochs was found; 10000 are taken")
	}
	for _, one := range [...]struct {
		name  string
		value float64
	}{{"l1", m.l1}, {"l2", m.l2}} {
		if one.value > 0 {
			put(training, one.name, document.Num(one.value))
		}
	}
	if m.seed >= 0 {
		put(training, "seed", document.Num(m.seed))
	}
	if m.stop != nil {
		put(training, "stop", document.Obj(m.stop...))
	}
	if m.classWeight != nil {
		put(training, "class_weight", document.Obj(m.classWeight...))
	}
}

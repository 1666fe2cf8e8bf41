package code

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"plateau/wasm/experiment"
	"plateau/wasm/expression"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// experiment puts together what was understood.
func (m *script) experiment() error {
	points, inputs, classes, err := m.points()
	if err != nil {
		return err
	}
	if m.inputs > 0 && m.inputs != inputs && m.estimator == nil {
		return errors.New(text.Format("the network takes %d inputs, but the data have %d", m.inputs, inputs))
	}
	m.inputs = inputs
	if !m.holds(m.watched[0]) {
		loss := m.stop.get("loss")
		if m.stop = (object{}); loss != "" {
			m.stop.put("loss", loss)
		}
	}
	if m.stop.get("restore_best_weights") == "true" && m.stop.get("patience") == jsonNumber(m.epochs) { // ends no run: it is there to restore
		m.stop.drop("patience")
	}
	if !m.holds(m.watched[1]) && m.schedule.get("name") == `"reduce_on_plateau"` {
		m.schedule = object{}
	}
	var training object
	if m.estimator != nil {
		training = m.estimate(len(points), max(1, len(points[0])-inputs), classes)
	} else {
		m.rules(&training)
	}
	m.pace(&training, len(points))
	layers := make([]string, len(m.layers))
	for i := range m.layers {
		l := &m.layers[i]
		l.number("units", float64(l.units))
		layers[i] = l.String()
	}
	data := jsonData(points, inputs, nil)
	if m.split > 0 {
		data.number("validation", m.split)
	}
	m.Experiment, err = experiment.Parse(`{"data":` + data.String() + `,"network":{"layers":[` + strings.Join(layers, ",") + `]},"training":` + training.String() + "}")
	return err
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
func (m *script) rules(training *object) {
	torch := m.Kind == "pytorch"
	loss, ok := m.choice(m.loss, &mlp.Losses, m.compares(m.loss))
	if !ok {
		if name := nameOf(m.loss); name != "" {
			m.note("the loss %q is not known; the mean squared error is taken", name)
		} else {
			m.note("no loss was found; the mean squared error is taken")
		}
		loss.put("name", `"mean_squared_error"`)
	}
	skip := 0
	if torch {
		skip = 1
		if expression.Among("BCEWithLogitsLoss CrossEntropyLoss binary_cross_entropy_with_logits cross_entropy", nameOf(m.loss)) {
			loss.put("from_logits", "true")
		}
	}
	training.put("loss", loss.String())
	optimizer, ok := m.choice(m.optimizer, &mlp.Optimizers, skip)
	if !ok {
		if name := nameOf(m.optimizer); name != "" {
			m.note("the optimizer %q is not known; rmsprop is taken, Keras's default", name)
		} else {
			m.note("no optimizer was found; rmsprop is taken, Keras's default")
		}
		optimizer.put("name", `"rmsprop"`)
	}
	if x, ok := m.optimizer.Named("learning_rate lr").Arg(0, "initial_learning_rate").Scalar(); ok { // a schedule
		optimizer.number("learning_rate", x)
	}
	switch name := strings.Trim(optimizer.get("name"), `"`); {
	case name == "lbfgs":
		optimizer = object{}
		optimizer.put("name", `"lbfgs"`)
		m.double = true
	case torch:
		m.torchOptimizer(&optimizer, name)
	}
	training.put("optimizer", optimizer.String())
	if m.schedule.names != nil {
		training.put("schedule", m.schedule.String())
	}
}

// compares is how many arguments by position a loss has before its own: outputs
// and targets where it is computed, F.huber_loss(model(x), y).
func (m *script) compares(v *value) int {
	if v != nil && v.Kind == expression.Call && len(v.Items) >= 2 && v.Names[0] == "" && v.Names[1] == "" {
		if _, ok := v.Items[0].Scalar(); !ok && v.Items[0].Kind != expression.Bool && v.Items[0].Kind != expression.Text {
			return 2
		}
	}
	return 0
}

// torchOptimizer sets what PyTorch takes where nothing is said.
func (m *script) torchOptimizer(o *object, name string) {
	if name != "adamw" {
		o.drop("weight_decay")
		m.penalty(m.optimizer)
	}
	for _, one := range strings.Fields(entry("pytorch defaults", name)) {
		key, s, _ := strings.Cut(one, "=")
		if o.get(key) == "" {
			o.put(key, s)
		}
	}
	how := m.loss.Named("reduction size_average")
	if how == nil || how.Text != "sum" && how.Kind != expression.Bool {
		return
	}
	if y := numbers(m.y); y != nil && name == "sgd" {
		rate, _ := strconv.ParseFloat(o.get("learning_rate"), 64)
		o.number("learning_rate", rate*float64(len(y.Data)))
		m.note("the sum is rewritten as a mean, with the rate times %d, so that the steps are the same", len(y.Data))
	} else {
		m.note("the sum is rewritten as a mean")
	}
}

// pace sets batches, epochs and the rest of the training.
func (m *script) pace(training *object, rows int) {
	batch := 32.0
	switch {
	case m.batch > 0:
		batch = m.batch
	case m.Kind == "pytorch":
		batch = float64(rows)
	}
	if m.Kind == "pytorch" && !m.loader && m.batch == 0 && !m.hasShuffle {
		m.shuffle, m.hasShuffle = false, true
	}
	training.number("batch_size", max(1, min(math.Floor(batch), float64(rows))))
	if m.double {
		training.put("precision", `"float64"`)
	}
	if m.hasShuffle {
		training.put("shuffle", jsonBool(m.shuffle))
	}
	if m.epochs >= 0 {
		training.number("epochs", m.epochs)
	} else {
		m.note("no number of epochs was found; 10000 are taken")
	}
	m.penalties()
	training.number("input_noise", m.noise)
	training.number("l1", m.l1)
	training.number("l2", m.l2)
	if m.seed >= 0 {
		training.number("seed", m.seed)
	}
	training.put("stop", m.stop.String())
	training.put("class_weight", m.classWeight.String())
}

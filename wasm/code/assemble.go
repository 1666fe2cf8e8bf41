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
	var network object
	network.put("layers", "["+strings.Join(layers, ",")+"]")
	if m.weights != "" {
		network.put("weights", m.weights)
	}
	data := jsonData(points, inputs, nil)
	if m.split > 0 {
		data.number("validation", m.split)
	}
	if m.scaler != "" {
		data.put("scale", `{"inputs":"`+m.scaler+`"}`)
	}
	if m.keeps {
		m.note("the gradients are never set to 0 (zero_grad): they add up in the script, and do not here")
	}
	m.Experiment, err = experiment.Parse(`{"data":` + data.String() + `,"network":` + network.String() + `,"training":` + training.String() + "}")
	return err
}

// Calls that leave numbers as they are, or as they will be anyway.
const (
	passing  = "view reshape to float double cuda cpu unsqueeze squeeze flatten ravel astype numpy values detach clone requires_grad_ contiguous tolist type long int"
	wrapping = "to_categorical one_hot array asarray tensor as_tensor Tensor FloatTensor LongTensor Variable as_matrix"
)

// numbers follows a value to the numbers it stands for. Rows that a loop picks
// are rows of all.
func (m *script) numbers(v *value) *value {
	for range 9 {
		switch {
		case v == nil || v.Kind == expression.Numbers:
			return v
		case v.Kind != expression.Call:
			return nil
		case v.Receiver != nil && (v.Is(passing) || v.Text == "[" && m.sliced && len(v.Items) > 0 && v.Items[0].Kind == expression.Symbol):
			v = v.Receiver
		case v.Is(wrapping) && len(v.Items) > 0:
			v = v.Items[0]
		default:
			return nil
		}
	}
	return nil
}

// data are the numbers of v, or those of a variable that is named as such data
// are.
func (m *script) column(v *value, what, names string) *value {
	found := m.numbers(v)
	if found != nil {
		return found
	}
	for _, name := range strings.Fields(names) {
		if one := m.vars[name]; one != nil && one.Kind == expression.Numbers && one.Dim > 0 {
			if v != nil {
				m.note("the numbers of %s that the network is trained on are not known; those of %q are taken as they are", what, name)
			}
			return one
		}
	}
	return nil
}

// below puts the rows of b under those of a, or is nil.
func below(a, b *value) *value {
	if a == nil || b == nil || a.Cols != b.Cols || b.Rows == 0 {
		return nil
	}
	out := *a
	out.Rows += b.Rows
	out.Data = append(append([]float64(nil), a.Data...), b.Data...)
	return &out
}

// held appends the rows of validation_data, and holds out as many.
func (m *script) heldOut(x, y *value) (*value, *value) {
	if m.valid == nil {
		return x, y
	}
	var inputs, targets *value
	if v := m.valid; (v.Kind == expression.List || v.Is("list")) && len(v.Items) >= 2 {
		inputs, targets = m.numbers(v.Items[0]), m.numbers(v.Items[1])
	} else if v.Kind == expression.Numbers && v.Dim == 2 && v.Rows == 2 && x.Cols == 1 && y.Cols == 1 { // two lists of one length
		inputs = &value{Kind: v.Kind, Dim: 1, Rows: v.Cols, Cols: 1, Data: v.Data[:v.Cols]}
		targets = &value{Kind: v.Kind, Dim: 1, Rows: v.Cols, Cols: 1, Data: v.Data[v.Cols:]}
	}
	allX, allY := below(x, inputs), below(y, targets)
	if allX == nil || allY == nil || inputs.Rows != targets.Rows || m.split > 0 || inputs.Rows > 8*x.Rows {
		m.elsewhere = true
		m.note("validation_data is left out: its rows are not known, or are not like those of the data")
		return x, y
	}
	n := float64(inputs.Rows)
	m.split = n / float64(allX.Rows)
	if training := int(math.Floor(float64(allX.Rows) * (1 - m.split))); training != x.Rows { // by rounding
		m.split = (n - 0.5) / float64(allX.Rows)
	}
	m.note("the rows of validation_data follow those of the data, and are held out")
	return allX, allY
}

// points are the rows given to fit or to the loss, or those of variables named
// as data are.
func (m *script) points() (points [][]float64, inputs, classes int, err error) {
	x := m.column(m.x, "x", "x X x_train X_train x.train xs inputs x_data input")
	y := m.column(m.y, "y", "y Y y_train Y_train y.train ys targets labels y_data target outputs")
	switch {
	case x == nil || y == nil || x.Rows == 0 || y.Rows == 0:
		return nil, 0, 0, errors.New("the data are not in the code: give x and y as numbers, such as x = [-1, 0, 1]")
	case x.Rows != y.Rows:
		return nil, 0, 0, errors.New(text.Format("%d rows of inputs, but %d of targets", x.Rows, y.Rows))
	}
	x, y = m.heldOut(x, y)
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
	switch nll := expression.Among("NLLLoss nll_loss", nameOf(m.loss)); {
	case nll && m.logs:
		loss.put("from_logits", "true")
	case nll:
		m.note("NLLLoss takes logarithms of shares, which LogSoftmax gives; the outputs are taken as shares")
	case m.logs:
		m.note("LogSoftmax without NLLLoss is left out")
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
	if x, ok := m.optimizer.Arg(0, "learning_rate lr").Arg(0, "initial_learning_rate").Scalar(); ok && !torch { // a schedule
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
	if groups := m.optimizer.Arg(0, "params"); groups != nil && groups.Kind == expression.List {
		m.note("groups of parameters are trained alike; their own settings are left out")
	}
	how := m.loss.Named("reduction size_average")
	if how != nil && how.Text == "none" {
		m.note("the losses of the rows (reduction \"none\") are taken as their mean")
	}
	if how == nil || how.Text != "sum" && how.Kind != expression.Bool {
		return
	}
	if y := m.numbers(m.y); y != nil && name == "sgd" {
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
	if updates := math.Ceil(float64(rows) / max(1, batch)); m.counted > 0 {
		m.schedule.number("decay_steps", m.counted*updates)
		training.put("schedule", m.schedule.String())
		if m.epochs > m.counted {
			m.note("the cosine stays down after %d epochs, where PyTorch's rises again", int(m.counted))
		}
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

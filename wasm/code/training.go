package code

import (
	"strings"

	"plateau/wasm/expression"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

func (m *script) isLoss(v *value) bool {
	if v == nil {
		return false
	}
	_, ok := find(&mlp.Losses, v.Text)
	return ok && v.Kind == expression.Call
}

func (m *script) isOptimizer(v *value) bool {
	if v == nil {
		return false
	}
	_, ok := find(&mlp.Optimizers, v.Text)
	return ok && v.Kind == expression.Call
}

func (m *script) isSchedule(v *value) bool {
	return strings.Contains(v.Path, "lr_scheduler") || v.Is("ExponentialDecay learning_rate_schedule_exponential_decay CosineDecay learning_rate_schedule_cosine_decay PiecewiseConstantDecay StepLR OneCycleLR CosineAnnealingLR ExponentialLR")
}

// compile is Keras's.
func (m *script) compile(v *value) (string, bool) {
	if o := v.Arg(0, "optimizer"); o != nil {
		m.optimizer = o
		if s := o.Named("learning_rate lr"); s != nil && s.Kind == expression.Call {
			m.scheduler(s)
		}
	}
	loss := v.Arg(1, "loss")
	if loss == nil || nameOf(loss) == "" {
		return "no loss that is known", false
	}
	m.loss = loss
	_, known := find(&mlp.Losses, nameOf(loss))
	_, knownOptimizer := find(&mlp.Optimizers, nameOf(m.optimizer))
	if !known || m.optimizer != nil && !knownOptimizer {
		return text.Format("loss %q, optimizer %q: not known", nameOf(loss), nameOf(m.optimizer)), false
	}
	return text.Format("loss %s, optimizer %s", squash(nameOf(loss)), squash(nameOf(m.optimizer))), true
}

// fit is Keras's and scikit-learn's.
func (m *script) fit(v *value) (string, bool) {
	x, y := v.Arg(0, "x X"), v.Arg(1, "y")
	if v.Receiver.Is("Trainer") { // fit(model, loader)
		if y.Is("DataLoader TensorDataset") {
			m.data(y)
		}
		x, y = nil, nil
	}
	if x != nil {
		m.x = x
	}
	if y != nil {
		m.y = y
	}
	if n, ok := v.Arg(2, "batch_size").Scalar(); ok {
		m.batch = n
	}
	if n, ok := v.Arg(3, "epochs nb_epoch").Scalar(); ok {
		m.epochs = n
	} else if m.epochs < 0 {
		m.epochs = 1
		if strings.HasPrefix(m.Kind, "r-") {
			m.epochs = 10
		}
	}
	if n, ok := v.Named("validation_split").Scalar(); ok {
		m.split = n
	}
	if s := v.Named("shuffle"); s != nil && s.Kind == expression.Bool {
		m.shuffle, m.hasShuffle = s.Data[0] != 0, true
	}
	if v.Named("validation_data") != nil {
		m.elsewhere = true
		m.note("validation_data is left out: Plateau holds out rows of the data")
	}
	if w := v.Named("class_weight"); w != nil {
		for i, name := range w.Names {
			if x, ok := w.Items[i].Scalar(); ok {
				m.classWeight.number(name, x)
			}
		}
	}
	if c := v.Named("callbacks"); c != nil {
		m.callbacks(c)
	}
	return "the training", true
}

// callbacks reads early stopping and what changes the rate.
func (m *script) callbacks(v *value) {
	if m.tired() {
		return
	}
	if v.Kind == expression.List || v.Is("list c") {
		for _, one := range v.Items {
			m.callbacks(one)
		}
		return
	}
	switch {
	case v.Is("EarlyStopping callback_early_stopping"):
		m.earlyStopping(v)
	case v.Is("ReduceLROnPlateau callback_reduce_lr_on_plateau"):
		m.reduceOnPlateau(v)
	case v.Is("LambdaCallback callback_lambda") && m.stopAt(v.Named("on_epoch_end")):
	case v.Is("LearningRateScheduler callback_learning_rate_scheduler") && m.steps(v.Arg(0, "schedule")):
	default:
		m.note("the callback %q is left out", nameOf(v))
	}
}

// stopAt reads a function that ends the training at a loss: logs["loss"] <= 0.01.
func (m *script) stopAt(f *value) bool {
	if !f.Is("lambda") || !strings.Contains(f.Path, "stop_training") {
		return false
	}
	_, rest, _ := strings.Cut(f.Path, "loss")
	x, ok := leading(strings.TrimLeft(rest, "\"'])< ="))
	if ok {
		m.stop.number("loss", x)
	}
	return ok
}

// steps reads a function of the epoch that lowers the rate in steps: 0.1 * 0.5 **
// (epoch // 30). The rate it begins with is the optimizer's.
func (m *script) steps(f *value) bool {
	if !f.Is("lambda") {
		return false
	}
	before, after, ok := strings.Cut(strings.ReplaceAll(f.Path, "%/%", "//"), "(epoch //")
	before = strings.TrimRight(before, " *^")
	gamma, okGamma := leading(before[strings.LastIndexByte(before, ' ')+1:])
	size, okSize := leading(strings.TrimLeft(after, " "))
	if !ok || !okGamma || !okSize || !strings.Contains(f.Path, "*") {
		return false
	}
	m.schedule = object{}
	m.schedule.put("name", `"step_decay"`)
	m.schedule.number("gamma", gamma)
	m.schedule.number("step_size", size)
	return true
}

// scheduler reads a schedule of the learning rate.
func (m *script) scheduler(v *value) (string, bool) {
	name, renames := "", ""
	skip := 1
	switch {
	case v.Is("ExponentialDecay learning_rate_schedule_exponential_decay"):
		name = "exponential_decay"
	case v.Is("CosineDecay learning_rate_schedule_cosine_decay"):
		name = "cosine_decay"
	case v.Is("PiecewiseConstantDecay learning_rate_schedule_piecewise_constant_decay"):
		name, skip = "piecewise_constant_decay", 0
	case v.Is("ReduceLROnPlateau callback_reduce_lr_on_plateau"):
		return m.reduceOnPlateau(v), true
	case v.Is("StepLR"):
		name = "step_decay"
	case v.Is("OneCycleLR"):
		name = "one_cycle"
	case v.Is("CosineAnnealingLR"):
		name, renames = "cosine_decay", "T_max"
	}
	if name == "" {
		return text.Format("the schedule %q is not known", v.Text), false
	}
	e, _ := mlp.Schedules.Find(name)
	var out object
	out.put("name", quote(name))
	at := 0
	for i, arg := range v.Items {
		key := v.Names[i]
		if key == "" {
			if at < skip || at-skip >= len(e.Params) {
				at++
				continue
			}
			key = e.Params[at-skip].Name
			at++
		}
		if key == renames {
			key = "decay_steps"
		}
		if key != "initial_learning_rate" && key != "optimizer" && key != "monitor" && key != "eta_min" {
			m.argument(&out, e, key, arg)
		}
	}
	m.schedule = out
	return "the schedule " + name, true
}

// lossCall is a loss that is made, or computed from outputs and targets.
func (m *script) lossCall(v *value) (string, bool) {
	if m.loss == nil || m.Kind == "pytorch" {
		m.loss = v
	}
	if len(v.Items) >= 2 && v.Names[0] == "" { // F.mse_loss(model(x), y)
		return m.compared(v.Items[0], v.Items[1])
	}
	return "the loss " + squash(v.Text), true
}

// applied is a call of a value: the model, a loss, a layer.
func (m *script) applied(v *value) (string, bool) {
	switch r := v.Receiver; {
	case r == nil:
	case r == m.model || expression.Among(m.classes, r.Text):
		if len(v.Items) > 0 && m.x == nil {
			m.x = v.Items[0]
		}
		return "the outputs of the network", true
	case m.isLoss(r) && len(v.Items) == 2:
		m.loss = r
		return m.compared(v.Items[0], v.Items[1])
	case isLayer(r) || isActivation(r) || r.Is("Sequential nn_sequential"):
		return "a layer", true
	}
	return "a call that is not known", false
}

// compared is a loss between the outputs of the network and targets.
func (m *script) compared(outputs, targets *value) (string, bool) {
	for outputs.Is("squeeze view flatten") && outputs.Receiver != nil {
		outputs = outputs.Receiver
	}
	if outputs.Kind == expression.Call && outputs.Text == "" && len(outputs.Items) > 0 {
		m.x = outputs.Items[0]
	}
	if targets.Kind == expression.Numbers || targets.Kind == expression.Call {
		m.y = targets
	}
	return "the loss", true
}

// data is PyTorch's data set or loader.
func (m *script) data(v *value) (string, bool) {
	if v.Is("TensorDataset") && len(v.Items) == 2 {
		m.x, m.y = v.Items[0], v.Items[1]
		return "the data", true
	}
	if v.Is("DataLoader") {
		m.loader = true
		m.batch = 1
		if set := v.Arg(0, "dataset"); set.Is("TensorDataset") {
			m.data(set)
		}
		if n, ok := v.Arg(1, "batch_size").Scalar(); ok {
			m.batch = n
		}
		if s := v.Arg(2, "shuffle"); s != nil && s.Kind == expression.Bool {
			m.shuffle, m.hasShuffle = s.Data[0] != 0, true
		} else {
			m.hasShuffle = true
		}
		return "batches", true
	}
	return "data that are not known", false
}

// step is an optimizer's step: the loops around it say how many epochs there
// are, and whether one is made of batches.
func (m *script) step() string {
	var inner int
	for i, l := range m.loops {
		if l.passes > 0 && m.epochs < 0 {
			m.epochs = l.passes
			inner = len(m.loops) - 1 - i
		}
	}
	if inner > 0 && !m.loader {
		m.batch = 1
		m.note("the inner loop is taken as one update for each row")
	}
	return "an update"
}

// penalty is PyTorch's weight_decay, which (but for AdamW) adds w to the
// gradient: half of it as L2.
func (m *script) penalty(o *value) {
	if x, ok := o.Named("weight_decay").Scalar(); ok && x > 0 {
		m.l2 = x / 2
		m.note("weight_decay is kept as L2 of half its size, of kernels but not of biases")
	}
}

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
	return strings.Contains(v.Path, "lr_scheduler") || v.Kind == expression.Call && entry("schedules", plainSchedule(v.Text)) != ""
}

// plainSchedule is Keras's name for R's: learning_rate_schedule_cosine_decay.
func plainSchedule(name string) string {
	if rest, ok := strings.CutPrefix(name, "learning_rate_schedule_"); ok {
		return class(rest)
	}
	return name
}

// compile is Keras's.
func (m *script) compile(v *value) (string, bool) {
	v = inOrder(v, "optimizer loss metrics")
	m.leftOut(v, "optimizer loss metrics weighted_metrics run_eagerly steps_per_execution jit_compile auto_scale_loss")
	m.once("compile")
	if o := v.Named("optimizer"); o != nil {
		m.optimizer = o
		if s := o.Arg(0, "learning_rate lr"); s != nil && m.isSchedule(s) {
			m.scheduler(s)
		}
	}
	loss := v.Named("loss")
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

// The order of the arguments of fit. R's has one more.
const fitOrder = "x y batch_size epochs verbose callbacks validation_split validation_data shuffle class_weight sample_weight initial_epoch steps_per_epoch"

// fit is Keras's and scikit-learn's.
func (m *script) fit(v *value) (string, bool) {
	if v.Receiver.Is("Trainer") { // fit(model, loader)
		if y := v.Arg(1, "train_dataloaders"); y.Is("DataLoader TensorDataset") {
			m.data(y)
		}
		return "the training", true
	}
	order := fitOrder
	if m.Kind == "r-keras" {
		order = strings.Replace(fitOrder, "callbacks", "callbacks view_metrics", 1)
	}
	v = inOrder(v, order)
	m.leftOut(v, "x X y batch_size epochs nb_epoch verbose view_metrics callbacks validation_split validation_data validation_steps validation_batch_size validation_freq shuffle class_weight workers use_multiprocessing max_queue_size")
	m.once("fit")
	if x := v.Named("x X"); x != nil {
		m.x = x
	}
	if y := v.Named("y"); y != nil {
		m.y = y
	}
	if n, ok := m.given(v, "batch_size"); ok {
		m.batch = n
	}
	usual := 1.0
	if strings.HasPrefix(m.Kind, "r-") {
		usual = 10
	}
	switch n, ok := m.given(v, "epochs nb_epoch"); {
	case ok:
		m.epochs = n
	case v.Named("epochs nb_epoch") == nil && m.epochs < 0:
		m.epochs = usual
	}
	if n, ok := m.given(v, "validation_split"); ok {
		m.split = n
	}
	if s := v.Named("shuffle"); s != nil && s.Kind == expression.Bool {
		m.shuffle, m.hasShuffle = s.Data[0] != 0, true
	} else if s != nil && !nothing(s) {
		m.note("fit: whether rows are shuffled is not known; they are")
	}
	if d := v.Named("validation_data"); d != nil && !nothing(d) {
		m.valid = d
	}
	if w := v.Named("class_weight"); w != nil && !nothing(w) {
		read := len(w.Names) > 0
		for i, name := range w.Names {
			x, ok := w.Items[i].Scalar()
			if read = read && ok; ok {
				m.classWeight.number(name, x)
			}
		}
		if !read {
			m.note("fit: \"class_weight\" is no list of numbers that are known, and is left out")
		}
	}
	if c := v.Named("callbacks"); c != nil && !nothing(c) {
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

// scheduler reads a schedule of the learning rate. PyTorch's cosine counts epochs
// where Keras's counts updates: pace puts that right.
func (m *script) scheduler(v *value) (string, bool) {
	name, order, known := strings.Cut(entry("schedules", plainSchedule(v.Text)), " ")
	e, _ := mlp.Schedules.Find(name)
	if !known {
		return text.Format("the schedule %q is not known", v.Text), false
	}
	v = inOrder(v, order)
	var out object
	out.put("name", quote(name))
	for i, arg := range v.Items {
		key := v.Names[i]
		switch x, _ := arg.Scalar(); {
		case key == "T_max":
			out.number("decay_steps", x)
			m.counted = x
		case key == "eta_min":
			if rate := m.rate(v.Named("optimizer")); x > 0 && rate > 0 {
				out.number("alpha", x/rate)
			} else if !idle(arg) {
				m.note("%s: %q is left out", v.Text, key)
			}
		case v.Text == "OneCycleLR" && (key == "epochs" || key == "steps_per_epoch"):
			if x, ok := v.Named("epochs").Scalar(); ok {
				n, _ := v.Named("steps_per_epoch").Scalar()
				out.number("total_steps", x*n)
			}
		case key == "anneal_strategy" && arg.Text == "cos", expression.Among("initial_learning_rate optimizer name last_epoch cycle_momentum", key):
		default:
			m.argument(&out, e, key, arg)
		}
	}
	switch {
	case v.Text == "ExponentialLR":
		out.number("step_size", 1)
	case v.Text == "OneCycleLR" && (v.Named("cycle_momentum") == nil || !idle(v.Named("cycle_momentum"))):
		m.note("OneCycleLR: the momentum stays as it is (cycle_momentum)")
	}
	m.schedule = out
	return "the schedule " + name, true
}

// rate is the learning rate of an optimizer, or 0.
func (m *script) rate(o *value) float64 {
	at := 0
	if m.Kind == "pytorch" {
		at = 1
	}
	x, _ := o.Arg(at, "lr learning_rate").Scalar()
	return x
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
	m.sliced = m.sliced || len(m.loops) > 1
	if outputs.Kind == expression.Call && outputs.Text == "" && len(outputs.Items) > 0 && (m.x == nil || outputs.Items[0].Kind != expression.Symbol) {
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

// penalty is PyTorch's weight_decay, which (but for AdamW) adds w to the
// gradient: half of it as L2.
func (m *script) penalty(o *value) {
	if x, ok := o.Named("weight_decay").Scalar(); ok && x > 0 {
		m.l2 = x / 2
		m.note("weight_decay is kept as L2 of half its size, of kernels but not of biases")
	}
}

package code

import (
	"strings"

	"plateau/wasm/expression"
	"plateau/wasm/text"
)

// value is short for what expressions mean.
type value = expression.Value

// script collects what the statements of a text say, in the order of the text.
type script struct {
	*Result // Kind is the framework

	work, length int // steps made, and bytes of the text

	model   *value // the value whose layers are in layers
	classes string // names of classes, and of functions that return a network
	defined string // the last function or class
	layers  []layer
	inputs  int

	x, y                *value // data as they were given to fit or to a loss
	valid               *value // validation_data
	vars                map[string]*value
	loss                *value // how the loss was written
	optimizer           *value
	schedule            object
	stop                object
	watched             [2]monitor // by early stopping, and by what reduces the rate
	elsewhere           bool       // val_loss is that of rows that could not be read
	batch, epochs       float64    // batch 0: not given; epochs -1
	split, seed         float64
	shuffle, hasShuffle bool
	l1, l2, noise       float64
	weights             string // as JSON, in Keras's order
	classWeight         object
	loops               []loop
	loader, double      bool
	keeps               bool    // no gradient is set to 0
	logs                bool    // the outputs are logarithms of shares: LogSoftmax
	scaler              string  // of scikit-learn's pipeline
	sliced              bool    // the loss is computed in a loop in a loop: of batches
	counted             float64 // epochs that the schedule counts, where it does not count updates
	called              string  // fit and compile, once they were
	held                string  // the condition that the statement stands under
	heldIndent          int
	line                string // the statement, as it was written
	estimator           *value // scikit-learn's
}

// Notes beyond this many are not listed.
const maxNotes = 30

func (m *script) note(format string, args ...any) {
	one := text.Format(format, args...)
	for _, n := range m.Notes {
		if n == one {
			return
		}
	}
	if len(m.Notes) >= maxNotes {
		m.Notes = append(m.Notes[:maxNotes-1], "there are more notes than are listed")
		return
	}
	m.Notes = append(m.Notes, one)
}

// tired says that a text has been worked on for long enough. Values may share
// parts (b = [a, a]; c = [b, b]; ...), so that a walk through one can take longer
// than the text is long, by any factor.
func (m *script) tired() bool {
	m.work++
	return m.work > 100_000+10*m.length
}

// network says that something was found to train.
func (m *script) network() bool { return len(m.layers) > 0 || m.estimator != nil }

// read goes through the statements of s, but for the lines taken by a log.
func (m *script) read(s string, taken map[int]bool) {
	raw := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	lines := append([]string(nil), raw...)
	for i := range lines {
		if taken[i+1] {
			lines[i] = ""
		}
		lines[i] = strings.ReplaceAll(strings.TrimPrefix(lines[i], "```"), "−", "-")
	}
	clean := strings.Join(lines, "\n")
	m.Kind, m.length = framework(clean), len(clean)
	reader := expression.New(clean)
	m.vars = reader.Vars
	m.keeps = m.Kind == "pytorch" && strings.Contains(clean, ".backward(") && !strings.Contains(clean, "zero_grad") && !strings.Contains(clean, "grad.zero_") && !strings.Contains(clean, "grad = None")
	m.double = strings.Contains(clean, ".double()") || strings.Contains(clean, "torch.float64") || strings.Contains(clean, `floatx("float64")`) || strings.Contains(clean, "floatx('float64')")
	line := 0
	for {
		st, ok := reader.Next()
		if !ok {
			break
		}
		if st.To <= line { // a second statement on the same line
			st.To = line
		}
		one := Line{st.From, st.To, strings.TrimSpace(strings.Join(raw[st.From-1:st.To], "\n")), Understood, ""}
		switch {
		case st.Wrong != "":
			one.State = Prose
			if looksLikeCode(one.Text) {
				m.enter(st)
				one.State, one.Meaning = Unknown, st.Wrong
			}
		case one.Text == "break" && len(m.loops) > 0:
			m.enter(st)
			one.Meaning, one.State = m.ends(m.held)
		case m.bare(st.Value) && st.Form == expression.Plain && st.Targets == nil:
			one.State = Prose
		default:
			m.line = one.Text
			one.Meaning, one.State = m.statement(st)
		}
		if n := len(m.Lines); n > 0 && m.Lines[n-1].To >= st.From && m.Lines[n-1].State == one.State {
			if l := &m.Lines[n-1]; one.Meaning != "" && len(l.Meaning) < 500 {
				l.Meaning += "; " + one.Meaning
			}
			continue
		}
		m.Lines = append(m.Lines, one)
		line = st.To
	}
	for len(m.loops) > 0 {
		m.leave()
	}
	if reader.Spent() {
		m.note("the text is too tangled to be read to its end")
	}
}

// bare says that a statement is only names and texts: a word of prose.
func (m *script) bare(v *value) bool {
	if v == nil || m.tired() {
		return false
	}
	if v.Kind == expression.List {
		for _, one := range v.Items {
			if !m.bare(one) {
				return false
			}
		}
		return true
	}
	return v.Kind == expression.Symbol || v.Kind == expression.Text
}

// looksLikeCode tells a line of code that cannot be read from a sentence.
func looksLikeCode(line string) bool {
	for _, mark := range [...]string{"%>%", "|>", "():", "self.", "=>", "function("} {
		if strings.Contains(line, mark) {
			return true
		}
	}
	if at := strings.IndexAny(line, "=<"); at > 0 && !strings.Contains(strings.TrimSpace(line[:at]), " ") {
		return true
	}
	at := strings.IndexByte(line, '(')
	return at > 0 && line[at-1] > ' ' && !strings.Contains(line[:at], " ") || strings.HasPrefix(line, "def ") || strings.HasSuffix(line, ");")
}

// framework is the one whose names a script uses.
func framework(s string) string {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(s, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("torch", "nn.Linear", "nn.Sequential"):
		return "pytorch"
	case has("sklearn", "MLPRegressor", "MLPClassifier"):
		return "scikit-learn"
	case has("layer_dense", "keras_model", "library(keras", "optimizer_"):
		return "r-keras"
	case has("Dense(", "keras", "Sequential("):
		return "keras"
	}
	return ""
}

// Functions that change no number: what shows, prints, prepares or measures.
const shows = "print cat summary plot lines points legend title xlabel ylabel figure show scatter head str abline par View ggplot geom_point geom_line format message library require " +
	"train eval zero_grad item append predict evaluate score clear_session no_grad subplots set_title grid tight_layout savefig semilogy log yscale options suppressWarnings use_session_with_seed " +
	"set_printoptions filterwarnings get_weights state_dict save plot_model install_keras use_condaenv use_python install_packages params detach super __init__ seed random set_floatx config_set_floatx tail use_backend time close invisible device"

// statement understands one statement.
func (m *script) statement(st expression.Statement) (string, State) {
	m.enter(st)
	switch st.Form {
	case expression.Other:
		return m.condition(st)
	case expression.Loop:
		passes, over := 0.0, st.Value
		if over.Is("tqdm trange enumerate") && len(over.Items) > 0 {
			over = over.Items[0]
		}
		switch n, ok := over.Scalar(); {
		case ok && st.Value.Is("trange"):
			passes = n
		case over.Kind == expression.Numbers:
			passes = float64(over.Rows)
		}
		target := ""
		if len(st.Targets) == 1 {
			target = st.Targets[0]
		}
		m.loops = append(m.loops, loop{indent: st.Indent, target: target, passes: passes, over: over, layers: len(m.layers)})
		return "a loop", Understood
	case expression.Define:
		m.defined = st.Value.Text
		if strings.HasPrefix(m.line, "class") {
			m.classes += " " + m.defined
		}
		return "a definition", Understood
	case expression.Return:
		layers := m.stack(st.Value, nil)
		if v := st.Value; v != nil && v.Text == "" && m.isLoss(v.Receiver) { // a closure's
			layers = nil
		}
		known := false
		for _, one := range layers {
			known = known || isLayer(one) || one.Is("Sequential")
		}
		if known && !expression.Among("forward call", m.defined) || st.Value != nil && st.Value == m.model { // a call of it makes the network
			m.classes += " " + m.defined
		}
		if known {
			m.take(layers)
			return m.describe(layers), Understood
		}
		if m.isOptimizer(st.Value) || m.isLoss(st.Value) || st.Value != nil && m.isLoss(st.Value.Receiver) { // Lightning's configure_optimizers and training_step
			if meaning, ok := m.value(st.Value); ok {
				return meaning, Understood
			}
		}
		return "changes no number", Ignored
	}
	if len(st.Targets) > 0 && m.Kind != "r-keras" {
		if last := st.Targets[0][strings.LastIndexByte(st.Targets[0], '.')+1:]; last != st.Targets[0] && !strings.HasPrefix(st.Targets[0], "self.") && expression.Among("trainable lr learning_rate", last) {
			return text.Format("that %q changes is not followed", last), Unknown
		}
		if root, _, dotted := strings.Cut(st.Targets[0], "."); dotted && m.vars[root] != nil && m.vars[root].Kind == expression.Call && !m.vars[root].Is("{ frame") {
			return text.Format("what is set in %q afterwards is not followed", root), Unknown
		}
	}
	meaning, ok := m.value(st.Value)
	switch {
	case ok && meaning == "":
		return "changes no number", Ignored
	case ok:
		return meaning, Understood
	case meaning == "":
		meaning = "not known"
	}
	return meaning, Unknown
}

// value understands what a statement computes: what it means, and whether all
// of it was understood. Ignored is no meaning.
func (m *script) value(v *value) (string, bool) {
	if m.tired() {
		return "the text is too long to be read to its end", false
	}
	switch v.Kind {
	case expression.Numbers:
		switch v.Dim {
		case 0:
			return "a number", true
		case 1:
			return text.Format("%d numbers", v.Rows), true
		}
		return text.Format("%d rows of %d numbers", v.Rows, v.Cols), true
	case expression.Text, expression.Bool:
		return "a setting", true
	case expression.List:
		for _, one := range v.Items {
			if _, ok := m.value(one); !ok && one.Kind != expression.Symbol {
				return "", false
			}
		}
		return "a list", true
	case expression.Symbol:
		return "", v.Receiver != nil
	}
	return m.call(v)
}

func (m *script) call(v *value) (string, bool) {
	if v == m.model || v == m.estimator {
		return "the network", true
	}
	if v.Receiver == nil && len(v.Items) > 0 && m.model != nil && v.Items[0] == m.model { // R without a pipe: fit(model, x, y)
		v = &value{Kind: v.Kind, Text: v.Text, Path: v.Path, Receiver: m.model, Items: v.Items[1:], Names: v.Names[1:]}
	}
	if v.Receiver.Is("Sequential keras_model_sequential fit compile MLPRegressor MLPClassifier Trainer") && v.Receiver != m.model && v.Text != "" {
		m.call(v.Receiver) // Sequential([...]).compile(...), or R's pipe
	}
	if layers := m.pipeline(v); layers != nil {
		return m.describe(layers), true
	}
	switch {
	case v.Text == "":
		return m.applied(v)
	case v.Is("seed manual_seed set_seed set_random_seed"):
		if x, ok := v.Arg(0, "seed").Scalar(); ok && x >= 0 && x < 1<<53 {
			m.seed = x
		}
		return "the seed; Plateau draws other numbers from it", true
	case v.Is("compile"):
		return m.compile(v)
	case v.Is("fit"):
		return m.fit(v)
	case v.Is("make_pipeline Pipeline"):
		return m.pipelineOf(v.Items)
	case v.Is("StandardScaler MinMaxScaler"):
		return "scales columns", true
	case v.Text == "[" && v.Receiver.Kind == expression.Numbers && len(m.loops) > 1:
		return "rows of the data", true
	case v.Is("MLPRegressor MLPClassifier"):
		m.estimator = v
		return "the network and its training", true
	case v.Is("Trainer"): // Lightning's
		m.leftOut(v, "max_epochs accelerator devices logger gpus enable_progress_bar enable_model_summary enable_checkpointing log_every_n_steps deterministic default_root_dir")
		if m.epochs = 1000; v.Named("max_epochs") != nil {
			m.epochs, _ = v.Named("max_epochs").Scalar()
		}
		return text.Format("%d epochs", int(m.epochs)), true
	case v.Is("self") && v.Receiver == nil:
		return "the outputs of the network", true
	case v.Is("set_weights") && len(v.Items) == 1:
		return m.explicit(v.Items[0])
	case v.Is("append") && v.Receiver != nil && v.Receiver.Kind == expression.List && len(v.Items) == 1:
		m.append(v.Receiver, v.Items[0])
		return "", true
	case v.Is("backward"):
		return "the gradient", true
	case v.Is("set_default_dtype set_default_tensor_type"):
		return "the precision", true
	case v.Is("step apply_gradients"):
		return m.step(), true
	case v.Is("Model keras_model"):
		out := v.Arg(1, "outputs output")
		if out != nil && out.Kind == expression.List && len(out.Items) == 1 {
			out = out.Items[0]
		}
		if layers := m.stack(out, nil); len(layers) > 0 {
			m.take(layers)
			m.model = v
			return m.describe(layers), true
		}
		return "a network without layers that are known", false
	case v.Is("Input layer_input InputLayer"):
		m.shape(v)
		return "the inputs", true
	case expression.Among(m.classes, v.Text):
		m.model = v
		return "the network", true
	case v.Is("ReduceLROnPlateau") && m.Kind == "pytorch":
		return m.reduceOnPlateau(v), true
	case v.Is("{ dict frame data_frame tibble list EarlyStopping callback_early_stopping ReduceLROnPlateau callback_reduce_lr_on_plateau"):
		return "settings or data", true
	case m.isLoss(v):
		return m.lossCall(v)
	case m.isOptimizer(v):
		if m.optimizer == nil || m.Kind == "pytorch" {
			m.optimizer = v
		}
		return "the optimizer", true
	case m.isSchedule(v):
		return m.scheduler(v)
	case v.Is("DataLoader TensorDataset"):
		return m.data(v)
	case isLayer(v) || isActivation(v):
		return "a layer", true
	case v.Is(shows) || strings.HasPrefix(v.Path, "plt.") || strings.HasPrefix(v.Path, "os.") || strings.HasPrefix(v.Path, "warnings."):
		return "", true
	case v.Is("to float double cuda cpu") && v.Receiver != nil:
		if v.Receiver == m.model {
			m.model = v
			return "the network", true
		}
		return m.value(v.Receiver)
	case v.Is("squeeze view flatten reshape") && v.Receiver != nil:
		return m.value(v.Receiver)
	}
	return text.Format("%q is not known", v.Text), false
}

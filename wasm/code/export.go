package code

import (
	"errors"
	"math"
	"sort"
	"strconv"
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/dataset"
	"plateau/wasm/experiment"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
)

// Frameworks that Export writes for.
var Frameworks = []string{"keras", "pytorch", "r-keras"}

// Export writes e as a script that runs by itself: data, network, training, and
// the loss at the end. With weights it starts from the weights that Plateau
// starts from, and reaches the same loss; without, the framework draws its own.
// The error names what the framework does not have.
func Export(e experiment.Experiment, framework string, weights bool) (string, error) {
	w := &writer{e: e, to: framework, r: framework == "r-keras", torch: framework == "pytorch"}
	switch {
	case section(framework+" layer") == "":
		return "", errors.New(text.Format("%q is not one of %s", framework, strings.Join(Frameworks, ", ")))
	case mlp.FullBatch(e.Training.Optimizer):
		return "", errors.New(text.Format("training.optimizer: %s is not in %s; choose adam and many epochs to compare", e.Training.Optimizer.Name, framework))
	}
	if w.weights = e.Network.Weights; w.weights == nil && weights {
		w.weights = e.Spec().Initial(e.Training.Seed)
	}
	w.data()
	w.training()
	w.layers()
	if w.missing != "" {
		return "", errors.New(w.missing)
	}
	return strings.ReplaceAll(strings.TrimRight(w.v.fill(section(framework)), "\n")+"\n", "\n\n\n", "\n\n"), nil
}

// writer collects the values that a script's template names.
type writer struct {
	e        experiment.Experiment
	to       string
	r, torch bool
	v        object
	weights  []float64
	missing  string // what the framework does not have
}

func (w *writer) lack(path, what string) {
	if w.missing == "" {
		w.missing = path + ": " + what
	}
}

// number writes a number with a point, so that Python takes it for a float:
// Keras refuses learning_rate=1.
func number(v float64) string {
	s := text.Number(v)
	if strings.ContainsAny(s, ".e") {
		return s
	}
	return s + ".0"
}

func (w *writer) set(name string, v float64) { w.v.put(name, number(v)) }

func (w *writer) count(name string, n int) {
	s := strconv.Itoa(n)
	if w.r {
		s += "L"
	}
	w.v.put(name, s)
}

func (w *writer) truth(b bool) string {
	s := [...]string{"False", "True"}[btoi(b)]
	if w.r {
		s = strings.ToUpper(s)
	}
	return s
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// list writes numbers on one line: 1.0, 2.0 within brackets or c().
func (w *writer) list(values []float64) string {
	if w.r {
		return "c(" + join(values) + ")"
	}
	return "[" + join(values) + "]"
}

func join(values []float64) string {
	var out strings.Builder
	for i, v := range values {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(number(v))
	}
	return out.String()
}

// rows writes a table as lists, or as numbers alone for R; several rows to a
// line.
func (w *writer) rows(values []float64, columns int) string {
	var out strings.Builder
	perLine := max(1, 8/columns)
	for r := 0; r*columns < len(values); r++ {
		switch {
		case r == 0:
			out.WriteString("    ")
		case r%perLine == 0:
			out.WriteString(",\n    ")
		default:
			out.WriteString(", ")
		}
		row := values[r*columns:][:columns]
		if w.r {
			out.WriteString(join(row))
		} else {
			out.WriteString("[" + join(row) + "]")
		}
	}
	return out.String()
}

// data sets the rows, and the scaling with its numbers.
func (w *writer) data() {
	set := w.e.Set()
	training, held := set.Split(w.e.Data.Validation)
	w.column("x", set.X, training.X, set.Inputs, w.e.Data.Scale.Inputs)
	w.column("y", set.Y, training.Y, set.Outputs, w.e.Data.Scale.Targets)
	w.count("rows", training.Rows())
	w.count("held", held.Rows())
	w.v.put("inputs", strconv.Itoa(set.Inputs))
	w.v.put("outputs", strconv.Itoa(set.Outputs))
	w.v.put("title", strings.Join(strings.Fields(w.e.Title), " "))
	for _, y := range set.Y {
		if y != 0 && y != 1 {
			w.v.put("signed", "yes")
		}
	}
	batch := min(w.e.Training.BatchSize, training.Rows())
	w.count("batch", batch)
	if w.e.Training.Shuffle && batch < training.Rows() {
		w.v.put("shuffled", "yes")
	}
}

func (w *writer) column(name string, all, training []float64, columns int, scale string) {
	w.v.put(name, w.rows(all, columns))
	if scale == "none" {
		return
	}
	s := dataset.NewScale(scale, training, columns)
	w.v.put(name+".scale", scale)
	w.v.put(name+".shift", w.list(s.Shift))
	w.v.put(name+".factor", w.list(s.Factor))
}

// choice sets the arguments of a choice as prefix.name, and all that are not
// defaults as prefix.args; always names some that are written in any case.
func (w *writer) choice(prefix string, c catalog.Choice, from *catalog.Catalog, always string) {
	e, _ := from.Find(c.Name)
	base := e.Default()
	var args []string
	equals := "="
	if w.r {
		equals = " = "
	}
	w.v.put(prefix, c.Name)
	w.v.put(prefix+".name", c.Name)
	w.v.put(prefix+".class", class(c.Name))
	for _, p := range e.Params {
		v := c.Args[p.Name]
		s := number(v)
		switch {
		case p.Kind == catalog.Numbers:
			s = w.list(c.Lists[p.Name])
		case math.IsNaN(v) || math.IsInf(v, 0):
			w.v.put(prefix+"."+p.Name, "")
			continue
		case p.Kind == catalog.Integer:
			w.count("", int(v))
			s = w.v.get("")
		case p.Kind == catalog.Boolean:
			s = w.truth(v != 0)
		case p.Kind == catalog.Option:
			s = `"` + p.Options[int(v)] + `"`
		}
		w.v.put(prefix+"."+p.Name, s)
		if p.Kind == catalog.Boolean && v == 0 {
			w.v.put(prefix+"."+p.Name, "")
		}
		if p.Kind == catalog.Numbers || v != base.Args[p.Name] || strings.Contains(always, p.Name) {
			args = append(args, p.Name+equals+s)
		}
	}
	w.v.put(prefix+".args", strings.Join(args, ", "))
}

// class is a name as Keras writes its class: "he_normal" is HeNormal. Some have
// their own ways.
func class(name string) string {
	for _, own := range [...]string{"SGD", "RMSprop", "AdamW"} {
		if strings.EqualFold(own, name) {
			return own
		}
	}
	var out strings.Builder
	for _, part := range strings.Split(name, "_") {
		out.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return out.String()
}

// word is an entry of the framework's words, filled.
func (w *writer) word(key string) string { return w.v.fill(entry(w.to+" words", key)) }

// named is a choice as a name in quotes where it has its defaults, else as what
// the word of its kind says. (Keras knows no "constant" without its value.)
func (w *writer) named(kind string, c catalog.Choice, from *catalog.Catalog) string {
	w.choice(kind, c, from, "value")
	if w.v.get(kind+".args") == "" {
		return strconv.Quote(c.Name)
	}
	return w.word(kind)
}

// table is an entry of one of PyTorch's tables; path is where what it does not
// have would be.
func (w *writer) table(name, key, path string) string {
	s := w.v.fill(entry("pytorch "+name, key))
	if s == "" {
		w.lack(path, key+" is not in PyTorch, or not with these arguments")
	}
	return s
}

func (w *writer) training() {
	t := w.e.Training
	w.count("seed", int(t.Seed%(1<<31)))
	w.v.put("precision", t.Precision)
	w.v.put("batch_size", strconv.Itoa(t.BatchSize))
	w.v.put("epochs", strconv.Itoa(t.Epochs))
	w.v.put("shuffle", w.truth(t.Shuffle))
	w.set("noise", t.InputNoise)
	w.set("l1", t.L1)
	w.set("l2", t.L2)
	w.set("validation", w.e.Data.Validation)
	w.v.put("monitor", `"loss"`)
	if w.e.Data.Validation > 0 {
		w.v.put("monitor", `"val_loss"`)
	}
	w.choice("optimizer", t.Optimizer, &mlp.Optimizers, "learning_rate")
	w.choice("schedule", t.Schedule, &mlp.Schedules, "decay_steps decay_rate first_decay_steps")
	patience := t.Stop.Patience
	if patience == 0 && t.Stop.RestoreBest && !w.torch { // Keras restores what EarlyStopping kept; as patient as the run is long, it ends none
		patience = t.Epochs
	}
	w.count("patience", patience)
	w.set("min_delta", t.Stop.MinDelta)
	w.v.put("restore", w.truth(t.Stop.RestoreBest))
	if t.Stop.RestoreBest {
		w.v.put("restored", "yes")
	}
	if t.Stop.RestoreBest || patience > 0 {
		w.v.put("watching", "yes")
	}
	if !math.IsNaN(t.Stop.Loss) {
		w.v.put("stop", text.Number(t.Stop.Loss)+" ") // also where it is 0
	}
	switch s := t.Schedule; {
	case s.Is("reduce_on_plateau"):
		w.v.put("schedule.reduce", "yes")
		w.v.put("schedule.waits", strconv.Itoa(max(0, int(s.Arg("patience"))-1))) // PyTorch reduces an epoch later
	case s.Is("step_decay"):
		w.v.put("schedule.step", "yes")
	}
	w.callbacks()
	w.classWeight()
	if w.torch {
		w.torchTraining()
		return
	}
	w.v.put("loss", w.named("loss", t.Loss, &mlp.Losses))
	switch {
	case t.Schedule.Is("one_cycle"):
		w.lack("training.schedule", "one_cycle is not in Keras; choose cosine_decay with a warm-up")
	case !t.Schedule.Is("constant", "reduce_on_plateau", "step_decay"):
		w.v.put("optimizer.args", strings.Replace(w.v.get("optimizer.args"), w.v.get("optimizer.learning_rate"), w.word("schedule"), 1))
	}
}

// callbacks are one list in R, where a comma must not end one; Python takes each on
// a line of its own.
func (w *writer) callbacks() {
	var all []string
	for _, name := range [...]string{"schedule.reduce", "schedule.step", "patience", "stop"} {
		switch {
		case zero(w.v.get(name)):
		case w.r:
			all = append(all, w.word(name))
		default:
			all = append(all, name)
		}
	}
	w.v.put("callbacks", strings.Join(all, ",\n        "))
}

func (w *writer) classWeight() {
	weights := w.e.Training.ClassWeight
	var parts []string
	for c, x := range weights {
		if w.r {
			parts = append(parts, `"`+strconv.Itoa(c)+`" = `+number(x))
		} else {
			parts = append(parts, strconv.Itoa(c)+": "+number(x))
		}
	}
	sort.Strings(parts)
	w.v.put("class_weight", strings.Join(parts, ", "))
	if w.torch && len(parts) > 0 {
		w.lack("training.class_weight", "PyTorch has none for every loss; leave it out")
	}
}

func (w *writer) torchTraining() {
	t := w.e.Training
	w.choice("loss", t.Loss, &mlp.Losses, "")
	w.v.put("labels", "y")
	if s := t.Loss.Args["label_smoothing"]; s > 0 {
		w.v.put("labels", "(y * "+number(1-s)+" + "+number(s/float64(max(2, len(w.e.Data.Targets))))+")")
	}
	w.v.put("loss", w.table("losses", t.Loss.Name, "training.loss"))
	if t.Optimizer.Is("adam", "adamw") {
		w.v.put("decoupled", "yes")
		if w.weights != nil || t.Optimizer.Arg("epsilon") > 1e-6 { // else two lines are not worth it
			w.v.put("coarse", "yes")
		}
	}
	w.v.put("optimizer", w.table("optimizers", t.Optimizer.Name, "training.optimizer"))
	if !t.Schedule.Is("constant", "reduce_on_plateau") {
		w.v.put("rate", w.table("schedules", t.Schedule.Name, "training.schedule"))
	}
}

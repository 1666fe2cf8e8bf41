package code

import (
	"math"
	"strconv"
	"strings"

	"plateau/wasm/catalog"
	"plateau/wasm/mlp"
)

// layers sets the lines of the network and of its initial weights.
func (w *writer) layers() {
	var lines, weights []string
	inputs := len(w.e.Data.Inputs)
	variables := w.e.Spec().Variables()
	at := 0 // place in PyTorch's Sequential
	for i, l := range w.e.Network.Layers {
		w.v.put("fan_in", strconv.Itoa(inputs))
		w.v.put("units", strconv.Itoa(l.Units))
		w.count("unbiased", 1-btoi(l.UseBias))
		w.set("dropout", l.Dropout)
		w.v.put("activation", w.activation(l.Activation))
		w.v.put("kernel", "")
		w.v.put("bias", "")
		for ; len(variables) > 0 && variables[0].Layer == i; variables = variables[1:] {
			w.variable(variables[0], inputs, "model["+strconv.Itoa(at)+"]", &weights)
		}
		lines = append(lines, strings.TrimRight(w.v.fill(section(w.to+" layer")), "\n"))
		for _, has := range [...]bool{true, w.v.get("activation") != "", l.Dropout > 0} {
			if has {
				at++
			}
		}
		inputs = l.Units
	}
	separator, comma := "\n", "\n"
	if w.r {
		separator, comma = "", ",\n"
	}
	w.v.put("layers", strings.Join(lines, separator))
	w.v.put("weights", strings.Join(weights, comma))
	if w.weights != nil {
		w.v.put("given", "yes")
	}
}

func (w *writer) activation(c catalog.Choice) string {
	w.choice("activation", c, &mlp.Activations, "")
	switch {
	case c.Is("linear"):
		return ""
	case w.torch:
		return w.table("activations", c.Name, "network.layers")
	case c.Is("sin"):
		return w.word("sine")
	}
	return w.named("activation", c, &mlp.Activations)
}

// variable sets how a kernel or bias starts: as an argument of the layer, or as
// a line of numbers (Keras with weights, and all of PyTorch).
func (w *writer) variable(v mlp.Variable, inputs int, module string, lines *[]string) {
	l := w.e.Network.Layers[v.Layer]
	kind, c, usual := "kernel", l.KernelInitializer, "glorot_uniform"
	w.v.put("variable", module+".weight")
	if v.Bias {
		kind, c, usual = "bias", l.BiasInitializer, "zeros"
		w.v.put("variable", module+".bias")
	}
	w.v.put("cols", strconv.Itoa(v.Cols))
	if w.weights != nil {
		values := w.weights[v.From:v.To]
		w.v.put("values", w.list(values))
		if !v.Bias && !w.r {
			rows := make([]string, v.Rows)
			for r := range rows {
				rows[r] = w.list(values[r*v.Cols:][:v.Cols])
			}
			w.v.put("values", strings.Join(rows, ", "))
		}
		line := w.word(kind)
		if w.torch {
			line = w.v.fill(entry("pytorch initializers", "given "+kind))
		}
		*lines = append(*lines, "    "+line)
	}
	switch {
	case w.torch && w.weights == nil:
		*lines = append(*lines, "    "+w.torchInitializer(c, v))
	case w.torch || c.Is(usual):
	case c.Is("torch_default"):
		bound := 1 / math.Sqrt(float64(inputs))
		w.v.put(kind, w.named("initializer", mlp.Initializers.Default("random_uniform").With("minval", -bound).With("maxval", bound), &mlp.Initializers))
	default:
		w.v.put(kind, w.named("initializer", c, &mlp.Initializers))
	}
}

// torchInitializer draws as Keras does.
func (w *writer) torchInitializer(c catalog.Choice, v mlp.Variable) string {
	w.choice("initializer", c, &mlp.Initializers, "")
	key := c.Name
	if c.Is("variance_scaling") || strings.HasSuffix(key, "_uniform") && key[0] != 'r' || strings.HasSuffix(key, "_normal") && strings.IndexByte("rt", key[0]) < 0 {
		in, out := float64(v.Rows), float64(v.Cols)
		if v.Bias {
			in = out
		}
		n := [...]float64{in, out, (in + out) / 2}
		variance := 1 / n[0]
		switch key[0] {
		case 'h':
			variance = 2 / n[0]
		case 'g':
			variance = 1 / n[2]
		case 'v':
			variance = c.Arg("scale") / max(1, n[int(c.Arg("mode"))])
		}
		switch {
		case strings.HasSuffix(key, "_uniform") || key[0] == 'v' && c.Arg("distribution") == 2:
			w.set("bound", math.Sqrt(3*variance))
			key = "uniform"
		case key[0] == 'v' && c.Arg("distribution") == 1:
			w.set("bound", math.Sqrt(variance))
			key = "untruncated"
		default:
			w.set("bound", math.Sqrt(variance)/mlp.TruncatedStddev)
			key = "truncated"
		}
	}
	return w.table("initializers", key, "network.layers")
}

package main

import (
	"math"
	"strings"

	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/text"
)

// gradients is the norm of the gradient by layer along the run: of the loss of
// all training rows, penalties included, by a layer's kernel and bias.
type gradients struct {
	place   *place
	norms   [][]float64 // shape (marks done, layers)
	trouble string
}

// mostGradient bounds one gradient, in multiply-adds: it cannot be interrupted.
const mostGradient = 300_000_000

func newGradients(p *place) *gradients {
	g := &gradients{place: p}
	if work := 3 * float64(p.surface.Cost()); work > mostGradient {
		g.trouble = p.tooMany("One gradient", work, mostGradient)
	}
	return g
}

func (g *gradients) done() bool {
	return g.trouble != "" || g.place.arrived() && len(g.norms) == len(g.place.path)
}

func (g *gradients) progress() (float64, string) {
	if !g.place.arrived() {
		return g.place.travelled() / 2, "Carrying out the run again"
	}
	return 0.5 + float64(len(g.norms))/float64(len(g.place.path))/2, "Computing gradients"
}

func (g *gradients) step(work int) {
	p := g.place
	if !p.arrived() {
		p.travel(work)
		return
	}
	gradient := make([]float64, p.surface.Parameters())
	for !g.done() && work > 0 {
		p.surface.Gradient(gradient, p.path[len(g.norms)])
		squares := make([]float64, len(p.problem.Spec.Layers))
		for _, v := range p.problem.Spec.Variables() {
			for _, x := range gradient[v.From:v.To] {
				squares[v.Layer] += float64(x * x)
			}
		}
		for i, v := range squares {
			squares[i] = math.Sqrt(v)
		}
		g.norms = append(g.norms, squares)
		work -= 3 * p.surface.Cost()
	}
}

func (g *gradients) members(int) []document.Member {
	if g.trouble != "" {
		return []document.Member{document.M("trouble", document.Str(g.trouble))}
	}
	if !g.done() {
		return nil
	}
	epochs := make([]document.Value, len(g.norms))
	for i := range epochs {
		epochs[i] = document.Int(g.place.epochs[i])
	}
	layers := make([]document.Value, len(g.norms[0]))
	for l := range layers {
		norms := make([]float64, len(g.norms))
		for i, one := range g.norms {
			norms[i] = one[l]
		}
		layers[l] = document.Obj(document.M("label", document.Str(g.label(l))), document.M("norms", document.Nums(norms)))
	}
	return []document.Member{
		document.M("epochs", document.List(epochs...)), document.M("layers", document.List(layers...)), document.M("summary", document.Str(g.summary())),
	}
}

// label names a layer: "layer 1, leaky relu", "output, linear".
func (g *gradients) label(l int) string {
	layers := g.place.problem.Spec.Layers
	name := text.Format("layer %d", l+1)
	if l == len(layers)-1 {
		name = "output"
	}
	return name + ", " + strings.ReplaceAll(layers[l].Activation.Name, "_", " ")
}

// summary is the sizes at the end, beside those at the start, and between the
// layers.
func (g *gradients) summary() string {
	first, last := g.norms[0], g.norms[len(g.norms)-1]
	var before, after float64
	small, large := 0, 0
	for l, v := range last {
		before += float64(first[l] * first[l])
		after += float64(v * v)
		if v < last[small] {
			small = l
		}
		if v > last[large] {
			large = l
		}
	}
	before, after = math.Sqrt(before), math.Sqrt(after)
	out := text.Format("At epoch %s the whole gradient is %s", diagnose.Count(g.place.epochs[len(g.norms)-1]), diagnose.Number(after))
	switch {
	case len(g.norms) == 1:
		out += "."
	case after == 0:
		out += text.Format(": nothing moves any more. At the start it was %s.", diagnose.Number(before))
	case before == 0:
		out += ", and at the start it was 0."
	case after < before:
		out += text.Format(", %s times smaller than at the start.", diagnose.Number(round(before/after)))
	default:
		out += text.Format(", %s times larger than at the start.", diagnose.Number(round(after/before)))
	}
	if g.place.diverged {
		out += " After that the loss was no longer a finite number."
	}
	if len(last) > 1 && last[large] > 0 {
		switch ratio := last[small] / last[large]; {
		case last[small] == 0:
			out += text.Format(" No gradient reaches %s.", g.name(small))
		case ratio < 0.5:
			out += text.Format(" That of %s is the largest, %s times that of %s, the smallest.", g.name(large), diagnose.Number(round(1/ratio)), g.name(small))
		default:
			out += " The layers' are alike, within a factor of two."
		}
	}
	return out
}

func (g *gradients) name(l int) string {
	if l == len(g.place.problem.Spec.Layers)-1 {
		return "the output"
	}
	return text.Format("layer %d", l+1)
}

// round keeps two significant digits: a ratio in a sentence is no measurement.
func round(v float64) float64 {
	if v == 0 || !isFinite(v) {
		return v
	}
	scale := 1.0
	for v*scale < 10 {
		scale *= 10
	}
	for v*scale >= 100 {
		scale /= 10
	}
	return math.Round(v*scale) / scale
}

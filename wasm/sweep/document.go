package sweep

import (
	"plateau/wasm/diagnose"
	"plateau/wasm/document"
)

// Document is the sweep as far as it has come: static/protocol.d.ts, Sweep. It
// has the points from the given one on, because those before are known.
func (s *Sweep) Document(from int) document.Value {
	from = min(max(from, 0), len(s.points))
	points := make([]document.Value, 0, len(s.points)-from)
	for i := from; i < len(s.points); i++ {
		points = append(points, s.points[i].document())
	}
	out := document.Record("kind total from points epochs summary", s.Kind, len(s.grid), from, points, s.epochs, s.summary())
	if f, t := s.band(); f != nil && s.Kind != Seed && s.Kind != Optimizer {
		out.Members = append(out.Members, document.M("band", document.Nums([]float64{f.value, t.value})))
	}
	if s.Kind == Seed && len(s.points) > 0 {
		out.Members = append(out.Members, document.M("stuck", document.Num(s.share(func(p *point) bool { return !p.solved() }))), document.M("quantiles", s.quantiles()))
	}
	return out
}

func (p *point) document() document.Value {
	return document.Record("label value present loss relative state diverged epochs curve experiment",
		p.label, p.value, p.present, p.loss, p.relative, p.state, p.state == diagnose.Diverged, p.epochs, p.curve, p.e.Full())
}

func (s *Sweep) share(of func(*point) bool) float64 {
	return float64(s.count(of)) / float64(len(s.points))
}

// quantiles of the losses at each epoch: a tenth, a half and nine tenths of the
// runs are at or below.
func (s *Sweep) quantiles() document.Value {
	line := func(share float64) []float64 {
		values := make([]float64, len(s.epochs))
		for i := range values {
			values[i] = s.quantile(i, share)
		}
		return values
	}
	return document.Record("low middle high", line(0.1), line(0.5), line(0.9))
}

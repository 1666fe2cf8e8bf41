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
	epochs := make([]document.Value, len(s.epochs))
	for i, e := range s.epochs {
		epochs[i] = document.Int(e)
	}
	out := document.Obj(
		document.M("kind", document.Str(s.Kind)),
		document.M("total", document.Int(len(s.grid))),
		document.M("from", document.Int(from)),
		document.M("points", document.List(points...)),
		document.M("epochs", document.List(epochs...)),
		document.M("summary", document.Str(s.summary())),
	)
	if f, t := s.band(); f != nil && s.Kind != Seed && s.Kind != Optimizer {
		out.Members = append(out.Members, document.M("band", document.Nums([]float64{f.value, t.value})))
	}
	if s.Kind == Seed && len(s.points) > 0 {
		out.Members = append(out.Members, document.M("stuck", document.Num(s.share(func(p *point) bool { return !p.solved() }))), document.M("quantiles", s.quantiles()))
	}
	return out
}

func (p *point) document() document.Value {
	return document.Obj(
		document.M("label", document.Str(p.label)),
		document.M("value", document.Num(p.value)),
		document.M("present", document.Bool(p.present)),
		document.M("loss", document.Num(p.loss)),
		document.M("relative", document.Num(p.relative)),
		document.M("state", document.Str(p.state)),
		document.M("diverged", document.Bool(p.state == diagnose.Diverged)),
		document.M("epochs", document.Int(p.epochs)),
		document.M("curve", document.Nums(p.curve)),
		document.M("experiment", p.e.Full()),
	)
}

func (s *Sweep) share(of func(*point) bool) float64 {
	return float64(s.count(of)) / float64(len(s.points))
}

// quantiles of the losses at each epoch: a tenth, a half and nine tenths of the
// runs are at or below.
func (s *Sweep) quantiles() document.Value {
	line := func(share float64) document.Value {
		values := make([]float64, len(s.epochs))
		for i := range values {
			values[i] = s.quantile(i, share)
		}
		return document.Nums(values)
	}
	return document.Obj(document.M("low", line(0.1)), document.M("middle", line(0.5)), document.M("high", line(0.9)))
}

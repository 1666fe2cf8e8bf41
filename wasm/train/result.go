package train

import (
	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

// Relative is a loss divided by that of the best constant prediction under the
// same loss and data: free of units.
func (r *Run) Relative(loss float64) float64 {
	_, constant := r.Problem.BestConstant()
	return loss / constant
}

// Result is the run as the Result of the command's contract. seconds is the
// time the caller measured.
func (r *Run) Result(seconds float64) document.Value {
	final := r.Final()
	set := r.Experiment.Set()
	flat := r.Predict(set.X)
	predictions := make([]document.Value, set.Rows())
	for i := range predictions {
		predictions[i] = document.Nums(flat[i*set.Outputs : (i+1)*set.Outputs])
	}
	loss := document.Obj(
		document.M("initial", document.Num(r.Initial())),
		document.M("final", document.Num(final)),
		document.M("best", document.Num(r.History.Best())),
		document.M("relative", document.Num(r.Relative(final))),
		document.M("curve", curve(&r.History)),
	)
	out := document.Obj(
		document.M("experiment", r.Experiment.Full()),
		document.M("epochs", document.Int(r.Epoch())),
		document.M("seconds", document.Num(seconds)),
		document.M("stopped", document.Str(r.Stopped)),
		document.M("loss", loss),
	)
	if r.Problem.Held.Rows() > 0 {
		held := document.Obj(
			document.M("final", document.Num(r.evaluate.loss(r.Weights(), r.Problem.Held, nil))),
			document.M("best", document.Num(r.Validation.Best())),
			document.M("curve", curve(&r.Validation)),
		)
		out.Members = append(out.Members, document.M("validation_loss", held))
	}
	out.Members = append(out.Members,
		document.M("weights", experiment.WriteWeights(r.Problem.Spec, r.Weights())),
		document.M("predictions", document.List(predictions...)),
	)
	return out
}

func curve(h *History) document.Value {
	points := h.Extrema()
	out := make([]document.Value, len(points))
	for i, p := range points {
		out[i] = document.List(document.Int(p.Epoch), document.Num(p.Loss))
	}
	return document.List(out...)
}

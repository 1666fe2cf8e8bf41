package diagnose

import "plateau/wasm/train"

// Standing is the state of a run that has ended, judged by its history and by
// the floors of its data, which many runs share. A diagnosis looks closer.
func Standing(r *train.Run, floors []Floor) string {
	f := &facts{run: r, p: r.Problem, e: r.Experiment, loss: r.Final(), yardstick: newYardstick(r.Problem), floors: floors}
	return stateOf(r, f.loss, f.floor("pure_error"), f.hardFloor(), f.yardstick)
}

// Number writes a measured value as verdicts and pages do: 0.005676, 3.812e-30.
func Number(v float64) string { return number(v) }

// Setting writes a chosen value as verdicts and pages do: 1e-5, 0.01, 10.
func Setting(v float64) string { return setting(v) }

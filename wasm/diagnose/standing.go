package diagnose

import "plateau/wasm/train"

// Standing is the state of a run that has ended, judged by its history and by
// the floors of its data, which many runs share. A diagnosis looks closer.
func Standing(r *train.Run, floors []Floor) string {
	f := &facts{run: r, p: r.Problem, e: r.Experiment, loss: r.Final(), yardstick: newYardstick(r.Problem), floors: floors}
	return stateOf(r, f.loss, f.floor("pure_error"), f.hardFloor(), f.yardstick)
}

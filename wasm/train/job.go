package train

import (
	"errors"

	"plateau/wasm/kernel"
	"plateau/wasm/mlp"
)

// jobBytes is the largest job that is worth copying to a worker: the rates and
// orders of a shuffled run of 200 rows over 10,000 epochs are 8 MB.
const jobBytes = 9 << 20

// Job describes the whole run for a worker that knows no Go, or says why it has
// to be carried out here. The run must not have begun; its result is handed to
// Complete.
func (r *Run) Job() (*kernel.Job, error) {
	if r.Epoch() > 0 || r.Done() {
		return nil, errors.New("the run has begun")
	}
	if r.watched() {
		return nil, errors.New("the run looks at each epoch before the next begins")
	}
	if mlp.FullBatch(r.Problem.Optimizer) {
		return nil, errors.New("a solver is no compiled module")
	}
	program, data, err := r.Problem.module()
	if err != nil {
		return nil, err
	}
	return kernel.NewJob(program, data, r.Experiment.Training.Epochs, jobBytes)
}

// Complete takes what a worker made of the run's job. The run is then what it
// would be had it been finished here, to the same bits.
func (r *Run) Complete(j *kernel.Job, o kernel.Outcome) {
	r.EngineName = "kernel"
	for _, loss := range o.Losses {
		if r.observe(loss); r.Done() {
			break
		}
	}
	j.Program.Unpack(r.weights, o.Memory)
	r.fresh = true
	if !r.Done() {
		r.stop(StoppedEpochs)
	}
}

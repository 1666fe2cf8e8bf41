package train

import (
	"errors"

	"plateau/wasm/kernel"
)

// Host runs the modules that package kernel makes. Outside browsers it is
// wazero; the browser's build of the program sets its own before the first run.
// Where it has no vector instructions, the reference trains.
var Host = defaultHost

// compile makes a module for the problem and starts it, or says why the
// reference has to train.
func (p *Problem) compile() (Engine, error) {
	if Host == nil {
		return nil, errors.New("no host for compiled modules")
	}
	if p.InputNoise > 0 {
		return nil, errors.New("input noise is drawn row by row")
	}
	spec := kernel.Spec{
		Net: p.Spec, Optimizer: p.Optimizer, Single: p.Precision == "float32",
		Rows: p.Train.Rows(), Batch: p.Batch, Shuffled: p.Shuffle && p.Batch < p.Train.Rows(),
	}
	if err := kernel.Supports(spec); err != nil {
		return nil, err
	}
	data := kernel.Data{
		X: p.Train.X, Y: p.Train.Y, Initial: p.Initial, Seed: uint32(p.Seed), Order: p.Order,
		Rate: p.Rate, Steady: p.Schedule.Is("constant", "reduce_on_plateau"),
	}
	if len(p.ClassWeight) > 0 {
		data.Weight = p.RowWeights()
	}
	trainer, err := kernel.NewTrainer(Host, kernel.Compile(spec), data)
	if err != nil {
		return nil, err
	}
	trainer.CloseWhenDropped()
	return trainer, nil
}

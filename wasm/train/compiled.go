package train

import (
	"errors"
	"sync"

	"plateau/wasm/kernel"
)

// Host runs the modules that package kernel makes. Outside browsers it is
// wazero; the browser's build of the program sets its own before the first run.
// Where it has no vector instructions, the reference trains.
var Host = defaultHost

// compile makes a module for the problem and starts it, or says why the
// reference has to train.
func (p *Problem) compile() (Engine, error) {
	program, data, err := p.module()
	if err != nil {
		return nil, err
	}
	trainer, err := kernel.NewTrainer(workshop, program, data)
	if err != nil {
		return nil, err
	}
	trainer.CloseWhenDropped()
	return trainer, nil
}

// module is the compiled form of the problem and what it trains on.
func (p *Problem) module() (*kernel.Program, kernel.Data, error) {
	if Host == nil {
		return nil, kernel.Data{}, errors.New("no host for compiled modules")
	}
	if p.InputNoise > 0 {
		return nil, kernel.Data{}, errors.New("input noise is drawn row by row")
	}
	spec := kernel.Spec{
		Net: p.Spec, Optimizer: p.Optimizer, Single: p.Precision == "float32",
		Rows: p.Train.Rows(), Batch: p.Batch, Shuffled: p.Shuffle && p.Batch < p.Train.Rows(),
	}
	if err := kernel.Supports(spec); err != nil {
		return nil, kernel.Data{}, err
	}
	data := kernel.Data{
		X: p.Train.X, Y: p.Train.Y, Initial: p.Initial, Order: p.Order, Seed: uint32(p.Seed),
		Rate: p.Rate, Steady: p.Schedule.Is("constant", "reduce_on_plateau"),
	}
	if len(p.ClassWeight) > 0 {
		data.Weight = p.RowWeights()
	}
	return kernel.Compile(spec), data, nil
}

// Runs of one session differ by seed, rate and points far more often than by
// what a module is made for. Instances that are idle are kept, as kernel keeps
// programs, so that the thousandth trial of a diagnosis compiles nothing:
// preparing a run falls from 7 ms to under 1 in a browser.
const (
	keptInstances = 32
	keptAlike     = 4 // of each module
)

// reuse is Host, with instances that were closed kept for the next of the same
// module.
type reuse struct {
	lock sync.Mutex
	idle map[string][]kernel.Instance
	kept int
}

var workshop = &reuse{idle: map[string][]kernel.Instance{}}

func (r *reuse) Instantiate(code []byte) (kernel.Instance, error) {
	key := string(code)
	r.lock.Lock()
	defer r.lock.Unlock()
	if n := len(r.idle[key]); n > 0 {
		i := r.idle[key][n-1]
		r.idle[key] = r.idle[key][:n-1]
		r.kept--
		return &reusable{i, r, key}, nil
	}
	i, err := Host.Instantiate(code)
	if err != nil && r.kept > 0 {
		// V8 reserves 10 GB of addresses for each memory, of which there are enough for about a hundred. The other
		// engine rounds differently: a run must not depend on what was kept.
		r.forget()
		i, err = Host.Instantiate(code)
	}
	if err != nil {
		return nil, err
	}
	return &reusable{i, r, key}, nil
}

type reusable struct {
	kernel.Instance
	owner *reuse
	key   string
}

// Close keeps the instance, unless there are enough.
func (i *reusable) Close() {
	r := i.owner
	r.lock.Lock()
	defer r.lock.Unlock()
	if len(r.idle[i.key]) >= keptAlike {
		i.Instance.Close()
		return
	}
	if r.kept == keptInstances {
		r.forget()
	}
	r.idle[i.key] = append(r.idle[i.key], i.Instance)
	r.kept++
}

// forget closes every idle instance.
func (r *reuse) forget() {
	for _, instances := range r.idle {
		for _, old := range instances {
			old.Close()
		}
	}
	clear(r.idle)
	r.kept = 0
}

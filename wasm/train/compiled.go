package train

import (
	"errors"
	"strings"
	"sync"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/kernel"
	"plateau/wasm/mlp"
	"plateau/wasm/text"
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
		X: p.Train.X, Y: p.Train.Y, Initial: p.Initial, Order: p.Order, Seed: uint32(p.Seed),
		Rate: p.Rate, Steady: p.Schedule.Is("constant", "reduce_on_plateau"),
	}
	if len(p.ClassWeight) > 0 {
		data.Weight = p.RowWeights()
	}
	trainer, err := kernel.NewTrainer(workshop, programs.compile(spec), data)
	if err != nil {
		return nil, err
	}
	trainer.CloseWhenDropped()
	return trainer, nil
}

// Runs of one session differ by seed, rate and points far more often than by
// what a module is made for. Programs and idle instances are kept, so that the
// thousandth trial of a diagnosis compiles nothing: preparing a run falls from
// 7 ms to under 1 in a browser.
const (
	keptPrograms  = 32
	keptInstances = 4 // of each module
)

// programCache keeps the latest programs by what they were made for.
type programCache struct {
	lock  sync.Mutex
	known map[string]*kernel.Program
	order []string // oldest first
}

var programs programCache

func (c *programCache) compile(spec kernel.Spec) *kernel.Program {
	key := specKey(spec)
	c.lock.Lock()
	defer c.lock.Unlock()
	if p, ok := c.known[key]; ok {
		return p
	}
	p := kernel.Compile(spec)
	if c.known == nil {
		c.known = map[string]*kernel.Program{}
	}
	if len(c.order) == keptPrograms {
		delete(c.known, c.order[0])
		c.order = c.order[1:]
	}
	c.known[key] = p
	c.order = append(c.order, key)
	return p
}

// specKey names everything that a module is made for. Rates, weights and rows
// are data, not code.
func specKey(s kernel.Spec) string {
	optimizer := s.Optimizer
	if _, ok := optimizer.Args["learning_rate"]; ok {
		optimizer = optimizer.With("learning_rate", 1)
	}
	parts := []string{
		text.Format("%d %d %d", s.Net.Inputs, s.Rows, s.Batch), text.Number(s.Net.L1), text.Number(s.Net.L2),
		experiment.WriteChoice(s.Net.Loss, &mlp.Losses).String(), experiment.WriteChoice(optimizer, &mlp.Optimizers).String(),
		document.Bool(s.Single).String(), document.Bool(s.Shuffled).String(),
	}
	for _, l := range s.Net.Layers {
		parts = append(parts, text.Format("%d %s %s %s", l.Units, experiment.WriteChoice(l.Activation, &mlp.Activations), document.Bool(l.UseBias), l.Dropout))
	}
	return strings.Join(parts, ";")
}

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
	if len(r.idle[i.key]) >= keptInstances {
		i.Instance.Close()
		return
	}
	if r.kept == keptPrograms {
		for _, instances := range r.idle {
			for _, old := range instances {
				old.Close()
			}
		}
		clear(r.idle)
		r.kept = 0
	}
	r.idle[i.key] = append(r.idle[i.key], i.Instance)
	r.kept++
}

// Package session is one visitor's conversation with the engine: it takes the
// requests of static/protocol.d.ts as JSON, owns the run and its diagnosis, and
// advances both in slices that leave the caller free to listen. It knows no
// JavaScript: the js build of package main hands it texts, and the site
// builder uses it to make the first picture.
package session

import (
	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/inspect"
	"plateau/wasm/pool"
	"plateau/wasm/reply"
	"plateau/wasm/sweep"
	"plateau/wasm/train"
)

// Arrays are the numbers of a reply that cross as they are, by their names in
// static/protocol.d.ts.
type Arrays map[string][]float64

// Session is the state between two requests. The zero Session is ready.
type Session struct {
	run       *train.Run
	diagnosis *diagnose.Diagnosis
	sweep     *sweep.Sweep
	trace     *train.Trace // of the run up to traced
	traced    int
	motion    *inspect.Motion
	pool      *pool.Pool // shared with other sessions
	count     int        // of starts
	held      bool       // paused
	until     int        // epoch at which to hold again, after a step; 0 for none
	batches   int        // left of a step of batches
	speed     float64
	since     float64 // when the speed limit began to count
	sinceDone int     // epochs done then
	seconds   float64
	pace      float64 // multiply-adds per millisecond, as measured
}

// Handle answers one request. The error's reply is part of the value.
func (s *Session) Handle(kind, body string) (document.Value, Arrays) {
	v, err := document.Parse(body)
	if err != nil {
		return failed(experiment.Fault{Message: "the request is not JSON: " + err.Error()}), nil
	}
	return s.answer(kind, v)
}

func (s *Session) answer(kind string, v document.Value) (document.Value, Arrays) {
	switch kind {
	case "control", "pull", "diagnose", "sweep", "trace", "inspect", "motion":
		if s.run == nil {
			return failed(experiment.Fault{Message: "there is no run; start one first"}), nil
		}
	}
	switch kind {
	case "start":
		return s.start(v), nil
	case "control":
		return s.control(v), nil
	case "speed":
		s.speed = number(v, "epochsPerSecond", 0)
		s.mark()
		return succeeded("epochsPerSecond", mustGet(v, "epochsPerSecond")), nil
	case "pull":
		return s.pull(v)
	case "diagnose":
		return s.diagnose(), nil
	case "sweep":
		return s.sweepOf(v), nil
	case "trace":
		return s.traceOf(), nil
	case "inspect":
		return s.inspect(v)
	case "motion":
		return s.motionOf(v)
	case "solve":
		return solve(v), nil
	case "link":
		return link(v), nil
	case "unlink":
		return unlink(v), nil
	case "advance":
		return s.advance(number(v, "milliseconds", 8)), nil
	case "dispose":
		s.drop()
		s.run = nil
		return succeeded(""), nil
	}
	return failed(experiment.Fault{Message: quoted(kind) + " is not a request"}), nil
}

func quoted(s string) string { return document.Str(s).String() }

// succeeded is a reply with the values of the names, which are set apart by
// spaces.
func succeeded(names string, values ...any) document.Value {
	return reply.Succeeded(document.Record(names, values...).Members...)
}

func failed(faults ...experiment.Fault) document.Value {
	return reply.Failed(experiment.Faults(faults))
}

func mustGet(v document.Value, name string) document.Value {
	got, _ := v.Get(name)
	return got
}

func number(v document.Value, name string, otherwise float64) float64 {
	if got, ok := v.Get(name); ok && got.Kind == document.Number {
		return got.Number
	}
	return otherwise
}

// whole is a number without its fraction, within 2^30: what a larger float is as
// an int differs between processors.
func whole(v document.Value, name string, otherwise int) int {
	return int(min(max(number(v, name, float64(otherwise)), -1<<30), 1<<30))
}

// start builds the run that replaces the one before. A fault leaves the run
// before as it was.
func (s *Session) start(v document.Value) document.Value {
	e, err := experiment.Read(mustGet(v, "experiment"))
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	s.begin(e, mustGet(v, "paused").Truth)
	return succeeded("run", s.describe())
}

// drop ends what was begun about the run, and at once what workers do for it.
func (s *Session) drop() {
	s.endSweep()
	s.trace, s.motion = nil, nil
	if s.diagnosis != nil {
		s.diagnosis.Cancel()
		s.diagnosis = nil
	}
}

// workers are those that sessions share, none for one that is alone.
func (s *Session) workers() *pool.Pool {
	if s.pool == nil {
		s.pool = new(pool.Pool)
	}
	return s.pool
}

func (s *Session) begin(e experiment.Experiment, held bool) {
	s.drop()
	s.run = train.New(e)
	s.count++
	s.held, s.until, s.batches, s.seconds = held, 0, 0, 0
	s.mark()
}

// mark restarts the clock of the speed limit.
func (s *Session) mark() {
	s.since = Clock()
	if s.run != nil {
		s.sinceDone = s.run.Epoch()
	}
}

func (s *Session) describe() document.Value {
	e, p := s.run.Experiment, s.run.Problem
	points := make([]document.Value, len(e.Data.Points))
	for i, row := range e.Data.Points {
		points[i] = document.Nums(row)
	}
	trained, _ := e.Set().Split(e.Data.Validation)
	floors := diagnose.Floors(p)
	list := make([]document.Value, len(floors))
	for i, f := range floors {
		list[i] = document.Record("name label loss formula", f.Name, f.Label, f.Loss, f.Formula)
	}
	return document.Record("run experiment points trained inputs outputs floors engine slower parameters epochs resolution",
		s.count, e.Full(), points, trained.Rows(), len(e.Data.Inputs), len(e.Data.Targets), list, s.run.EngineName, s.run.Slower,
		p.Spec.Parameters(), e.Training.Epochs, p.Resolution())
}

func (s *Session) control(v document.Value) document.Value {
	action := mustGet(v, "action").Text
	s.batches = 0
	switch action {
	case "run":
		s.held, s.until = false, 0
	case "pause":
		s.held = true
	case "step":
		s.held, s.until = false, 0
		if s.batches = whole(v, "batches", 0); s.batches <= 0 {
			s.until = s.run.Epoch() + max(1, whole(v, "epochs", 1))
		}
	case "reset":
		s.begin(s.run.Experiment, true)
	default:
		return failed(experiment.Fault{Path: "action", Message: quoted(action) + " is not one of run, pause, step, reset"})
	}
	s.mark()
	return succeeded("state", s.state())
}

func (s *Session) state() string {
	switch {
	case s.run.Done():
		return "done"
	case s.held:
		return "paused"
	}
	return "running"
}

// diagnose begins the trials once the run has ended; before, the verdict is
// what is known so far.
func (s *Session) diagnose() document.Value {
	d := s.diagnosis
	if d == nil {
		d = diagnose.New(s.run)
		if s.run.Done() {
			s.diagnosis = d
			d.Share(s.workers())
		}
	}
	complete := s.run.Done() && d.Complete()
	progress := 0.0 // nothing is tried before the run has ended
	if s.run.Done() {
		progress = d.Progress()
	}
	return succeeded("run diagnosis complete progress", s.count, d.Document(), complete, progress)
}

// pull is the state of the run now.
func (s *Session) pull(v document.Value) (document.Value, Arrays) {
	r := s.run
	final := r.Final()
	batch, batches := r.Batches()
	frame := document.Record("run epoch epochs batch batches state seconds loss",
		s.count, r.Epoch(), r.Experiment.Training.Epochs, batch, batches, s.state(), s.seconds,
		document.Record("initial final best relative", r.Initial(), final, r.History.Best(), r.Relative(final)))
	if r.Done() {
		frame.Members = append(frame.Members, document.M("stopped", document.Str(r.Stopped)))
	}
	var curve []float64
	for _, p := range r.History.Drawn(2000) {
		curve = append(curve, float64(p.Epoch), p.Loss)
	}
	arrays := s.outputs(r.Weights(), s.grid(v))
	arrays["curve"] = curve
	return succeeded("frame", frame), arrays
}

// outputs are what the network makes of the data and of x at the given weights,
// beside these: pairs of x and the outputs there.
func (s *Session) outputs(weights, x []float64) Arrays {
	var fit []float64
	y := s.run.PredictAt(weights, x)
	outputs := len(s.run.Experiment.Data.Targets)
	for i := range x {
		fit = append(append(fit, x[i]), y[i*outputs:(i+1)*outputs]...)
	}
	return Arrays{"weights": weights, "predictions": s.run.PredictAt(weights, s.run.Experiment.Set().X), "fit": fit}
}

// grid is places along the one input, over the range asked for or the data's
// and a tenth more on each side; none where there are several inputs.
func (s *Session) grid(v document.Value) []float64 {
	if len(s.run.Experiment.Data.Inputs) > 1 {
		return nil
	}
	samples := min(max(whole(v, "samples", 200), 2), 5000)
	given := mustGet(v, "range")
	low, high := s.run.Experiment.Set().Domain()
	if len(given.Items) == 2 && given.Items[0].Number < given.Items[1].Number {
		low, high = given.Items[0].Number, given.Items[1].Number
	}
	x := make([]float64, samples)
	for i := range x {
		x[i] = low + float64((high-low)*float64(i))/float64(samples-1)
	}
	return x
}

// Finish trains and diagnoses to the end; the site builder makes the first
// picture with it.
func (s *Session) Finish() {
	begin := Clock()
	s.run.Finish()
	s.seconds += (Clock() - begin) / 1000
	for s.diagnose(); !s.diagnosis.Complete(); {
		s.diagnosis.Advance(1 << 24)
	}
}

// Pace at which a slice begins before it has been measured, multiply-adds per
// millisecond: what Go compiled to WebAssembly reaches on a slow phone.
const startPace = 20_000

// advance trains, then diagnoses, for about the time given. It says how many
// milliseconds later there is more to do: 0 for at once, null for nothing
// until the next request.
func (s *Session) advance(milliseconds float64) document.Value {
	end := Clock() + milliseconds
	wait := func(v document.Value) document.Value { return succeeded("wait", v) }
	for {
		left := end - Clock()
		beside := s.sweeping(left)
		beside = s.looking(left) || beside
		training := s.run != nil && !s.run.Done()
		switch {
		case training && s.until > 0 && s.run.Epoch() >= s.until:
			s.held, s.until = true, 0
		case training && s.held, !training && (s.diagnosis == nil || s.diagnosis.Complete()):
			if !beside {
				return wait(document.Value{})
			}
			if left <= 0 {
				return wait(document.Int(0))
			}
		case left <= 0:
			return wait(document.Int(0))
		case training:
			if s.batches > 0 {
				s.trainBatch(left)
				continue
			}
			epochs, pause := s.allowed()
			if epochs == 0 && !beside {
				return wait(document.Num(pause))
			}
			s.train(left, epochs)
		default:
			if !s.diagnosis.Advance(s.slice(left)) && !s.diagnosis.Complete() && !beside {
				return wait(document.Value{}) // the workers wake us
			}
		}
	}
}

// slice is how many multiply-adds fit a quarter of the milliseconds left, at the pace
// measured so far.
func (s *Session) slice(left float64) int {
	s.pace = max(s.pace, startPace)
	return int(max(s.pace*left/4, 1000))
}

// train advances the run for a part of the time left and learns the pace from
// it. Only a call that spent its whole budget tells how much more would fit.
func (s *Session) train(left float64, epochs int) {
	begin := Clock()
	limited := s.run.Advance(s.slice(left), epochs)
	spent := Clock() - begin
	s.seconds += spent / 1000
	switch {
	case spent > left/2:
		s.pace /= 2
	case limited && spent < left/8:
		s.pace *= 2
	}
}

// A timer of a browser that is set further ahead than 2^31 ms rings at once, so
// a slower run looks at the clock every minute.
const longestWait = 60_000

// allowed is how many epochs the speed limit lets pass now, and where that is
// none, how many milliseconds until the next.
func (s *Session) allowed() (epochs int, wait float64) {
	epochs = s.run.Remaining()
	if s.until > 0 {
		epochs = min(epochs, s.until-s.run.Epoch())
	}
	if s.speed > 0 {
		due := (Clock() - s.since) / 1000 * s.speed
		ahead := due - float64(s.run.Epoch()-s.sinceDone)
		if ahead < 1 {
			return 0, min((1-ahead)/s.speed*1000, longestWait)
		}
		epochs = int(min(float64(epochs), ahead))
	}
	return epochs, 0
}

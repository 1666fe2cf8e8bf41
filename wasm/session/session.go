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
	"plateau/wasm/pool"
	"plateau/wasm/sweep"
	"plateau/wasm/train"
)

// Arrays are the numbers of a frame, flat.
type Arrays struct {
	Curve       []float64 // (epoch, loss) pairs
	Fit         []float64 // samples × (1 + outputs): x, then the outputs
	Predictions []float64 // rows × outputs
	Weights     []float64 // Keras's order
}

// Session is the state between two requests. The zero Session is ready.
type Session struct {
	run       *train.Run
	diagnosis *diagnose.Diagnosis
	sweep     *sweep.Sweep
	pool      *pool.Pool // shared with other sessions
	count     int        // of starts
	held      bool       // paused
	until     int        // epoch at which to hold again, after a step; 0 for none
	speed     float64
	since     float64 // when the speed limit began to count
	sinceDone int     // epochs done then
	seconds   float64
	pace      float64 // multiply-adds per millisecond, as measured
}

// Handle answers one request. The error's reply is part of the value.
func (s *Session) Handle(kind, body string) (document.Value, *Arrays) {
	v, err := document.Parse(body)
	if err != nil {
		return failed(experiment.Fault{Message: "the request is not JSON: " + err.Error()}), nil
	}
	return s.answer(kind, v)
}

func (s *Session) answer(kind string, v document.Value) (document.Value, *Arrays) {
	if (kind == "control" || kind == "pull" || kind == "diagnose" || kind == "sweep") && s.run == nil {
		return failed(experiment.Fault{Message: "there is no run; start one first"}), nil
	}
	switch kind {
	case "start":
		return s.start(v), nil
	case "control":
		return s.control(v), nil
	case "speed":
		s.speed = number(v, "epochsPerSecond", 0)
		s.mark()
		return succeeded(document.M("epochsPerSecond", mustGet(v, "epochsPerSecond"))), nil
	case "pull":
		return s.pull(v)
	case "diagnose":
		return s.diagnose(), nil
	case "sweep":
		return s.sweepOf(v), nil
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
		return succeeded(), nil
	}
	return failed(experiment.Fault{Message: quoted(kind) + " is not a request"}), nil
}

func quoted(s string) string { return document.Str(s).String() }

func succeeded(members ...document.Member) document.Value {
	return document.Obj(append([]document.Member{document.M("ok", document.Bool(true))}, members...)...)
}

// failed answers with the first fault, and all of them beside it.
func failed(faults ...experiment.Fault) document.Value {
	all := make([]document.Value, len(faults))
	for i, f := range faults {
		all[i] = document.Obj(document.M("path", document.Str(f.Path)), document.M("message", document.Str(f.Message)))
	}
	return document.Obj(document.M("ok", document.Bool(false)), document.M("error", all[0]), document.M("faults", document.List(all...)))
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

// start builds the run that replaces the one before. A fault leaves the run
// before as it was.
func (s *Session) start(v document.Value) document.Value {
	e, err := experiment.Read(mustGet(v, "experiment"))
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	s.begin(e, mustGet(v, "paused").Truth)
	return succeeded(document.M("run", s.describe()))
}

// solve answers with the experiment under a full-batch solver.
func solve(v document.Value) document.Value {
	e, err := experiment.Read(mustGet(v, "experiment"))
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	return succeeded(document.M("experiment", e.Exactly().Full()))
}

// link answers with the experiment as a text for an address.
func link(v document.Value) document.Value {
	e, err := experiment.Read(mustGet(v, "experiment"))
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	return succeeded(document.M("link", document.Str("#"+experiment.Link(e))))
}

// unlink answers with the experiment that such a text holds.
func unlink(v document.Value) document.Value {
	e, err := experiment.Unlink(mustGet(v, "link").Text)
	if err != nil {
		return failed(err.(experiment.Faults)...)
	}
	return succeeded(document.M("experiment", e.Full()))
}

// drop ends what was begun about the run, and at once what workers do for it.
func (s *Session) drop() {
	s.endSweep()
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
	s.held, s.until, s.seconds = held, 0, 0
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
	floors := diagnose.Floors(p)
	list := make([]document.Value, len(floors))
	for i, f := range floors {
		list[i] = document.Obj(document.M("name", document.Str(f.Name)), document.M("label", document.Str(f.Label)),
			document.M("loss", document.Num(f.Loss)), document.M("formula", document.Str(f.Formula)))
	}
	return document.Obj(
		document.M("run", document.Int(s.count)),
		document.M("experiment", e.Full()),
		document.M("points", document.List(points...)),
		document.M("inputs", document.Int(len(e.Data.Inputs))),
		document.M("outputs", document.Int(len(e.Data.Targets))),
		document.M("floors", document.List(list...)),
		document.M("engine", document.Str(s.run.EngineName)),
		document.M("slower", document.Str(s.run.Slower)),
		document.M("parameters", document.Int(p.Spec.Parameters())),
		document.M("epochs", document.Int(e.Training.Epochs)),
		document.M("resolution", document.Num(p.Resolution())),
	)
}

func (s *Session) control(v document.Value) document.Value {
	action := mustGet(v, "action").Text
	switch action {
	case "run":
		s.held, s.until = false, 0
	case "pause":
		s.held = true
	case "step":
		s.held = false
		s.until = s.run.Epoch() + max(1, int(number(v, "epochs", 1)))
	case "reset":
		s.begin(s.run.Experiment, true)
	default:
		return failed(experiment.Fault{Path: "action", Message: quoted(action) + " is not one of run, pause, step, reset"})
	}
	s.mark()
	return succeeded(document.M("state", document.Str(s.state())))
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
	return succeeded(
		document.M("run", document.Int(s.count)),
		document.M("diagnosis", d.Document()),
		document.M("complete", document.Bool(complete)),
		document.M("progress", document.Num(d.Progress())),
	)
}

// pull is the state of the run now.
func (s *Session) pull(v document.Value) (document.Value, *Arrays) {
	r := s.run
	final := r.Final()
	frame := document.Obj(
		document.M("run", document.Int(s.count)),
		document.M("epoch", document.Int(r.Epoch())),
		document.M("epochs", document.Int(r.Experiment.Training.Epochs)),
		document.M("state", document.Str(s.state())),
		document.M("seconds", document.Num(s.seconds)),
		document.M("loss", document.Obj(
			document.M("initial", document.Num(r.Initial())),
			document.M("final", document.Num(final)),
			document.M("best", document.Num(r.History.Best())),
			document.M("relative", document.Num(r.Relative(final))),
		)),
	)
	if r.Done() {
		frame.Members = append(frame.Members, document.M("stopped", document.Str(r.Stopped)))
	}
	arrays := &Arrays{Weights: r.Weights(), Predictions: r.Predict(r.Experiment.Set().X)}
	for _, p := range r.History.Drawn(2000) {
		arrays.Curve = append(arrays.Curve, float64(p.Epoch), p.Loss)
	}
	if len(r.Experiment.Data.Inputs) == 1 {
		arrays.Fit = s.fit(int(number(v, "samples", 200)), mustGet(v, "range"))
	}
	return succeeded(document.M("frame", frame)), arrays
}

// fit samples the function along its one input, over the range asked for or
// the data's and a tenth more on each side.
func (s *Session) fit(samples int, given document.Value) []float64 {
	samples = min(max(samples, 2), 5000)
	low, high := s.run.Experiment.Set().Domain()
	if len(given.Items) == 2 && given.Items[0].Number < given.Items[1].Number {
		low, high = given.Items[0].Number, given.Items[1].Number
	}
	x := make([]float64, samples)
	for i := range x {
		x[i] = low + float64((high-low)*float64(i))/float64(samples-1)
	}
	y := s.run.Predict(x)
	outputs := len(y) / samples
	out := make([]float64, 0, samples*(1+outputs))
	for i := range x {
		out = append(append(out, x[i]), y[i*outputs:(i+1)*outputs]...)
	}
	return out
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
	wait := func(v document.Value) document.Value { return succeeded(document.M("wait", v)) }
	for {
		left := end - Clock()
		sweeping := s.sweeping(left)
		training := s.run != nil && !s.run.Done()
		switch {
		case training && s.until > 0 && s.run.Epoch() >= s.until:
			s.held, s.until = true, 0
		case training && s.held, !training && (s.diagnosis == nil || s.diagnosis.Complete()):
			if !sweeping {
				return wait(document.Value{})
			}
			if left <= 0 {
				return wait(document.Int(0))
			}
		case left <= 0:
			return wait(document.Int(0))
		case training:
			epochs, pause := s.allowed()
			if epochs == 0 && !sweeping {
				return wait(document.Num(pause))
			}
			s.train(left, epochs)
		default:
			if !s.diagnosis.Advance(s.slice(left)) && !s.diagnosis.Complete() && !sweeping {
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
			return 0, (1 - ahead) / s.speed * 1000
		}
		epochs = min(epochs, int(ahead))
	}
	return epochs, 0
}

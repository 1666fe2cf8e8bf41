package kernel

import (
	"errors"
	"math"
)

// Job is a run as data, for a host that knows nothing of networks: the module, what is written into its memory, how
// often it is called and where the losses and weights lie when it is done. Any number of
// workers may carry out jobs of one program at the same time; each gives the bits that a Trainer gives.
type Job struct {
	Program *Program
	Epochs  int
	Slice   int // tiles of one call, about 4 ms
	Parts   []Part
}

// Part is a stretch of a run: writes, and then calls for so many tiles. A job with a steady rate and rows that stay
// in order has one part; otherwise each part brings the rates and orders of the epochs that follow.
type Part struct {
	Writes []Write
	Tiles  int
}

// Write is bytes and where in the memory they go.
type Write struct {
	At    int
	Bytes []byte
}

// Outcome is what a job leaves: the loss of each epoch up to the first that is not a finite number, and the weights as
// they lie in the memory of the module (Unpack).
type Outcome struct {
	Losses []float64
	Memory []byte
}

// sliceWork is how many multiply-adds a call of a job takes, unless one tile takes more.
const sliceWork = 4 << 20

// ErrTooLong says that the rates or orders of a run do not fit the size that a job may have.
var ErrTooLong = errors.New("kernel: rates and orders of the run take too much memory for a job")

// NewJob describes the training of so many epochs. It is what a Trainer does, written down: the same code runs
// over an instance that only takes notes.
func NewJob(p *Program, d Data, epochs, budget int) (*Job, error) {
	notes := &notes{left: budget}
	t, err := NewTrainer(notes, p, d)
	if err != nil {
		return nil, err
	}
	perEpoch := len(t.steps)
	j := &Job{Program: p, Epochs: epochs, Slice: min(max(1, sliceWork/t.cost), ringSize*perEpoch)}
	for t.epoch < epochs {
		whole := epochs - t.epoch
		if p.spec.Shuffled {
			whole = t.prepareOrder(whole)
		}
		tiles := t.prepareRates(whole*perEpoch - t.tile)
		if notes.left < 0 {
			return nil, ErrTooLong
		}
		j.Parts = append(j.Parts, Part{notes.taken, tiles})
		notes.taken = nil
		t.epoch += (t.tile + tiles) / perEpoch
		t.tile = (t.tile + tiles) % perEpoch
	}
	return j, nil
}

// notes is an Instance that remembers what is written.
type notes struct {
	taken []Write
	left  int // bytes; negative once there are too many
}

func (n *notes) Instantiate([]byte) (Instance, error) { return n, nil }

func (n *notes) Write(at int, src []byte) {
	if n.left -= len(src); n.left < 0 {
		return
	}
	if last := len(n.taken) - 1; last >= 0 && n.taken[last].At+len(n.taken[last].Bytes) == at {
		n.taken[last].Bytes = append(n.taken[last].Bytes, src...)
		return
	}
	n.taken = append(n.taken, Write{at, append([]byte(nil), src...)})
}

func (n *notes) Read(int, []byte)       { panic("kernel: a job being written has nothing to read") }
func (n *notes) Run(int32, int32) int32 { panic("kernel: a job being written does not run") }
func (n *notes) Close()                 {}

// Run carries the job out; static/poolworker.js is the same in JavaScript. Between calls it asks whether to go on, and
// returns false where it was told not to.
func (j *Job) Run(i Instance, goOn func() bool) (Outcome, bool) {
	o := Outcome{Losses: make([]float64, 0, j.Epochs)}
	ring := make([]byte, 8*ringSize)
	finite := true
	for _, part := range j.Parts {
		for _, w := range part.Writes {
			i.Write(w.At, w.Bytes)
		}
		for left := part.Tiles; left > 0 && finite; {
			if !goOn() {
				return Outcome{}, false
			}
			tiles := min(left, j.Slice)
			finished := int(i.Run(int32(tiles), ringSize))
			left -= tiles
			i.Read(j.Program.ring, ring[:8*finished])
			for e := range finished {
				loss := math.Float64frombits(get64(ring[8*e:]))
				o.Losses = append(o.Losses, loss)
				finite = loss-loss == 0 // the module stops behind one that is not
			}
		}
	}
	o.Memory = make([]byte, j.Program.stretch)
	i.Read(j.Program.weights, o.Memory)
	return o, true
}

// Unpack copies the weights out of an outcome's memory, flat, in Keras's order.
func (p *Program) Unpack(dst []float64, memory []byte) {
	for k := range p.variables {
		v := &p.variables[k]
		for i := range v.Rows {
			for j := range v.Cols {
				dst[v.From+i*v.Cols+j] = p.get(memory[v.at+v.place(i, j, p.bytes):])
			}
		}
	}
}

// Pack writes the job, without its module, as one stretch of bytes for a worker: numbers are float64, little-endian.
//
//	slice, epochs, address of the losses, address of the weights, their size, number of parts;
//	of each part: tiles, number of writes; of each write: address, size, the bytes, filled up to a multiple of 8
func (j *Job) Pack() []byte {
	size := 6 * 8
	for _, part := range j.Parts {
		size += 16
		for _, w := range part.Writes {
			size += 16 + ceil(len(w.Bytes), 8)
		}
	}
	out := make([]byte, 0, size)
	number := func(n int) {
		var buf [8]byte
		put64(buf[:], math.Float64bits(float64(n)))
		out = append(out, buf[:]...)
	}
	for _, n := range []int{j.Slice, j.Epochs, j.Program.ring, j.Program.weights, j.Program.stretch, len(j.Parts)} {
		number(n)
	}
	for _, part := range j.Parts {
		number(part.Tiles)
		number(len(part.Writes))
		for _, w := range part.Writes {
			number(w.At)
			number(len(w.Bytes))
			out = append(out, w.Bytes...)
			out = out[:ceil(len(out), 8)]
		}
	}
	return out
}

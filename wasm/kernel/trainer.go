package kernel

import (
	"math"
)

// Data is what a run trains on and how it is visited.
type Data struct {
	X, Y    []float64 // shapes (rows, inputs) and (rows, outputs)
	Weight  []float64 // of each row in the loss, or nil
	Initial []float64 // weights, flat, in Keras's order
	Seed    uint32    // of dropout
	// Order stores the order in which an epoch visits the rows; only where Spec.Shuffled.
	Order func(order []int, epoch int)
	// Rate is the learning rate of a step, counted from 0. Where Steady, it is asked for once per call of the
	// module and holds until the next.
	Rate   func(step int) float64
	Steady bool
}

// Trainer is one run of a module. It owns weights and optimizer state; Close frees them.
type Trainer struct {
	program  *Program
	data     Data
	instance Instance

	epoch  int // epochs finished
	tile   int // tiles done of the present epoch
	steps  []int
	cost   int     // of a tile, in multiply-adds
	rate   float64 // the steady rate that was written last
	order  []int
	buffer []byte
}

// NewTrainer starts the program in a host. The data must have the rows the program was made for.
func NewTrainer(h Host, p *Program, d Data) (*Trainer, error) {
	instance, err := h.Instantiate(p.Code)
	if err != nil {
		return nil, err
	}
	t := &Trainer{program: p, data: d, instance: instance, rate: math.NaN(), cost: 3*p.spec.Net.Parameters()*p.tile + tileOverhead}
	t.describe()
	if p.spec.Shuffled {
		t.order = make([]int, p.spec.Rows)
		t.writeRows()
	} else {
		t.writeTiles()
	}
	t.begin()
	size := max(p.stretch, 4*p.spec.Rows*p.orderEpochs)
	if !d.Steady {
		size = max(size, 8*ringSize)
	}
	t.buffer = make([]byte, size)
	return t, nil
}

// Close frees the instance.
func (t *Trainer) Close() { t.instance.Close() }

// share is one row's part of its batch: the spec's precision decides its rounding.
func (p *Program) share(rows int) float64 { return p.round(1 / float64(rows)) }

// describe writes the descriptors of an epoch's tiles.
func (t *Trainer) describe() {
	p := t.program
	count := p.tilesPerEpoch()
	out := make([]byte, count*descriptorBytes)
	t.steps = make([]int, count)
	n := 0
	for batch := range p.batches {
		rows := p.batchRows(batch)
		for from := 0; from < rows; from += p.tile {
			d := out[n*descriptorBytes:]
			address := p.tiles
			if !p.spec.Shuffled {
				address += n * p.tileBytes
			}
			put32(d[descriptorTile:], uint32(address))
			put32(d[descriptorRows:], uint32(min(p.tile, rows-from)))
			if from+p.tile >= rows {
				put32(d[descriptorEnd:], uint32(rows))
			}
			p.put(d[descriptorShare:], p.share(rows))
			t.steps[n] = batch
			n++
		}
	}
	t.instance.Write(p.descriptors, out)
}

// batchRows is the number of rows of a batch.
func (p *Program) batchRows(batch int) int {
	return min(p.spec.Batch, p.spec.Rows-batch*p.spec.Batch)
}

// number is column k of a row: inputs, then targets.
func (t *Trainer) number(row, k int) float64 {
	inputs, outputs := t.program.spec.Net.Inputs, t.program.spec.Net.Outputs()
	if k < inputs {
		return t.data.X[row*inputs+k]
	}
	return t.data.Y[row*outputs+k-inputs]
}

func (t *Trainer) weight(row int) float64 {
	if t.data.Weight == nil {
		return 1
	}
	return t.data.Weight[row]
}

// writeRows writes all rows as they are, to be gathered.
func (t *Trainer) writeRows() {
	p := t.program
	count := p.spec.Net.Inputs + p.spec.Net.Outputs()
	out := make([]byte, p.spec.Rows*p.rowBytes())
	for row := range p.spec.Rows {
		at := out[row*p.rowBytes():]
		for k := range count {
			p.put(at[k*p.bytes:], t.number(row, k))
		}
		p.put(at[count*p.bytes:], t.weight(row))
	}
	t.instance.Write(p.rows, out)
}

// writeTiles writes the tiles of an epoch. Places that no row fills repeat the last row and weigh 0.
func (t *Trainer) writeTiles() {
	p := t.program
	count := p.spec.Net.Inputs + p.spec.Net.Outputs()
	line := p.tile * p.bytes
	out := make([]byte, p.tilesPerEpoch()*p.tileBytes)
	tile := out
	for batch := range p.batches {
		rows := p.batchRows(batch)
		for from := 0; from < rows; from += p.tile {
			for s := range p.tile {
				row := batch*p.spec.Batch + min(from+s, rows-1)
				for k := range count {
					p.put(tile[k*line+s*p.bytes:], t.number(row, k))
				}
				if from+s < rows {
					p.put(tile[count*line+s*p.bytes:], p.round(t.weight(row))*p.share(rows))
				}
				for k := 0; p.spec.drops() && k < p.bytes; k += 4 {
					put32(tile[(count+1)*line+s*p.bytes+k:], uint32(row))
				}
			}
			tile = tile[p.tileBytes:]
		}
	}
	t.instance.Write(p.tiles, out)
}

// begin writes the state, the weights, a gradient of 0 and the optimizer's slots: an instance may have trained before.
func (t *Trainer) begin() {
	p := t.program
	state := make([]byte, stateBytes)
	put32(state[stateNext:], uint32(p.descriptors))
	put32(state[stateSeed:], t.data.Seed)
	put32(state[stateRate:], uint32(p.rates))
	if !t.data.Steady {
		put32(state[stateRateStride:], 8)
	}
	for i, v := range initialPowers(p.spec.Optimizer) {
		put64(state[statePowers+8*i:], math.Float64bits(v))
	}
	t.instance.Write(p.state, state)

	out := make([]byte, p.memory+p.stretch*p.slots-p.weights)
	for _, v := range p.variables {
		for i := range v.Rows {
			for j := range v.Cols {
				p.put(out[v.at+v.place(i, j, p.bytes):], t.data.Initial[v.From+i*v.Cols+j])
			}
		}
	}
	for i, value := range initialSlots(p.spec.Optimizer) {
		slot := out[p.memory+i*p.stretch-p.weights:][:p.stretch]
		for at := 0; at < len(slot) && value != 0; at += p.bytes {
			p.put(slot[at:], value)
		}
	}
	t.instance.Write(p.weights, out)
}

// Weights copies the weights out, flat, in Keras's order.
func (t *Trainer) Weights(dst []float64) {
	p := t.program
	buf := t.buffer[:p.stretch]
	t.instance.Read(p.weights, buf)
	p.Unpack(dst, buf)
}

// tileOverhead is what a tile costs beside its products, in multiply-adds.
const tileOverhead = 500

// Advance trains for about work multiply-adds and finishes at most len(loss) epochs. It stores the mean
// loss of each epoch that it finishes, over its rows while the weights moved and penalties included,
// and returns how many those were. An epoch whose loss is not a finite number is the last of the call, so that
// the weights are those behind it however the work was cut.
func (t *Trainer) Advance(work int, loss []float64) int {
	p := t.program
	budget := max(1, work/t.cost)
	done := 0
	for done < len(loss) && budget > 0 {
		epochs := min(len(loss)-done, ringSize)
		if p.spec.Shuffled {
			epochs = t.prepareOrder(epochs)
		}
		tiles := t.prepareRates(min(budget, (epochs-1)*len(t.steps)+len(t.steps)-t.tile))
		finished := int(t.instance.Run(int32(tiles), int32(epochs)))
		t.instance.Read(p.ring, floatBytes(loss[done:done+finished]))
		t.tile += tiles - finished*len(t.steps)
		t.epoch += finished
		done += finished
		if finished > 0 && loss[done-1]-loss[done-1] != 0 {
			t.tile = 0
			break
		}
		budget -= tiles
	}
	return done
}

// Batch is Advance, at most to the end of the batch under way. It says how many
// epochs it finished, 0 or 1, and whether the batch has ended.
func (t *Trainer) Batch(work int, loss []float64) (finished int, ended bool) {
	left := 0
	for at := t.tile; at < len(t.steps) && t.steps[at] == t.steps[t.tile]; at++ {
		left++
	}
	budget := min(max(1, work/t.cost), left)
	return t.Advance(budget*t.cost, loss[:1]), budget == left
}

// At is how many batches of the present epoch are done.
func (t *Trainer) At() int { return t.steps[t.tile] }

// prepareOrder writes the orders of coming epochs at the start of an epoch, and returns how many epochs have
// one. Within an epoch, it lets that one finish.
func (t *Trainer) prepareOrder(epochs int) int {
	if t.tile > 0 {
		return 1
	}
	p := t.program
	epochs = min(epochs, p.orderEpochs)
	buf := t.buffer[:4*p.spec.Rows*epochs]
	for e := range epochs {
		t.data.Order(t.order, t.epoch+e)
		for i, row := range t.order {
			put32(buf[4*(e*p.spec.Rows+i):], uint32(row))
		}
	}
	t.instance.Write(p.order, buf)
	put32(buf, uint32(p.order))
	t.instance.Write(p.state+stateOrder, buf[:4])
	return epochs
}

// prepareRates writes the rates of the steps in the coming tiles, and returns for how many tiles they last.
func (t *Trainer) prepareRates(tiles int) int {
	p := t.program
	first := t.epoch*p.batches + t.steps[t.tile]
	if t.data.Steady {
		// A run that is watched comes here for every epoch, and each crossing to a browser costs 1 to 2 us.
		if rate := t.data.Rate(first); rate != t.rate {
			t.rate = rate
			put64(t.buffer, math.Float64bits(rate))
			t.instance.Write(p.rates, t.buffer[:8])
		}
		return tiles
	}
	tiles = min(tiles, ringSize)
	for i := range tiles {
		put64(t.buffer[8*i:], math.Float64bits(t.data.Rate(first+i)))
	}
	t.instance.Write(p.rates, t.buffer[:8*tiles])
	put32(t.buffer, uint32(p.rates)) // the module goes on from where it is
	t.instance.Write(p.state+stateRate, t.buffer[:4])
	return tiles
}

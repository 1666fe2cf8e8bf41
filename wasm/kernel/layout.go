package kernel

import (
	"math"

	"plateau/wasm/mlp"
)

const (
	poolBytes = 8192
	ringSize  = 4096 // epochs whose losses fit, and steps whose rates fit
	columns   = 4    // columns of a kernel that lie together
	// A tile has at most maxTile rows; fewer where a layer's activations would take more than layerBytes, the
	// first cache of most processors (at 256 units in float64, 16 rows take 0.8 of the time of 64), or the whole
	// tile more than tileWork multiply-adds, about 8 ms; but no fewer than minTile if the batch has them.
	maxTile    = 64
	minTile    = 16
	layerBytes = 32 << 10
	tileWork   = 16 << 20
	// orderRows is how many entries of coming epochs' orders are kept, or one epoch's if that is more.
	orderRows = 8192
)

// layer is where one layer's numbers lie. Weights and gradients of a layer are at the same
// offset from those of the network.
type layer struct {
	mlp.Layer
	inputs       int
	kernel, bias int // offsets of the layer's variables in weights, bytes; bias -1 without one
	out          int // address of the activations, later of the derivatives: (units, tile)
	slope        int // address of the activation's slopes where it keeps them: (units, tile)
	kind         activation
	line         int // bytes of a row of units, of a compact network's hidden layer
}

// keepsSlope says whether the slopes are kept in memory, by the activation or by dropout.
func (l *layer) keepsSlope() bool { return l.kind.both != nil || l.Dropout > 0 }

// backward is the derivative da by an output taken back to the sum it came from.
func (l *layer) backward(b *builder, da, a, slope vec) vec {
	if l.Dropout > 0 {
		return b.mul(da, slope)
	}
	return l.kind.backward(b, da, a, slope)
}

// layout says where everything lies, in bytes, and how the work is divided.
type layout struct {
	*precision
	spec   Spec
	layers []layer

	tile      int // rows of a tile, a multiple of lanes
	vectors   int // tile / lanes
	perBatch  int // tiles of a full batch
	batches   int // of an epoch
	stretch   int // bytes of all weights, whole vectors
	slots     int // of the optimizer
	variables []variable

	constants, state, rates, ring  int
	weights, gradient, memory      int // stretches; memory is the first of slots
	derivative                     int // by the predictions: (outputs, tile)
	descriptors, tiles, tileBytes  int
	order, orderEpochs, rows, size int
}

// variable is one of mlp's variables within a stretch.
type variable struct {
	mlp.Variable
	at, bytes int
	row       int // bytes of a row; 0 where four columns lie together
}

// The words of the state.
const (
	stateNext       = 0  // i32, address of the next tile's descriptor
	stateOrder      = 4  // i32, address of the next entry of the order
	stateRate       = 8  // i32, address of the next rate
	stateRateStride = 12 // i32, 8, or 0 for a constant rate
	stateStep       = 84 // i32, updates so far
	stateSeed       = 88 // i32, of dropout
	stateEpochLoss  = 16 // f64, sum over the epoch's batches of loss times rows
	stateBatchLoss  = 32 // vector, loss of the batch so far
	statePowers     = 48 // four f64 of the optimizer
	stateBytes      = 96
)

// A descriptor tells of one tile of an epoch.
const (
	descriptorTile  = 0  // i32, address of the tile's data
	descriptorRows  = 4  // i32
	descriptorEnd   = 8  // i32, rows of the batch that ends with this tile, or 0
	descriptorShare = 16 // 1 / rows of the batch, in the precision
	descriptorBytes = 32
)

func newLayout(s Spec) layout {
	l := layout{precision: f64x2, spec: s}
	if s.Single {
		l.precision = f32x4
	}
	l.divide()
	l.arrange()
	next := 0
	place := func(bytes int) int {
		at := next
		next = ceil(next+bytes, 64)
		return at
	}
	l.constants = place(poolBytes)
	l.state = place(stateBytes)
	l.rates = place(8 * ringSize)
	l.ring = place(8 * ringSize)
	l.slots = optimizerSlots(s.Optimizer)
	l.weights = place(l.stretch)
	l.gradient = place(l.stretch)
	l.memory = place(l.stretch * l.slots)
	for i := range l.layers {
		bytes := max(l.layers[i].Units*l.tile*l.bytes, s.Rows*l.layers[i].line)
		l.layers[i].out = place(bytes)
		if l.layers[i].keepsSlope() {
			l.layers[i].slope = place(bytes)
		}
	}
	l.derivative = place(s.Net.Outputs() * l.tile * l.bytes)
	count := l.tilesPerEpoch()
	l.descriptors = place(count * descriptorBytes)
	l.tileBytes = (s.Net.Inputs + s.Net.Outputs() + 1) * l.tile * l.bytes
	if s.drops() {
		l.tileBytes += l.tile * l.bytes
	}
	if s.Shuffled {
		l.tiles = place(l.tileBytes)
		l.orderEpochs = max(1, min(64, orderRows/s.Rows))
		l.order = place(4 * s.Rows * l.orderEpochs)
		l.rows = place(s.Rows * l.rowBytes())
	} else {
		l.tiles = place(count * l.tileBytes)
	}
	l.size = next
	return l
}

// rowBytes is the size of a row kept for gathering: inputs, targets, weight.
func (l *layout) rowBytes() int { return (l.spec.Net.Inputs + l.spec.Net.Outputs() + 1) * l.bytes }

func (l *layout) pages() int { return (l.size+1<<16-1)>>16 + 1 }

// divide cuts a batch into tiles of equal size, so that the fewest places stay empty.
func (l *layout) divide() {
	batch := l.spec.Batch
	widest := 1
	for _, layer := range l.spec.Net.Layers {
		widest = max(widest, layer.Units)
	}
	most := min(maxTile, max(minTile, min(layerBytes/(widest*l.bytes), tileWork/(3*l.spec.Net.Parameters()))))
	best := math.MaxInt
	for count := (batch + most - 1) / most; count <= (batch+minTile-1)/minTile; count++ {
		vectors := (batch + count*l.lanes - 1) / (count * l.lanes)
		if vectors > 3 {
			vectors = ceil(vectors, 2) // pairs of vectors fill the registers
		}
		if count*vectors < best {
			best, l.vectors = count*vectors, vectors
		}
	}
	l.tile = l.vectors * l.lanes
	l.perBatch = (batch + l.tile - 1) / l.tile
	l.batches = (l.spec.Rows + batch - 1) / batch
}

// tilesPerEpoch counts the tiles of all batches; the last batch may need fewer.
func (l *layout) tilesPerEpoch() int {
	last := l.spec.Rows - (l.batches-1)*l.spec.Batch
	return (l.batches-1)*l.perBatch + (last+l.tile-1)/l.tile
}

// arrange gives the variables their places in a stretch.
func (l *layout) arrange() {
	inputs := l.spec.Net.Inputs
	for _, config := range l.spec.Net.Layers {
		l.layers = append(l.layers, layer{Layer: config, inputs: inputs, bias: -1, kind: newActivation(config.Activation)})
		inputs = config.Units
	}
	// Where a penalty or a clip walks over single variables, each begins and ends with a vector. Elsewhere gaps
	// would only be updated in vain: the origin question's weights fill 8 vectors of float32, with gaps 10.
	unit := l.bytes
	if l.spec.Net.L1 > 0 || l.spec.Net.L2 > 0 || l.spec.Optimizer.Args["clipnorm"] > 0 {
		unit = 16
	}
	compact := l.spec.compact()
	if compact {
		unit = 16
		l.layers[0].line = ceil(l.layers[0].Units*l.bytes, unit)
	}
	at := 0
	for _, v := range l.spec.Net.Variables() {
		bytes, row := ceil((v.To-v.From)*l.bytes, unit), 0
		if compact && v.Layer == 0 {
			row = l.layers[0].line
			bytes = v.Rows * row
		}
		l.variables = append(l.variables, variable{v, at, bytes, row})
		if v.Bias {
			l.layers[v.Layer].bias = at
		} else {
			l.layers[v.Layer].kernel = at
		}
		at += bytes
	}
	l.stretch = ceil(at, 16)
}

// place is where entry (i, j) of a variable lies, in bytes from the start of the variable. Four columns
// of a kernel lie together, row after row, so that all three matrix products read along the memory.
func (v *variable) place(i, j, bytes int) int {
	if v.row > 0 {
		return i*v.row + j*bytes
	}
	whole := v.Cols / columns * columns
	if j < whole {
		return (j/columns*columns*v.Rows + i*columns + j%columns) * bytes
	}
	return (whole*v.Rows + i*(v.Cols-whole) + j - whole) * bytes
}

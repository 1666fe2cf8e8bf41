package mlp

import (
	"math"

	"plateau/wasm/elementary"
)

// Drop decides which units dropout silences: a function of the run's seed, the
// training step, the row within the data and the unit, so that any engine, and
// any order of work, drops the same ones. It draws other units than Keras does.
type Drop struct {
	Seed uint32
	Step int
	Row  int
}

// mask stores 0 where a unit of layer is dropped and 1/(1-rate) elsewhere
// (inverted dropout), so that the expected activation stays what it was.
func mask[T Float](keep []T, d *Drop, layer int, rate T) {
	key := scramble(d.Seed ^ scramble(uint32(d.Step)^scramble(uint32(d.Row)^scramble(uint32(layer)+1))))
	kept := 1 / (1 - rate)
	for j := range keep {
		keep[j] = 0
		if Share(key, j) >= float64(rate) {
			keep[j] = kept
		}
	}
}

// Share is the j-th of a stream of numbers evenly spread over [0, 1).
func Share(key uint32, j int) float64 {
	return float64(scramble(key+uint32(j)*0x9e3779b9)) / (1 << 32)
}

// scramble is a bijection of 32 bits in which every input bit moves every
// output bit with odds near one half (multiply and xor-shift, the constants of
// C. Wellons' search for low bias, public domain).
func scramble(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x7feb352d
	x ^= x >> 15
	x *= 0x846ca68b
	x ^= x >> 16
	return x
}

// Noise stores x plus normal noise of the given standard deviation, Keras's
// GaussianNoise on the inputs, drawn as a function of d like dropout is.
func Noise[T Float](dst, x []T, stddev T, d *Drop) {
	key := scramble(^d.Seed ^ scramble(uint32(d.Step)^scramble(uint32(d.Row))))
	for j, v := range x {
		radius := math.Sqrt(-2 * elementary.Log(1-Share(key, 2*j)))
		dst[j] = v + T(stddev*T(radius*elementary.Cos(2*math.Pi*Share(key, 2*j+1))))
	}
}

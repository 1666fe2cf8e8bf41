// Package mlp is the multilayer perceptron as mathematics: activations,
// losses, initial weights, gradients, optimizers and schedules, with Keras's
// definitions and names. It is the readable reference; package kernel compiles
// the same network to fast code and is checked against this one.
//
// Read it in this order: activation.go, loss.go, network.go (forward and
// backward), initializer.go, optimizer.go, schedule.go.
//
// Shapes are written (rows, columns). All weights of a network are one flat
// slice in Keras's order: for each layer the kernel, shape (inputs, units),
// row by row, then the bias, shape (units).
//
// Every product that is added to something is converted explicitly, T(a*b)+c:
// Go may otherwise fuse the two into one rounding on some processors, and the
// same experiment would give other bits there.
package mlp

import (
	"math"

	"plateau/wasm/elementary"
)

// Float is the precision of a run. With float32 every operation rounds to
// float32; the elementary functions are computed in float64 and rounded once.
type Float interface{ float32 | float64 }

func exp[T Float](x T) T      { return T(elementary.Exp(float64(x))) }
func log[T Float](x T) T      { return T(elementary.Log(float64(x))) }
func tanh[T Float](x T) T     { return T(elementary.Tanh(float64(x))) }
func sigmoid[T Float](x T) T  { return T(elementary.Sigmoid(float64(x))) }
func softplus[T Float](x T) T { return T(elementary.Softplus(float64(x))) }
func sin[T Float](x T) T      { return T(elementary.Sin(float64(x))) }
func cos[T Float](x T) T      { return T(elementary.Cos(float64(x))) }
func sqrt[T Float](x T) T     { return T(math.Sqrt(float64(x))) }
func abs[T Float](x T) T      { return T(math.Abs(float64(x))) }

// sign is -1, 0 or 1, and NaN for NaN.
func sign[T Float](x T) T {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x
}

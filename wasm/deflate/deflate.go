// Package deflate packs bytes by RFC 1951 and unpacks them, without a header:
// what zlib calls raw DEFLATE. It exists because compress/flate imports fmt,
// and both together add 190 kB of gzip to a WebAssembly program whose budget is
// 1.0 MB; this package adds 6.
//
// It is made for links: texts of some kilobytes that should become as short as
// DEFLATE allows. Compress looks for the cheapest way through a text, which
// saves 4 to 8 % against compress/flate at its best level on the JSON of an
// Experiment, and is slower than it on megabytes.
package deflate

import "math/bits"

const (
	endOfBlock = 256
	literals   = 286 // bytes, end of block and the lengths of matches
	distances  = 30
	minMatch   = 3
	maxMatch   = 258
	window     = 32768
	maxCode    = 15 // bits of the longest code
)

// order is how the lengths of the code length code are sent.
var order = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// lengthSymbol is the symbol of a match's length, with the number of extra bits
// and their value. Lengths come in groups of four symbols that share a number
// of extra bits; 258 has a symbol of its own.
func lengthSymbol(length int) (symbol, extra, value int) {
	n := length - minMatch
	switch {
	case length == maxMatch:
		return 285, 0, 0
	case n < 8:
		return 257 + n, 0, 0
	}
	extra = bits.Len(uint(n)) - 3
	return 257 + 4*extra + n>>extra, extra, n & (1<<extra - 1)
}

// lengthBase undoes lengthSymbol: the shortest length of a symbol and its extra
// bits.
func lengthBase(symbol int) (base, extra int) {
	n := symbol - 257
	switch {
	case symbol == 285:
		return maxMatch, 0
	case n < 8:
		return minMatch + n, 0
	}
	extra = n/4 - 1
	return minMatch + (4+n%4)<<extra, extra
}

// distanceSymbol is lengthSymbol for distances, whose groups are of two.
func distanceSymbol(distance int) (symbol, extra, value int) {
	n := distance - 1
	if n < 4 {
		return n, 0, 0
	}
	extra = bits.Len(uint(n)) - 2
	return 2*extra + n>>extra, extra, n & (1<<extra - 1)
}

func distanceBase(symbol int) (base, extra int) {
	if symbol < 4 {
		return 1 + symbol, 0
	}
	extra = symbol/2 - 1
	return 1 + (2+symbol%2)<<extra, extra
}

// fixedLengths are the code lengths of a block that sends none.
func fixedLengths() (literal, distance []byte) {
	literal, distance = make([]byte, 288), make([]byte, 32)
	for i := range literal {
		switch {
		case i < 144:
			literal[i] = 8
		case i < 256:
			literal[i] = 9
		case i < 280:
			literal[i] = 7
		default:
			literal[i] = 8
		}
	}
	for i := range distance {
		distance[i] = 5
	}
	return literal, distance
}

package kernel

import (
	"plateau/wasm/elementary"
	"plateau/wasm/kernel/asm"
)

// pool collects the constants of a module in a stretch of its memory.
type pool struct {
	at, limit int
	bytes     []byte
	known     map[constant]int

	module *asm.Module
	large  *asm.Func // see reduceLarge
	table  int       // see digits
}

type constant struct {
	size int
	bits uint64
}

func newPool(m *asm.Module, at, limit int) *pool {
	return &pool{at: at, limit: limit, known: map[constant]int{}, module: m, table: -1}
}

// number is the address of v in the given precision.
func (p *pool) number(prec *precision, v float64) int {
	var buf [8]byte
	prec.put(buf[:], v)
	return p.add(constant{prec.bytes, get64(buf[:])})
}

// word is the address of 64 bits.
func (p *pool) word(v uint64) int { return p.add(constant{8, v}) }

func (p *pool) add(c constant) int {
	address, ok := p.known[c]
	if !ok {
		address = p.at + len(p.bytes)
		p.known[c] = address
		var buf [8]byte
		put64(buf[:], c.bits)
		p.bytes = append(p.bytes, buf[:]...)
		if len(p.bytes) > p.limit {
			panic("kernel: too many constants")
		}
	}
	return address
}

// digits is the address of the binary digits of 2/pi, between a word of zeros before and after.
func (p *pool) digits() int {
	if p.table < 0 {
		p.table = p.at + len(p.bytes)
		var buf [8]byte
		for _, w := range append(append([]uint64{0}, elementary.TwoOverPiBits[:]...), 0) {
			put64(buf[:], w)
			p.bytes = append(p.bytes, buf[:]...)
		}
	}
	return p.table
}

package kernel

import (
	"plateau/wasm/elementary"
	"plateau/wasm/kernel/asm"
)

// pool collects the constants of a module in a stretch of its memory.
type pool struct {
	at, limit int
	bytes     []byte
	known     map[uint64]int

	module *asm.Module
	large  *asm.Func // see reduceLarge
	table  int       // see digits
}

func newPool(m *asm.Module, at, limit int) *pool {
	return &pool{at: at, limit: limit, known: map[uint64]int{}, module: m, table: -1}
}

// number is the address of a vector with v in all lanes.
func (p *pool) number(prec *precision, v float64) int {
	var buf [8]byte
	for i := 0; i < len(buf); i += prec.bytes {
		prec.put(buf[i:], v)
	}
	return p.word(get64(buf[:]))
}

// word is the address of a vector with 64 bits in both halves. Chromium loads a whole vector in one instruction, a
// number into all lanes in two.
func (p *pool) word(v uint64) int {
	address, ok := p.known[v]
	if !ok {
		p.align()
		address = p.at + len(p.bytes)
		p.known[v] = address
		p.bytes = append(p.bytes, make([]byte, 16)...)
		put64(p.bytes[address-p.at:], v)
		put64(p.bytes[address-p.at+8:], v)
		if len(p.bytes) > p.limit {
			panic("kernel: too many constants")
		}
	}
	return address
}

// align fills the pool up to a whole vector.
func (p *pool) align() {
	p.bytes = append(p.bytes, make([]byte, ceil(len(p.bytes), 16)-len(p.bytes))...)
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

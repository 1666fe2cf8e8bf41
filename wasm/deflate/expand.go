package deflate

import "errors"

// Errors of Expand.
var (
	ErrTruncated = errors.New("the data end too early")
	ErrCorrupt   = errors.New("the data are damaged")
	ErrTooLarge  = errors.New("the data unpack to more than is allowed")
)

// Expand unpacks data, which must be one whole DEFLATE stream of at most limit
// bytes when unpacked.
func Expand(data []byte, limit int) ([]byte, error) {
	r := &reader{data: data, limit: limit}
	for last := false; !last && r.err == nil; {
		last = r.bits(1) == 1
		switch r.bits(2) {
		case 0:
			r.stored()
		case 1:
			literal, distance := fixedLengths()
			r.block(newDecoder(literal), newDecoder(distance))
		case 2:
			r.dynamic()
		default:
			r.fail(ErrCorrupt)
		}
	}
	if r.err == nil && r.at < len(data) {
		r.err = ErrCorrupt
	}
	if r.err != nil {
		return nil, r.err
	}
	return r.out, nil
}

// reader takes bits from data, the lowest of each byte first. After an error
// every bit is 0.
type reader struct {
	data  []byte
	at    int
	held  uint
	count int // bits in held
	out   []byte
	limit int
	err   error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) bits(n int) int {
	for r.count < n {
		if r.at >= len(r.data) {
			r.fail(ErrTruncated)
			return 0
		}
		r.held |= uint(r.data[r.at]) << r.count
		r.at++
		r.count += 8
	}
	v := r.held & (1<<n - 1)
	r.held >>= n
	r.count -= n
	if r.err != nil {
		return 0
	}
	return int(v)
}

func (r *reader) stored() {
	r.held, r.count = 0, 0
	n, check := r.bits(16), r.bits(16)
	switch {
	case r.err != nil:
	case n != check^0xffff:
		r.fail(ErrCorrupt)
	case r.at+n > len(r.data):
		r.fail(ErrTruncated)
	case len(r.out)+n > r.limit:
		r.fail(ErrTooLarge)
	default:
		r.out = append(r.out, r.data[r.at:r.at+n]...)
		r.at += n
	}
}

// decoder is a canonical code: how many codes there are of each length, and
// the symbols in the order of their codes.
type decoder struct {
	count   [maxCode + 1]int
	symbols []int
	broken  bool // more codes than there is room for, or fewer
}

func newDecoder(lengths []byte) decoder {
	var d decoder
	for length := 1; length <= maxCode; length++ {
		for symbol, l := range lengths {
			if int(l) == length {
				d.count[length]++
				d.symbols = append(d.symbols, symbol)
			}
		}
	}
	room := 1
	for length := 1; length <= maxCode; length++ {
		room = 2*room - d.count[length]
		d.broken = d.broken || room < 0
	}
	// RFC 1951 allows a single code of one bit, and none at all.
	d.broken = d.broken || room > 0 && len(d.symbols) > 1 || len(d.symbols) == 1 && d.count[1] != 1
	return d
}

func (r *reader) symbol(d *decoder) int {
	code, first, index := 0, 0, 0
	for length := 1; length <= maxCode && r.err == nil; length++ {
		code |= r.bits(1)
		n := d.count[length]
		if code < first+n {
			if r.err != nil {
				return 0
			}
			return d.symbols[index+code-first]
		}
		index += n
		first = (first + n) << 1
		code <<= 1
	}
	r.fail(ErrCorrupt)
	return 0
}

// dynamic reads a block that begins with its own codes.
func (r *reader) dynamic() {
	nLiteral, nDistance, nOrder := r.bits(5)+257, r.bits(5)+1, r.bits(4)+4
	if nLiteral > literals || nDistance > distances {
		r.fail(ErrCorrupt)
		return
	}
	lengths := make([]byte, len(order))
	for _, i := range order[:nOrder] {
		lengths[i] = byte(r.bits(3))
	}
	code := newDecoder(lengths)
	if code.broken {
		r.fail(ErrCorrupt)
	}
	lengths = make([]byte, 0, nLiteral+nDistance)
	for len(lengths) < nLiteral+nDistance && r.err == nil {
		symbol := r.symbol(&code)
		value, times := byte(symbol), 1
		switch symbol {
		case 16:
			if len(lengths) == 0 {
				r.fail(ErrCorrupt)
				return
			}
			value, times = lengths[len(lengths)-1], 3+r.bits(2)
		case 17:
			value, times = 0, 3+r.bits(3)
		case 18:
			value, times = 0, 11+r.bits(7)
		}
		for range times {
			lengths = append(lengths, value)
		}
	}
	if r.err != nil {
		return
	}
	if len(lengths) != nLiteral+nDistance || lengths[endOfBlock] == 0 {
		r.fail(ErrCorrupt)
		return
	}
	r.block(newDecoder(lengths[:nLiteral]), newDecoder(lengths[nLiteral:]))
}

// block reads symbols up to the end of the block.
func (r *reader) block(literal, distance decoder) {
	if literal.broken || distance.broken {
		r.fail(ErrCorrupt)
	}
	for r.err == nil {
		symbol := r.symbol(&literal)
		switch {
		case r.err != nil || symbol == endOfBlock:
			return
		case symbol < endOfBlock:
			r.out = append(r.out, byte(symbol))
		case symbol >= literals:
			r.fail(ErrCorrupt)
		default:
			r.match(symbol, &distance)
		}
		if len(r.out) > r.limit {
			r.fail(ErrTooLarge)
		}
	}
}

func (r *reader) match(symbol int, distance *decoder) {
	length, extra := lengthBase(symbol)
	length += r.bits(extra)
	symbol = r.symbol(distance)
	if symbol >= distances {
		r.fail(ErrCorrupt)
		return
	}
	back, extra := distanceBase(symbol)
	back += r.bits(extra)
	if back > len(r.out) {
		r.fail(ErrCorrupt)
	}
	if r.err != nil {
		return
	}
	for range length { // one by one: a match may overlap what it makes
		r.out = append(r.out, r.out[len(r.out)-back])
	}
}

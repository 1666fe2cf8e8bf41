package deflate

// writer puts bits into out, the lowest of each byte first.
type writer struct {
	out   []byte
	count int // bits used of the last byte; 0 when it is full
}

func (w *writer) bits(v, n int) {
	for n > 0 {
		if w.count == 0 {
			w.out = append(w.out, 0)
		}
		take := min(n, 8-w.count)
		w.out[len(w.out)-1] |= byte(v&(1<<take-1)) << w.count
		w.count = (w.count + take) & 7
		v >>= take
		n -= take
	}
}

// length is the number of bits written.
func (w *writer) length() int { return 8*len(w.out) - (8-w.count)&7 }

// codes are the canonical codes of the given lengths, turned around because
// codes are sent from their highest bit.
func codes(lengths []byte) []int {
	out := make([]int, len(lengths))
	code := 0
	for length := 1; length <= maxCode; length++ {
		for symbol, l := range lengths {
			if int(l) != length {
				continue
			}
			for bit := range length {
				out[symbol] |= code >> bit & 1 << (length - 1 - bit)
			}
			code++
		}
		code <<= 1
	}
	return out
}

func (w *writer) block(data []byte, steps []match, literal, distance []byte) {
	literalCode, distanceCode := codes(literal), codes(distance)
	at := 0
	for _, m := range steps {
		if m.length == 1 {
			w.bits(literalCode[data[at]], int(literal[data[at]]))
		} else {
			symbol, extra, value := lengthSymbol(m.length)
			w.bits(literalCode[symbol], int(literal[symbol]))
			w.bits(value, extra)
			symbol, extra, value = distanceSymbol(m.distance)
			w.bits(distanceCode[symbol], int(distance[symbol]))
			w.bits(value, extra)
		}
		at += m.length
	}
	w.bits(literalCode[endOfBlock], int(literal[endOfBlock]))
}

// header sends the lengths of both codes, in runs, by a code of their own.
func (w *writer) header(literal, distance []byte) {
	nLiteral, nDistance := trim(literal, 257), trim(distance, 1)
	runs := runLengths(append(append([]byte(nil), literal[:nLiteral]...), distance[:nDistance]...))
	counts := make([]int, len(order))
	for _, r := range runs {
		counts[r.symbol]++
	}
	code := lengths(counts, 7)
	codeCode := codes(code)
	nOrder := len(order)
	for nOrder > 4 && code[order[nOrder-1]] == 0 {
		nOrder--
	}
	w.bits(nLiteral-257, 5)
	w.bits(nDistance-1, 5)
	w.bits(nOrder-4, 4)
	for _, i := range order[:nOrder] {
		w.bits(int(code[i]), 3)
	}
	for _, r := range runs {
		w.bits(codeCode[r.symbol], int(code[r.symbol]))
		w.bits(r.value, r.extra)
	}
}

// trim is the length without zeros at the end, at least least.
func trim(lengths []byte, least int) int {
	n := len(lengths)
	for n > least && lengths[n-1] == 0 {
		n--
	}
	return n
}

type run struct{ symbol, extra, value int }

// runLengths writes repeated lengths as: 16, the last one 3 to 6 times more;
// 17, 3 to 10 zeros; 18, 11 to 138 zeros.
func runLengths(lengths []byte) []run {
	var out []run
	for i := 0; i < len(lengths); {
		n := 1
		for i+n < len(lengths) && lengths[i+n] == lengths[i] {
			n++
		}
		i += n
		length := int(lengths[i-1])
		if length > 0 {
			out = append(out, run{symbol: length})
			n--
		}
		for n > 0 {
			switch {
			case n < 3:
				out = append(out, run{symbol: length})
				n--
			case length > 0:
				out = append(out, run{16, 2, min(n, 6) - 3})
				n -= min(n, 6)
			case n < 11:
				out = append(out, run{17, 3, n - 3})
				n = 0
			default:
				out = append(out, run{18, 7, min(n, 138) - 11})
				n -= min(n, 138)
			}
		}
	}
	return out
}

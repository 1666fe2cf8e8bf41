package deflate

// Compress packs data as one block. The same data always give the same bytes.
func Compress(data []byte) []byte {
	matches := find(data)
	// Rounds of: what would each symbol cost, the cheapest way through the
	// data, the codes for that way. The first round takes the fixed codes.
	var best *writer
	literal, distance := fixedLengths()
	for range rounds {
		steps := cheapest(data, matches, literal, distance)
		fixed, dynamic := &writer{}, &writer{}
		literal, distance = fixedLengths()
		fixed.bits(1+1<<1, 3)
		fixed.block(data, steps, literal, distance)
		literal, distance = count(data, steps)
		dynamic.bits(1+2<<1, 3)
		dynamic.header(literal, distance)
		dynamic.block(data, steps, literal, distance)
		for _, w := range []*writer{fixed, dynamic} {
			if best == nil || w.length() < best.length() {
				best = w
			}
		}
	}
	if best.count > 0 {
		best.bits(0, 8-best.count)
	}
	return best.out
}

const (
	rounds = 4  // more gain less than a byte on links
	chain  = 48 // earlier places looked at for a match
	long   = 96 // a match that is taken without a look at what begins inside it
)

// match is a stretch of data that stood distance bytes before.
type match struct{ length, distance int }

// find lists for each position the matches worth a thought: each longer than
// the ones nearer by.
func find(data []byte) [][]match {
	out := make([][]match, len(data))
	last := map[[minMatch]byte]int{} // where three bytes stood last
	before := make([]int, len(data)) // where those of this position stood before, or -1
	busy := 0                        // positions below this lie inside a long match
	for i := 0; i+minMatch <= len(data); i++ {
		key := [minMatch]byte(data[i:])
		at, ok := last[key]
		if !ok {
			at = -1
		}
		last[key], before[i] = i, at
		longest := minMatch - 1
		if i < busy {
			continue
		}
		for tries := 0; at >= 0 && i-at <= window && tries < chain && longest < long; tries++ {
			n := 0
			for n < maxMatch && i+n < len(data) && data[at+n] == data[i+n] {
				n++
			}
			if n > longest {
				longest = n
				out[i] = append(out[i], match{n, i - at})
			}
			at = before[at]
		}
		if longest >= long {
			out[i] = out[i][len(out[i])-1:]
			busy = i + longest
		}
	}
	return out
}

// Bits that a symbol without a code is taken to cost: it was not used in the
// round before, and may yet be worth it.
const unused = 13

func cost(lengths []byte, symbol int) int {
	if l := lengths[symbol]; l > 0 {
		return int(l)
	}
	return unused
}

// cheapest is the way through data that takes the fewest bits: a match at each
// step, of length 1 for a byte as it is.
func cheapest(data []byte, matches [][]match, literal, distance []byte) []match {
	total := make([]int, len(data)+1)
	via := make([]match, len(data)+1) // how each position is best reached
	for i := 1; i <= len(data); i++ {
		total[i] = int(^uint(0) >> 1)
	}
	var lengthCost [maxMatch + 1]int
	for n := minMatch; n <= maxMatch; n++ {
		symbol, extra, _ := lengthSymbol(n)
		lengthCost[n] = cost(literal, symbol) + extra
	}
	for i, b := range data {
		if c := total[i] + cost(literal, int(b)); c < total[i+1] {
			total[i+1], via[i+1] = c, match{1, 0}
		}
		from := minMatch
		for _, m := range matches[i] {
			symbol, extra, _ := distanceSymbol(m.distance)
			base := total[i] + cost(distance, symbol) + extra
			for n := from; n <= m.length; n++ {
				if c := base + lengthCost[n]; c < total[i+n] {
					total[i+n], via[i+n] = c, match{n, m.distance}
				}
			}
			from = m.length + 1
		}
	}
	var steps []match
	for i := len(data); i > 0; i -= via[i].length {
		steps = append(steps, via[i])
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return steps
}

// count makes the codes that suit the symbols of a way.
func count(data []byte, steps []match) (literal, distance []byte) {
	literalCount, distanceCount := make([]int, literals), make([]int, distances)
	literalCount[endOfBlock] = 1
	at := 0
	for _, m := range steps {
		if m.length == 1 {
			literalCount[data[at]]++
		} else {
			symbol, _, _ := lengthSymbol(m.length)
			literalCount[symbol]++
			symbol, _, _ = distanceSymbol(m.distance)
			distanceCount[symbol]++
		}
		at += m.length
	}
	return lengths(literalCount, maxCode), lengths(distanceCount, maxCode)
}

// lengths is Huffman's code for symbols that occur so often, none longer than
// limit bits: while one is, all counts are halved, which evens them out.
func lengths(counts []int, limit int) []byte {
	counts = append([]int(nil), counts...)
	for {
		out, longest := huffman(counts)
		if longest <= limit {
			return out
		}
		for i, n := range counts {
			if n > 0 {
				counts[i] = (n + 1) / 2
			}
		}
	}
}

func huffman(counts []int) (out []byte, longest int) {
	out = make([]byte, len(counts))
	type tree struct {
		count   int
		symbols []int
	}
	var forest []tree
	for symbol, n := range counts {
		if n > 0 {
			forest = append(forest, tree{n, []int{symbol}})
		}
	}
	if len(forest) == 1 {
		out[forest[0].symbols[0]] = 1
		return out, 1
	}
	for len(forest) > 1 {
		a, b := 0, 1 // the two rarest
		if forest[b].count < forest[a].count {
			a, b = b, a
		}
		for i := 2; i < len(forest); i++ {
			switch {
			case forest[i].count < forest[a].count:
				a, b = i, a
			case forest[i].count < forest[b].count:
				b = i
			}
		}
		joined := tree{forest[a].count + forest[b].count, append(forest[a].symbols, forest[b].symbols...)}
		for _, symbol := range joined.symbols {
			out[symbol]++
			longest = max(longest, int(out[symbol]))
		}
		forest[min(a, b)] = joined
		forest = append(forest[:max(a, b)], forest[max(a, b)+1:]...)
	}
	return out, longest
}

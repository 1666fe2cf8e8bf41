package dataset

// Thin chooses which of n values in a row a picture needs, at most most of them
// (4 or more), in order: all where they are no more, else the first and the
// last, and of each stretch in between the lowest and the highest, which may be
// no number.
func Thin(n, most int, value func(i int) float64) []int {
	out := make([]int, 0, min(n, most))
	if n <= most {
		for i := range n {
			out = append(out, i)
		}
		return out
	}
	out = append(out, 0)
	stretches := (most - 2) / 2
	for s := range stretches {
		from, to := 1+s*(n-2)/stretches, 1+(s+1)*(n-2)/stretches
		low, high := from, from
		lowest, highest := value(from), value(from)
		for i := from + 1; i < to; i++ {
			v := value(i)
			if v < lowest {
				low, lowest = i, v
			}
			if !(v <= highest) {
				high, highest = i, v
			}
		}
		if out = append(out, min(low, high)); low != high {
			out = append(out, max(low, high))
		}
	}
	return append(out, n-1)
}

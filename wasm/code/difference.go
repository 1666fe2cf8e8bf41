package code

import (
	"strings"

	"plateau/wasm/experiment"
)

// ExportFix is the script of after, in which each line that is not in the
// script of before is marked by a comment, with what stood there.
func ExportFix(before, after experiment.Experiment, framework string, weights bool) (string, error) {
	was, err := Export(before, framework, weights)
	if err != nil {
		return "", err
	}
	is, err := Export(after, framework, weights)
	if err != nil {
		return "", err
	}
	return mark(strings.Split(was, "\n"), strings.Split(is, "\n")), nil
}

// The longest lines that are quoted in a comment.
const maxQuote = 100

// mark joins the lines of is and marks those that are new. Lines taken out in
// between are quoted.
func mark(was, is []string) string {
	head := 0
	for head < len(was) && head < len(is) && was[head] == is[head] {
		head++
	}
	tail := 0
	for tail < len(was)-head && tail < len(is)-head && was[len(was)-1-tail] == is[len(is)-1-tail] {
		tail++
	}
	a, b := was[head:len(was)-tail], is[head:len(is)-tail]
	var out strings.Builder
	write := func(lines []string) {
		for _, l := range lines {
			out.WriteString(l + "\n")
		}
	}
	write(is[:head])
	common := match(a, b)
	from := 0 // in a
	for j, l := range b {
		i := common[j]
		if i >= 0 { // the same line
			gone(&out, a[from:i])
			from = i + 1
			out.WriteString(l + "\n")
			continue
		}
		next := len(a) // lines of a up to the next common one may have stood here
		for _, k := range common[j:] {
			if k >= 0 {
				next = k
				break
			}
		}
		switch {
		case l == "":
			out.WriteByte('\n')
		case from < next && strings.TrimSpace(a[from]) != "":
			out.WriteString(l + "  # changed" + formerly(a[from]) + "\n")
			from++
		default:
			out.WriteString(l + "  # new\n")
		}
	}
	gone(&out, a[from:])
	write(is[len(is)-tail:])
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func formerly(was string) string {
	if was = strings.TrimSpace(was); len(was) > maxQuote {
		return ""
	}
	return ", was: " + was
}

func gone(out *strings.Builder, lines []string) {
	for _, l := range lines {
		if strings.TrimSpace(l) != "" && len(l) <= maxQuote {
			indent := l[:len(l)-len(strings.TrimLeft(l, " "))]
			out.WriteString(indent + "# removed: " + strings.TrimSpace(l) + "\n")
		}
	}
}

// match gives for each line of b the line of a that it is, or -1: a longest
// common subsequence. Beyond a million pairs of lines nothing matches.
func match(a, b []string) []int {
	out := make([]int, len(b))
	for j := range out {
		out[j] = -1
	}
	if len(a)*len(b) > 1_000_000 {
		return out
	}
	width := len(b) + 1
	length := make([]int, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out[j] = i
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

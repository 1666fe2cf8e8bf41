package code

import (
	"strconv"
	"strings"
)

// printed rewrites what a console prints of data, so that it reads as a table:
// R's vectors, whose lines begin with the place of their first number, [5], and
// the tables of R and pandas, in which a column without a name counts the rows.
// Lines stay where they are, but for a vector's. note says what was left out.
func printed(s string) (table, note string) {
	lines := strings.Split(s, "\n")
	if rows, ok := vector(lines); ok {
		return strings.Join(rows, "\n"), ""
	}
	head := 0
	for head < len(lines) && strings.TrimSpace(lines[head]) == "" {
		head++
	}
	if head == len(lines) || strings.ContainsAny(lines[head], ",;\t|=") {
		return s, ""
	}
	names := strings.Fields(lines[head])
	if len(names) == 0 || strings.Trim(strings.Join(names, ""), "0123456789.+-eE") == "" {
		return s, ""
	}
	first, rows := 0, 0
	for i := head + 1; i < len(lines); i++ {
		fields := strings.Fields(lines[i])
		if len(fields) != len(names)+1 {
			if rows < 2 && len(fields) > 0 {
				return s, ""
			}
			continue // below the table
		}
		count, err := strconv.Atoi(strings.TrimSuffix(fields[0], ":"))
		if rows == 0 {
			first = count
		}
		if err != nil || count != first+rows || first > 1 {
			return s, ""
		}
		rows++
		lines[i] = strings.Join(fields[1:], " ")
	}
	if rows < 2 {
		return s, ""
	}
	return strings.Join(lines, "\n"), "the first column only counts the rows and is left out"
}

// vector is the numbers of a vector as R prints it, one to a line.
func vector(lines []string) (out []string, ok bool) {
	for _, line := range lines {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		place, isPlace := strings.CutPrefix(fields[0], "[")
		n, err := strconv.Atoi(strings.TrimSuffix(place, "]"))
		if !isPlace || err != nil || n != len(out)+1 || place == strconv.Itoa(n) {
			return nil, false
		}
		out = append(out, fields[1:]...)
	}
	return out, len(out) > 1
}

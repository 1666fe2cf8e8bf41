package dataset

import (
	"strconv"
	"strings"

	"plateau/wasm/text"
)

// mostClasses is how many different words a column of classes has at most: a
// network that tells more apart is not one to play with.
const mostClasses = 10

// nothing tells whether a cell is empty, in the words that R, pandas,
// spreadsheets and databases have for it.
func nothing(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", ".":
		return true
	}
	return false
}

// column is what stands in one column of a table.
type column struct {
	name    string // how it is called in a note
	numbers int    // cells that are one
	words   int    // cells that are neither a number nor empty
	classes []string
}

// count takes one cell of the column.
func (c *column) count(cell string) {
	if _, ok := finite(cell); ok {
		c.numbers++
	} else if !nothing(cell) {
		c.words++
		if len(c.classes) <= mostClasses && c.class(cell) < 0 {
			c.classes = append(c.classes, cell)
		}
	}
}

// class is the place of a word among the classes, or -1.
func (c *column) class(word string) int {
	for i, one := range c.classes {
		if one == word {
			return i
		}
	}
	return -1
}

// wordy tells a column of words from one of numbers.
func (c *column) wordy() bool { return c.words > c.numbers }

// repeated tells classes from names: few words, each of them twice or more on
// average.
func (c *column) repeated() bool {
	n := len(c.classes)
	return c.wordy() && n >= 2 && n <= mostClasses && 2*n <= c.words
}

// ordered puts the classes into alphabetical order: no is 0, yes is 1.
func (c *column) ordered() {
	for i := range c.classes {
		for j := i; j > 0 && c.classes[j] < c.classes[j-1]; j-- {
			c.classes[j], c.classes[j-1] = c.classes[j-1], c.classes[j]
		}
	}
}

// worded reads a table with columns of words, and says whether there are any.
// Two words that come again and again are 0 and 1. More of them, in the last
// column, become a column each, as a softmax output wants them. Other words are
// left out.
func (p *paste) worded(lines []line) bool {
	counts := map[int]int{}
	for _, l := range lines {
		if l.vector {
			return false
		}
		counts[len(l.all)]++
	}
	width := commonest(counts)
	if width < 2 {
		return false
	}
	first, named := 0, false // the line under the names of the columns
	for first < len(lines) && (len(lines[first].all) != width || lines[first].found == 0) {
		named = len(lines[first].all) == width
		first++
	}
	columns := make([]column, width)
	numbers, wordy, inner := 0, 0, 0
	for c := range columns {
		columns[c].name = strconv.Itoa(c + 1)
		if named {
			columns[c].name = strconv.Quote(lines[first-1].all[c])
		}
		for _, l := range lines[first:] {
			if len(l.all) == width {
				columns[c].count(l.all[c])
			}
		}
		switch {
		case columns[c].wordy():
			wordy, inner = wordy+1, inner+min(c, 1)
		case columns[c].numbers > 0:
			numbers++
		}
	}
	// A word before each row of numbers may name the row.
	if wordy == 0 || numbers == 0 || !named && inner == 0 {
		return false
	}
	for i, l := range lines[:first] {
		if !named || i < first-1 {
			p.note(l.number, true, "no numbers")
		}
	}
	kept := p.chosen(columns, named)
	for _, l := range lines[first:] {
		switch {
		case len(l.all) < width && l.open: // the cells at its end are empty
			p.lacking = append(p.lacking, l.number)
		case len(l.all) != width:
			p.note(l.number, true, "%s where other lines have %d", text.Many(len(l.all), "value"), width)
		default:
			p.coded(l, columns, kept)
		}
	}
	return true
}

// chosen says which columns are kept, names what they become, and notes it.
func (p *paste) chosen(columns []column, named bool) (kept []int) {
	for c := range columns {
		one := &columns[c]
		one.ordered()
		last := c == len(columns)-1
		switch {
		case !one.wordy():
		case one.repeated() && len(one.classes) == 2:
			p.note(0, false, "column %s: %s is 0, %s is 1", one.name, one.classes[0], one.classes[1])
			if last {
				p.Targets = 1
			}
		case one.repeated() && last:
			p.note(0, false, "column %s becomes %d columns of 0 and 1, one for each word: %s", one.name, len(one.classes), strings.Join(one.classes, ", "))
			p.Targets = len(one.classes)
		case one.repeated():
			p.note(0, false, "column %s is text and is left out; as the last column it would be the target", one.name)
			continue
		default:
			p.note(0, false, "column %s is text and is left out", one.name)
			continue
		}
		kept = append(kept, c)
		switch {
		case last && p.Targets > 1:
			p.Columns = append(p.Columns, one.classes...)
		case named:
			p.Columns = append(p.Columns, strings.Trim(one.name, `"`))
		default:
			p.Columns = append(p.Columns, "x"+strconv.Itoa(c+1))
		}
	}
	if !named && p.Targets <= 1 && len(kept) > 0 {
		p.Columns = nil // as of any table without names
	}
	return kept
}

// coded reads a row, its words as the numbers they stand for.
func (p *paste) coded(l line, columns []column, kept []int) {
	l.cells = nil
	for _, c := range kept {
		one, cell := &columns[c], l.all[c]
		at := one.class(cell)
		switch {
		case !one.wordy() || nothing(cell):
			l.cells = append(l.cells, cell)
		case at < 0:
			p.note(l.number, true, "column %s: %q is a number among words", one.name, cell)
			return
		case len(one.classes) == 2:
			l.cells = append(l.cells, strconv.Itoa(at))
		default:
			for i := range one.classes {
				hot := "0"
				if i == at {
					hot = "1"
				}
				l.cells = append(l.cells, hot)
			}
		}
	}
	p.row(l)
}

package dataset

import (
	"strconv"
	"strings"

	"plateau/wasm/text"
)

// line is the cells of one line of a table.
type line struct {
	number int
	label  string // "x" of "x = 1, 2, 3"
	cells  []string
	all    []string // the cells with the label, where that was the first of them
	found  int      // cells that are numbers
	vector bool     // it is one: "x = 1, 2, 3"
	open   bool     // it ends with a separator: its last cells are empty
}

// table reads lines of cells: with tabs, semicolons, bars, commas or white
// space between them, whichever is found first in that order.
func (p *paste) table(s string) {
	var lines []line
	separator, decimal := separators(s)
	counts := map[int]int{}
	labels := 0
	for i, raw := range strings.Split(s, "\n") {
		end := strings.TrimRight(raw, " \r")
		raw = strings.TrimSpace(raw)
		if raw == "" || strings.HasPrefix(raw, "#") || strings.HasPrefix(raw, "//") || strings.Trim(raw, "|-: +=") == "" {
			continue
		}
		l := line{number: i + 1, open: end[len(end)-1] == separator}
		if at := strings.IndexAny(raw, "=:"); at > 0 && strings.Trim(raw[:at], " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == "" && raw[0] > '9' {
			l.label, raw = strings.TrimSpace(raw[:at]), strings.TrimSpace(raw[at+1:])
			l.vector = true
		}
		for _, cell := range cells(raw, separator) {
			if decimal {
				cell = strings.Replace(cell, ",", ".", 1)
			}
			l.cells = append(l.cells, cell)
			if _, ok := finite(cell); ok {
				l.found++
			}
		}
		l.all = l.cells
		if l.label == "" && len(l.cells) > 2 && l.found == len(l.cells)-1 {
			if _, ok := finite(l.cells[0]); !ok && l.cells[0] != "" {
				l.label, l.cells = l.cells[0], l.cells[1:]
			}
		}
		if l.label != "" && l.found > 0 {
			labels++
		}
		if l.found > 0 {
			counts[len(l.cells)]++
		}
		lines = append(lines, l)
	}
	if p.worded(lines) {
		p.measured()
		return
	}
	width := commonest(counts)
	if labels > 0 && labels < 20 && labels*2 > len(lines) {
		p.labelled(lines, width)
		return
	}
	for i, l := range lines {
		if l.label != "" && len(l.cells)+1 == width { // text in the first column
			l.cells = append([]string{l.label}, l.cells...)
		}
		switch {
		case l.found == 0 && p.Points == nil && len(l.cells) == width && width > 0 && (i+1 < len(lines) && lines[i+1].found > 0):
			p.Columns = l.cells
		case len(l.cells) < width && l.open && l.found > 0: // the cells at its end are empty
			p.lacking = append(p.lacking, l.number)
		case len(l.cells) != width || l.found == 0:
			if l.found == 0 {
				p.note(l.number, true, "no numbers")
			} else {
				p.note(l.number, true, "%s where other lines have %d", text.Many(len(l.cells), "value"), width)
			}
		default:
			p.row(l)
		}
	}
	if !p.measured() {
		return
	}
	if len(p.Points) == 2 && width > 3 && p.Columns == nil {
		p.note(0, false, "two rows of %d numbers: they are taken as x and y", width)
		p.Points = flip(p.Points)
	}
}

// measured says whether there are rows, and leaves out a column that counts
// them.
func (p *paste) measured() bool {
	if p.Points == nil {
		p.Columns, p.Targets = nil, 0
		return false
	}
	p.dropCounter()
	return true
}

// row reads one line whose number of cells is right.
func (p *paste) row(l line) {
	row := make([]float64, len(l.cells))
	for c, cell := range l.cells {
		x, ok := finite(cell)
		if !ok && nothing(cell) {
			p.lacking = append(p.lacking, l.number)
			return
		}
		if !ok {
			column := strconv.Itoa(c + 1)
			if p.Columns != nil {
				column += " (" + p.Columns[c] + ")"
			}
			p.note(l.number, true, "column %s: %q is not a number", column, cell)
			return
		}
		row[c] = x
	}
	p.Points = append(p.Points, row)
}

// labelled reads vectors that lie in rows: "x = 1 2 3", then "y = 4 5 6".
func (p *paste) labelled(lines []line, width int) {
	var names []string // of the columns that the rows become
	for _, l := range lines {
		if l.label == "" || len(l.cells) != width {
			p.note(l.number, true, "%s where others have %d", text.Many(len(l.cells), "value"), width)
			continue
		}
		before := len(p.Points)
		if p.row(l); len(p.Points) > before {
			names = append(names, l.label)
		}
	}
	if p.Points != nil {
		p.Columns, p.Points = names, flip(p.Points)
	}
}

// dropCounter leaves out a first column without a name that counts the rows, as
// pandas and R write it.
func (p *paste) dropCounter() {
	if p.Columns == nil || strings.Trim(p.Columns[0], `"`) != "" && p.Columns[0] != "Unnamed: 0" || len(p.Columns) < 3 {
		return
	}
	for i, row := range p.Points {
		if row[0] != p.Points[0][0]+float64(i) {
			return
		}
	}
	for i, row := range p.Points {
		p.Points[i] = row[1:]
	}
	p.Columns = p.Columns[1:]
	p.note(0, false, "the first column only counts the rows and is left out")
}

// separators says what stands between cells (' ' for white space), and whether
// a comma is the decimal point: it is where something else separates and no
// point is used.
func separators(s string) (separator byte, decimal bool) {
	points := strings.Contains(s, ".")
	for _, c := range []byte("\t;|") {
		if strings.IndexByte(s, c) >= 0 {
			return c, !points
		}
	}
	if strings.Contains(s, ",") {
		if !points && !strings.Contains(s, ", ") {
			for _, l := range strings.Split(s, "\n") { // "1,5 2,5"
				if l = strings.TrimSpace(l); strings.Contains(l, " ") && strings.Trim(l, "0123456789,-+eE ") == "" {
					return ' ', true
				}
			}
		}
		return ',', false
	}
	return ' ', false
}

// cells splits a line; quotes keep a separator inside them.
func cells(raw string, separator byte) []string {
	if separator == ' ' {
		return strings.Fields(raw)
	}
	if separator == '|' {
		raw = strings.Trim(raw, "|")
	}
	raw = strings.TrimRight(raw, ",; ")
	var out []string
	quoted := false
	from := 0
	for i := 0; i <= len(raw); i++ {
		switch {
		case i < len(raw) && raw[i] == '"':
			quoted = !quoted
		case i == len(raw) || raw[i] == separator && !quoted:
			out = append(out, strings.Trim(strings.TrimSpace(raw[from:i]), `"'`))
			from = i + 1
		}
	}
	return out
}

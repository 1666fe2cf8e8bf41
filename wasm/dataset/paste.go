package dataset

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"plateau/wasm/expression"
	"plateau/wasm/text"
)

// MaxPaste is the longest text that is read, in bytes: 100,000 rows of two
// columns take 4 MB.
const MaxPaste = 16 << 20

// Pasted is the data found in a text.
type Pasted struct {
	Points  [][]float64 // at most MaxRows
	Columns []string    // names, nil where the text has none
	Rows    int         // as many as the text has; where they are more than Points, these are a sample
	Single  bool        // the text has one column; the first of Points only counts its rows
	Targets int         // how many of the last columns are targets, where words say so; else 0
	Notes   []Note      // what was read and what was not
}

// Note is a remark on one line of a text, or on the whole of it (line 0).
type Note struct {
	Line    int
	Message string
	Skipped bool // the line was not read
}

// Offer is the question to ask before a sample is taken, or "".
func (p Pasted) Offer() string {
	if p.Rows <= len(p.Points) {
		return ""
	}
	return text.Format("The text has %d rows, more than the %d that fit. Take %d of them, evenly spaced?", p.Rows, MaxRows, len(p.Points))
}

// Notes beyond this many lines are counted, not listed.
const maxNotes = 20

// paste collects what Paste finds.
type paste struct {
	Pasted
	unlisted int
	lacking  []int // lines with an empty cell
}

func (p *paste) note(line int, skipped bool, format string, args ...any) {
	if len(p.Notes) == maxNotes {
		p.unlisted++
		return
	}
	p.Notes = append(p.Notes, Note{line, text.Format(format, args...), skipped})
}

// Paste reads data as people have them: CSV, TSV, spreadsheet cells, columns
// of numbers; vectors and matrices of R, Python, NumPy, Julia and MATLAB; JSON.
// Rows that cannot be read are named by line and left out; the error says why
// there are no points at all.
func Paste(s string) (Pasted, error) {
	p := &paste{}
	switch {
	case len(s) > MaxPaste:
		return p.Pasted, errors.New(text.Format("the text has %d bytes, more than the %d that are read; give a part of it", len(s), MaxPaste))
	case strings.TrimSpace(s) == "":
		return p.Pasted, errors.New("the text is empty")
	case strings.IndexByte(s, 0) >= 0:
		return p.Pasted, errors.New("this is not text; save a spreadsheet as CSV, and anything else as plain text")
	}
	s = strings.TrimPrefix(strings.ReplaceAll(s, "\r\n", "\n"), "\ufeff")
	s = strings.ReplaceAll(s, "−", "-") // the minus of typesetters
	if strings.ContainsAny(s, "[({") || strings.Contains(s, "<-") {
		p.script(s)
	}
	if p.Points == nil {
		read := &paste{}
		if read.table(s); read.Points != nil || p.Notes == nil {
			p = read
		}
	}
	if p.Points == nil {
		why := "no numbers were found"
		if len(p.lacking) > 0 {
			why = "no row has all its values; line " + strconv.Itoa(p.lacking[0]) + " lacks one"
		} else if len(p.Notes) > 0 {
			why += "; line " + strconv.Itoa(p.Notes[0].Line) + ": " + p.Notes[0].Message
		}
		return p.Pasted, errors.New(why)
	}
	p.finish()
	return p.Pasted, nil
}

// finish gives a single column its x, takes a sample of too many rows and says
// what was read.
func (p *paste) finish() {
	if len(p.Points[0]) == 1 {
		p.Single = true
		for i, row := range p.Points {
			p.Points[i] = []float64{float64(i), row[0]}
		}
		p.note(0, false, "one column: it is taken as y, over x = 0, 1, 2, …")
		if p.Columns != nil {
			p.Columns = []string{"x", p.Columns[0]}
		}
	}
	p.Rows = len(p.Points)
	if p.Rows > MaxRows {
		sample := make([][]float64, MaxRows)
		for i := range sample {
			sample[i] = p.Points[i*(p.Rows-1)/(MaxRows-1)]
		}
		p.Points = sample
	}
	if p.unlisted > 0 {
		p.Notes = append(p.Notes, Note{0, text.Format("%d more lines could not be read", p.unlisted), true})
	}
	p.lack()
	names := ""
	if p.Columns != nil {
		names = ": " + strings.Join(p.Columns, ", ")
	}
	p.Notes = append([]Note{{0, text.Format("%s of %s%s", text.Many(p.Rows, "row"), text.Many(len(p.Points[0]), "column"), names), false}}, p.Notes...)
}

// Of rows that lack a value so many are named by line.
const mostLacking = 5

// lack says which rows were left out because a cell is empty.
func (p *paste) lack() {
	n := len(p.lacking)
	if n == 0 {
		return
	}
	lines := make([]string, 0, mostLacking)
	for _, line := range p.lacking[:min(n, mostLacking)] {
		lines = append(lines, strconv.Itoa(line))
	}
	at := strings.Join(lines, ", ")
	if n > mostLacking {
		at += ", …"
	}
	if n == 1 {
		p.note(0, false, "1 row lacks a value and is left out: line %s", at)
	} else {
		p.note(0, false, "%d rows lack a value and are left out: lines %s", n, at)
	}
}

// finite is a cell as a number.
func finite(cell string) (float64, bool) {
	x, err := strconv.ParseFloat(cell, 64)
	return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
}

// script reads literals and assignments of them.
func (p *paste) script(s string) {
	var parts []*expression.Value // vectors and matrices, in order
	var names []string
	given := map[string]int{}
	keep := func(v *expression.Value, name string) {
		if i, again := given[name]; again && name != "" {
			parts[i] = v
			return
		}
		given[name] = len(parts)
		parts, names = append(parts, v), append(names, name)
	}
	script := expression.New(s)
	for {
		st, ok := script.Next()
		if !ok {
			break
		}
		v := st.Value
		switch {
		case st.Wrong != "":
			p.note(st.From, true, "%s", st.Wrong)
		case st.Form == expression.Other || v == nil:
		case st.Form != expression.Plain:
			p.note(st.From, true, "this is no data")
		case v.Kind == expression.Numbers:
			name := ""
			if len(st.Targets) > 0 {
				name = st.Targets[0]
			}
			if v.Dim > 0 {
				keep(v, name)
			}
		case v.Is("{ frame data_frame tibble list") && len(v.Items) > 0:
			for i, column := range v.Items {
				if column.Kind != expression.Numbers || column.Dim != 1 {
					p.note(st.From, true, "%q is not a list of numbers", v.Names[i])
					continue
				}
				keep(column, v.Names[i])
			}
		case v.Kind == expression.List:
			p.list(st, v, keep)
		default:
			p.note(st.From, true, "this is no data")
		}
	}
	p.columns(parts, names)
}

// list reads vectors in a list, or objects: [{"x": 1, "y": 2}, ...].
func (p *paste) list(st expression.Statement, v *expression.Value, keep func(*expression.Value, string)) {
	if len(v.Items) == 0 {
		return
	}
	first := v.Items[0]
	if !first.Is("{") {
		p.rows(st, v, keep)
		return
	}
	orders := make([]order, len(v.Items))
	for c, name := range first.Names {
		column := &expression.Value{Kind: expression.Numbers, Dim: 1, Cols: 1}
		for i, one := range v.Items {
			x, ok := orders[i].find(one, name, c).Scalar()
			if !ok || math.IsNaN(x) {
				p.note(st.From, true, "%q of object %d is not a number", name, i+1)
				column = nil
				break
			}
			column.Data = append(column.Data, x)
		}
		if column != nil {
			column.Rows = len(column.Data)
			keep(column, name)
		}
	}
}

// order is where the names of an object are, once it is known that they are not
// where the first object has them.
type order map[string]int

func (o *order) find(object *expression.Value, name string, likely int) *expression.Value {
	if likely < len(object.Names) && object.Names[likely] == name {
		return object.Items[likely]
	}
	if *o == nil {
		*o = order{}
		for i, n := range object.Names {
			if _, again := (*o)[n]; !again {
				(*o)[n] = i
			}
		}
	}
	if i, ok := (*o)[name]; ok {
		return object.Items[i]
	}
	return nil
}

// rows reads a list of rows that are not all alike: those of the commonest
// length are taken.
func (p *paste) rows(st expression.Statement, v *expression.Value, keep func(*expression.Value, string)) {
	counts := map[int]int{}
	for _, one := range v.Items {
		if one.Kind == expression.Numbers && one.Dim == 1 {
			counts[one.Rows]++
		}
	}
	out := &expression.Value{Kind: expression.Numbers, Dim: 2, Cols: commonest(counts)}
	for i, one := range v.Items {
		if one.Kind != expression.Numbers || one.Dim != 1 || one.Rows != out.Cols {
			p.note(st.From, true, "row %d of the list is not %d numbers", i+1, out.Cols)
			continue
		}
		out.Data = append(out.Data, one.Data...)
		out.Rows++
	}
	if out.Cols > 0 {
		keep(out, "")
	}
}

// columns puts vectors side by side. Where lengths differ, those of the
// commonest length are taken.
func (p *paste) columns(parts []*expression.Value, names []string) {
	counts := map[int]int{}
	for _, v := range parts {
		counts[v.Rows]++
	}
	rows := commonest(counts)
	var columns [][]float64
	named := true
	for i, v := range parts {
		if v.Rows != rows {
			p.note(0, true, "%s: %d values where others have %d, left out", names[i], v.Rows, rows)
			continue
		}
		for c := range v.Cols {
			column := make([]float64, rows)
			for r := range column {
				column[r] = v.Data[r*v.Cols+c]
			}
			name := names[i]
			if v.Cols > 1 {
				name += strconv.Itoa(c + 1)
			}
			named = named && names[i] != ""
			columns, p.Columns = append(columns, column), append(p.Columns, name)
		}
	}
	if !named {
		p.Columns = nil
	}
	if len(columns) == 0 || rows == 0 {
		p.Columns = nil
		return
	}
	if rows == 2 && len(columns) > 3 && p.Columns == nil { // two vectors, one under the other
		p.note(0, false, "two rows of %d numbers: they are taken as x and y", len(columns))
		p.Points = columns
	} else {
		p.Points = flip(columns)
	}
	for r, row := range p.Points {
		for c, x := range row {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				p.note(0, true, "row %d, column %d is %s: the row is left out", r+1, c+1, text.Number(x))
				p.Points[r] = nil
				break
			}
		}
	}
	kept := p.Points[:0]
	for _, row := range p.Points {
		if row != nil {
			kept = append(kept, row)
		}
	}
	if p.Points = kept; len(kept) == 0 {
		p.Points, p.Columns = nil, nil
	}
}

// flip makes rows of columns, all of one length.
func flip(columns [][]float64) [][]float64 {
	out := make([][]float64, len(columns[0]))
	for r := range out {
		out[r] = make([]float64, len(columns))
		for c := range columns {
			out[r][c] = columns[c][r]
		}
	}
	return out
}

// commonest is the commonest of some counts, the largest of those alike.
func commonest(counts map[int]int) int {
	best := 0
	for k, n := range counts {
		if n > counts[best] || n == counts[best] && k > best {
			best = k
		}
	}
	return best
}

package code

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"plateau/wasm/dataset"
	"plateau/wasm/expression"
)

// Log is the losses that a training printed.
type Log struct {
	Curve []Entry

	// Plateau is the level at which the losses end: their median over the last
	// tenth. Since is the first epoch from which they stay within a hundredth
	// of the whole descent of it, and Flat says that this is at least the last
	// fifth of the run.
	Plateau float64
	Since   float64
	Flat    bool
}

// Entry is one line of a log. Validation is NaN where there is none. Epochs are
// finite, at least 0 and do not fall; losses are what was printed, nan and inf
// too.
type Entry struct{ Epoch, Loss, Validation float64 }

// MaxEpoch is the largest epoch that a line may name; what is beyond it is no
// epoch.
const MaxEpoch = 1e9

// readLog finds the lines of a log: Keras's progress, Lightning's, prints with
// "loss" and a number, a table or dict of a history. taken are the lines, from
// 1, that belong to it. A single line is no log.
func readLog(s string) (log *Log, taken map[int]bool) {
	l := &Log{}
	taken = map[int]bool{}
	before := 0.0 // the epochs of trainings that came first: fit, called again, counts from 1
	epoch := math.NaN()
	lines := strings.Split(s, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if n := l.history(line); n > 0 {
			taken[i+1] = true
			continue
		}
		if n := l.table(lines[i:]); n > 0 {
			for k := range n {
				taken[i+1+k] = true
			}
			i += n - 1
			continue
		}
		lower := strings.ToLower(line)
		at, named := epochOf(lower)
		if named {
			epoch = at
		}
		if cut := strings.LastIndexAny(lower, "\r\b"); cut >= 0 { // a progress bar that was drawn over itself
			lower = lower[cut:]
		}
		loss, ok := after(lower, "loss", "val_")
		if !ok || !named && !strings.Contains(lower, "loss:") && !strings.Contains(lower, "loss=") {
			if named && strings.HasPrefix(strings.TrimSpace(lower), "epoch") && strings.Trim(lower, " epoch0123456789/[]:") == "" {
				taken[i+1] = true // Keras's "Epoch 3/100"
			}
			continue
		}
		taken[i+1] = true
		validation, ok := after(lower, "val_loss", "")
		if !ok {
			validation = math.NaN()
		}
		n := len(l.Curve)
		last := 0.0
		if n > 0 {
			last = l.Curve[n-1].Epoch
		}
		if math.IsNaN(epoch) {
			l.Curve = append(l.Curve, Entry{last + 1, loss, validation})
			continue
		}
		if epoch+before < last {
			if before = last; epoch == 0 {
				before++
			}
		}
		if n > 0 && last == epoch+before { // progress within an epoch: the last one counts
			l.Curve = l.Curve[:n-1]
		}
		l.Curve = append(l.Curve, Entry{epoch + before, loss, validation})
	}
	if len(l.Curve) < 2 {
		return nil, map[int]bool{}
	}
	l.level()
	return l, taken
}

// epochOf finds the number after "epoch", "iteration", "iter" or "step", or in
// "[3/100]".
func epochOf(line string) (float64, bool) {
	for _, word := range [...]string{"epoch", "iteration", "iter", "step"} {
		if at := strings.Index(line, word); at >= 0 && (at == 0 || line[at-1] < 'a' || line[at-1] > 'z') {
			rest := strings.TrimLeft(line[at+len(word):], " :=[#")
			if x, ok := leading(rest); ok && inRange(x) {
				return x, true
			}
		}
	}
	if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "["); ok && strings.Contains(rest, "]") {
		x, ok := leading(rest)
		return x, ok && inRange(x)
	}
	return 0, false
}

func inRange(epoch float64) bool { return epoch >= 0 && epoch <= MaxEpoch }

// after is the number that follows a word, unless a prefix stands before it.
func after(line, word, not string) (float64, bool) {
	for from := 0; ; {
		at := strings.Index(line[from:], word)
		if at < 0 {
			return 0, false
		}
		at += from
		from = at + len(word)
		if not != "" && strings.HasSuffix(line[:at], not) {
			continue
		}
		rest := strings.TrimLeft(line[from:], " ")
		rest = strings.TrimLeft(rest, "\"':=,")
		if x, ok := leading(strings.TrimLeft(rest, " ")); ok {
			return x, true
		}
	}
}

// leading is the number at the start of s.
func leading(s string) (float64, bool) {
	n := 0
	for n < len(s) && strings.IndexByte("0123456789.eE+-", s[n]) >= 0 {
		n++
	}
	if strings.HasPrefix(s, "nan") || strings.HasPrefix(s, "inf") {
		n = 3
	}
	for ; n > 0; n-- {
		if x, err := strconv.ParseFloat(strings.TrimRight(s[:n], "."), 64); err == nil {
			return x, true
		}
	}
	return 0, false
}

// history reads a line that is the dict of a Keras history.
func (l *Log) history(line string) int {
	at := strings.IndexByte(line, '{')
	if at < 0 || !strings.Contains(line, "loss") || !strings.Contains(line, "[") {
		return 0
	}
	st, ok := expression.New(line[at:]).Next()
	if !ok || st.Wrong != "" || !st.Value.Is("{") {
		return 0
	}
	losses, validation := st.Value.Named("loss train_loss"), st.Value.Named("val_loss")
	if losses == nil || losses.Kind != expression.Numbers {
		return 0
	}
	before := l.last()
	for i, x := range losses.Data {
		e := Entry{before + float64(i+1), x, math.NaN()}
		if validation != nil && i < len(validation.Data) {
			e.Validation = validation.Data[i]
		}
		l.Curve = append(l.Curve, e)
	}
	return len(losses.Data)
}

// table reads a header that names a loss, and the rows below; it returns how
// many lines that are.
func (l *Log) table(lines []string) int {
	separator := ","
	if strings.Contains(lines[0], "\t") {
		separator = "\t"
	}
	header := strings.Split(strings.TrimSpace(lines[0]), separator)
	loss, validation, epoch := -1, -1, -1
	for i, name := range header {
		switch strings.ToLower(strings.Trim(strings.TrimSpace(name), `"`)) {
		case "loss", "train_loss":
			loss = i
		case "val_loss", "valid_loss":
			validation = i
		case "epoch", "step", "":
			epoch = i
		}
	}
	if loss < 0 || len(header) < 2 {
		return 0
	}
	n := 1
	for ; n < len(lines); n++ {
		cells := strings.Split(strings.TrimSpace(lines[n]), separator)
		if len(cells) != len(header) {
			break
		}
		cell := func(i int) float64 {
			if i < 0 {
				return math.NaN()
			}
			x, err := strconv.ParseFloat(strings.Trim(strings.TrimSpace(cells[i]), `"`), 64)
			if err != nil {
				return math.NaN()
			}
			return x
		}
		e := Entry{cell(epoch), cell(loss), cell(validation)}
		if !inRange(e.Epoch) || e.Epoch < l.last() {
			e.Epoch = l.last() + 1
		}
		l.Curve = append(l.Curve, e)
	}
	if n == 1 {
		return 0
	}
	return n
}

// last is the epoch of the last entry, 0 before there is one.
func (l *Log) last() float64 {
	if n := len(l.Curve); n > 0 {
		return l.Curve[n-1].Epoch
	}
	return 0
}

// Thinned is what a picture needs of the curve, at most most entries.
func (l *Log) Thinned(most int) []Entry {
	out := make([]Entry, 0, min(len(l.Curve), most))
	for _, i := range dataset.Thin(len(l.Curve), most, func(i int) float64 { return l.Curve[i].Loss }) {
		out = append(out, l.Curve[i])
	}
	return out
}

// level finds the plateau.
func (l *Log) level() {
	n := len(l.Curve)
	tail := make([]float64, 0, n/10+3)
	for _, e := range l.Curve[n-max(min(n, 3), n/10):] {
		tail = append(tail, e.Loss)
	}
	sort.Float64s(tail)
	l.Plateau = tail[len(tail)/2]
	highest := l.Plateau
	for _, e := range l.Curve {
		highest = max(highest, e.Loss)
	}
	from := n
	for from > 0 && math.Abs(l.Curve[from-1].Loss-l.Plateau) <= 0.01*(highest-l.Plateau) {
		from--
	}
	l.Since = l.Curve[min(from, n-1)].Epoch
	l.Flat = from <= n*4/5
}

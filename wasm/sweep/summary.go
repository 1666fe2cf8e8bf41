package sweep

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"plateau/wasm/diagnose"
	"plateau/wasm/text"
)

// names of what is swept: of one value, and of several.
var names = map[string][2]string{
	LearningRate: {"rate", "rates"},
	Seed:         {"seed", "seeds"},
	Units:        {"width", "widths"},
	Optimizer:    {"optimizer", "optimizers"},
	BatchSize:    {"batch size", "batch sizes"},
}

// summary says in a sentence or two what came out so far.
func (s *Sweep) summary() string {
	b := s.best()
	switch {
	case len(s.points) == 0:
		return ""
	case b == nil:
		return "Every one of " + strconv.Itoa(len(s.points)) + " " + names[s.Kind][1] + " diverges."
	case s.Kind == Seed:
		return s.seedSummary()
	case s.allAlike():
		return text.Format("Whatever the %s, the loss ends at about %s: this is not what holds it up.%s", names[s.Kind][0], diagnose.Number(b.loss), s.lost())
	case s.Kind == Optimizer:
		return s.raceSummary(b)
	}
	from, to := s.band()
	where := text.Format("%s %s ends lowest, at %s.", capital(names[s.Kind][0]), b.label, diagnose.Number(b.loss))
	if from != to {
		where = text.Format("%s from %s to %s end lowest, at about %s.", capital(names[s.Kind][1]), from.label, to.label, diagnose.Number(s.typical()))
	}
	if p := s.present(); p != nil && s.good(p) {
		return where + s.lost() // among them
	}
	return where + s.yours() + s.lost()
}

// typical is the median loss of the points that end lowest: the lowest itself
// may owe its last digits to rounding.
func (s *Sweep) typical() float64 {
	var losses []float64
	for i := range s.points {
		if p := &s.points[i]; s.good(p) {
			losses = append(losses, p.loss)
		}
	}
	slices.Sort(losses)
	return losses[len(losses)/2]
}

// raceSummary names the optimizer that ends lowest, or says how many do.
func (s *Sweep) raceSummary(b *point) string {
	first := s.count(s.good)
	where := text.Format("%s ends lowest, at %s.", b.label, diagnose.Number(b.loss))
	switch {
	case first == len(s.points):
		return text.Format("All %d optimizers end at about %s.", first, diagnose.Number(s.typical()))
	case first > 1:
		where = text.Format("%d of %d optimizers end lowest, at about %s.", first, len(s.points), diagnose.Number(s.typical()))
	}
	if p := s.present(); p != nil && s.good(p) {
		return where + s.lost()
	}
	return where + s.yours() + s.lost()
}

func (s *Sweep) seedSummary() string {
	n := len(s.points)
	solved := s.count(func(p *point) bool { return p.solved() })
	out := text.Format("%d of %d seeds are solved; the others", solved, n)
	switch solved {
	case 0:
		out = text.Format("None of %d seeds is solved: they", n)
	case n:
		return text.Format("All %d seeds are solved.", n)
	}
	ends := make([]float64, 0, n)
	for i := range s.points {
		if p := &s.points[i]; !p.solved() {
			ends = append(ends, p.loss)
		}
	}
	slices.Sort(ends)
	low, high := diagnose.Number(ends[0]), diagnose.Number(ends[len(ends)-1])
	if low == high {
		return text.Format("%s end at %s.", out, low)
	}
	return text.Format("%s end between %s and %s.", out, low, high)
}

// allAlike says whether the value makes no difference: all that did not
// diverge end within 1 % of each other, and that is not at 0.
func (s *Sweep) allAlike() bool {
	low, high, n := math.Inf(1), 0.0, 0
	for i := range s.points {
		if p := &s.points[i]; p.state != diagnose.Diverged {
			low, high = min(low, p.loss), max(high, p.loss)
			n++
		}
	}
	return s.Complete() && n > 1 && low > 1e-6*s.constant && high <= 1.01*low
}

// yours says where the present setting ends.
func (s *Sweep) yours() string {
	p := s.present()
	switch {
	case p == nil:
		return ""
	case math.IsInf(p.loss, 1):
		return text.Format(" Yours, %s, diverges.", p.label)
	}
	return text.Format(" Yours, %s, ends at %s.", p.label, diagnose.Number(p.loss))
}

// lost says which diverge.
func (s *Sweep) lost() string {
	diverged := s.count(func(p *point) bool { return p.state == diagnose.Diverged })
	first := slices.IndexFunc(s.points, func(p point) bool { return p.state == diagnose.Diverged })
	switch {
	case diverged == 0:
		return ""
	case s.Kind == LearningRate && first == len(s.points)-diverged && first > 0:
		return text.Format(" From %s on it diverges.", s.points[first].label)
	}
	return text.Format(" %d of %d diverge.", diverged, len(s.points))
}

func (s *Sweep) count(of func(*point) bool) int {
	n := 0
	for i := range s.points {
		if of(&s.points[i]) {
			n++
		}
	}
	return n
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

package sweep

import (
	"math"
	"slices"

	"plateau/wasm/diagnose"
	"plateau/wasm/train"
)

// point is what is kept of a run.
type point struct {
	setting
	loss     float64 // of all training rows at the end; +Inf where it diverged
	relative float64 // loss / loss of the best constant
	state    string  // one of diagnose's
	epochs   int
	curve    []float64 // losses at the sweep's epochs, shorter where the run ended before
}

// samples is how many epochs of a curve are kept.
const samples = 120

// sampled are the epochs at which curves are kept, counted from 1, evenly from
// the first to the last.
func sampled(epochs int) []int {
	n := min(epochs, samples)
	out := make([]int, n)
	for i := range out {
		out[i] = 1 + i*(epochs-1)/max(n-1, 1)
	}
	return out
}

func (s *Sweep) measure(at setting, r *train.Run) point {
	p := point{setting: at, loss: r.Final(), state: diagnose.Standing(r, s.floors), epochs: r.Epoch()}
	if p.state == diagnose.Diverged && (r.Stopped == train.StoppedDiverged || math.IsNaN(p.loss)) {
		p.loss = math.Inf(1)
	}
	p.relative = p.loss / s.constant
	for _, e := range s.epochs {
		if e <= r.Epoch() {
			p.curve = append(p.curve, r.History.Losses[e-1])
		}
	}
	return p
}

// solved says whether nothing is left to gain at a point.
func (p *point) solved() bool { return p.state == diagnose.Solved || p.state == diagnose.NoiseFloor }

// best is the point that ended lowest, nil without any that is finite.
func (s *Sweep) best() *point {
	var out *point
	for i := range s.points {
		if p := &s.points[i]; !math.IsInf(p.loss, 0) && (out == nil || p.loss < out.loss) {
			out = p
		}
	}
	return out
}

func (s *Sweep) present() *point {
	for i := range s.points {
		if s.points[i].present {
			return &s.points[i]
		}
	}
	return nil
}

// good says whether a point ends as low as the best, within a factor that
// nobody would mind: a quarter more, or a millionth of the best constant's.
func (s *Sweep) good(p *point) bool {
	b := s.best()
	return b != nil && p.loss <= max(1.25*b.loss, 1e-6*s.constant)
}

// band is the stretch of neighbours around the best point that are all good:
// its first and last point.
func (s *Sweep) band() (from, to *point) {
	b := s.best()
	if b == nil {
		return nil, nil
	}
	first := slices.IndexFunc(s.points, func(p point) bool { return p.value == b.value })
	last := first
	for first > 0 && s.good(&s.points[first-1]) {
		first--
	}
	for last+1 < len(s.points) && s.good(&s.points[last+1]) {
		last++
	}
	return &s.points[first], &s.points[last]
}

// quantile of the losses that runs had at one of the sweep's epochs. Runs that
// diverged before count as infinitely high, those that stopped early with
// their last loss.
func (s *Sweep) quantile(at int, share float64) float64 {
	losses := make([]float64, 0, len(s.points))
	for i := range s.points {
		p := &s.points[i]
		switch {
		case at < len(p.curve) && !math.IsNaN(p.curve[at]):
			losses = append(losses, p.curve[at])
		case math.IsInf(p.loss, 1) || len(p.curve) == 0 || at < len(p.curve):
			losses = append(losses, math.Inf(1))
		default:
			losses = append(losses, p.curve[len(p.curve)-1])
		}
	}
	slices.Sort(losses)
	return losses[int(math.Round(share*float64(len(losses)-1)))]
}

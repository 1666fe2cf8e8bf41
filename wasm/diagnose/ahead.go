package diagnose

import (
	"math"
	"strconv"

	"plateau/wasm/train"
)

// ahead is the run gone on with: the same settings and seed for longer, so that
// how many epochs are missing is seen and not extrapolated.
type ahead struct {
	more   int     // epochs that it goes on for
	goal   float64 // loss that it was looked out for
	after  int     // epochs after the end of the run until goal, 0 if it was not reached
	loss   float64 // at its end
	solves bool    // goal ends the matter: it is solved
	noise  bool    // or at the noise
	known  bool
}

// lookAhead queues the run gone on with, for as long as the longest of the
// cures of too few updates, or less where that is too dear.
func (s *search) lookAhead() {
	f := s.facts
	if f.state != Unfinished || f.run.Epoch() == 0 {
		return
	}
	all := longer(f)
	e := all[len(all)-1]
	run := applyAll(f.e, []edit{e})
	whole := run.Training.Epochs
	for run.Work() > s.budget/aheadShare {
		if run.Training.Epochs = run.Training.Epochs * 3 / 4; run.Training.Epochs <= f.run.Epoch()+f.run.Epoch()/10 {
			return
		}
	}
	s.ahead = &ahead{more: run.Training.Epochs - f.run.Epoch()}
	if s.try([]edit{e}); run.Training.Epochs == whole && len(s.queue) > 0 && !s.queue[0].trial.short {
		s.queue[0].trial.ahead = s.ahead // a trial anyway
		return
	}
	s.queue = append(s.queue, &job{&trial{config: run, ahead: s.ahead}, run})
}

// aheadShare is the part of a search's budget that running on may take: 1 / 6.
const aheadShare = 6

// see takes what the finished run reached: solved, or the noise, or a tenth of
// the loss it was diagnosed at, and when.
func (a *ahead) see(f *facts, r *train.Run, o outcome) {
	a.known, a.loss = true, o.loss
	a.goal = f.loss / improvement
	if noise := f.floor("pure_error"); atNoise(o.loss, noise, f.yardstick.mean) {
		a.goal, a.noise = 1.1*noise, true
	} else if o.solved {
		a.goal, a.solves = max(f.yardstick.goal, o.loss), true
	}
	if math.IsInf(o.loss, 1) || o.loss > a.goal {
		return
	}
	for i := f.run.Epoch(); i < len(r.History.Losses); i++ {
		if r.History.Losses[i] <= a.goal {
			a.after = i + 1 - f.run.Epoch()
			return
		}
	}
}

// about rounds a number of epochs up to two digits.
func about(n int) string {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return Count((n + unit - 1) / unit * unit)
}

// words say what running on gives, for a verdict; nothing before it is known.
func (a *ahead) words() string {
	switch {
	case a == nil || !a.known:
		return ""
	case a.after > 0:
		words := "about " + about(a.after) + plural(a.after, " more epoch reaches ", " more epochs reach ") + Number(a.goal)
		if a.noise {
			words += ", as low as the noise lets any model"
		} else if a.solves {
			words += ", which counts as solved"
		}
		return words
	case math.IsInf(a.loss, 1):
		return about(a.more) + " more epochs blow up"
	}
	return about(a.more) + plural(a.more, " more epoch reaches only ", " more epochs reach only ") + Number(a.loss)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// evidence is what running on gives, for those who look closer.
func (a *ahead) evidence(f *facts) []Evidence {
	if a == nil || !a.known {
		return nil
	}
	ran := "this run gone on with for " + strconv.Itoa(a.more) + " epochs, same settings and seed"
	out := []Evidence{{"loss after running on", a.loss, f.loss / improvement, ran, "a trial", "at most"}}
	if a.after > 0 {
		out = append(out, Evidence{"more epochs to reach " + Number(a.goal), float64(a.after), float64(f.run.Epoch()), "first epoch of " + ran + " whose loss is as low", "a trial", "at most"})
	}
	return out
}
